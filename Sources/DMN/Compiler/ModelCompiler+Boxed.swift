import FEEL
import XMLTree

/// Boxed expressions (DMN 7 and 10.2).
extension ModelCompiler {
    static func isExpression(_ element: XMLElement) -> Bool {
        switch element.name {
        case "literalExpression", "decisionTable", "context", "invocation", "list", "relation",
            "functionDefinition", "conditional", "filter", "for", "some", "every":
            true
        default: false
        }
    }

    /// Compiles an expression, with the conversion to its type if it names one.
    mutating func boxed(_ element: XMLElement, _ scope: FEELScope, owner: String?)
        -> BoxedExpression
    {
        let bare = untyped(element, scope, owner: owner)
        guard element.name != "functionDefinition", element.attribute("typeRef") != nil,
            dialect == .standard
        else { return bare }
        let type = type(element)
        return type == .any ? bare : .typed(bare, type, scope.types)
    }

    private mutating func untyped(_ element: XMLElement, _ scope: FEELScope, owner: String?)
        -> BoxedExpression
    {
        switch element.name {
        case "literalExpression":
            return .expression(expression(element, scope, owner: owner))
        case "decisionTable": return .table(table(element, scope, owner: owner))
        case "context": return context(element, scope, owner: owner)
        case "invocation": return invocation(element, scope, owner: owner)
        case "list":
            return .list(inner(element).map { boxed($0, scope, owner: owner) })
        case "relation":
            return relation(element, scope, owner: owner)
        case "functionDefinition": return function(element, scope, owner: owner)
        case "conditional":
            return .conditional(
                part("if", element, scope, owner), then: part("then", element, scope, owner),
                otherwise: part("else", element, scope, owner))
        case "filter":
            var inner = scope
            _ = inner.declareItem(itemType(logic("in", element), scope))
            return .filter(
                part("in", element, scope, owner), match: part("match", element, inner, owner))
        case "for", "some", "every": return iteration(element, scope, owner: owner)
        default: return .none
        }
    }

    private func inner(_ element: XMLElement) -> [XMLElement] {
        element.children.filter { Self.isExpression($0) }
    }

    private mutating func part(
        _ name: String, _ element: XMLElement, _ scope: FEELScope, _ owner: String?
    ) -> BoxedExpression {
        guard let logic = logic(name, element) else { return .none }
        return boxed(logic, scope, owner: owner)
    }

    private func logic(_ name: String, _ element: XMLElement) -> XMLElement? {
        element.child(name).flatMap { inner($0).first }
    }

    /// What an iteration goes through: an expression, or a range as `for` has it (`1..10`).
    private mutating func domain(_ element: XMLElement, _ scope: FEELScope, _ owner: String?)
        -> BoxedExpression
    {
        if let logic = logic("in", element), logic.name == "literalExpression",
            language(logic) == nil, logic.expressionText.contains(".."),
            (try? FEELExpression(parsing: logic.expressionText, in: scope)) == nil,
            let range = try? FEELExpression(
                parsing: "for item in \(logic.expressionText) return item", in: scope)
        {
            return .expression(
                CompiledExpression(
                    body: .feel(range), text: logic.expressionText,
                    elementID: logic.identifier ?? owner))
        }
        return part("in", element, scope, owner)
    }

    private mutating func context(_ element: XMLElement, _ scope: FEELScope, owner: String?)
        -> BoxedExpression
    {
        var scope = scope
        var keys: [String] = []
        var entries: [BoxedExpression] = []
        var result: BoxedExpression?
        for entry in element.children("contextEntry") {
            let logic = inner(entry).first
            guard let variable = entry.child("variable") else {
                result = logic.map { boxed($0, scope, owner: owner) } ?? BoxedExpression.none
                continue
            }
            let type = type(variable)
            var value = logic.map { boxed($0, scope, owner: owner) } ?? .none
            if type != .any, dialect == .standard { value = .typed(value, type, scope.types) }
            let name = (variable.attribute("name") ?? "").collapsedSpace
            keys.append(name)
            entries.append(value)
            scope.declare(name, type == .any ? shape(logic) : type)
        }
        return .context(keys: keys, entries: entries, result: result)
    }

    private mutating func relation(_ element: XMLElement, _ scope: FEELScope, owner: String?)
        -> BoxedExpression
    {
        let columns = element.children("column")
        let types = columns.map { dialect == .standard ? type($0) : .any }
        return .relation(
            columns: columns.map { ($0.attribute("name") ?? "").collapsedSpace },
            rows: element.children("row").map { row in
                inner(row).enumerated().map { position, logic in
                    let value = boxed(logic, scope, owner: owner)
                    guard types.indices.contains(position), types[position] != .any else {
                        return value
                    }
                    return .typed(value, types[position], scope.types)
                }
            })
    }

    private mutating func invocation(_ element: XMLElement, _ scope: FEELScope, owner: String?)
        -> BoxedExpression
    {
        let callee = inner(element).first.map { boxed($0, scope, owner: owner) } ?? .none
        var names: [String] = []
        var arguments: [BoxedExpression] = []
        for binding in element.children("binding") {
            names.append((binding.child("parameter")?.attribute("name") ?? "").collapsedSpace)
            arguments.append(inner(binding).first.map { boxed($0, scope, owner: owner) } ?? .none)
        }
        return .invocation(callee, names: names, arguments: arguments)
    }

