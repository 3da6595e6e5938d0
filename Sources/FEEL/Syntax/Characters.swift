/// The character classes of the grammar (rules 27 to 30, 61 and 62).
extension Unicode.Scalar {
    /// Whether a name may begin with it (rule 28).
    var isNameStart: Bool {
        switch value {
        case 0x3F, 0x41...0x5A, 0x5F, 0x61...0x7A: true
        case 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2FF, 0x370...0x37D, 0x37F...0x1FFF: true
        case 0x200C...0x200D, 0x2070...0x218F, 0x2C00...0x2FEF, 0x3001...0xD7FF: true
        case 0xF900...0xFDCF, 0xFDF0...0xFFFD, 0x10000...0xEFFFF: !isFEELSpace
        default: false
        }
    }

    /// Whether a name may go on with it (rule 29).
    var isNamePart: Bool {
        switch value {
        case 0x30...0x39, 0xB7, 0x300...0x36F, 0x203F...0x2040: true
        default: isNameStart && !isFEELSpace
        }
    }

    /// Whether it may stand between parts of a name (rule 30).
    var isNameSymbol: Bool {
        switch self {
        case ".", "/", "-", "'", "’", "+", "*": true
        default: false
        }
    }

    /// White space (rules 61 and 62).
    var isFEELSpace: Bool {
        switch value {
        case 0x9...0xD, 0x20, 0x85, 0xA0, 0x1680, 0x180E, 0x2000...0x200B: true
        case 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0xFEFF: true
        default: false
        }
    }

    var isDigit: Bool { value >= 0x30 && value <= 0x39 }
}

/// A name as its tokens: parts, and the symbols between them (10.3.1.4).
struct NameTokens: Hashable, Sendable {
    var tokens: [String]

    /// The tokens of a declared name.
    init(_ name: String) {
        tokens = []
        var part = ""
        for scalar in name.unicodeScalars {
            if scalar.isNamePart {
                part.unicodeScalars.append(scalar)
                continue
            }
            if !part.isEmpty { tokens.append(part) }
            part = ""
            if !scalar.isFEELSpace { tokens.append(String(scalar)) }
        }
        if !part.isEmpty { tokens.append(part) }
    }
}

extension String {
    /// The name with single spaces where there was white space, none at its ends.
    var withCollapsedSpace: String {
        var result = ""
        var pending = false
        for scalar in unicodeScalars {
            if scalar.isFEELSpace {
                pending = !result.isEmpty
                continue
            }
            if pending { result.unicodeScalars.append(" ") }
            pending = false
            result.unicodeScalars.append(scalar)
        }
        return result
    }
}
