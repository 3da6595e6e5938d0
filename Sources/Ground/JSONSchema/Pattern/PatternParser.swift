/// Why a text is no pattern that can be used.
struct PatternError: Error, Equatable {
    let reason: String
}

/// A pattern as a tree.
indirect enum PatternTree: Equatable {
    case empty
    case set(ScalarSet)
    case sequence([PatternTree])
    case alternatives([PatternTree])
    case repeated(PatternTree, least: Int, most: Int?, isLazy: Bool)
    case capture(PatternTree, Int)
    case start
    case end
    case wordBoundary(isNegated: Bool)
    case look(PatternTree, isBehind: Bool, isNegated: Bool)
    case backreference(Int)
    case namedBackreference(String)
}

/// Reads a regular expression of ECMA-262 in its Unicode mode.
///
/// As browsers do, it takes a brace that begins no quantifier for itself, and a backslash
/// before punctuation that needs none.
struct PatternParser {
    private static let depthLimit = 64

    private let text: [UInt32]
    private var position = 0
    private var depth = 0
    private(set) var captureCount = 0
    private(set) var names: [String: Int] = [:]

    init(_ text: String) {
        self.text = text.unicodeScalars.map(\.value)
    }

    mutating func parse() throws(PatternError) -> PatternTree {
        let tree = try parseAlternatives()
        guard position == text.count else { throw PatternError(reason: "a ')' without a '('") }
        return tree
    }

    private var current: Unicode.Scalar? {
        position < text.count ? Unicode.Scalar(text[position]) : nil
    }

    private mutating func take(_ expected: String) -> Bool {
        let scalars = expected.unicodeScalars.map(\.value)
        guard text[position...].starts(with: scalars) else { return false }
        position += scalars.count
        return true
    }

    private mutating func next() -> UInt32? {
        guard position < text.count else { return nil }
        defer { position += 1 }
        return text[position]
    }

    private mutating func parseAlternatives() throws(PatternError) -> PatternTree {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthLimit else { throw PatternError(reason: "groups nest too deep") }
        var alternatives = [try parseSequence()]
        while take("|") { alternatives.append(try parseSequence()) }
        return alternatives.count == 1 ? alternatives[0] : .alternatives(alternatives)
    }

    private mutating func parseSequence() throws(PatternError) -> PatternTree {
        var terms: [PatternTree] = []
        while let scalar = current, scalar != "|", scalar != ")" {
            let term = try parseTerm()
            terms.append(try parseQuantifiers(of: term))
        }
        switch terms.count {
        case 0: return .empty
        case 1: return terms[0]
        default: return .sequence(terms)
        }
    }

    private mutating func parseTerm() throws(PatternError) -> PatternTree {
        if take("(") { return try parseGroup() }
        if take("[") { return .set(try parseClass()) }
        if take("\\") { return try parseEscape() }
        if take("^") { return .start }
        if take("$") { return .end }
        if take(".") { return .set(.dot) }
        if let scalar = current, "*+?".unicodeScalars.contains(scalar) {
            throw PatternError(reason: "nothing to repeat before '\(scalar)'")
        }
        guard let code = next() else { throw PatternError(reason: "it ends too early") }
        return .set(.range(code...code))
    }

    private mutating func parseGroup() throws(PatternError) -> PatternTree {
        var number: Int?
        var look: (isBehind: Bool, isNegated: Bool)?
        if take("?") {
            if take("=") {
                look = (false, false)
            } else if take("!") {
                look = (false, true)
            } else if take("<=") {
                look = (true, false)
            } else if take("<!") {
                look = (true, true)
            } else if take("<") {
                captureCount += 1
                number = captureCount
                let name = try parseName()
                guard names.updateValue(captureCount, forKey: name) == nil else {
                    throw PatternError(reason: "the group name '\(name)' occurs twice")
                }
            } else if !take(":") {
                throw PatternError(reason: "this kind of group is not supported")
            }
        } else {
            captureCount += 1
            number = captureCount
        }
        let body = try parseAlternatives()
        guard take(")") else { throw PatternError(reason: "a ')' is missing") }
        if let look { return .look(body, isBehind: look.isBehind, isNegated: look.isNegated) }
        return number.map { .capture(body, $0) } ?? body
    }

    /// Reads a name up to the closing angle.
    private mutating func parseName() throws(PatternError) -> String {
        var name = String.UnicodeScalarView()
        while let scalar = current, scalar != ">" {
            guard scalar.properties.isAlphabetic || scalar == "_" || ("0"..."9").contains(scalar)
            else { break }
            name.append(scalar)
            position += 1
        }
        guard !name.isEmpty, take(">") else { throw PatternError(reason: "a group name is wrong") }
        return String(name)
    }

    // MARK: Quantifiers

    private mutating func parseQuantifiers(of term: PatternTree) throws(PatternError) -> PatternTree
    {
        let bounds: (least: Int, most: Int?)
        if take("*") {
            bounds = (0, nil)
        } else if take("+") {
            bounds = (1, nil)
        } else if take("?") {
            bounds = (0, 1)
        } else if let counted = try parseCounts() {
            bounds = counted
        } else {
            return term
        }
        switch term {
        case .start, .end, .wordBoundary, .look:
            throw PatternError(reason: "an assertion cannot be repeated")
        default: break
        }
        let isLazy = take("?")
        if let scalar = current, "*+?".unicodeScalars.contains(scalar) {
            throw PatternError(reason: "nothing to repeat before '\(scalar)'")
        }
        return .repeated(term, least: bounds.least, most: bounds.most, isLazy: isLazy)
    }

