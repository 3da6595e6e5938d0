import JSONTree
import ProcessValues

/// A connector that a task or a thrown message calls.
struct ConnectorCode: Sendable {
    /// `http-connector` or `soap-http-connector`.
    let id: String
    let inputs: [ParameterCode]
    let outputs: [ParameterCode]

    /// The name of the handler that makes the calls of all connectors.
    static let handler = "http-connector"
    /// The connectors that there are.
    static let known: Set<String> = ["http-connector", "soap-http-connector"]
    /// The input with options of the request.
    static let requestConfig = "request-config"
    /// The options that count.
    static let requestOptions: Set<String> = [
        "connection-timeout", "socket-timeout", "redirects-enabled", "max-redirects",
        "circular-redirects-allowed", "relative-redirects-allowed", "throw-http-error",
    ]
}

/// Connectors: a call of the outside world, which is a job as every effect is; the token waits for
/// the answer, and the output mapping sees it.
extension Run {
    func executeConnector(
        _ code: ConnectorCode, _ activity: Node, on execution: Execution
    ) throws(Interruption) {
        let inputs = try connectorInputs(code, on: execution)
        func value(_ name: String) -> ProcessValue {
            inputs.first { $0.name == name }?.value ?? .null
        }
        guard let url = Self.text(of: value("url")), !url.isEmpty else {
            throw .failed(.execution, "The connector of \(activity.id) has no url.")
        }
        var request = JSONObject()
        request["connector"] = .string(code.id)
        request["url"] = .string(url)
        let usualMethod = code.id == ConnectorCode.handler ? "GET" : "POST"
        request["method"] = .string(
            (Self.text(of: value("method")) ?? usualMethod).uppercased())
        request["headers"] = value("headers").plainJSON
        let options = value(ConnectorCode.requestConfig)
        if !options.isNull { request["config"] = options.plainJSON }
        switch value("payload") {
        case .null, .typedNull: break
        case .string(let text), .xml(let text): request["payload"] = .string(text)
        case let other: request["payload"] = .string(other.plainJSON.serializedText)
        }
        let job = try createJob(
            type: "effect", handler: .effect, activity: activity, on: execution, sort: "effect",
            configuration: "blocking", dueAt: nil)
        job.row.effectHandler = ConnectorCode.handler
        job.row.effectAction = request["method"]?.stringValue
        job.row.effectState = "waiting"
        job.row.activityInstanceID = execution.activityInstanceID
        // Calls of different elements need not wait for each other.
        job.row.orderKey = job.row.id
        job.row.effectPayload =
            JSON.object([
                "request": .object(request), "inputs": KeptValue.json(of: inputs),
            ]).serializedText
    }

    private func connectorInputs(
        _ code: ConnectorCode, on execution: Execution
    ) throws(Interruption) -> [VariableInput] {
        let outer = connectorVariables
        connectorVariables = []
        defer { connectorVariables = outer }
        for parameter in code.inputs {
            let value = try evaluate(parameter.value, on: execution)
            connectorVariables?.append(VariableInput(parameter.name, value))
        }
        return connectorVariables ?? []
    }

    /// Evaluates the output mapping with the answer, and leaves.
    func finishConnector(
        _ code: ConnectorCode, payload: String?, answer: [VariableInput], on execution: Execution
    ) throws(Interruption) {
        let json = payload.flatMap { try? JSON(parsing: $0) }
        let inputs = KeptValue.variables(of: json?["inputs"])
        let outer = connectorVariables
        connectorVariables =
            answer
            + inputs.filter { input in
                !answer.contains { $0.name == input.name }
            }
        defer { connectorVariables = outer }
        do throws(Interruption) {
            for parameter in code.outputs {
                let value = try evaluate(parameter.value, on: execution)
                try setVariable(VariableInput(parameter.name, value), from: execution)
            }
        } catch {
            connectorVariables = outer
            return try propagate(error, from: execution)
        }
        connectorVariables = outer
        try leave(execution)
    }
}

extension Execution {
    /// The connector that the execution's element calls, alone or among what it throws.
    var connectorCode: ConnectorCode? {
        switch activity?.behavior {
        case .service(.connector(let code)): return code
        case .multipleThrow(let parts):
            let position = throwPosition - 1
            guard parts.indices.contains(position),
                case .service(.connector(let code)) = parts[position]
            else { return nil }
            return code
        default: return nil
        }
    }
}
