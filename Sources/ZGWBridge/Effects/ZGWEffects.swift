public import CaseHandling
package import JSONTree
public import ProcessEngine
internal import ProcessValues
public import Records
internal import Synchronization

/// Carries out the effects that process links ask for.
public struct ZGWEffects: EffectHandler {
    /// `zgw`: what bindings call this handler.
    public static let handlerName = "zgw"

    private let runner: ActionRunner
    private let cases: CaseRepository
    private let store: any Store

    /// Creates the handler.
    public init(_ runner: ActionRunner, cases: CaseRepository, store: any Store) {
        self.runner = runner
        self.cases = cases
        self.store = store
    }

    /// The name by which bindings call it.
    public var name: String { Self.handlerName }

    /// Carries out one action.
    public func send(_ call: EffectCall) async -> EffectReply {
        let payload = EffectPayload(call.payload)
        let progress = Mutex(call.progress)
        do {
            let request = try await request(for: call, payload)
            let result = try await runner.run(request) { note in
                let text = JSON.object(note).serializedText
                try await call.storeProgress(text)
                progress.withLock { $0 = text }
            }
            let variables = result.variables.map {
                VariableInput($0.name, ProcessValue(untyped: $0.value))
            }
            return EffectReply(.done(variables: variables), delta: result.delta)
        } catch let failure as ActionFailure {
            return reply(to: failure, of: call, payload, progress.withLock { $0 })
        } catch {
            return EffectReply(
                .failed(
                    JobFailure(message: "\(call.action): \(error)"),
                    progress: progress.withLock { $0 }))
        }
    }

    private func request(
        for call: EffectCall, _ payload: EffectPayload
    ) async throws -> ActionRequest {
        var properties = payload.configuration
        for member in payload.properties.members { properties[member.key] = member.value }
        var request = ActionRequest(
            id: call.job.id, action: call.action, properties: properties,
            askedAt: call.job.createdAt.milliseconds, mayBeRepeat: call.isRepeat,
            progress: call.progress.flatMap(JSON.init(text:))?.objectValue ?? [:])
        request.variables = payload.variables
        if let caseID = payload.businessKey {
            request.currentCase = try await cases.find(caseID)
            request.zaak = try await cases.zaak(of: caseID)
        }
        if let taskID = call.job.taskID { request.task = try await task(taskID) }
        return request
    }

    private func task(_ id: String) async throws -> PortalTaskSource {
        let query = Query(HistoricTaskRow.table, where: .equal("id", id), limit: 1)
        let row = try await store.read(query).first.map(HistoricTaskRow.init(row:))
        return PortalTaskSource(id: id, name: row?.name, dueAt: row?.dueAt?.milliseconds)
    }

    private func reply(
        to failure: ActionFailure, of call: EffectCall, _ payload: EffectPayload,
        _ progress: String?
    ) -> EffectReply {
        let message = "\(call.action): \(failure)"
        if case .server(let error) = failure, let problem = error.problem,
            let mapping = payload.errorMappings.first(where: { $0.fits(problem) })
        {
            return EffectReply(
                .bpmnError(code: mapping.errorCode, message: message, variables: []))
        }
        return EffectReply(
            .failed(JobFailure(message: message, endsRetries: !failure.mayPass), progress: progress)
        )
    }
}

/// What the engine writes into a job: what the binding gave, and the variables that it names.
package struct EffectPayload: Sendable {
    package let businessKey: String?
    package let variables: JSONObject
    package let properties: JSONObject
    package let configuration: JSONObject
    let errorMappings: [ProcessLink.ErrorMapping]

    package init(_ text: String) {
        let payload = JSON(text: text)
        businessKey = payload?["businessKey"]?.stringValue
        variables = payload?["variables"]?.objectValue ?? [:]
        let json = payload?["properties"]
        properties = json?["properties"]?.objectValue ?? [:]
        configuration = json?["configuration"]?.objectValue ?? [:]
        errorMappings = (json?["errorMappings"]?.arrayValue ?? []).compactMap(
            ProcessLink.ErrorMapping.init)
    }
}

extension ProcessLink.ErrorMapping {
    /// Whether a refusal is meant.
    func fits(_ problem: ZGWProblem) -> Bool {
        (status == nil || status == problem.status) && (code.map(problem.has(code:)) ?? true)
    }
}

extension JSON {
    /// Reads a text; nil if it is no JSON.
    init?(text: String) {
        guard let json = try? JSON(parsing: Array(text.utf8), depthLimit: 64) else { return nil }
        self = json
    }
}
