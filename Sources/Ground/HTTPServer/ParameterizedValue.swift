/// A header value with parameters, such as `form-data; name="a"`.
struct ParameterizedValue {
    /// What stands before the first semicolon.
    let value: String
    /// The parameters by their names in lower case.
    private(set) var parameters: [String: String] = [:]

    /// Reads a value; nil if it is malformed or names a parameter twice.
    init?(_ text: String) {
        var rest = text.utf8[...]
        let end = rest.firstIndex(of: UInt8(ascii: ";")) ?? rest.endIndex
        value = Self.trimmed(String(text[..<end]))
        guard !value.isEmpty else { return nil }
        rest = rest[end...]
        while !rest.isEmpty {
            rest = rest.dropFirst().drop(while: Self.isBlank)
            if rest.isEmpty { break }  // A semicolon at the end is common.
            let nameEnd = rest.firstIndex(of: UInt8(ascii: "=")) ?? rest.endIndex
            let name = rest[..<nameEnd]
            guard nameEnd < rest.endIndex, !name.isEmpty, name.allSatisfy(isTokenByte) else {
                return nil
            }
            rest = rest[nameEnd...].dropFirst()
            guard let value = Self.takeValue(&rest) else { return nil }
            let key = String(decoding: name.map(Self.lowerCased), as: UTF8.self)
            guard parameters.updateValue(value, forKey: key) == nil else { return nil }
            rest = rest.drop(while: Self.isBlank)
            guard rest.isEmpty || rest.first == UInt8(ascii: ";") else { return nil }
        }
    }

    /// Takes a token or a quoted string.
    private static func takeValue(_ rest: inout Substring.UTF8View) -> String? {
        guard rest.first == UInt8(ascii: "\"") else {
            let token = rest.prefix { $0 != UInt8(ascii: ";") && !isBlank($0) }
            guard !token.isEmpty, !token.contains(UInt8(ascii: "\"")) else { return nil }
            rest = rest[token.endIndex...]
            return String(token)
        }
        rest = rest.dropFirst()
        var bytes: [UInt8] = []
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\""): return String(validating: bytes, as: UTF8.self)
            case UInt8(ascii: "\\"):
                // Only these two are escaped; other backslashes come from paths of Windows.
                if let next = rest.first, next == UInt8(ascii: "\"") || next == byte {
                    bytes.append(next)
                    rest = rest.dropFirst()
                } else {
                    bytes.append(byte)
                }
            default: bytes.append(byte)
            }
        }
        return nil
    }

    /// A text without the blanks around it.
    static func trimmed(_ text: String) -> String {
        var rest = text.utf8[...].drop(while: isBlank)
        while let last = rest.last, isBlank(last) { rest = rest.dropLast() }
        return String(rest) ?? ""
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    private static func lowerCased(_ byte: UInt8) -> UInt8 {
        byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
    }
}
