internal import XMLTree

extension ModelReader {
    mutating func readReceiveTask(_ element: XMLElement) -> ReceiveTask {
        let reference = element.token("messageRef")
        let message = reference.flatMap { resolve($0) }.flatMap { messages[$0] }
        if let reference, message == nil {
            report(
                "message-reference", element, names: [element.id], effect: .stop,
                "There is no message with the id '\(reference)'.",
                cure: "Choose a message of this file.")
        }
        if let message {
            subscribe(to: message, on: element.id ?? "", at: element, names: [element.id])
        }
        return ReceiveTask(
            message: message, messageRef: reference, isInstantiating: element.isTrue("instantiate"))
    }

    mutating func readScriptTask(_ element: XMLElement) -> ScriptTask {
        let resultVariable =
            element.extensionAttribute("resultVariable")
            ?? element.extensionAttribute("resultVariableName")
        let format = element.attribute("scriptFormat")
        let resource = element.extensionAttribute("resource") ?? ""
        let script = single("script", in: element)
        if format?.isEmpty == true {
            report(
                "script-format", script ?? element, owner: element.id, names: [nil],
                "The script's language is empty.", cure: "Name the language of the script.")
        }
        if script == nil, resource.isEmpty {
            report(
                "script", element, names: [nil], hasPlace: false, "The script task has no script.",
                cure: "Write a script, or name the file that holds it.")
        }
        let text = script?.text ?? ""
        checkScript(
            text: resource.isEmpty ? text : resource, format, at: script ?? element, element.id)
        return ScriptTask(
            script: Script(
                format: format,
                content: resource.isEmpty ? .inline(text) : .resource(resource),
                line: script?.line ?? element.line),
            resultVariable: resultVariable)
    }

    /// A script whose text is an expression is compiled when it is deployed.
    private mutating func checkScript(
        text: String, _ format: String?, at element: XMLElement, _ owner: String?
    ) {
        let isJUEL = format == nil || format?.lowercased() == "juel"
        let start = text.trimmed
        guard !isJUEL, start.hasPrefix("${") || start.hasPrefix("#{") else { return }
        _ = expression(text, at: element, owner: owner)
    }

    /// Reads a `camunda:script`, of a listener or a mapping.
    mutating func readScript(_ element: XMLElement, owner: XMLElement?, ownerID: String?) -> Script?
    {
        guard let format = element.attribute("scriptFormat"), !format.isEmpty else {
            report(
                "script-format", element, owner: ownerID, names: owner.map { [$0.id] },
                effect: owner == nil ? .stop : .error,
                "The script does not say its language.", cure: "Set scriptFormat.")
            return nil
        }
        let resource = element.attribute("resource") ?? element.extensionAttribute("resource") ?? ""
        checkScript(text: resource.isEmpty ? element.text : resource, format, at: element, ownerID)
        return Script(
            format: format,
            content: resource.isEmpty ? .inline(element.text) : .resource(resource),
            line: element.line)
    }

    mutating func readBusinessRuleTask(_ element: XMLElement) -> BusinessRuleTask {
        guard let reference = element.extensionAttribute("decisionRef") else {
            return .service(readService(element))
        }
        var call = DecisionCall(
            decisionRef: expression(reference, at: element, owner: element.id))
        call.binding = readBinding("decisionRef", of: element, tag: "decisionRefVersionTag")
        call.tenantID = expression(
            ifAny: tenantReference("decisionRefTenantId", of: element), at: element,
            owner: element.id)
        call.resultVariable =
            element.extensionAttribute("resultVariable")
            ?? element.extensionAttribute("resultVariableName")
        if let mapping = element.extensionAttribute("mapDecisionResult") {
            if let known = DecisionCall.ResultMapping(rawValue: mapping) {
                call.resultMapping = known
            } else {
                report(
                    "decision-result", element,
                    "'\(mapping)' is no way to map the result of a decision.",
                    cure: "Write singleEntry, singleResult, collectEntries or resultList.")
            }
        }
        return .decision(call)
    }

