import HTTPServer
import ProcessEngine

extension ShownForm {
    /// The form as XHTML, with the attributes that the forms of Tasklist are bound by.
    ///
    /// All text is escaped. Texts that a client would evaluate as a template are not filled in,
    /// since values of variables may come from anybody.
    var html: String {
        var html = MarkupWriter()
        html.open("form", [("name", "generatedForm"), ("role", "form")])
        for field in fields + properties { html.write(field) }
        html.close("form")
        return html.text
    }
}

extension HTTPResponse {
    /// A generated form.
    static func form(_ text: String) -> HTTPResponse {
        HTTPResponse(
            status: 200,
            headers: [
                "Content-Type": "application/xhtml+xml", "X-Content-Type-Options": "nosniff",
                "Content-Security-Policy": "default-src 'none'", "Cache-Control": "no-cache",
            ], body: .bytes(Array(text.utf8)))
    }
}

/// Elements, indented.
private struct MarkupWriter {
    private(set) var text = ""
    private var depth = 0

    mutating func open(_ name: String, _ attributes: [(String, String)] = []) {
        line("<\(name)\(Self.written(attributes))>")
        depth += 1
    }

    mutating func close(_ name: String) {
        depth -= 1
        line("</\(name)>")
    }

    mutating func empty(_ name: String, _ attributes: [(String, String)]) {
        line("<\(name)\(Self.written(attributes)) />")
    }

    mutating func element(
        _ name: String, _ attributes: [(String, String)], content: String
    ) {
        line("<\(name)\(Self.written(attributes))>\(Self.escaped(content))</\(name)>")
    }

    private mutating func line(_ content: String) {
        text += String(repeating: "  ", count: depth) + content + "\n"
    }

    private static func written(_ attributes: [(String, String)]) -> String {
        attributes.map { " \($0)=\"\(escaped($1))\"" }.joined()
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\t", "\n", "\r": result += "&#\(scalar.value);"
            case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF:
                result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

extension MarkupWriter {
    mutating func write(_ field: ShownField) {
        open("div", [("class", "form-group")])
        if let label = field.label, !label.isEmpty {
            element("label", [("for", field.id), ("ng-non-bindable", "")], content: label)
        }
        switch field.type {
        case "enum":
            open("select", field.attributes)
            for choice in field.choices {
                element(
                    "option", [("value", choice.id), ("ng-non-bindable", "")],
                    content: choice.name)
            }
            close("select")
        case "date": writeDate(field)
        default:
            let kind = field.type == "boolean" ? "checkbox" : "text"
            var attributes = field.attributes + [("type", kind)]
            if let text = field.initialText, !text.contains("{{") {
                attributes.append(("value", text))
            }
            empty("input", attributes)
        }
        writeAdvice(field)
        close("div")
    }

    private mutating func writeDate(_ field: ShownField) {
        open("div", [("class", "input-group")])
        var attributes = field.attributes + [("type", "text")]
        // Only where the id is a name can it be part of a name of the page.
        let isOpen = "dateFieldOpened" + field.id
        let canOpen =
            !field.isReadOnly
            && field.id.utf8.allSatisfy { byte in
                byte == UInt8(ascii: "_")
                    || (byte < 128 && Character(Unicode.Scalar(byte)).isLetter)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            }
        if canOpen {
            attributes += [("uib-datepicker-popup", field.datePattern), ("is-open", isOpen)]
        }
        empty("input", attributes)
        if canOpen {
            open("div", [("class", "input-group-btn")])
            element(
                "button",
                [
                    ("type", "button"), ("class", "btn btn-default"),
                    ("ng-click", isOpen + " = true"),
                ], content: "…")
            close("div")
        }
        close("div")
    }

    /// What is said when a value does not do.
    private mutating func writeAdvice(_ field: ShownField) {
        let state = "generatedForm['\(field.id.filter { $0 != "'" && $0 != "\\" })']"
        open("div", [("class", "has-error"), ("ng-show", state + ".$dirty")])
        let kind = field.type == "enum" ? "string" : field.type ?? "string"
        let isDate = kind == "date"
        for (rule, advice) in [
            ("required", "A value is required."),
            isDate
                ? ("date", "Write the date as \(field.datePattern).")
                : ("camVariableType", "This is no value of type \(kind)."),
        ] {
            element(
                "div", [("class", "help-block"), ("ng-show", "\(state).$error.\(rule)")],
                content: advice)
        }
        close("div")
    }
}

extension ShownField {
    fileprivate var isReadOnly: Bool { constraints.contains { $0.name == "readonly" } }

    /// Attributes that a control of every type has.
    fileprivate var attributes: [(String, String)] {
        var attributes = [("class", "form-control"), ("id", id), ("name", id)]
        if isBusinessKey {
            attributes.append(("cam-business-key", ""))
        } else {
            let kind =
                switch type {
                case "long": "Long"
                case "boolean": "Boolean"
                default: "String"
                }
            attributes += [("cam-variable-type", kind), ("cam-variable-name", id)]
        }
        for constraint in constraints {
            switch constraint.name {
            case "required": attributes.append(("required", "required"))
            case "readonly": attributes.append(("disabled", "disabled"))
            default: attributes.append((constraint.name, constraint.configuration))
            }
        }
        return attributes
    }
}
