internal import CaseHandling
internal import JSONTree
internal import ProcessEngine
internal import ProcessValues
internal import Records
internal import Synchronization
internal import ZGWBridge

/// Does the actions of process links as the zaaksysteem and the portal would, without either: it
/// remembers what was asked.
final class SimulatedSystems: EffectHandler {
    /// What the systems hold.
    struct Holdings: Sendable {
        /// The names of the statustypen, in the order in which they were set.
        var statuses: [String] = []
        /// The rollen, in the order in which they were made.
        var roles: [Rol] = []
        /// The name of the resultaattype.
        var result: String?
        /// The zaak as it was asked for.
        var zaak: JSON?
        /// The data of the object of each task, by the task's id.
        var portalTasks: [String: JSON] = [:]
    }

    /// A betrokkene of the zaak.
    struct Rol: Sendable {
        let type: String
        let who: JSONObject
    }

    private struct State {
        var holdings = Holdings()
        /// How many tries of an element's actions are still to fail.
        var failing: [String: Int]
    }

    private let state: Mutex<State>
    private let disturbances: [String: Scenario.Disturbance]
    private let cases: CaseRepository
    private let store: any Store
    private let resolvers = ValueResolvers(adding: [ZaakResolver()])

    init(_ scenario: Scenario, cases: CaseRepository, store: any Store) {
        disturbances = Dictionary(
            scenario.disturbances.map { ($0.element.text, $0) }, uniquingKeysWith: { $1 })
        state = Mutex(State(failing: disturbances.mapValues(\.times)))
        self.cases = cases
        self.store = store
    }

    var name: String { ZGWEffects.handlerName }
    var holdings: Holdings { state.withLock { $0.holdings } }

    /// Notes that the resident answered a task in the portal.
    ///
    /// - Returns: Whether there is an open task to be answered.
    func answer(task id: String, with answer: JSON) -> Bool {
        state.withLock { state in
            guard let data = state.holdings.portalTasks[id],
                ExterneKlanttaak().state(of: data) == .open
            else { return false }
            let change: JSON = [
                "portaalformulier": ["verzonden_data": answer], "status": "afgerond",
            ]
            state.holdings.portalTasks[id] = data.merging(change)
            return true
        }
    }

    func send(_ call: EffectCall) async -> EffectReply {
        do {
            if let reply = disturbance(of: call) { return reply }
            return try await reply(to: call)
        } catch let failure as ActionFailure {
            return ZGWEffects.reply(to: failure, of: call, progress: nil)
        } catch {
            return EffectReply(
                .failed(JobFailure(message: "\(call.action): \(error)"), progress: nil))
        }
    }

    /// The failure that the scenario wants here, if it wants one.
    private func disturbance(of call: EffectCall) -> EffectReply? {
        guard let element = call.job.activityID, let disturbance = disturbances[element] else {
            return nil
        }
        let isDue = state.withLock { state in
            guard let left = state.failing[element], left > 0 else { return false }
            state.failing[element] = left - 1
            return true
        }
        guard isDue else { return nil }
        let failure: ActionFailure
        if let status = disturbance.status {
            failure = .server(
                .refused(
                    ZGWProblem(
                        status: status, code: disturbance.code ?? "", detail: disturbance.message)))
        } else {
            failure = .server(.unreachable(disturbance.message))
        }
        return ZGWEffects.reply(to: failure, of: call, progress: nil)
    }

    private func reply(to call: EffectCall) async throws -> EffectReply {
        let request = try await ActionRequest(call, cases: cases, store: store)
        guard let action = ZGWAction(rawValue: request.action) else {
            throw ActionFailure.misuse("There is no action \"\(request.action)\"")
        }
        let resolved = try request.resolvedProperties(by: resolvers)
        for name in action.requiredProperties where (resolved[name] ?? .null).isEmptyValue {
            throw ActionFailure.misuse(
                "there is no value for \"\(name)\": the property is missing, or what it names is"
                    + " empty")
        }
        if action.pluginKey == "zakenapi", action != .createZaak, request.zaak == nil {
            throw ActionFailure.misuse(
                "the case has no zaak yet: create-zaak comes later in the process, or never")
        }
        switch action {
        case .createZaak: return try created(request, resolved, at: call.instant)
        case .setZaakstatus:
            note { $0.statuses.append(resolved.word("statustypeUrl")) }
        case .createZaakresultaat:
            let wanted = resolved.word("resultaattypeUrl")
            if let present = holdings.result, present != wanted {
                throw ActionFailure.misuse("the zaak has the resultaat \"\(present)\" already")
            }
            note { $0.result = wanted }
        case .createNatuurlijkPersoonRol, .createNietNatuurlijkPersoonRol, .createMedewerkerRol,
            .createOrganisatorischeEenheidRol:
            let rol = Rol(type: resolved.word("roltypeUrl"), who: resolved)
            note { $0.roles.append(rol) }
        case .createExterneKlanttaak: return try await published(request, resolved)
        case .updateExterneKlanttaak, .completeExterneKlanttaak, .closeExterneKlanttaak:
            follow(action, request.task)
        }
        let variable = resolved["resultProcessVariable"]?.stringValue
        return EffectReply(
            .done(
                variables: variable.map { [VariableInput($0, .string(Self.root + call.job.id))] }
                    ?? []))
    }