    /// The tenant that an attribute names; an empty one names none.
    private func tenantReference(_ name: String, of element: XMLElement) -> String? {
        element.extensionAttribute(name).flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Which version of a called definition is meant.
    private mutating func readBinding(
        _ name: String, of element: XMLElement, tag: String
    ) -> DefinitionBinding {
        let version = element.extensionAttribute("\(name)Version")
        let label = element.extensionAttribute(tag)
        let versionSource = expression(ifAny: version, at: element, owner: element.id)
        let labelSource = expression(ifAny: label, at: element, owner: element.id)
        switch element.extensionAttribute("\(name)Binding") {
        case "deployment": return .deployment
        case "version":
            if let versionSource { return .version(versionSource) }
            report(
                "binding-version", element, "The binding is to a version, but no version is given.",
                cure: "Give the version, or bind to the latest.")
            return .latest
        case "versionTag":
            if let labelSource { return .versionTag(labelSource) }
            report(
                "binding-version-tag", element,
                "The binding is to a version tag, but no tag is given.",
                cure: "Give the tag, or bind to the latest.")
            return .latest
        default: return .latest
        }
    }

    mutating func readCallActivity(_ element: XMLElement) -> CallActivity {
        let process = element.attribute("calledElement")
        let caseKey = element.extensionAttribute("caseRef")
        let id = element.id
        var call = CallActivity(callee: .unknown)
        switch (process, caseKey) {
        case (let key?, nil):
            call.callee = .process(expression(key, at: element, owner: id))
            call.binding = readBinding("calledElement", of: element, tag: "calledElementVersionTag")
        case (nil, let key?):
            call.callee = .caseDefinition(expression(key, at: element, owner: id))
            call.binding = readBinding("case", of: element, tag: "calledElementVersionTag")
        default:
            report(
                "call-activity-callee", element,
                process == nil
                    ? "The call activity does not say what it calls."
                    : "The call activity calls a process and a case at once.",
                cure: "Set calledElement to the key of a process.")
        }
        let tenant = tenantReference(
            caseKey == nil ? "calledElementTenantId" : "caseTenantId", of: element)
        call.tenantID = expression(ifAny: tenant, at: element, owner: id)
        let inputs = readMappings("in", of: element, owner: element, place: id)
        call.inputs = inputs.variables
        call.businessKey = inputs.businessKey
        call.outputs = readMappings("out", of: element, owner: element, place: id).variables
        call.variableMappingClass = element.extensionAttribute("variableMappingClass")
        call.variableMappingDelegateExpression = expression(
            ifAny: element.extensionAttribute("variableMappingDelegateExpression"), at: element,
            owner: id)
        return call
    }

    /// Reads `in` or `out` elements.
    /// - Parameters:
    ///   - name: `in` or `out`.
    ///   - element: The element that holds the `extensionElements`.
    ///   - owner: The element that the reference names.
    ///   - place: The id that our diagnostics name.
    /// - Returns: The mappings of variables, and the business key where it is mapped.
    mutating func readMappings(
        _ name: String, of element: XMLElement, owner: XMLElement, place: String?
    ) -> (variables: [VariableMapping], businessKey: ExpressionSource?) {
        guard let container = single("extensionElements", in: element) else { return ([], nil) }
        var variables: [VariableMapping] = []
        var businessKey: ExpressionSource?
        for mapping in container.extensions(name) {
            if name == "in", let key = mapping.extensionOrPlain("businessKey"), !key.isEmpty {
                businessKey = expression(key, at: mapping, owner: place)
                continue
            }
            let isLocal = mapping.extensionOrPlain("local") == "true"
            if mapping.extensionOrPlain("variables") == "all" {
                variables.append(
                    VariableMapping(source: .all, isLocal: isLocal, line: mapping.line))
                continue
            }
            let source = readSource(mapping, owner, place)
            let target = readTarget(mapping, owner, place)
            guard let source, let target else { continue }
            variables.append(
                VariableMapping(
                    source: source, target: target, isLocal: isLocal, line: mapping.line))
        }
        return (variables, businessKey)
    }

    private mutating func readSource(
        _ mapping: XMLElement, _ owner: XMLElement, _ place: String?
    ) -> VariableMapping.Source? {
        if let source = mapping.extensionOrPlain("source"), !source.isEmpty {
            return .variable(source)
        }
        if mapping.extensionOrPlain("source") == nil,
            let text = mapping.extensionOrPlain("sourceExpression"), !text.isEmpty
        {
            return .expression(expression(text, at: mapping, owner: place))
        }
        report(
            "mapping-source", mapping, owner: place, names: [owner.id],
            "The '\(mapping.name)' mapping has no source.",
            cure: "Name a variable as source, or give a sourceExpression.")
        return nil
    }

    private mutating func readTarget(
        _ mapping: XMLElement, _ owner: XMLElement, _ place: String?
    ) -> String? {
        if let target = mapping.extensionOrPlain("target"), !target.isEmpty { return target }
        report(
            "mapping-target", mapping, owner: place, names: [owner.id],
            "The '\(mapping.name)' mapping has no target.",
            cure: "Name the variable that receives the value.")
        return nil
    }
}
