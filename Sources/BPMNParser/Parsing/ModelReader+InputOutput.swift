internal import XMLTree

extension ModelReader {
    /// Reads the mappings of an element, and refuses them where they are not possible.
    mutating func readInputOutput(of element: XMLElement, isMultiInstance: Bool) -> InputOutput? {
        guard let mapping = singleExtension("inputOutput", in: element) else { return nil }
        let result = readParameters(in: mapping, owner: element, ownerID: element.id)
        guard let result else { return nil }
        let name = element.name
        if name.hasSuffix("Gateway") {
            report(
                "input-output-place", element, "A gateway cannot have input or output mappings.",
                cure: "Move them to an activity.")
            return nil
        }
        if name == "subProcess", element.isTrue("triggeredByEvent") {
            report(
                "input-output-place", element,
                "An event sub-process cannot have input or output mappings.",
                cure: "Move them to an activity inside.")
            return nil
        }
        if !result.outputs.isEmpty, name == "endEvent" {
            report(
                "output-end-event", element, "An end event cannot have output mappings.",
                cure: "Move them to the activity before it.")
        } else if !result.outputs.isEmpty, isMultiInstance {
            report(
                "output-multi-instance", element,
                "A multi-instance activity cannot have output mappings.",
                cure: "Move them to an activity behind it, or put it into a sub-process.")
        }
        return result
    }

    /// Reads `inputParameter` and `outputParameter` elements up to the first wrong one.
    /// - Parameters:
    ///   - mapping: The `inputOutput` element.
    ///   - owner: The element that the reference names; nil for a connector, where it names the
    ///     parameter and ends.
    ///   - ownerID: The id that our diagnostics name.
    /// - Returns: The mappings; nil where one is wrong.
    mutating func readParameters(
        in mapping: XMLElement, owner: XMLElement?, ownerID: String?
    ) -> InputOutput? {
        var result = InputOutput()
        var reading = ParameterReading(owner: owner, ownerID: ownerID)
        for parameter in mapping.extensions("inputParameter") where !reading.hasFailed {
            if let read = readParameter(parameter, &reading) { result.inputs.append(read) }
        }
        for parameter in mapping.extensions("outputParameter") where !reading.hasFailed {
            if let read = readParameter(parameter, &reading) { result.outputs.append(read) }
        }
        return reading.hasFailed ? nil : result
    }

    private mutating func readParameter(
        _ element: XMLElement, _ reading: inout ParameterReading
    ) -> InputOutputParameter? {
        guard let name = element.attribute("name"), !name.isEmpty else {
            refuse(element, &reading, "A mapping has no name.", cure: "Name its variable.")
            return nil
        }
        guard let value = readValue(element, &reading) else { return nil }
        return InputOutputParameter(name: name, value: value, line: element.line)
    }

    /// Reads what stands inside a parameter, an entry or an item of a list.
    private mutating func readValue(
        _ element: XMLElement, _ reading: inout ParameterReading
    ) -> ParameterValue? {
        guard element.children.count < 2 else {
            refuse(
                element, &reading, "A mapping holds more than one value.", cure: "Keep one of them."
            )
            return nil
        }
        guard let child = element.children.first else { return readText(element, reading.ownerID) }
        return readNested(child, &reading)
    }

    private mutating func readNested(
        _ element: XMLElement, _ reading: inout ParameterReading
    ) -> ParameterValue? {
        switch element.name {
        case "script":
            let script = readScript(element, owner: reading.owner, ownerID: reading.ownerID)
            if script == nil { reading.hasFailed = true }
            return script.map { .script($0) }
        case "list":
            var items: [ParameterValue] = []
            for item in element.children where !reading.hasFailed {
                if let value = readNested(item, &reading) { items.append(value) }
            }
            return reading.hasFailed ? nil : .list(items)
        case "map":
            var entries: [ParameterValue.MapEntry] = []
            for entry in element.extensions("entry") where !reading.hasFailed {
                guard let key = entry.attribute("key"), !key.isEmpty else {
                    refuse(entry, &reading, "An entry of a map has no key.", cure: "Give it a key.")
                    return nil
                }
                guard let value = readValue(entry, &reading) else { return nil }
                let source = expression(key, at: entry, owner: reading.ownerID)
                entries.append(ParameterValue.MapEntry(key: source, value: value))
            }
            return reading.hasFailed ? nil : .map(entries)
        default:
            return readText(element, reading.ownerID)
        }
    }

    private mutating func readText(_ element: XMLElement, _ owner: String?) -> ParameterValue {
        let text = element.trimmedText
        return text.isEmpty ? .null : .text(expression(text, at: element, owner: owner))
    }

    private mutating func refuse(
        _ element: XMLElement, _ reading: inout ParameterReading, _ message: String, cure: String
    ) {
        reading.hasFailed = true
        report(
            "input-output-parameter", element, owner: reading.ownerID,
            names: reading.owner.map { [$0.id] }, effect: reading.owner == nil ? .stop : .error,
            message, cure: cure)
    }
}

/// What is known while the parameters of one element are read.
private struct ParameterReading {
    let owner: XMLElement?
    let ownerID: String?
    var hasFailed = false
}
