internal import XMLTree

extension ModelReader {
    /// Reads what processes refer to, in the reference's order.
    mutating func readDefinitions(into model: inout BPMNModel) {
        model.id = root.id
        model.name = root.attribute("name")
        model.targetNamespace = root.token("targetNamespace") ?? ""
        model.expressionLanguage = root.token("expressionLanguage")
        model.typeLanguage = root.token("typeLanguage")
        model.exporter = root.attribute("exporter")
        model.exporterVersion = root.attribute("exporterVersion")
        for element in root.children("import") {
            let isWSDL = element.token("importType") == "http://schemas.xmlsoap.org/wsdl/"
            report(
                "import", element, names: [nil], count: isWSDL ? 2 : 1,
                "Imports are not supported.", cure: "Remove the import.")
        }
        for element in root.children("message") { readMessage(element, into: &model) }
        for element in root.children("signal") { readSignal(element, into: &model) }
        for element in root.children("error") { readError(element, into: &model) }
        for element in root.children("escalation") { readEscalation(element, into: &model) }
        model.itemDefinitions = root.children("itemDefinition").compactMap { element in
            element.id.map {
                ItemDefinition(
                    id: $0, structureRef: element.token("structureRef"),
                    isCollection: element.isTrue("isCollection"),
                    isPhysical: element.token("itemKind") == "Physical")
            }
        }
        model.dataStores = root.children("dataStore").compactMap { element in
            element.id.map {
                DataStore(
                    id: $0, name: element.attribute("name"),
                    capacity: element.token("capacity").flatMap { Int($0) },
                    isUnlimited: element.token("isUnlimited") != "false")
            }
        }
    }

    private mutating func readMessage(_ element: XMLElement, into model: inout BPMNModel) {
        let name = expression(ifAny: element.attribute("name"), at: element, owner: element.id)
        guard let id = element.id else { return }
        let message = BPMNMessage(
            id: id, name: name, itemRef: element.token("itemRef"), line: element.line)
        messages[id] = message
        model.messages.append(message)
    }

    private mutating func readSignal(_ element: XMLElement, into model: inout BPMNModel) {
        let name = element.attribute("name")
        if let name, signalNames.contains(name) {
            report(
                "signal-name-unique", element,
                "Another signal has the name '\(name)' too.",
                cure: "Give each signal a name of its own, or use the other one.")
        }
        guard let id = element.id else {
            return report(
                "signal-id", element, "The signal has no id.", cure: "Give it an id.")
        }
        guard let name else {
            return report(
                "signal-name", element, "The signal '\(id)' has no name.", cure: "Give it a name.")
        }
        let signal = BPMNSignal(
            id: id, name: expression(name, at: element, owner: id),
            structureRef: element.token("structureRef"), line: element.line)
        signals[id] = signal
        signalNames.insert(name)
        model.signals.append(signal)
    }

    private mutating func readError(_ element: XMLElement, into model: inout BPMNModel) {
        guard let id = element.id else {
            return report("error-id", element, "The error has no id.", cure: "Give it an id.")
        }
        let message = element.extensionAttribute("errorMessage")
        let error = BPMNError(
            id: id, name: element.attribute("name"), code: element.attribute("errorCode"),
            message: expression(ifAny: message, at: element, owner: id),
            structureRef: element.token("structureRef"), line: element.line)
        errors[id] = error
        model.errors.append(error)
    }

    private mutating func readEscalation(_ element: XMLElement, into model: inout BPMNModel) {
        guard let id = element.id else {
            return report(
                "escalation-id", element, "The escalation has no id.", cure: "Give it an id.")
        }
        let escalation = BPMNEscalation(
            id: id, name: element.attribute("name"), code: element.attribute("escalationCode"),
            structureRef: element.token("structureRef"), line: element.line)
        escalations[id] = escalation
        model.escalations.append(escalation)
    }

    /// The id that a qualified name means, if it lies in the file's own namespace.
    func resolve(_ reference: String) -> String? {
        let parts = reference.trimmed.split(
            separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return reference.trimmed }
        let space = root.namespaceDeclarations[String(parts[0])]
        return space == root.token("targetNamespace") ? String(parts[1]) : nil
    }
}
