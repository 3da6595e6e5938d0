import JSONTree
import ProcessValues

/// How long a text that an expression makes may become, in bytes.
private let lengthLimit = 1_000_000
/// How long a text may become that is put together of others, in bytes: documents are texts too.
private let joinedLimit = 1 << 26

/// Two texts as one.
func joined(_ first: String, _ second: String) throws(EvaluationError) -> String {
    guard first.utf8.count + second.utf8.count <= joinedLimit else {
        throw EvaluationError(.evaluation, "the text becomes longer than \(joinedLimit) bytes")
    }
    return first + second
}

/// The methods of Java's `String` that models use; places count UTF-16 units.
func callString(
    _ method: String, of string: String, with arguments: [ExpressionValue]
) throws(EvaluationError) -> ExpressionValue? {
    switch arguments.count {
    case 0: call(method, of: string)
    case 1: try call(method, of: string, with: arguments[0])
    case 2: try call(method, of: string, with: arguments[0], arguments[1])
    default: nil
    }
}

private func call(_ method: String, of string: String) -> ExpressionValue? {
    switch method {
    case "length": .value(.integer(Int32(clamping: string.utf16.count)))
    case "isEmpty": .value(.boolean(string.isEmpty))
    case "isBlank": .value(.boolean(string.allSatisfy(\.isWhitespace)))
    case "trim", "strip": .value(.string(trimmed(string)))
    case "toUpperCase": .value(.string(string.uppercased()))
    case "toLowerCase": .value(.string(string.lowercased()))
    case "toString", "intern": .value(.string(string))
    case "hashCode":
        .value(.integer(string.utf16.reduce(Int32(0)) { ($0 &* 31) &+ Int32($1) }))
    default: nil
    }
}

private func call(
    _ method: String, of string: String, with argument: ExpressionValue
) throws(EvaluationError) -> ExpressionValue? {
    switch method {
    case "equals":
        // `equals` of Java looks at the type: a number never equals a text.
        if case .value(.string(let other)) = argument {
            return .value(.boolean(string.utf8.elementsEqual(other.utf8)))
        }
        return .value(.boolean(false))
    case "equalsIgnoreCase":
        return .value(.boolean(string.lowercased() == (try text(of: argument)).lowercased()))
    case "concat": return .value(.string(try joined(string, try text(of: argument))))
    case "contains":
        return .value(.boolean(find(try text(of: argument), in: string, from: 0) != nil))
    case "startsWith":
        let start = Array(try text(of: argument).utf8)
        return .value(.boolean(string.utf8.starts(with: start)))
    case "endsWith":
        let end = Array(try text(of: argument).utf8)
        return .value(.boolean(string.utf8.suffix(end.count).elementsEqual(end)))
    case "indexOf":
        let place = find(try text(of: argument), in: string, from: 0)
        return .value(.integer(Int32(clamping: place ?? -1)))
    case "lastIndexOf":
        let place = findLast(try text(of: argument), in: string)
        return .value(.integer(Int32(clamping: place ?? -1)))
    case "substring":
        let start = try place(argument)
        return .value(.string(try part(of: string, from: start, to: string.utf16.count)))
    case "charAt":
        let start = try place(argument)
        return .value(.string(try part(of: string, from: start, to: start + 1)))
    case "compareTo":
        let other = try text(of: argument)
        let isLess = string.utf16.lexicographicallyPrecedes(other.utf16)
        return .value(.integer(isLess ? -1 : string == other ? 0 : 1))
    case "split":
        return .value(.object(ObjectValue(tree: try split(string, at: try text(of: argument)))))
    case "repeat":
        let count = Int(clamping: try wholeNumber(of: argument))
        let (length, overflows) = string.utf8.count.multipliedReportingOverflow(by: count)
        guard count >= 0, !overflows, length <= lengthLimit else {
            throw EvaluationError(.evaluation, "a text cannot be repeated \(count) times")
        }
        return .value(.string(String(repeating: string, count: count)))
    default: return nil
    }
}

