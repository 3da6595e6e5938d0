internal import XMLTree

extension ModelReader {
    /// Reads how a task, or what the definition of a thrown message stands for, is done.
    mutating func readService(_ element: XMLElement) -> ServiceImplementation {
        let id = element.id
        let type = element.extensionAttribute("type")
        let className = element.extensionAttribute("class")
        let delegate = element.extensionAttribute("delegateExpression")
        let text = element.extensionAttribute("expression")
        let resultVariable =
            element.extensionAttribute("resultVariable")
            ?? element.extensionAttribute("resultVariableName")
        var kind = ServiceImplementation.Kind.none
        if let type {
            kind = readServiceType(type, of: element)
        } else if let className, !className.trimmed.isEmpty {
            checkNoResult(resultVariable, element, "a Java class")
            kind = .javaClass(className.trimmed)
        } else if let delegate {
            checkNoResult(resultVariable, element, "a delegate expression")
            kind = .delegateExpression(expression(delegate, at: element, owner: id))
        } else if let text, !text.trimmed.isEmpty {
            kind = .expression(expression(text, at: element, owner: id))
        }
        let fields = readFields(of: element, owner: id, areInjected: kind.takesFields)
        if let connector = readConnector(of: element) {
            kind = .connector(connector)
        } else if kind == .none, !hasConnector(element), !isLinked(element) {
            report(
                "service-implementation", element,
                "The \(element.name) does not say what it does.",
                cure: "Give it an expression, a topic for external workers, a connector, or bind "
                    + "it by a process link to an expression such as ${null}.")
        }
        return ServiceImplementation(
            kind: kind, resultVariable: resultVariable, fields: fields, line: element.line)
    }

    /// Reads how a thrown message is sent; nil where nothing is said, which passes.
    mutating func readMessageImplementation(_ definition: XMLElement) -> ServiceImplementation? {
        let names = ["class", "delegateExpression", "expression", "type"]
        let says =
            names.contains { definition.extensionAttribute($0) != nil } || hasConnector(definition)
        return says ? readService(definition) : nil
    }

    private mutating func readServiceType(
        _ type: String, of element: XMLElement
    ) -> ServiceImplementation.Kind {
        switch type.lowercased() {
        case "external": return .external(readExternalTask(element))
        case "mail":
            checkMail(element)
            return .mail
        case "shell":
            checkShell(element)
            return .shell
        default:
            report(
                "service-type", element, "There is no service of type '\(type)'.",
                cure: "Write external, mail or shell.")
            return .none
        }
    }

    private mutating func checkNoResult(
        _ variable: String?, _ element: XMLElement, _ what: String
    ) {
        guard variable != nil else { return }
        report(
            "result-variable", element, "A result variable is not possible with \(what).",
            cure: "Use an expression, or set the variable in the code.")
    }

    private mutating func readExternalTask(_ element: XMLElement) -> ExternalTask {
        let topic = element.extensionAttribute("topic")
        if topic == nil {
            report(
                "external-task-topic", element, "The external task has no topic.",
                cure: "Give it the topic that its workers fetch.")
        }
        var task = ExternalTask(
            topic: expression(ifAny: topic, at: element, owner: element.id),
            priority: priority("taskPriority", of: element))
        guard let container = single("extensionElements", in: element) else { return task }
        for definition in container.extensions("errorEventDefinition") {
            guard let reference = definition.attribute("errorRef") else { continue }
            guard let condition = definition.extensionOrPlain("expression") else {
                report(
                    "external-task-error", definition, owner: element.id, effect: .failure,
                    "The error definition of an external task has no expression.",
                    cure: "Say when the error is thrown, such as ${externalTask.retries == 0}.")
                continue
            }
            task.errorDefinitions.append(
                ExternalTask.ErrorDefinition(
                    id: definition.attribute("id"), errorRef: reference,
                    error: errors[reference],
                    expression: expression(condition, at: definition, owner: element.id)))
        }
        return task
    }

    private mutating func checkMail(_ element: XMLElement) {
        let names = Set(fieldElements(of: element).compactMap { $0.attribute("name") })
        if !names.contains("to") {
            report(
                "mail-recipient", element, "The mail task has no field 'to'.",
                cure: "Say who receives the mail.")
        }
        if !names.contains("text"), !names.contains("html") {
            report(
                "mail-content", element, "The mail task has neither a field 'text' nor 'html'.",
                cure: "Say what the mail contains.")
        }
    }

