internal import CaseHandling
internal import JSONTree
internal import ProcessEngine
internal import ProcessValues
internal import Records
internal import Synchronization
internal import ZGWBridge

/// Does the actions of process links as servers would, without any: it remembers what was asked.
final class SimulatedServers: EffectHandler {
    /// What the zaaksysteem and the portal hold.
    struct Holdings: Sendable {
        var statuses: [String] = []
        var result: String?
        /// The status of the object of each task, by the task's id.
        var portalTasks: [String: String] = [:]
        var actions: [String] = []
    }

    private let held = Mutex(Holdings())
    private let cases: CaseRepository
    private let resolvers: ValueResolvers

    init(_ cases: CaseRepository) {
        self.cases = cases
        resolvers = ValueResolvers(adding: [ZaakResolver()])
    }

    var name: String { ZGWEffects.handlerName }
    var holdings: Holdings { held.withLock { $0 } }

    /// Notes that the resident answered a task.
    func answer(task id: String) {
        held.withLock { $0.portalTasks[id] = "afgerond" }
    }

    func send(_ call: EffectCall) async -> EffectReply {
        let payload = EffectPayload(call.payload)
        do {
            return try await reply(to: call, payload)
        } catch {
            return EffectReply(
                .failed(JobFailure(message: "\(call.action): \(error)"), progress: nil))
        }
    }

    private func reply(
        to call: EffectCall, _ payload: EffectPayload
    ) async throws -> EffectReply {
        guard let action = ZGWAction(rawValue: call.action) else {
            throw ActionFailure.misuse("There is no action \"\(call.action)\"")
        }
        let stored = try await found(payload.businessKey)
        let link = try await zaak(payload.businessKey)
        let facts = StoredFacts(variables: payload.variables, stored: stored, link: link)
        let resolved = try resolvers.resolveAll(.object(payload.properties), from: facts)
        for name in action.requiredProperties where resolved[name]?.isNull ?? true {
            throw ActionFailure.misuse("\(call.action) has no value for \"\(name)\"")
        }
        if action.pluginKey == "zakenapi", action != .createZaak, link == nil {
            throw ActionFailure.misuse("the case has no zaak yet")
        }
        held.withLock { $0.note(action, resolved, taskID: call.job.taskID) }
        guard action == .createZaak, let stored, link == nil else {
            return EffectReply(.done(variables: []))
        }
        return created(for: stored, resolved, at: call.instant)
    }

    private func found(_ id: String?) async throws -> Case? {
        guard let id else { return nil }
        return try await cases.find(id)
    }

    private func zaak(_ id: String?) async throws -> ZaakLink? {
        guard let id else { return nil }
        return try await cases.zaak(of: id)
    }

    /// The zaak of a case, made up.
    private func created(
        for owner: Case, _ properties: JSON, at instant: Instant
    ) -> EffectReply {
        let url = "https://zaken.example.nl/zaken/api/v1/zaken/\(owner.id)"
        let day = utcDayText(milliseconds: instant.milliseconds)
        let link = ZaakLink(
            caseID: owner.id, tenantID: owner.tenantID, url: url, uuid: owner.id,
            identificatie: "ZAAK-0000-SCENARIO", zaaktypeURL: "https://catalogi.example.nl/1",
            zaak: [
                "url": .string(url), "uuid": .string(owner.id),
                "identificatie": "ZAAK-0000-SCENARIO", "startdatum": .string(day),
                "omschrijving": properties["description"] ?? "",
            ], linkedAt: instant.milliseconds)
        let variable = properties["resultProcessVariable"]?.stringValue
        return EffectReply(
            .done(variables: variable.map { [VariableInput($0, .string(url))] } ?? []),
            delta: link.delta)
    }
}

extension SimulatedServers.Holdings {
    fileprivate mutating func note(_ action: ZGWAction, _ properties: JSON, taskID: String?) {
        actions.append(action.rawValue)
        switch action {
        case .setZaakstatus: statuses.append(properties["statustypeUrl"]?.stringValue ?? "")
        case .createZaakresultaat: result = properties["resultaattypeUrl"]?.stringValue
        case .createExterneKlanttaak: change(taskID, to: "open")
        case .completeExterneKlanttaak:
            change(
                taskID,
                to: taskID.flatMap { portalTasks[$0] } == "afgerond" ? "verwerkt" : "gesloten")
        case .closeExterneKlanttaak: change(taskID, to: "gesloten")
        default: break
        }
    }

    private mutating func change(_ taskID: String?, to status: String) {
        guard let taskID else { return }
        // An object that was never made cannot be closed.
        if status != "open", portalTasks[taskID] == nil { return }
        portalTasks[taskID] = status
    }
}
