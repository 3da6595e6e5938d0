extension Decimal128: LosslessStringConvertible {
    /// Reads `-12.5`, `.5`, `1e-3`; more than 34 digits are rounded.
    ///
    /// Nil if the text is no number, or one too large.
    public init?(_ description: String) {
        var text = description
        let parsed = text.withUTF8 { Self(ascii: $0) }
        guard let parsed else { return nil }
        self = parsed
    }

    /// Reads a number that fills all of the bytes.
    init?(ascii bytes: UnsafeBufferPointer<UInt8>) {
        var index = 0
        var negative = false
        if index < bytes.count,
            bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+")
        {
            negative = bytes[index] == UInt8(ascii: "-")
            index += 1
        }
        var coefficient: UInt128 = 0
        var exponent = 0
        var sticky = false
        var digits = 0
        var point = false
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "."), !point {
                point = true
            } else if byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
                digits += 1
                // Two digits more than the precision decide the rounding, the rest is sticky.
                if coefficient < PowersOfTen[36] {
                    coefficient = coefficient * 10 + UInt128(byte - UInt8(ascii: "0"))
                    if point { exponent -= 1 }
                } else {
                    if byte != UInt8(ascii: "0") { sticky = true }
                    if !point { exponent += 1 }
                }
            } else {
                break
            }
            index += 1
        }
        guard digits > 0 else { return nil }
        if index < bytes.count {
            guard let power = Self.exponentPart(bytes[index...]) else { return nil }
            exponent += power
        }
        let rounded = Self.rounding(
            negative: negative, coefficient, exponent: exponent, sticky: sticky)
        guard let rounded else { return nil }
        self = rounded
    }

    private static func exponentPart(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
        guard let mark = bytes.first, mark | 0x20 == UInt8(ascii: "e") else { return nil }
        var rest = bytes.dropFirst()
        var negative = false
        if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            negative = sign == UInt8(ascii: "-")
            rest = rest.dropFirst()
        }
        guard !rest.isEmpty else { return nil }
        var power = 0
        for byte in rest {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            power = min(power * 10 + Int(byte - UInt8(ascii: "0")), 1_000_000)
        }
        return negative ? -power : power
    }

    /// The number in plain digits, or with an exponent where it would be longer than 60 digits.
    public var description: String {
        let digits = coefficient.description
        let sign = isNegative ? "-" : ""
        let exponent = exponent
        if exponent >= 0 {
            if isZero { return "0" }
            if exponent + digits.utf8.count <= 60 {
                return sign + digits + String(repeating: "0", count: exponent)
            }
        } else if -exponent <= 60 {
            let whole = digits.utf8.count + exponent
            if whole > 0 {
                return sign + digits.prefix(whole) + "." + digits.suffix(-exponent)
            }
            return sign + "0." + String(repeating: "0", count: -whole) + digits
        }
        let power = exponent + digits.utf8.count - 1
        let fraction = digits.dropFirst()
        let mantissa = digits.prefix(1) + (fraction.isEmpty ? "" : "." + fraction)
        return sign + mantissa + "E" + (power < 0 ? "" : "+") + String(power)
    }
}
