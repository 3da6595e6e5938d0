import JSONTree

/// Compares what two answers hold, and names each member that differs.
struct AnswerComparison {
    /// Members whose values no two servers share.
    private static let volatile: Set<String> = [
        "laatstGemuteerd", "aanmaakdatum", "wijzigingsdatum", "beginRegistratie", "instance",
        "lock", "inhoud", "betalingsindicatieWeergave",
    ]

    private(set) var differences: [String] = []

    mutating func compare(_ expected: JSON, _ actual: JSON, _ path: String = "") {
        switch (expected, actual) {
        case (.object(let left), .object(let right)):
            for member in left.members where right[member.key] == nil {
                differences.append("\(path).\(member.key) is missing")
            }
            for member in right.members where left[member.key] == nil {
                differences.append("\(path).\(member.key) is too much")
            }
            for member in left.members where !Self.volatile.contains(member.key) {
                guard let value = right[member.key] else { continue }
                compare(member.value, value, "\(path).\(member.key)")
            }
        case (.array(let left), .array(let right)):
            guard left.count == right.count else {
                differences.append("\(path) has \(right.count) elements, not \(left.count)")
                return
            }
            let (one, other) = (Self.sorted(left), Self.sorted(right))
            for (index, pair) in zip(one, other).enumerated() {
                compare(pair.0, pair.1, "\(path)[\(index)]")
            }
        case (.string(let left), .string(let right)):
            guard left != right, !isMoment(left, right), !isSeries(left, right) else { return }
            differences.append("\(path) is \(actual), not \(expected)")
        case (_, _) where expected.doubleValue != nil:
            if expected.doubleValue != actual.doubleValue {
                differences.append("\(path) is \(actual), not \(expected)")
            }
        default:
            if expected != actual { differences.append("\(path) is \(actual), not \(expected)") }
        }
    }

    /// URLs of a list have no order of their own.
    private static func sorted(_ elements: [JSON]) -> [JSON] {
        guard elements.allSatisfy({ $0.stringValue != nil }) else { return elements }
        return elements.sorted { ($0.stringValue ?? "") < ($1.stringValue ?? "") }
    }

    /// Whether both are times to the microsecond, which the server's clock gave.
    private func isMoment(_ left: String, _ right: String) -> Bool {
        left.contains(".") && left.hasSuffix("Z") && right.hasSuffix("Z")
            && left.prefix(10) == right.prefix(10)
    }

    /// Whether both are numbers of one series.
    private func isSeries(_ left: String, _ right: String) -> Bool {
        left.hasPrefix("ZAAK-2026-") && right.hasPrefix("ZAAK-2026-")
            || left.hasPrefix("BESLUIT-2026-") && right.hasPrefix("BESLUIT-2026-")
    }
}
