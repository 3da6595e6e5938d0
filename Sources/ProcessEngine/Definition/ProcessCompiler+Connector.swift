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
        for name in names.subtracting(ConnectorCode.inputNames).sorted()
        where name == "request-config" {
            report(
                "connector-input", "The input '\(name)' of the connector is not used.",
                cure: "Time and size limits stand in the configuration: connectors.http.",
                element: node.id, line: node.line, severity: .warning)
        }
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
}
