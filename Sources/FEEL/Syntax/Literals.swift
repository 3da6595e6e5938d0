/// The literals of numbers and strings (rules 33 to 37 and 64).
extension Scanner {
    /// A number, if one begins here.
    mutating func number() throws(FEELSyntaxError) -> Decimal128? {
        guard let first = current,
            first.isDigit || first == "." && (peek(1)?.isDigit ?? false)
        else { return nil }
        let start = position
        while current?.isDigit ?? false { position += 1 }
        // Two points are a range.
        if current == ".", peek(1)?.isDigit ?? false {
            position += 1
            while current?.isDigit ?? false { position += 1 }
        }
        if current == "e" || current == "E" {
            let sign = peek(1) == "+" || peek(1) == "-" ? 1 : 0
            if peek(1 + sign)?.isDigit ?? false {
                position += 1 + sign
                while current?.isDigit ?? false { position += 1 }
            }
        }
        guard let value = Decimal128(text(start..<position)) else {
            throw failure("the number is too large", at: start)
        }
        return value
    }

    /// A string, if one begins here.
    mutating func string() throws(FEELSyntaxError) -> String? {
        guard current == "\"" else { return nil }
        let start = position
        position += 1
        var result = String.UnicodeScalarView()
        while let scalar = current {
            position += 1
            if scalar == "\"" { return String(result) }
            guard scalar == "\\" else {
                result.append(scalar)
                continue
            }
            escape(into: &result)
        }
        throw failure("the string has no closing quote", at: start)
    }

    /// What a backslash begins; one that begins nothing known stays as it is.
    private mutating func escape(into result: inout String.UnicodeScalarView) {
        switch current {
        case "'"?, "\""?, "\\"?:
            if let scalar = current { result.append(scalar) }
        case "n"?: result.append("\n")
        case "r"?: result.append("\r")
        case "t"?: result.append("\t")
        case "u"?: return codePoint(digits: 4, into: &result)
        case "U"?: return codePoint(digits: 6, into: &result)
        default:
            result.append("\\")
            return
        }
        position += 1
    }

    private mutating func codePoint(digits: Int, into result: inout String.UnicodeScalarView) {
        guard var value = hexadecimal(at: position + 1, digits) else {
            result.append("\\")
            return
        }
        var length = 1 + digits
        // Two surrogates are one character.
        if digits == 4, (0xD800...0xDBFF).contains(value), peek(5) == "\\", peek(6) == "u",
            let low = hexadecimal(at: position + 7, 4), (0xDC00...0xDFFF).contains(low)
        {
            value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
            length += 6
        }
        guard let scalar = Unicode.Scalar(value) else {
            result.append("\\")
            return
        }
        result.append(scalar)
        position += length
    }

    private func hexadecimal(at start: Int, _ count: Int) -> UInt32? {
        guard start + count <= source.count else { return nil }
        var value: UInt32 = 0
        for scalar in source[start..<start + count] {
            guard scalar.isASCII, let digit = Character(scalar).hexDigitValue else { return nil }
            value = value << 4 | UInt32(digit)
        }
        return value
    }
}
