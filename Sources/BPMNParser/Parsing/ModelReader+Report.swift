internal import Diagnostics
internal import XMLTree

extension ModelReader {
    /// A file with more problems than this is no model; the others are not told.
    private static let mostFindings = 1_000

    /// Notes a problem.
    /// - Parameters:
    ///   - rule: The rule, in kebab case.
    ///   - element: The element that is wrong.
    ///   - owner: The id that our diagnostic names; the element's own where it is nil.
    ///   - names: The ids that the reference names explicitly; the element's own where it is nil.
    ///   - effect: What the reference does.
    ///   - count: How many times the reference lists it.
    ///   - hasPlace: Whether the reference tells the line.
    ///   - message: What is wrong.
    ///   - cure: What to do.
    mutating func report(
        _ rule: String, _ element: XMLElement, owner: String? = nil, names: [String?]? = nil,
        effect: Finding.Effect = .error, count: Int = 1, hasPlace: Bool = true,
        _ message: String, cure: String
    ) {
        if isMuted || findings.count >= Self.mostFindings { return }
        let severity: Diagnostic.Severity =
            effect == .warning || effect == .unnoticed ? .warning : .error
        let own = element.id
        let main = names.map { $0.first ?? nil } ?? own
        // What has no place belongs to no element, and so to the named ones alone.
        let holder = hasPlace || names == nil ? own : nil
        let named = (names ?? []).compactMap(\.self).filter { !$0.isEmpty }
        let all = [holder].compactMap(\.self) + named
        findings.append(
            Finding(
                diagnostic: Diagnostic(
                    severity, line: element.line, elementID: owner ?? main ?? own, rule: rule,
                    message: message, cure: cure),
                effect: effect,
                problem: ReferenceVerdict.Problem(
                    message: message, line: hasPlace ? element.line : 0,
                    mainElementID: main.flatMap { $0.isEmpty ? nil : $0 }, elementIDs: all),
                count: count))
    }

    /// The only child of a name; a second one makes the reference break.
    mutating func single(
        _ name: String, in element: XMLElement, owner: String? = nil
    ) -> XMLElement? {
        var found: XMLElement?
        for child in element.children where child.name == name {
            if found != nil {
                report(
                    "repeated-element", child, owner: owner ?? element.id, effect: .failure,
                    "The element '\(name)' occurs more than once here.",
                    cure: "Keep one of them.")
                break
            }
            found = child
        }
        return found
    }

    /// The only extension element of a name inside an element's `extensionElements`.
    mutating func singleExtension(_ name: String, in element: XMLElement) -> XMLElement? {
        guard let container = single("extensionElements", in: element) else { return nil }
        let found = container.extensions(name)
        if found.count > 1 {
            report(
                "repeated-element", found[1], owner: element.id, effect: .failure,
                "The element '\(name)' occurs more than once here.", cure: "Keep one of them.")
        }
        return found.first
    }

    /// A text that may hold expressions, checked as the reference does.
    mutating func expression(
        _ text: String, at element: XMLElement, owner: String?
    ) -> ExpressionSource {
        if let problem = options.expressionProblem?(text) {
            report(
                "expression", element, owner: owner, effect: .failure,
                "The expression '\(text)' cannot be read: \(problem)",
                cure: "Correct the expression.")
        }
        return ExpressionSource(text, line: element.line)
    }

    /// A text that may hold expressions, of an attribute that may be missing.
    mutating func expression(
        ifAny text: String?, at element: XMLElement, owner: String?
    ) -> ExpressionSource? {
        guard let text else { return nil }
        return expression(text, at: element, owner: owner)
    }
}