private func call(
    _ method: String, of string: String, with first: ExpressionValue, _ second: ExpressionValue
) throws(EvaluationError) -> ExpressionValue? {
    switch method {
    case "substring":
        let end = try place(second)
        return .value(.string(try part(of: string, from: try place(first), to: end)))
    case "indexOf":
        let start = max(0, try place(second))
        return .value(
            .integer(Int32(clamping: find(try text(of: first), in: string, from: start) ?? -1)))
    case "replace":
        return .value(
            .string(try replace(try text(of: first), by: try text(of: second), in: string)))
    default: return nil
    }
}

private func place(_ value: ExpressionValue) throws(EvaluationError) -> Int {
    Int(clamping: try wholeNumber(of: value))
}

private func trimmed(_ string: String) -> String {
    let units = string.utf8
    guard let first = units.firstIndex(where: { $0 > 0x20 }),
        let last = units.lastIndex(where: { $0 > 0x20 })
    else { return "" }
    return String(string[first...last])
}

private func part(
    of string: String, from start: Int, to end: Int
) throws(EvaluationError) -> String {
    let units = Array(string.utf16)
    guard start >= 0, start <= end, end <= units.count else {
        throw EvaluationError(
            .evaluation, "begin \(start), end \(end), length \(units.count)")
    }
    return String(decoding: units[start..<end], as: UTF16.self)
}

private func find(_ part: String, in string: String, from start: Int) -> Int? {
    let units = Array(string.utf16)
    let wanted = Array(part.utf16)
    guard start <= units.count - wanted.count else { return nil }
    return (start...units.count - wanted.count).first {
        units[$0..<$0 + wanted.count].elementsEqual(wanted)
    }
}

private func findLast(_ part: String, in string: String) -> Int? {
    let units = Array(string.utf16)
    let wanted = Array(part.utf16)
    guard wanted.count <= units.count else { return nil }
    return (0...units.count - wanted.count).last {
        units[$0..<$0 + wanted.count].elementsEqual(wanted)
    }
}

private func replace(
    _ part: String, by replacement: String, in string: String
) throws(EvaluationError) -> String {
    let units = Array(string.utf16)
    let wanted = Array(part.utf16)
    let inserted = Array(replacement.utf16)
    guard !wanted.isEmpty else { return string }
    var result: [UInt16] = []
    var position = 0
    while position < units.count {
        if units[position...].starts(with: wanted) {
            result += inserted
            position += wanted.count
        } else {
            result.append(units[position])
            position += 1
        }
        guard result.count <= lengthLimit else {
            throw EvaluationError(.evaluation, "the text becomes too long")
        }
    }
    return String(decoding: result, as: UTF16.self)
}

/// Splits at a plain text; Java takes a regular expression, so that its signs are refused unless
/// escaped.
private func split(
    _ string: String, at separator: String
) throws(EvaluationError) -> JSON {
    var plain = ""
    var isEscaped = false
    for character in separator {
        if character == "\\", !isEscaped {
            isEscaped = true
            continue
        }
        guard isEscaped || !".^$*+?()[]{}|".contains(character) else {
            throw EvaluationError(
                .evaluation, "split takes a plain text, not the pattern '\(separator)'")
        }
        plain.append(character)
        isEscaped = false
    }
    guard !plain.isEmpty else { return .array(string.map { .string(String($0)) }) }
    var parts: [JSON] = []
    var rest = Substring(string)
    while let place = find(plain, in: String(rest), from: 0) {
        let index = rest.utf16.index(rest.utf16.startIndex, offsetBy: place)
        parts.append(.string(String(rest[..<index])))
        rest = rest[rest.utf16.index(index, offsetBy: plain.utf16.count)...]
    }
    parts.append(.string(String(rest)))
    while parts.count > 1, parts.last == "" { parts.removeLast() }
    return .array(parts)
}
