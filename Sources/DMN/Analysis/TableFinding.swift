public import Diagnostics
public import FEEL

/// What a decision table says that its author may not have meant.
public struct TableFinding: Sendable {
    /// What kind of finding it is.
    public enum Kind: String, Sendable {
        /// No rule matches the example.
        case gap
        /// Several rules match the example, where one may or where their outputs differ.
        case overlap
        /// The rule can never be the one that decides.
        case unreachable
        /// No rule tests the input.
        case unusedInput = "unused-input"
        /// The table has more combinations than are looked at.
        case unfinished = "too-large"
    }

    /// The kind.
    public let kind: Kind
    /// The decision or business knowledge model that the table belongs to.
    public let owner: String
    /// The identifier of the table.
    public let tableID: String?
    /// The identifier of the rule or input that it is about, or that of the table.
    public let elementID: String?
    /// The line of the first rule, of the input, or of the table.
    public let line: Int
    /// The positions of the rules, from 1.
    public let rules: [Int]
    /// The lines of the rules.
    public let ruleLines: [Int]
    let hitPolicy: DecisionTable.HitPolicy
    /// The labels of the inputs with a value for each that shows it; an input may have any value
    /// where it is missing.
    public let example: [(input: String, value: FEELValue)]

    /// The finding in a sentence.
    public var message: String {
        let values = example.map { "\($0.input) = \($0.value)" }.joined(separator: ", ")
        let with = values.isEmpty ? "" : ", for example with \(values)"
        switch kind {
        case .gap: return "the table of '\(owner)' has a gap: no rule matches\(with)"
        case .overlap:
            let other = rules.count > 1 ? " and \(rules[1]) (line \(ruleLines[1]))" : ""
            return "rules \(rules.first ?? 0)\(other) of the table of '\(owner)' overlap\(with)"
        case .unreachable:
            return rules.count == 1
                ? "rule \(rules[0]) of the table of '\(owner)' can never match"
                : "rule \(rules[0]) of the table of '\(owner)' is never reached: "
                    + (rules.count == 2 ? "rule " : "rules ")
                    + rules.dropFirst().map(String.init).joined(separator: ", ")
                    + (hitPolicy == .first ? " before it" : " of higher priority")
                    + (rules.count == 2 ? " takes" : " take") + " all that it matches"
        case .unusedInput:
            return "no rule of the table of '\(owner)' tests '\(example.first?.input ?? "")'"
        case .unfinished:
            return "the table of '\(owner)' has too many combinations to look at them all"
        }
    }

    private var cure: String {
        switch kind {
        case .gap: "Add a rule for the case, or a default output."
        case .overlap: "Part the rules, or choose another hit policy."
        case .unreachable: "Take the rule away, put it before the others, or correct its cells."
        case .unusedInput: "Take the input away, or test it."
        case .unfinished: "Part the table in two if you want all of it checked."
        }
    }

    /// The finding as a warning of a file.
    public func diagnostic(file: String?) -> Diagnostic {
        Diagnostic(
            .warning, file: file, line: line, elementID: elementID, rule: "table-\(kind.rawValue)",
            message: message, cure: cure)
    }
}
