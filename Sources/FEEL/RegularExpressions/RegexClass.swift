/// A set of characters: ranges, Unicode categories, complements and differences.
indirect enum RegexClass: Sendable {
    case ranges([ClosedRange<UInt32>])
    case category(String)
    case complement(RegexClass)
    case union([RegexClass])
    case difference(RegexClass, RegexClass)

    static func scalar(_ scalar: Unicode.Scalar) -> RegexClass {
        .ranges([scalar.value...scalar.value])
    }

    /// What `\d`, `\w`, `\s`, `\i` and `\c` stand for (XML Schema 2, F.1.1).
    init?(multiEscape letter: Unicode.Scalar) {
        switch letter {
        case "s": self = .ranges([0x9...0xA, 0xD...0xD, 0x20...0x20])
        case "d": self = .category("Nd")
        case "w":
            self = .complement(.union([.category("P"), .category("Z"), .category("C")]))
        case "i": self = .ranges(Self.nameStart)
        case "c": self = .ranges(Self.nameStart + Self.nameFurther)
        default:
            guard letter.properties.isUppercase,
                let lower = letter.properties.lowercaseMapping.unicodeScalars.first,
                let positive = RegexClass(multiEscape: lower)
            else { return nil }
            self = .complement(positive)
        }
    }

    private static let nameStart: [ClosedRange<UInt32>] = [
        0x3A...0x3A, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A, 0xC0...0xD6, 0xD8...0xF6,
        0xF8...0x2FF, 0x370...0x37D, 0x37F...0x1FFF, 0x200C...0x200D, 0x2070...0x218F,
        0x2C00...0x2FEF, 0x3001...0xD7FF, 0xF900...0xFDCF, 0xFDF0...0xFFFD, 0x10000...0xEFFFF,
    ]
    private static let nameFurther: [ClosedRange<UInt32>] = [
        0x2D...0x2E, 0x30...0x39, 0xB7...0xB7, 0x300...0x36F, 0x203F...0x2040,
    ]

    /// What `\p{…}` stands for; nil if there is neither such a category nor such a block.
    init?(property name: String) {
        if name.hasPrefix("Is") {
            guard let block = UnicodeBlocks.ranges[String(name.dropFirst(2))] else { return nil }
            self = .ranges(block)
        } else if Self.categories.contains(name) {
            self = .category(name)
        } else {
            return nil
        }
    }

    private static let categories: Set<String> = [
        "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc",
        "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Z", "Zs", "Zl", "Zp", "S", "Sm", "Sc", "Sk", "So", "C",
        "Cc", "Cf", "Co", "Cn",
    ]

    /// Whether a character belongs to the set.
    func contains(_ scalar: Unicode.Scalar) -> Bool {
        switch self {
        case .ranges(let ranges): return ranges.contains { $0.contains(scalar.value) }
        case .category(let name):
            let own = scalar.properties.generalCategory.abbreviation
            return name.utf8.count == 1 ? own.hasPrefix(name) : own == name
        case .complement(let inner): return !inner.contains(scalar)
        case .union(let parts): return parts.contains { $0.contains(scalar) }
        case .difference(let whole, let part):
            return whole.contains(scalar) && !part.contains(scalar)
        }
    }

    /// Whether a character or one that differs from it in case alone belongs to the set.
    func containsIgnoringCase(_ scalar: Unicode.Scalar) -> Bool {
        switch self {
        case .ranges:
            return contains(scalar) || scalar.caseVariants.contains { contains($0) }
        case .category: return contains(scalar)
        case .complement(let inner): return !inner.containsIgnoringCase(scalar)
        case .union(let parts): return parts.contains { $0.containsIgnoringCase(scalar) }
        case .difference(let whole, let part):
            return whole.containsIgnoringCase(scalar) && !part.containsIgnoringCase(scalar)
        }
    }
}

extension Unicode.Scalar {
    /// The characters that differ from this one in case alone.
    var caseVariants: [Unicode.Scalar] {
        if isASCII, !properties.isAlphabetic { return [] }
        var variants: [Unicode.Scalar] = []
        func add(_ text: String) {
            let scalars = text.unicodeScalars
            if let first = scalars.first, scalars.count == 1, first != self {
                variants.append(first)
            }
        }
        add(properties.lowercaseMapping)
        add(properties.uppercaseMapping)
        for variant in variants {
            add(variant.properties.lowercaseMapping)
            add(variant.properties.uppercaseMapping)
        }
        for group in Self.furtherVariants
        where group.contains(self) || !variants.allSatisfy({ !group.contains($0) }) {
            variants += group.filter { $0 != self && !variants.contains($0) }
        }
        return variants
    }

    /// Characters with the same upper or lower form that the forms of one of them do not show.
    private static let furtherVariants: [[Unicode.Scalar]] = [
        ["k", "K", "\u{212A}"], ["s", "S", "\u{17F}"], ["\u{E5}", "\u{C5}", "\u{212B}"],
        ["\u{3C9}", "\u{3A9}", "\u{2126}"], ["\u{3BC}", "\u{39C}", "\u{B5}"],
        ["\u{3B8}", "\u{398}", "\u{3D1}", "\u{3F4}"], ["\u{DF}", "\u{1E9E}"],
        ["\u{3B9}", "\u{399}", "\u{345}", "\u{1FBE}"], ["\u{3B2}", "\u{392}", "\u{3D0}"],
        ["\u{3B5}", "\u{395}", "\u{3F5}"], ["\u{3BA}", "\u{39A}", "\u{3F0}"],
        ["\u{3C0}", "\u{3A0}", "\u{3D6}"], ["\u{3C1}", "\u{3A1}", "\u{3F1}"],
        ["\u{3C3}", "\u{3A3}", "\u{3C2}"], ["\u{3C6}", "\u{3A6}", "\u{3D5}"],
        ["\u{1E61}", "\u{1E60}", "\u{1E9B}"],
    ]
}

extension Unicode.GeneralCategory {
    /// The two letters of the Unicode standard.
    var abbreviation: String {
        switch self {
        case .uppercaseLetter: "Lu"
        case .lowercaseLetter: "Ll"
        case .titlecaseLetter: "Lt"
        case .modifierLetter: "Lm"
        case .otherLetter: "Lo"
        case .nonspacingMark: "Mn"
        case .spacingMark: "Mc"
        case .enclosingMark: "Me"
        case .decimalNumber: "Nd"
        case .letterNumber: "Nl"
        case .otherNumber: "No"
        case .connectorPunctuation: "Pc"
        case .dashPunctuation: "Pd"
        case .openPunctuation: "Ps"
        case .closePunctuation: "Pe"
        case .initialPunctuation: "Pi"
        case .finalPunctuation: "Pf"
        case .otherPunctuation: "Po"
        case .mathSymbol: "Sm"
        case .currencySymbol: "Sc"
        case .modifierSymbol: "Sk"
        case .otherSymbol: "So"
        case .spaceSeparator: "Zs"
        case .lineSeparator: "Zl"
        case .paragraphSeparator: "Zp"
        case .control: "Cc"
        case .format: "Cf"
        case .surrogate: "Cs"
        case .privateUse: "Co"
        case .unassigned: "Cn"
        @unknown default: "Cn"
        }
    }
}
