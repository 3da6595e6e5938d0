internal import FEEL
internal import JSONTree

/// How a decision came about, for people.
extension DecisionTrace {
    /// The decision with its value, what was asked of it, and its rules, each on a line.
    ///
    /// A rule that does not match has the first of its cells that does not fit. Of more rules of that
    /// kind than `limit` those are told that came furthest, and how many are left out at each input.
    public func account(mismatches limit: Int = .max) -> [String] {
        let title = name.map { " (\($0))" } ?? ""
        var lines = ["decision \(decisionID)\(title) = \(value.json.serializedText)"]
        lines += inputs.map { "  input \($0.name) = \($0.value.json.serializedText)" }
        lines += rules.map { rule in
            let outputs = rule.outputs.map {
                "\($0.name ?? $0.label) = \($0.value.json.serializedText)"
            }
            return "  rule \(rule.position)\(Self.suffix(rule.id)) matches: "
                + outputs.joined(separator: ", ")
        }
        let told = told(limit)
        lines += told.compactMap { line(of: $0) }
        lines += summary(without: Set(told.map(\.position)))
        if unreadRules > 0 {
            let last = (rules.last?.position ?? 0) + unreadRules
            lines.append(
                unreadRules == 1
                    ? "  rule \(last) is not looked at: the first that matches decides"
                    : "  rules \(last - unreadRules + 1) to \(last) are not looked at: the first"
                        + " that matches decides")
        }
        if rules.isEmpty, !inputs.isEmpty { lines.append("  no rule matches") }
        return lines
    }

    /// The decision with what was asked of it and its value, on one line.
    public var summary: String {
        let title = name.map { " (\($0))" } ?? ""
        let asked = inputs.map { "\($0.name) = \($0.value.json.serializedText)" }
        let positions = rules.map { String($0.position) }.joined(separator: ", ")
        let matched =
            inputs.isEmpty && rules.isEmpty
            ? "" : rules.isEmpty ? "no rule" : rules.count == 1 ? "rule " : "rules "
        let cause = (asked + [matched + positions].filter { !$0.isEmpty }).joined(separator: ", ")
        return "decision \(decisionID)\(title): \(cause.isEmpty ? "" : cause + " → ")"
            + value.json.serializedText
    }

    /// The rules without a match that are told of, in the order of the table.
    private func told(_ limit: Int) -> [Mismatch] {
        guard mismatches.count > limit else { return mismatches }
        let furthest = mismatches.sorted { ($1.input, $0.position) < ($0.input, $1.position) }
        return furthest.prefix(limit).sorted { $0.position < $1.position }
    }

    private func line(of rule: Mismatch) -> String? {
        guard let input = input(of: rule) else { return nil }
        let cell = rule.cell ?? "its cell"
        return "  rule \(rule.position)\(Self.suffix(rule.id)) does not: \(input.name) ="
            + " \(input.value.json.serializedText) does not fit \(cell)"
    }

    /// How many other rules do not match, at each input.
    private func summary(without told: Set<Int>) -> [String] {
        let others = mismatches.filter { !told.contains($0.position) }
        if others.isEmpty { return [] }
        let counts = inputs.enumerated().compactMap { position, input in
            let count = others.count { $0.input == position + 1 }
            return count == 0 ? nil : "\(count) at \(input.name)"
        }
        return ["  \(others.count) other rules do not: \(counts.joined(separator: ", "))"]
    }

    private func input(of rule: Mismatch) -> Input? {
        inputs.indices.contains(rule.input - 1) ? inputs[rule.input - 1] : nil
    }

    private static func suffix(_ id: String?) -> String { id.map { " (\($0))" } ?? "" }
}