    private mutating func function(_ element: XMLElement, _ scope: FEELScope, owner: String?)
        -> BoxedExpression
    {
        let parameters = parameters(element)
        let kind = element.attribute("kind") ?? "FEEL"
        guard let body = inner(element).first else { return .none }
        guard kind == "FEEL" else {
            return external(kind, parameters, body, scope, owner: owner)
        }
        var inner = scope
        for parameter in parameters { inner.declare(parameter.name, parameter.type) }
        var logic = boxed(body, inner, owner: owner)
        let result = type(element)
        if result != .any, dialect == .standard { logic = .typed(logic, result, scope.types) }
        return .function(parameters, body: logic, scope.types)
    }

    /// A function of another language: its description, a context, is one of FEEL's own literals.
    private mutating func external(
        _ kind: String, _ parameters: [FEELFunction.Parameter], _ body: XMLElement,
        _ scope: FEELScope, owner: String?
    ) -> BoxedExpression {
        var texts: [String: String] = [:]
        for entry in body.children("contextEntry") {
            texts[entry.child("variable")?.attribute("name") ?? ""] =
                inner(entry).first?.expressionText
        }
        let names = parameters.map {
            $0.type == .any ? $0.name : "\($0.name): \($0.type)"
        }
        let text = """
            function(\(names.joined(separator: ", "))) external {java: {class: \
            \(texts["class"] ?? "null"), method signature: \(texts["method signature"] ?? "null")}}
            """
        guard kind == "Java" else {
            report(
                body, id: owner, rule: "function-kind",
                "functions of kind '\(kind)' cannot be run here",
                cure: "Write the function in FEEL.")
            return .none
        }
        return .expression(
            compiled(text, in: scope, at: body, language: nil, owner: owner))
    }

    private mutating func iteration(_ element: XMLElement, _ scope: FEELScope, owner: String?)
        -> BoxedExpression
    {
        let domain = domain(element, scope, owner)
        let item = itemType(logic("in", element), scope)
        var scope = scope
        scope.declare((element.attribute("iteratorVariable") ?? "").collapsedSpace, item)
        guard element.name == "for" else {
            return .quantified(
                every: element.name == "every", domain,
                body: part("satisfies", element, scope, owner))
        }
        scope.declare("partial", .list(.any))
        return .iteration(domain, body: part("return", element, scope, owner))
    }

    // MARK: Expressions

    /// Compiles a `literalExpression` or any element that holds a text.
    mutating func expression(_ element: XMLElement, _ scope: FEELScope, owner: String?)
        -> CompiledExpression
    {
        compiled(
            element.expressionText, in: scope, at: element, language: language(element),
            owner: owner)
    }

    /// The language of an expression in lower case; nil for FEEL.
    func language(_ element: XMLElement) -> String? {
        let own = element.attribute("expressionLanguage") ?? ""
        let text = own.isEmpty ? sources[source].root.attribute("expressionLanguage") ?? "" : own
        let lower = text.lowercased()
        return lower.isEmpty || DMNSource.expressionLanguages.contains(lower) ? nil : lower
    }

    mutating func compiled(
        _ text: String, in scope: FEELScope, at element: XMLElement, language: String?,
        owner: String?
    ) -> CompiledExpression {
        let id = element.identifier ?? owner
        let body: CompiledExpression.Body
        if let language, foreign?.scriptLanguages.contains(language) == true {
            body = .script(script(text, language, scope, element, id))
        } else if text.isEmpty {
            body = .broken("the expression is empty")
        } else if let language {
            body = foreignBody(text, language, scope, element, id)
        } else {
            do {
                body = .feel(try FEELExpression(parsing: text, in: scope))
            } catch {
                body = .broken(reportSyntax(error, element, id))
            }
        }
        return CompiledExpression(body: body, text: text, elementID: id)
    }

    mutating func reportSyntax(_ error: FEELSyntaxError, _ element: XMLElement, _ id: String?)
        -> String
    {
        // The text begins on the line of its own element, after the white space that was cut off.
        let text = element.child("text")
        let before = (text?.text ?? "").prefix { $0.isWhitespace }.filter(\.isNewline).count
        var place = element
        place.line = (text?.line ?? element.line) + before + error.line - 1
        report(
            place, id: id, rule: "feel-syntax", "\(error)",
            cure: "Correct the expression; texts stand in double quotes.")
        return error.message
    }

    private mutating func script(
        _ text: String, _ language: String, _ scope: FEELScope, _ element: XMLElement, _ id: String?
    ) -> ScriptText {
        let script = ScriptText(
            language: language, source: text, elementID: id, line: element.line, names: scope.names)
        if source == 0 { scripts.append(script) }
        return script
    }

    func foreignBodyOrNil(_ text: String, _ language: String) throws -> (any CellExpression)? {
        try foreign?.compile(text, language: language)
    }

    private mutating func foreignBody(
        _ text: String, _ language: String, _ scope: FEELScope, _ element: XMLElement, _ id: String?
    ) -> CompiledExpression.Body {
        do {
            if let compiled = try foreignBodyOrNil(text, language) {
                return .foreign(compiled, names: scope.names)
            }
        } catch {
            report(
                element, id: id, rule: "expression-syntax", "\(error)",
                cure: "Correct the expression.")
            return .broken("\(error)")
        }
        report(
            element, id: id, rule: "expression-language",
            "expressions in '\(language)' cannot be evaluated here",
            cure: foreign?.advice(onLanguage: language) ?? "Write the expression in FEEL or JUEL.")
        return .broken("the language '\(language)' is not known")
    }
}
