import BPMNParser
import Diagnostics

extension ProcessCompiler {
    /// A call of a connector.
    mutating func setConnector(_ connector: Connector, of node: FlowNode, at index: Int) {
        guard ConnectorCode.known.contains(connector.connectorID) else {
            contents[index].behavior = refused(
                "The connector \(connector.connectorID)",
                cure: "Use http-connector, an external task or a process link.",
                element: node.id, line: node.line)
            return
        }
        let inputs = connector.inputOutput?.inputs ?? []
        let names = Set(inputs.map(\.name))
        if !names.contains("url") {
            report(
                "connector-url", "The connector does not say which address it calls.",
                cure: "Give it an input parameter 'url'.", element: node.id, line: node.line,
                severity: unsupported == .refuse ? .error : .warning)
        }
        checkRequestConfig(inputs, of: node)
        contents[index].isScope = true
        contents[index].behavior = .service(
            .connector(
                ConnectorCode(
                    id: connector.connectorID,
                    inputs: inputs.map { parameter($0, element: node.id) },
                    outputs: (connector.inputOutput?.outputs ?? []).map {
                        parameter($0, element: node.id)
                    })))
    }

    /// Tells of options of a request that change nothing.
    private mutating func checkRequestConfig(
        _ inputs: [InputOutputParameter], of node: FlowNode
    ) {
        for input in inputs where input.name == ConnectorCode.requestConfig {
            guard case .map(let entries) = input.value else { continue }
            for entry in entries
            where !entry.key.holdsExpression
                && !ConnectorCode.requestOptions.contains(entry.key.text)
            {
                report(
                    "connector-input",
                    "The option '\(entry.key.text)' of the connector's request-config is not used.",
                    cure:
                        "There are \(ConnectorCode.requestOptions.sorted().joined(separator: ", ")).",
                    element: node.id, line: node.line, severity: .warning)
            }
        }
    }
}
