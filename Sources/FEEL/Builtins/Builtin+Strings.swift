/// Functions on strings (10.3.4.3): characters are code points, positions count from 1.
extension Builtin {
    func applyToStrings(_ arguments: [FEELValue], _ call: BuiltinCall) -> FEELValue? {
        if self == .stringJoin { return Self.join(arguments) }
        guard let text = arguments[0].string else { return nil }
        switch self {
        case .stringLength: return .number(Decimal128(text.unicodeScalars.count))
        case .upperCase: return .string(text.uppercased())
        case .lowerCase: return .string(text.lowercased())
        case .substring: return Self.substring(text, arguments)
        case .matches, .replace, .split: return applyPattern(text, arguments, call)
        default: break
        }
        guard let match = arguments[1].string else { return nil }
        let bytes = Array(text.utf8)
        let pattern = Array(match.utf8)
        switch self {
        case .startsWith: return .boolean(bytes.starts(with: pattern))
        case .endsWith:
            return .boolean(
                bytes.count >= pattern.count && bytes.suffix(pattern.count).elementsEqual(pattern))
        case .contains: return .boolean(Self.find(pattern, in: bytes) != nil)
        case .substringBefore:
            let position = Self.find(pattern, in: bytes) ?? 0
            return .string(String(decoding: bytes[..<position], as: UTF8.self))
        case .substringAfter:
            guard let position = Self.find(pattern, in: bytes) else { return .string("") }
            return .string(String(decoding: bytes[(position + pattern.count)...], as: UTF8.self))
        default: return nil
        }
    }

    /// The place of a pattern in bytes, at the front for an empty one.
    private static func find(_ pattern: [UInt8], in bytes: [UInt8]) -> Int? {
        guard let first = pattern.first else { return 0 }
        guard bytes.count >= pattern.count else { return nil }
        for start in 0...(bytes.count - pattern.count) where bytes[start] == first {
            if bytes[start..<start + pattern.count].elementsEqual(pattern) { return start }
        }
        return nil
    }

    private static func substring(_ text: String, _ arguments: [FEELValue]) -> FEELValue? {
        let scalars = Array(text.unicodeScalars)
        guard let position = arguments[1].number?.truncatedInteger, position != 0 else {
            return nil
        }
        let start = position > 0 ? position - 1 : scalars.count + position
        guard start >= 0, start <= scalars.count else { return nil }
        if start == scalars.count, position > 0 {
            return position > scalars.count ? nil : .string("")
        }
        var end = scalars.count
        if arguments.count > 2, let length = arguments[2].number {
            guard let length = length.truncatedInteger, length >= 1 else { return nil }
            end = Swift.min(end, start + Swift.min(length, scalars.count))
        }
        var result = String.UnicodeScalarView()
        result.append(contentsOf: scalars[start..<end])
        return .string(String(result))
    }

    private static func join(_ arguments: [FEELValue]) -> FEELValue? {
        guard let items = arguments[0].list else { return nil }
        var parts: [String] = []
        for item in items {
            switch item {
            case .null: continue
            case .string(let text): parts.append(text)
            default: return nil
            }
        }
        let delimiter = arguments.count > 1 ? arguments[1].string ?? "" : ""
        return .string(parts.joined(separator: delimiter))
    }
}
