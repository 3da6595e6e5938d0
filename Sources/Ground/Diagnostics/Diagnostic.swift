/// One problem of a file that a person wrote, with the place and the cure.
public struct Diagnostic: Sendable, Hashable {
    /// How bad it is.
    public enum Severity: String, Sendable, Hashable {
        /// The file is refused.
        case error
        /// The file is accepted; what is told may not be what was meant.
        case warning
    }

    /// How bad it is.
    public var severity: Severity
    /// The file's name, once it is known.
    public var file: String?
    /// The line, counted from 1; nil where the problem has no place.
    public var line: Int?
    /// The `id` of the element that has the problem.
    public var elementID: String?
    /// The rule that is broken, in kebab case, such as `sequence-flow-target`.
    public var rule: String
    /// What is wrong, in a sentence.
    public var message: String
    /// What to do about it, in a sentence.
    public var cure: String

    /// Creates a diagnostic.
    public init(
        _ severity: Severity = .error, file: String? = nil, line: Int? = nil,
        elementID: String? = nil, rule: String, message: String, cure: String
    ) {
        self.severity = severity
        self.file = file
        self.line = line
        self.elementID = elementID
        self.rule = rule
        self.message = message
        self.cure = cure
    }
}

extension Diagnostic: CustomStringConvertible {
    /// The problem as compilers print theirs: `file:line: severity: message [rule] element; cure`.
    public var description: String {
        var place = file ?? ""
        if let line { place += place.isEmpty ? "line \(line)" : ":\(line)" }
        if !place.isEmpty { place += ": " }
        let element = elementID.map { " (element \($0))" } ?? ""
        return "\(place)\(severity.rawValue): \(message)\(element) [\(rule)]\n    \(cure)"
    }
}