    /// Reads `{n}`, `{n,}` or `{n,m}`; nil, with nothing used, for any other brace.
    private mutating func parseCounts() throws(PatternError) -> (least: Int, most: Int?)? {
        let start = position
        guard take("{"), let least = try parseCount() else {
            position = start
            return nil
        }
        var most: Int? = least
        if take(",") { most = try parseCount() }
        guard take("}") else {
            position = start
            return nil
        }
        if let most, most < least { throw PatternError(reason: "the counts are out of order") }
        return (least, most)
    }

    private mutating func parseCount() throws(PatternError) -> Int? {
        var value: Int?
        while let scalar = current, ("0"..."9").contains(scalar) {
            value = (value ?? 0) * 10 + Int(scalar.value - 0x30)
            guard value ?? 0 <= 100_000 else { throw PatternError(reason: "a count is too large") }
            position += 1
        }
        return value
    }

    // MARK: Classes and escapes

    private mutating func parseClass() throws(PatternError) -> ScalarSet {
        var result = ScalarSet()
        let isNegated = take("^")
        while !take("]") {
            let (low, isSingle) = try parseClassAtom()
            guard isSingle, position + 1 < text.count, current == "-", text[position + 1] != 0x5D
            else {
                result.formUnion(low)
                continue
            }
            position += 1
            let (high, isSingleToo) = try parseClassAtom()
            guard isSingleToo, let first = low.ranges.first?.lowerBound,
                let last = high.ranges.first?.upperBound, first <= last
            else { throw PatternError(reason: "a range of a class is wrong") }
            result.ranges.append(first...last)
        }
        result.isNegated = isNegated
        return result
    }

    /// Reads a member of a class, and says whether it is one scalar.
    private mutating func parseClassAtom() throws(PatternError) -> (ScalarSet, isSingle: Bool) {
        guard let code = next() else { throw PatternError(reason: "a ']' is missing") }
        guard code == 0x5C else { return (.range(code...code), true) }
        if let set = try parseClassEscape() { return (set, false) }
        if take("b") { return (.range(8...8), true) }
        if take("-") { return (.range(0x2D...0x2D), true) }
        let escaped = try parseScalarEscape()
        return (.range(escaped...escaped), true)
    }

    private mutating func parseEscape() throws(PatternError) -> PatternTree {
        if take("b") { return .wordBoundary(isNegated: false) }
        if take("B") { return .wordBoundary(isNegated: true) }
        if take("k<") { return .namedBackreference(try parseName()) }
        if let scalar = current, ("1"..."9").contains(scalar) {
            return .backreference(try parseCount() ?? 0)
        }
        if let set = try parseClassEscape() { return .set(set) }
        let code = try parseScalarEscape()
        return .set(.range(code...code))
    }

    /// Reads `d D w W s S p{…} P{…}`; nil, with nothing used, for any other.
    private mutating func parseClassEscape() throws(PatternError) -> ScalarSet? {
        if take("d") { return .digit }
        if take("D") { return ScalarSet.digit.complement }
        if take("w") { return .word }
        if take("W") { return ScalarSet.word.complement }
        if take("s") { return .space }
        if take("S") { return ScalarSet.space.complement }
        let isNegated = take("P{")
        guard isNegated || take("p{") else { return nil }
        var name = String.UnicodeScalarView()
        while let scalar = current, scalar != "}" {
            name.append(scalar)
            position += 1
        }
        guard take("}"), let property = UnicodeProperty(name: String(name), isNegated: isNegated)
        else { throw PatternError(reason: "the Unicode property '\(name)' is not supported") }
        return ScalarSet(properties: [property])
    }

    private mutating func parseScalarEscape() throws(PatternError) -> UInt32 {
        guard let code = next(), let letter = Unicode.Scalar(code) else {
            throw PatternError(reason: "it ends with a backslash")
        }
        switch letter {
        case "t": return 0x09
        case "n": return 0x0A
        case "v": return 0x0B
        case "f": return 0x0C
        case "r": return 0x0D
        case "0":
            if let digit = current, ("0"..."9").contains(digit) {
                throw PatternError(reason: "octal escapes are not supported")
            }
            return 0
        case "c":
            guard let control = next(), (0x41...0x5A).contains(control & ~0x20) else {
                throw PatternError(reason: "a control escape is wrong")
            }
            return control & 0x1F
        case "x": return try parseHex(count: 2)
        case "u": return try parseUnicodeEscape()
        default:
            let isLetterOrDigit = ScalarSet.word.contains(code) && letter != "_"
            guard !isLetterOrDigit, code < 0x80 else {
                throw PatternError(reason: "the escape '\\\(letter)' is not known")
            }
            return code
        }
    }

    private mutating func parseUnicodeEscape() throws(PatternError) -> UInt32 {
        var code: UInt32
        if take("{") {
            code = 0
            var isEmpty = true
            while let digit = current.flatMap({ Character($0).hexDigitValue }), code <= 0x10FFFF {
                code = code << 4 | UInt32(digit)
                isEmpty = false
                position += 1
            }
            guard !isEmpty, take("}") else { throw PatternError(reason: "a \\u escape is wrong") }
        } else {
            code = try parseHex(count: 4)
            if (0xD800..<0xDC00).contains(code), take("\\u") {
                let low = try parseHex(count: 4)
                guard (0xDC00..<0xE000).contains(low) else {
                    throw PatternError(reason: "a surrogate has no partner")
                }
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            }
        }
        guard Unicode.Scalar(code) != nil else {
            throw PatternError(reason: "a \\u escape names no character")
        }
        return code
    }

    private mutating func parseHex(count: Int) throws(PatternError) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<count {
            guard let digit = current.flatMap({ Character($0).hexDigitValue }) else {
                throw PatternError(reason: "a hexadecimal digit is missing")
            }
            code = code << 4 | UInt32(digit)
            position += 1
        }
        return code
    }
}
