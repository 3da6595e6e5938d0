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
        let progress = Mutex(call.progress)
        do {
            let request = try await ActionRequest(call, cases: cases, store: store)
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
            return Self.reply(to: failure, of: call, progress: progress.withLock { $0 })
        } catch {
            return EffectReply(
                .failed(
                    JobFailure(message: "\(call.action): \(error)"),
                    progress: progress.withLock { $0 }))
        }
    }

    /// What the process learns of an action that was not carried out: a BPMN error where its link
    /// maps the refusal to one.
    package static func reply(
        to failure: ActionFailure, of call: EffectCall, progress: String?
    ) -> EffectReply {
        let message = "\(call.action): \(failure)"
        if case .server(let error) = failure, let problem = error.problem {
            let mappings = EffectPayload(call.payload).errorMappings
            if let mapping = mappings.first(where: { $0.fits(problem) }) {
                return EffectReply(
                    .bpmnError(code: mapping.errorCode, message: message, variables: []))
            }
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