    private func note(_ change: (inout Holdings) -> Void) {
        state.withLock { change(&$0.holdings) }
    }

    // MARK: The zaak

    private static let root = "https://zaken.example.nl/zaken/api/v1/"

    /// The zaak of a case, made up from what was asked.
    private func created(
        _ request: ActionRequest, _ properties: JSONObject, at instant: Instant
    ) throws -> EffectReply {
        guard let owner = request.currentCase else {
            throw ActionFailure.misuse("create-zaak needs a process whose business key is a case")
        }
        if request.zaak != nil { return EffectReply(.done(variables: [])) }
        let url = Self.root + "zaken/\(owner.id)"
        var zaak: JSONObject = [
            "url": .string(url), "uuid": .string(owner.id),
            "identificatie": properties["identification"] ?? "ZAAK-SCENARIO-1",
            "zaaktype": properties["zaaktypeUrl"] ?? .null,
            "bronorganisatie": properties["rsin"] ?? .null,
            "startdatum": .string(utcDayText(milliseconds: instant.milliseconds)),
        ]
        let names = [
            ("description", "omschrijving"), ("explanation", "toelichting"),
            ("plannedEndDate", "einddatumGepland"),
            ("finalDeliveryDate", "uiterlijkeEinddatumAfdoening"),
            ("confidentiality", "vertrouwelijkheidaanduiding"),
            ("communicationChannelName", "communicatiekanaalNaam"),
        ]
        for (property, member) in names { zaak[member] = properties[property] }
        let shown = JSON.object(zaak)
        note { $0.zaak = shown }
        let link = ZaakLink(
            caseID: owner.id, tenantID: owner.tenantID, url: url, uuid: owner.id,
            identificatie: shown["identificatie"]?.stringValue ?? "",
            zaaktypeURL: properties.word("zaaktypeUrl"), zaak: shown,
            linkedAt: instant.milliseconds)
        let variable = properties["resultProcessVariable"]?.stringValue
        return EffectReply(
            .done(variables: variable.map { [VariableInput($0, .string(url))] } ?? []),
            delta: link.delta)
    }

    // MARK: Tasks in the portal

    private func published(
        _ request: ActionRequest, _ properties: JSONObject
    ) async throws -> EffectReply {
        let rollen = holdings.roles.map { rol -> JSON in
            [
                "omschrijvingGeneriek": .string(rol.type.lowercased()),
                "betrokkeneIdentificatie": .object(rol.who),
            ]
        }
        let task = try await PortalTask(asked: request, properties: properties) { rollen }
        let data = ExterneKlanttaak().data(of: task)
        let id = request.task?.id ?? ""
        note { if $0.portalTasks[id] == nil { $0.portalTasks[id] = data } }
        let variable = properties["config"]?["resultingKlanttaakObjectUrlVariable"]?.stringValue
        let url = "https://objecten.example.nl/api/v2/objects/\(task.taskID)"
        return EffectReply(
            .done(variables: variable.map { [VariableInput($0, .string(url))] } ?? []))
    }

    /// Brings the object of a task to where the task is.
    private func follow(_ action: ZGWAction, _ task: PortalTaskSource?) {
        let dialect = ExterneKlanttaak()
        note { holdings in
            guard let task, let data = holdings.portalTasks[task.id],
                let state = dialect.state(of: data)
            else { return }
            let change: JSON? =
                switch (action, state) {
                case (.updateExterneKlanttaak, .open): task.dueAt.map(dialect.change(toDueAt:))
                case (.completeExterneKlanttaak, .submitted): dialect.change(to: .processed)
                case (.completeExterneKlanttaak, .open), (.closeExterneKlanttaak, .open),
                    (.closeExterneKlanttaak, .submitted):
                    dialect.change(to: .closed)
                default: nil
                }
            if let change { holdings.portalTasks[task.id] = data.merging(change) }
        }
    }
}

extension JSONObject {
    /// A text or number as a text.
    fileprivate func word(_ name: String) -> String {
        let value = self[name] ?? .null
        return value.stringValue ?? (value.isNull ? "" : value.serializedText)
    }
}

extension JSON {
    /// Whether this is null or an empty text.
    fileprivate var isEmptyValue: Bool { isNull || stringValue == "" }
}
