import BPMNParser
import Diagnostics
import JUEL

/// Java classes and beans that models name.
extension ProcessCompiler {
    /// Sets a service that a name of Java stands for.
    ///
    /// - Returns: Whether the registry has the name.
    mutating func setRegistered(
        _ names: [String], _ service: ServiceImplementation, of node: FlowNode, at index: Int
    ) -> Bool {
        guard let name = names.first(where: { registry.entries[$0] != nil }),
            let target = registry.entries[name]
        else { return false }
        switch target {
        case .topic(let topic):
            contents[index].isScope = true
            contents[index].behavior = .service(
                .external(
                    ExternalTaskCode(
                        topic: CompiledExpression(literal: topic), priority: nil, errors: [])))
        case .effect(let handler, let action, let properties):
            contents[index].behavior = .service(
                .effect(
                    EffectBinding(
                        activityID: node.id, event: .start, handler: handler, action: action,
                        properties: properties, isBlocking: true)))
        case .expression(let text):
            contents[index].behavior = .service(
                .expression(
                    compiled(ExpressionSource(text, line: service.line), element: node.id),
                    resultVariable: service.resultVariable))
        }
        for field in service.fields {
            // What was injected into the class is what its worker finds as variables.
            guard let name = field.name else { continue }
            contents[index].isScope = true
            let value: ParameterValueCode =
                switch field.value {
                case .string(let text): .text(CompiledExpression(literal: text))
                case .expression(let source): .text(compiled(source, element: node.id))
                }
            contents[index].inputs.append(ParameterCode(name: name, value: value))
        }
        return true
    }

    /// The listener that a name of Java stands for; nil if the registry does not have it.
    mutating func registeredListener(_ name: String, element: String, line: Int?) -> ListenerCode? {
        guard let target = registry.entries[name] else { return nil }
        if case .expression(let text) = target {
            return .expression(compiled(ExpressionSource(text, line: line), element: element))
        }
        let what = "The Java listener \(name), which cannot wait for a worker or an action,"
        _ = unsupported(
            what, cure: "Give it an expression in the registry.", element: element, line: line)
        return .unsupported(what)
    }

    /// The names under which the registry may have the bean of a delegate expression, or the bean
    /// that an expression consists in calling: of its method first.
    static func beanNames(_ text: String) -> [String] {
        let isExpression = (text.hasPrefix("${") || text.hasPrefix("#{")) && text.hasSuffix("}")
        let inner = (isExpression ? String(text.dropFirst(2).dropLast()) : text).trimmingSpaces
        let name = inner.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }
        let rest = inner.dropFirst(name.count)
        guard !name.isEmpty, rest.isEmpty || (rest.hasPrefix("(") && rest.hasSuffix(")")) else {
            return []
        }
        let bean = name.split(separator: ".").first.map(String.init) ?? String(name)
        return bean == name ? [bean] : [String(name), bean]
    }

    /// Tells of calls of beans that there are not: no value has such a method either.
    mutating func checkBeans(of program: JUELExpression?, element: String?, line: Int?) {
        guard let program, let beans else { return }
        let known: Set = ["execution", "task", "externalTask", "connector"]
        for call in program.methodCalls
        where !known.contains(call.base) && !beans.contains(call.base)
            && !JUELExpression.valuesHave(call.method)
        {
            guard toldBeans.insert("\(element ?? "") \(call.base).\(call.method)").inserted else {
                continue
            }
            _ = unsupported(
                "The call of the Java bean \(call.base).\(call.method)", cure: Self.javaAdvice,
                element: element ?? process.id, line: line)
        }
    }

    /// What to do about Java.
    static let javaAdvice =
        "Give its name an entry in the registry of the configuration (a topic, an action or an "
        + "expression), or use an expression, an external task or a process link."
}
