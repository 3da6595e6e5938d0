/// The types of attributes and of texts.
enum SimpleType: Sendable, Hashable {
    case text
    case id
    case idref
    case qname
    case boolean
    case integer
    case double
    case uri
    /// A URI or one of the words that begin with `##`.
    case implementation
    case words([String])

    /// Reads the name of a type, or words with commas.
    init(_ name: String) {
        switch name {
        case "text": self = .text
        case "id": self = .id
        case "idref": self = .idref
        case "qname": self = .qname
        case "boolean": self = .boolean
        case "integer": self = .integer
        case "double": self = .double
        case "uri": self = .uri
        case "implementation": self = .implementation
        default: self = .words(name.split(separator: ",").map(String.init))
        }
    }

    /// What a value should be, in words for the author of a file.
    var description: String {
        switch self {
        case .text: "text"
        case .id, .idref: "an id (a letter or _, then letters, digits, -, _ and .)"
        case .qname: "an id, with a declared prefix or without"
        case .boolean: "true or false"
        case .integer: "a whole number"
        case .double: "a number"
        case .uri, .implementation: "a URI"
        case .words(let words): "one of \(words.joined(separator: ", "))"
        }
    }

    /// Whether a value is of the type.
    /// - Parameters:
    ///   - value: The value, with white space as written.
    ///   - prefixes: The prefixes that are declared where it stands.
    /// - Returns: False for a value that the schema refuses.
    func accepts(_ value: String, prefixes: [String: String]) -> Bool {
        let value = value.trimmed
        switch self {
        case .text: return true
        case .id, .idref: return Self.isName(value[...])
        case .qname:
            let parts = value.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.allSatisfy({ Self.isName($0) }) else { return false }
            return parts.count == 1 || prefixes[String(parts[0])] != nil || parts[0] == "xml"
        case .boolean: return ["true", "false", "1", "0"].contains(value)
        case .integer:
            let digits =
                value.hasPrefix("-") || value.hasPrefix("+") ? value.dropFirst() : value[...]
            return !digits.isEmpty && digits.utf8.allSatisfy { (0x30...0x39).contains($0) }
        case .double: return Self.isDouble(value)
        case .uri: return Self.isURI(value)
        case .implementation: return value.hasPrefix("##") || Self.isURI(value)
        case .words(let words): return words.contains(value)
        }
    }

    private static func isName(_ text: Substring) -> Bool {
        guard let first = text.unicodeScalars.first else { return false }
        guard first == "_" || first.properties.isXIDStart else { return false }
        return text.unicodeScalars.allSatisfy {
            $0 == "-" || $0 == "." || $0 == "_" || $0.properties.isXIDContinue
        }
    }

    private static func isDouble(_ text: String) -> Bool {
        if ["INF", "-INF", "NaN"].contains(text) { return true }
        let isPlain = text.utf8.allSatisfy {
            (0x30...0x39).contains($0) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains($0)
        }
        guard isPlain, !text.isEmpty else { return false }
        return Double(text) != nil || Double(text + "0") != nil
    }

    /// Whether the reference's schema takes a text as a URI, which it does with nearly all.
    private static func isURI(_ text: String) -> Bool {
        var rest = text.utf8[...]
        while let percent = rest.firstIndex(of: UInt8(ascii: "%")) {
            let digits = rest[percent...].dropFirst().prefix(2)
            guard digits.count == 2, digits.allSatisfy({ isHex($0) }) else { return false }
            rest = text.utf8[digits.endIndex...]
        }
        guard text.utf8.count(where: { $0 == UInt8(ascii: "#") }) < 2 else { return false }
        guard let colon = text.firstIndex(of: ":") else { return true }
        let scheme = text[..<colon]
        if scheme.contains(where: { $0 == "/" || $0 == "?" || $0 == "#" }) { return true }
        guard let first = scheme.utf8.first, isLetter(first) else { return false }
        let isScheme = scheme.utf8.allSatisfy {
            isLetter($0) || (0x30...0x39).contains($0) || [0x2B, 0x2D, 0x2E].contains($0)
        }
        let after = text[text.index(after: colon)...]
        return isScheme && !after.isEmpty && after != "//"
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    private static func isHex(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
    }
}