    private mutating func checkShell(_ element: XMLElement) {
        let fields = fieldElements(of: element)
        if !fields.contains(where: { $0.attribute("name") == "command" }) {
            report(
                "shell-command", element, "The shell task has no field 'command'.",
                cure: "Say what it runs.")
        }
        for field in fields {
            let name = field.attribute("name") ?? ""
            let isFlag = ["wait", "redirectError", "cleanEnv"].contains(name)
            let value = field.attribute("stringValue") ?? field.extensions("string").first?.text
            if isFlag, let value, !["true", "false"].contains(value.lowercased()) {
                report(
                    "shell-flag", element, "The field '\(name)' is neither true nor false.",
                    cure: "Write true or false.")
            }
        }
    }

    /// Whether a process link says what an element does.
    private func isLinked(_ element: XMLElement) -> Bool {
        guard let id = element.id else { return false }
        return options.linkedElements[processID]?.contains(id) == true
    }

    private func hasConnector(_ element: XMLElement) -> Bool {
        element.extensionChildren.contains { $0.name == "connector" }
    }

    private mutating func readConnector(of element: XMLElement) -> Connector? {
        guard let connector = singleExtension("connector", in: element) else { return nil }
        let id = connector.extensions("connectorId").first?.trimmedText ?? ""
        if id.isEmpty {
            report(
                "connector-id", connector, owner: element.id, effect: .stop,
                "The connector has no connectorId.",
                cure: "Name the connector, such as "
                    + "http-connector.")
            return nil
        }
        let mapping = connector.extensions("inputOutput").first.flatMap {
            readParameters(in: $0, owner: nil, ownerID: element.id)
        }
        return Connector(connectorID: id, inputOutput: mapping)
    }

    /// The `field` elements of a task or listener.
    func fieldElements(of element: XMLElement) -> [XMLElement] {
        let inside = element.child("extensionElements")?.extensions("field") ?? []
        return inside.isEmpty ? element.extensions("field") : inside
    }

    /// Reads the values given to a Java class, a mail or a shell task; given to anything else,
    /// they are not judged.
    mutating func readFields(
        of element: XMLElement, owner: String?, areInjected: Bool
    ) -> [FieldInjection] {
        let wasMuted = isMuted
        isMuted = isMuted || !areInjected
        defer { isMuted = wasMuted }
        return fieldElements(of: element).compactMap { field in
            let name = field.attribute("name")
            if let value = readField(field, in: element, owner: owner) {
                return FieldInjection(name: name, value: value)
            }
            return nil
        }
    }

    private mutating func readField(
        _ field: XMLElement, in element: XMLElement, owner: String?
    ) -> FieldInjection.Value? {
        let value = field.attribute("stringValue") ?? ""
        let strings = field.extensions("string")
        var isWrong = strings.count > 1 || (!value.isEmpty && !strings.isEmpty)
        if let string = strings.first, string.text.isEmpty { isWrong = true }
        if isWrong {
            report(
                "field-value", element, owner: owner, count: 2,
                "The field '\(field.attribute("name") ?? "")' has no value, or more than one.",
                cure: "Give it one value.")
            return nil
        }
        if !value.isEmpty { return .string(value) }
        if let string = strings.first { return .string(string.text) }
        let text =
            field.attribute("expression") ?? field.extensions("expression").first?.trimmedText
        if let text, !text.isEmpty {
            return .expression(expression(text, at: field, owner: owner))
        }
        report(
            "field-value", element, owner: owner,
            "The field '\(field.attribute("name") ?? "")' has no value.", cure: "Give it a value.")
        return nil
    }
}

extension XMLElement {
    /// An attribute of an extension element, which is written with or without a prefix.
    func extensionOrPlain(_ name: String) -> String? {
        attribute(name) ?? extensionAttribute(name)
    }
}

extension ServiceImplementation.Kind {
    /// Whether values are injected into what does the work.
    fileprivate var takesFields: Bool {
        switch self {
        case .javaClass, .delegateExpression, .mail, .shell: true
        case .none, .expression, .external, .connector: false
        }
    }
}
