internal import XMLTree

extension ModelReader {
    /// Reads the form of a user task or start event; nil where it has none.
    mutating func readForm(of element: XMLElement) -> FormDeclaration? {
        let id = element.id
        var form = FormDeclaration()
        form.handlerClass = element.extensionAttribute("formHandlerClass")
        let key = element.extensionAttribute("formKey")
        let reference = element.extensionAttribute("formRef")
        if key != nil, reference != nil {
            report(
                "form-unique", element, "The element has a formKey and a formRef.",
                cure: "Keep one of them.")
        }
        form.key = expression(ifAny: key, at: element, owner: id)
        if let reference { form.reference = readFormReference(reference, of: element) }
        if let data = singleExtension("formData", in: element) {
            form.businessKeyField = data.extensionOrPlain("businessKey")
            form.fields = data.extensions("formField").compactMap { readFormField($0, owner: id) }
        }
        if let container = element.child("extensionElements") {
            form.legacyProperties = container.extensions("formProperty").compactMap {
                readFormProperty($0, owner: id)
            }
        }
        return form == FormDeclaration() ? nil : form
    }

    private mutating func readFormReference(
        _ key: String, of element: XMLElement
    ) -> FormReference? {
        let source = expression(key, at: element, owner: element.id)
        switch element.extensionAttribute("formRefBinding") {
        case "latest": return FormReference(key: source, binding: .latest)
        case "deployment": return FormReference(key: source, binding: .deployment)
        case "version":
            guard let version = element.extensionAttribute("formRefVersion") else {
                report(
                    "form-version", element, effect: .failure,
                    "The form is bound to a version, but no version is given.",
                    cure: "Set formRefVersion.")
                return nil
            }
            let number = expression(version, at: element, owner: element.id)
            return FormReference(key: source, binding: .version(number))
        default:
            report(
                "form-binding", element, "The form reference has no binding that is known.",
                cure: "Set formRefBinding to latest, deployment or version.")
            return nil
        }
    }

    private mutating func readFormField(_ element: XMLElement, owner: String?) -> FormField? {
        guard let id = element.attribute("id"), !id.isEmpty else {
            report(
                "form-field-id", element, owner: owner,
                effect: element.attribute("id") == nil ? .stop : .error,
                "A form field has no id.", cure: "Give it an id, which is its variable too.")
            return nil
        }
        let type = element.attribute("type")
        checkFieldType(type, of: element, isRequired: true, owner: owner)
        var field = FormField(id: id, type: type ?? "string", line: element.line)
        field.label = expression(ifAny: element.attribute("label"), at: element, owner: owner)
        field.datePattern = element.attribute("datePattern")
        field.defaultValue = expression(
            ifAny: element.attribute("defaultValue"), at: element, owner: owner)
        field.properties = element.extensions("properties").flatMap { $0.extensions("property") }
            .map {
                ExtensionProperty(
                    id: $0.attribute("id"), name: $0.attribute("name"), value: $0.attribute("value")
                )
            }
        field.constraints = element.extensions("validation")
            .flatMap { $0.extensions("constraint") }
            .compactMap { readConstraint($0, field: id) }
        field.values = readValues(of: element)
        return field
    }

    private mutating func checkFieldType(
        _ type: String?, of element: XMLElement, isRequired: Bool, owner: String?
    ) {
        if type == nil, !isRequired { return }
        let known = ["string", "long", "date", "boolean", "enum"]
        if let type, known.contains(type) {
            if type == "date" { checkDatePattern(element.attribute("datePattern"), of: element) }
            return
        }
        report(
            "form-field-type", element, owner: owner,
            "The form field '\(element.attribute("id") ?? "")' has no type that is known.",
            cure: "Use string, long, date, boolean or enum.")
    }

    /// Letters of a pattern of dates must have a meaning, and quotes must be closed.
    private mutating func checkDatePattern(_ pattern: String?, of element: XMLElement) {
        guard let pattern else { return }
        var isQuoted = false
        var unknown: Character?
        for letter in pattern {
            if letter == "'" {
                isQuoted.toggle()
            } else if !isQuoted, letter.isASCII, letter.isLetter,
                !"GyYMLwWDdFEuaHkKhmsSzZX".contains(letter)
            {
                unknown = unknown ?? letter
            }
        }
        guard isQuoted || unknown != nil else { return }
        report(
            "form-date-pattern", element, effect: .failure,
            unknown.map { "'\($0)' has no meaning in the pattern of dates '\(pattern)'." }
                ?? "A quote in the pattern of dates '\(pattern)' is not closed.",
            cure: "Write a pattern such as dd/MM/yyyy.")
    }

    private mutating func readConstraint(_ element: XMLElement, field: String) -> FormConstraint? {
        let name = element.attribute("name") ?? ""
        let configuration = element.attribute("config")
        let known = [
            "min", "max", "minlength", "maxlength", "required", "readonly", "validator",
        ]
        guard known.contains(name) else {
            report(
                "form-constraint", element, owner: field, names: [element.id],
                "'\(name)' is no constraint of a form field.",
                cure: "Use required, readonly, min, max, minlength, maxlength or validator.")
            return nil
        }
        if name == "validator", configuration?.isEmpty ?? true {
            report(
                "form-validator", element, owner: field, names: [element.id],
                "The validator of the form field '\(field)' does not say what validates.",
                cure: "Set config.")
        }
        let source = expression(ifAny: configuration, at: element, owner: field)
        return FormConstraint(name: name, configuration: source)
    }

    private func readValues(of element: XMLElement) -> [FormValue] {
        element.extensions("value").compactMap { value in
            value.attribute("id").map { FormValue(id: $0, name: value.attribute("name")) }
        }
    }

    private mutating func readFormProperty(_ element: XMLElement, owner: String?) -> FormProperty? {
        guard let id = element.attribute("id") else {
            report(
                "form-property-id", element, owner: owner, "A form property has no id.",
                cure: "Give it an id.")
            return nil
        }
        let type = element.attribute("type")
        checkFieldType(type, of: element, isRequired: false, owner: owner)
        var property = FormProperty(id: id, name: element.attribute("name"), type: type)
        property.variable = element.attribute("variable")
        property.expression = expression(
            ifAny: element.attribute("expression"), at: element, owner: owner)
        property.defaultExpression = expression(
            ifAny: element.attribute("default"), at: element, owner: owner)
        property.datePattern = element.attribute("datePattern")
        property.isRequired = readFlag("required", of: element, owner: owner) ?? false
        property.isReadable = readFlag("readable", of: element, owner: owner) ?? true
        property.isWritable = readFlag("writable", of: element, owner: owner) ?? true
        property.values = readValues(of: element)
        return property
    }

    private mutating func readFlag(
        _ name: String, of element: XMLElement, owner: String?
    ) -> Bool? {
        guard let text = element.attribute(name) else { return nil }
        switch text {
        case "true", "enabled", "on", "active", "yes": return true
        case "false", "disabled", "off", "inactive", "no": return false
        default:
            report(
                "form-property-flag", element, owner: owner,
                "'\(text)' of \(name) is neither true nor false.", cure: "Write true or false.")
            return nil
        }
    }
}
