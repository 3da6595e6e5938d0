/// A set of Unicode scalars, as a character class of a pattern names it.
struct ScalarSet: Sendable, Hashable {
    var ranges: [ClosedRange<UInt32>] = []
    var properties: [UnicodeProperty] = []
    var isNegated = false

    func contains(_ code: UInt32) -> Bool {
        let isMember =
            ranges.contains { $0.contains(code) } || properties.contains { $0.holds(code) }
        return isMember != isNegated
    }

    /// Adds all that another set has, which must not be negated.
    mutating func formUnion(_ other: ScalarSet) {
        ranges += other.ranges
        properties += other.properties
    }

    static func range(_ range: ClosedRange<UInt32>) -> Self { Self(ranges: [range]) }

    /// `\d`.
    static let digit = Self(ranges: [0x30...0x39])
    /// `\w`.
    static let word = Self(ranges: [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
    /// `\s`: white space and line terminators of ECMA-262.
    static let space = Self(ranges: [
        0x09...0x0D, 0x20...0x20, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029,
        0x202F...0x202F, 0x205F...0x205F, 0x3000...0x3000, 0xFEFF...0xFEFF,
    ])
    /// What a dot matches: all but line terminators.
    static let dot = Self(
        ranges: [0x0A...0x0A, 0x0D...0x0D, 0x2028...0x2029], isNegated: true)

    /// The set of all other scalars, by ranges alone; for sets without properties.
    var complement: Self {
        var result: [ClosedRange<UInt32>] = []
        var next: UInt32 = 0
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if range.lowerBound > next { result.append(next...(range.lowerBound - 1)) }
            next = max(next, range.upperBound + 1)
        }
        if next <= 0x10FFFF { result.append(next...0x10FFFF) }
        return Self(ranges: result)
    }
}

/// A `\p{…}` or `\P{…}`: general categories and a few binary properties.
struct UnicodeProperty: Sendable, Hashable {
    enum Test: Sendable, Hashable {
        case categories(Set<Unicode.GeneralCategory>)
        case alphabetic
        case lowercase
        case uppercase
        case whiteSpace
        case ascii
        case any
    }

    let test: Test
    var isNegated: Bool

    func holds(_ code: UInt32) -> Bool {
        guard let scalar = Unicode.Scalar(code) else { return isNegated }
        let holds =
            switch test {
            case .categories(let categories):
                categories.contains(scalar.properties.generalCategory)
            case .alphabetic: scalar.properties.isAlphabetic
            case .lowercase: scalar.properties.isLowercase
            case .uppercase: scalar.properties.isUppercase
            case .whiteSpace: scalar.properties.isWhitespace
            case .ascii: scalar.isASCII
            case .any: true
            }
        return holds != isNegated
    }

    /// Looks a name up, such as `L`, `Letter`, `gc=Lu` or `Alphabetic`; nil if it is not known.
    init?(name: String, isNegated: Bool) {
        self.isNegated = isNegated
        let parts = name.split(separator: "=", omittingEmptySubsequences: false)
        if parts.count == 2, parts[0] == "gc" || parts[0] == "General_Category" {
            guard let categories = Self.categories[String(parts[1])] else { return nil }
            test = .categories(categories)
            return
        }
        switch name {
        case "Alphabetic", "Alpha": test = .alphabetic
        case "Lowercase", "Lower": test = .lowercase
        case "Uppercase", "Upper": test = .uppercase
        case "White_Space", "space": test = .whiteSpace
        case "ASCII": test = .ascii
        case "Any": test = .any
        default:
            guard let categories = Self.categories[name] else { return nil }
            test = .categories(categories)
        }
    }

    /// The general categories by short and long name.
    private static let categories: [String: Set<Unicode.GeneralCategory>] = {
        let single: [(String, String, Unicode.GeneralCategory)] = [
            ("Lu", "Uppercase_Letter", .uppercaseLetter),
            ("Ll", "Lowercase_Letter", .lowercaseLetter),
            ("Lt", "Titlecase_Letter", .titlecaseLetter),
            ("Lm", "Modifier_Letter", .modifierLetter), ("Lo", "Other_Letter", .otherLetter),
            ("Mn", "Nonspacing_Mark", .nonspacingMark), ("Mc", "Spacing_Mark", .spacingMark),
            ("Me", "Enclosing_Mark", .enclosingMark), ("Nd", "Decimal_Number", .decimalNumber),
            ("Nl", "Letter_Number", .letterNumber), ("No", "Other_Number", .otherNumber),
            ("Pc", "Connector_Punctuation", .connectorPunctuation),
            ("Pd", "Dash_Punctuation", .dashPunctuation),
            ("Ps", "Open_Punctuation", .openPunctuation),
            ("Pe", "Close_Punctuation", .closePunctuation),
            ("Pi", "Initial_Punctuation", .initialPunctuation),
            ("Pf", "Final_Punctuation", .finalPunctuation),
            ("Po", "Other_Punctuation", .otherPunctuation), ("Sm", "Math_Symbol", .mathSymbol),
            ("Sc", "Currency_Symbol", .currencySymbol),
            ("Sk", "Modifier_Symbol", .modifierSymbol), ("So", "Other_Symbol", .otherSymbol),
            ("Zs", "Space_Separator", .spaceSeparator), ("Zl", "Line_Separator", .lineSeparator),
            ("Zp", "Paragraph_Separator", .paragraphSeparator), ("Cc", "Control", .control),
            ("Cf", "Format", .format), ("Cs", "Surrogate", .surrogate),
            ("Co", "Private_Use", .privateUse), ("Cn", "Unassigned", .unassigned),
        ]
        let groups = [
            ("L", "Letter"), ("M", "Mark"), ("N", "Number"), ("P", "Punctuation"),
            ("S", "Symbol"), ("Z", "Separator"), ("C", "Other"),
        ]
        var result: [String: Set<Unicode.GeneralCategory>] = [:]
        for (short, long, category) in single {
            result[short] = [category]
            result[long] = [category]
        }
        for (short, long) in groups {
            let members = Set(single.filter { $0.0.hasPrefix(short) }.map(\.2))
            result[short] = members
            result[long] = members
        }
        result["LC"] = [.uppercaseLetter, .lowercaseLetter, .titlecaseLetter]
        result["Cased_Letter"] = result["LC"]
        result["digit"] = [.decimalNumber]
        result["punct"] = result["P"]
        result["cntrl"] = [.control]
        return result
    }()
}
