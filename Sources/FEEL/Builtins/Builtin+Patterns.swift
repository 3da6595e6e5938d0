/// Functions with regular expressions (10.3.4.3).
extension Builtin {
    func applyPattern(_ text: String, _ arguments: [FEELValue], _ call: BuiltinCall) -> FEELValue? {
        guard let pattern = arguments[1].string else { return nil }
        let flagPosition = self == .replace ? 3 : 2
        let flags = arguments.count > flagPosition ? arguments[flagPosition].string ?? "" : ""
        let regex: Regex
        do {
            regex = try Regex(pattern, flags: flags)
        } catch {
            return call.session.warn("the pattern '\(pattern)' is wrong: \(error.message)")
        }
        let source = Array(text.unicodeScalars)
        do {
            switch self {
            case .matches:
                var matcher = RegexMatcher(regex, text: source)
                return .boolean(try matcher.firstMatch(from: 0) != nil)
            case .replace:
                guard let replacement = arguments[2].string else { return nil }
                return try Self.replace(source, regex, with: Array(replacement.unicodeScalars))
            default: return try Self.split(source, regex)
            }
        } catch {
            return call.session.warn("the pattern '\(pattern)' took too long to match")
        }
    }

    private static func matchesEmpty(_ regex: Regex) throws(RegexMatcher.Exhausted) -> Bool {
        var matcher = RegexMatcher(regex, text: [])
        return try matcher.firstMatch(from: 0) != nil
    }

    private static func split(_ source: [Unicode.Scalar], _ regex: Regex)
        throws(RegexMatcher.Exhausted) -> FEELValue?
    {
        if try matchesEmpty(regex) { return nil }
        var matcher = RegexMatcher(regex, text: source)
        var parts: [FEELValue] = []
        var position = 0
        while let match = try matcher.firstMatch(from: position) {
            parts.append(.string(text(source[position..<match.start])))
            position = match.end
        }
        parts.append(.string(text(source[position...])))
        return .list(parts)
    }

    private static func replace(
        _ source: [Unicode.Scalar], _ regex: Regex, with replacement: [Unicode.Scalar]
    ) throws(RegexMatcher.Exhausted) -> FEELValue? {
        if try matchesEmpty(regex) { return nil }
        guard let template = template(replacement, groups: regex.groups) else { return nil }
        var matcher = RegexMatcher(regex, text: source)
        var result: [Unicode.Scalar] = []
        var position = 0
        while let match = try matcher.firstMatch(from: position) {
            result += source[position..<match.start]
            for part in template {
                switch part {
                case .literal(let scalar): result.append(scalar)
                case .group(let number):
                    guard number * 2 + 1 < match.bounds.count else { continue }
                    let (start, end) = (match.bounds[number * 2], match.bounds[number * 2 + 1])
                    if start >= 0, end >= start { result += source[start..<end] }
                }
            }
            position = match.end
        }
        result += source[position...]
        return .string(text(result[...]))
    }

    private enum TemplatePart {
        case literal(Unicode.Scalar)
        case group(Int)
    }

    /// The parts of a replacement; nil where a `$` or a backslash stands for nothing.
    private static func template(_ text: [Unicode.Scalar], groups: Int) -> [TemplatePart]? {
        var parts: [TemplatePart] = []
        var index = 0
        while index < text.count {
            let scalar = text[index]
            index += 1
            switch scalar {
            case "\\":
                guard index < text.count, text[index] == "\\" || text[index] == "$" else {
                    return nil
                }
                parts.append(.literal(text[index]))
                index += 1
            case "$":
                guard index < text.count, text[index].isDigit else { return nil }
                var number = Int(text[index].value - 0x30)
                index += 1
                // As many digits as there are groups for.
                while index < text.count, text[index].isDigit {
                    let longer = number * 10 + Int(text[index].value - 0x30)
                    if longer > groups { break }
                    number = longer
                    index += 1
                }
                parts.append(.group(number))
            default: parts.append(.literal(scalar))
            }
        }
        return parts
    }

    private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }
}
