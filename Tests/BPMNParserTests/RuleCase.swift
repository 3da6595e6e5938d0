import BPMNParser
import Testing

/// A small model and what the reference says of it; the label is the rule's in its description.
struct RuleCase: Sendable, CustomTestStringConvertible {
    let label: String
    let file: String
    let status: Int
    let names: [String]
    let warnings: [String]

    var testDescription: String { label }

    /// A model whose process has a start event `s` and this content.
    init(
        _ label: String, _ content: String, status: Int? = nil, names: [String] = [],
        isSchemaError: Bool = false, warnings: [String] = [], definitions: String = "",
        process: String = "isExecutable='true'", start: String = "<startEvent id='s'/>",
        after: String = ""
    ) {
        self.label = label
        self.names = names
        self.warnings = warnings
        self.status = status ?? (names.isEmpty && !isSchemaError ? 200 : 400)
        file = """
            <definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' \
            xmlns:o='http://operaton.org/schema/1.0/bpmn' \
            xmlns:c='http://camunda.org/schema/1.0/bpmn' \
            xmlns:bpmndi='http://www.omg.org/spec/BPMN/20100524/DI' \
            xmlns:dc='http://www.omg.org/spec/DD/20100524/DC' \
            xmlns:di='http://www.omg.org/spec/DD/20100524/DI' \
            xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xmlns:t='t' targetNamespace='t'>
            <message id='m1' name='M1'/><message id='m2' name='M2'/><message id='m0' name=''/>
            <message id='mEL' name='M-${x}'/><message id='unnamed'/>
            <signal id='s1' name='S1'/><error id='e1' errorCode='E1'/><error id='e0'/>
            <escalation id='x1' escalationCode='X1'/><escalation id='x2' escalationCode='X2'/>
            <escalation id='x0'/>
            \(definitions)
            <process id='p' \(process)>
            \(start)
            \(content)
            </process>
            \(after)
            </definitions>
            """
    }
}

/// The problem that a test adds at the end of a model to see whether it is still found.
let laterProblem = "<association id='later' sourceRef='nowhere' targetRef='nowhere'/>"

/// An element with extension elements.
func extended(_ element: String, _ extensions: String, content: String = "") -> String {
    let name = element.split(separator: " ")[0]
    return "<\(element)><extensionElements>\(extensions)</extensionElements>\(content)</\(name)>"
}
