public import JSONTree

/// A number as Java's `Double.toString` writes it: `1.0`, `1.0E10`, `NaN`.
public func javaText(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
    if value == 0 { return value.sign == .minus ? "-0.0" : "0.0" }
    let digits = shortestDigits(of: value.magnitude)
    let sign = value < 0 ? "-" : ""
    let size = value.magnitude
    if size >= 1e-3 && size < 1e7 {
        return sign + positional(digits.text, exponent: digits.exponent)
    }
    let fraction = digits.text.dropFirst()
    return "\(sign)\(digits.text.prefix(1)).\(fraction.isEmpty ? "0" : fraction)E\(digits.exponent)"
}

/// A tree as Java's `toString` of lists and maps writes it: `{a=1}`, `[1, x]`.
public func javaText(_ tree: JSON) -> String {
    switch tree {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .integer(let value): String(value)
    case .number(let number): number.doubleValue.map { javaText($0) } ?? number.text
    case .string(let text): text
    case .array(let elements): "[" + elements.map { javaText($0) }.joined(separator: ", ") + "]"
    case .object(let object):
        "{" + object.members.map { "\($0.key)=\(javaText($0.value))" }.joined(separator: ", ")
            + "}"
    }
}

/// The significant digits, and the power of ten of the first.
private func shortestDigits(of value: Double) -> (text: String, exponent: Int) {
    var digits: [UInt8] = []
    var pointAt: Int?
    let parts = value.description.utf8.split(separator: UInt8(ascii: "e"))
    for byte in parts.first ?? Substring("0").utf8 {
        if byte == UInt8(ascii: ".") { pointAt = digits.count } else { digits.append(byte) }
    }
    var exponent = (pointAt ?? digits.count) - 1
    if parts.count > 1 { exponent += Int(String(Substring(parts[1]))) ?? 0 }
    let leading = digits.prefix { $0 == UInt8(ascii: "0") }.count
    exponent -= leading
    digits.removeFirst(leading)
    while digits.count > 1, digits.last == UInt8(ascii: "0") { digits.removeLast() }
    return (String(decoding: digits, as: UTF8.self), exponent)
}

private func positional(_ digits: String, exponent: Int) -> String {
    if exponent < 0 { return "0." + String(repeating: "0", count: -exponent - 1) + digits }
    let whole = digits.prefix(exponent + 1)
    let padding = String(repeating: "0", count: max(0, exponent + 1 - digits.utf8.count))
    let fraction = digits.dropFirst(exponent + 1)
    return "\(whole)\(padding).\(fraction.isEmpty ? "0" : fraction)"
}
