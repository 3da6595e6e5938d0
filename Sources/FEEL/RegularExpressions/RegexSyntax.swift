/// A parsed regular expression.
indirect enum RegexNode: Sendable {
    case empty
    case set(RegexClass)
    case start
    case end
    case group(Int, RegexNode)
    case backReference(Int)
    case sequence([RegexNode])
    case alternatives([RegexNode])
    /// `maximum` is nil for no limit.
    case repetition(RegexNode, minimum: Int, maximum: Int?, greedy: Bool)

    /// The numbers that the nodes of this tree have for a question.
    func numbers(_ number: (RegexNode) -> Int?) -> Set<Int> {
        var found: Set<Int> = []
        if let own = number(self) { found.insert(own) }
        switch self {
        case .group(_, let inner), .repetition(let inner, _, _, _):
            found.formUnion(inner.numbers(number))
        case .sequence(let parts), .alternatives(let parts):
            for part in parts { found.formUnion(part.numbers(number)) }
        default: break
        }
        return found
    }
}

/// Reads the dialect of XQuery 1.0 and XPath 2.0 Functions and Operators, 7.6.1: that of XML
/// Schema with `^`, `$`, reluctant quantifiers and back-references.
struct RegexParser {
    /// Why a pattern is refused.
    struct Failure: Error {
        let message: String
    }

    private let source: [Unicode.Scalar]
    private var position = 0
    private(set) var groups = 0
    private var closedGroups: Set<Int> = []
    private var depth = 0
    private let dotMatchesAll: Bool

    /// Prepares a pattern; with the flag `x`, white space outside of classes does not count.
    init(_ pattern: String, dotMatchesAll: Bool, ignoresSpace: Bool) {
        self.dotMatchesAll = dotMatchesAll
        var scalars = Array(pattern.unicodeScalars)
        if ignoresSpace {
            var nesting = 0
            var kept: [Unicode.Scalar] = []
            for (index, scalar) in scalars.enumerated() {
                let isEscaped = index > 0 && scalars[index - 1] == "\\" && kept.last == "\\"
                if !isEscaped && scalar == "[" { nesting += 1 }
                if !isEscaped && scalar == "]" { nesting -= 1 }
                let isSpace = ["\t", "\n", "\r", " "].contains(scalar)
                if !isSpace || nesting > 0 { kept.append(scalar) }
            }
            scalars = kept
        }
        source = scalars
    }

    private var current: Unicode.Scalar? { position < source.count ? source[position] : nil }

    mutating func parse() throws(Failure) -> RegexNode {
        let node = try alternatives()
        guard current == nil else { throw Failure(message: "')' closes no group") }
        return node
    }

    private mutating func alternatives() throws(Failure) -> RegexNode {
        guard depth < 100 else { throw Failure(message: "groups are nested too deep") }
        depth += 1
        defer { depth -= 1 }
        var branches = [try sequence()]
        while current == "|" {
            position += 1
            branches.append(try sequence())
        }
        return branches.count == 1 ? branches[0] : .alternatives(branches)
    }

    private mutating func sequence() throws(Failure) -> RegexNode {
        var parts: [RegexNode] = []
        while let scalar = current, scalar != "|", scalar != ")" {
            parts.append(try quantified(try atom()))
        }
        return parts.count == 1 ? parts[0] : parts.isEmpty ? .empty : .sequence(parts)
    }

    private mutating func quantified(_ atom: RegexNode) throws(Failure) -> RegexNode {
        let bounds: (Int, Int?)
        switch current {
        case "?"?: bounds = (0, 1)
        case "*"?: bounds = (0, nil)
        case "+"?: bounds = (1, nil)
        case "{"?:
            guard let read = braces() else { throw Failure(message: "'{' begins no quantity") }
            bounds = read
        default: return atom
        }
        position += 1
        var greedy = true
        if current == "?" {
            position += 1
            greedy = false
        }
        if let maximum = bounds.1, maximum < bounds.0 {
            throw Failure(message: "the quantity's end is below its start")
        }
        if let next = current, "?*+{".unicodeScalars.contains(next) {
            throw Failure(message: "a quantity follows another one")
        }
        return .repetition(atom, minimum: bounds.0, maximum: bounds.1, greedy: greedy)
    }

    /// `{n}`, `{n,}` or `{n,m}`, leaving the position on the brace that closes it.
    private mutating func braces() -> (Int, Int?)? {
        var index = position + 1
        func number() -> Int? {
            var value: Int?
            while index < source.count, source[index].isDigit {
                value = min((value ?? 0) * 10 + Int(source[index].value - 0x30), 100_000)
                index += 1
            }
            return value
        }
        guard let minimum = number(), index < source.count else { return nil }
        var maximum: Int? = minimum
        if source[index] == "," {
            index += 1
            maximum = number()
        }
        guard index < source.count, source[index] == "}" else { return nil }
        position = index
        return (minimum, maximum)
    }

    private mutating func atom() throws(Failure) -> RegexNode {
        guard let scalar = current else { return .empty }
        position += 1
        switch scalar {
        case "(":
            if current == "?" { throw Failure(message: "'(?' is not part of this dialect") }
            groups += 1
            let number = groups
            let inner = try alternatives()
            guard current == ")" else { throw Failure(message: "a group is not closed") }
            position += 1
            closedGroups.insert(number)
            return .group(number, inner)
        case "[": return .set(try characterClass())
        case ".":
            return .set(
                dotMatchesAll
                    ? .complement(.ranges([])) : .complement(.ranges([0xA...0xA, 0xD...0xD])))
        case "^": return .start
        case "$": return .end
        case "\\": return try escape()
        case "?", "*", "+", "{": throw Failure(message: "'\(scalar)' follows nothing to repeat")
        case "]", "}": throw Failure(message: "'\(scalar)' must be escaped")
        default: return .set(.scalar(scalar))
        }
    }

    private mutating func escape() throws(Failure) -> RegexNode {
        guard let scalar = current else { throw Failure(message: "the pattern ends with '\\'") }
        guard scalar.isDigit else { return .set(try classEscape()) }
        // As many digits as there are groups for.
        var number = 0
        while let digit = current, digit.isDigit {
            let longer = number * 10 + Int(digit.value - 0x30)
            if number > 0, longer > groups { break }
            number = longer
            position += 1
        }
        guard closedGroups.contains(number) else {
            throw Failure(message: "'\\\(number)' refers to no group before it")
        }
        return .backReference(number)
    }

    /// What follows a backslash, in a class or outside.
    private mutating func classEscape() throws(Failure) -> RegexClass {
        guard let scalar = current else { throw Failure(message: "the pattern ends with '\\'") }
        position += 1
        switch scalar {
        case "n": return .scalar("\n")
        case "r": return .scalar("\r")
        case "t": return .scalar("\t")
        case "\\", "|", ".", "?", "*", "+", "(", ")", "{", "}", "-", "[", "]", "^", "$":
            return .scalar(scalar)
        case "p", "P":
            guard current == "{", let end = source[position...].firstIndex(of: "}") else {
                throw Failure(message: "'\\\(scalar)' needs a property in braces")
            }
            let name = String(String.UnicodeScalarView(source[(position + 1)..<end]))
            guard let property = RegexClass(property: name) else {
                throw Failure(message: "there is no property '\(name)'")
            }
            position = end + 1
            return scalar == "p" ? property : .complement(property)
        default:
            if let set = RegexClass(multiEscape: scalar) { return set }
            throw Failure(message: "'\\\(scalar)' is no escape")
        }
    }

    /// A class behind its opening bracket.
    private mutating func characterClass() throws(Failure) -> RegexClass {
        guard depth < 100 else { throw Failure(message: "classes are nested too deep") }
        depth += 1
        defer { depth -= 1 }
        var negated = false
        if current == "^" {
            negated = true
            position += 1
        }
        var parts: [RegexClass] = []
        var ranges: [ClosedRange<UInt32>] = []
        var subtracted: RegexClass?
        var isFirst = true
        while true {
            guard let scalar = current else { throw Failure(message: "a class is not closed") }
            if scalar == "]" {
                if isFirst { throw Failure(message: "a class is empty") }
                position += 1
                break
            }
            if scalar == "-", position + 1 < source.count, source[position + 1] == "[", !isFirst {
                position += 2
                subtracted = try characterClass()
                guard current == "]" else {
                    throw Failure(message: "a subtraction must end its class")
                }
                position += 1
                break
            }
            let item = try classItem(isFirst: isFirst)
            isFirst = false
            guard case .ranges(let one) = item, one.count == 1, one[0].count == 1,
                current == "-", position + 1 < source.count, source[position + 1] != "]",
                source[position + 1] != "["
            else {
                parts.append(item)
                continue
            }
            position += 1
            guard case .ranges(let last) = try classItem(isFirst: false), last.count == 1,
                last[0].count == 1, one[0].lowerBound <= last[0].lowerBound
            else { throw Failure(message: "a range of characters is out of order") }
            ranges.append(one[0].lowerBound...last[0].lowerBound)
        }
        if !ranges.isEmpty { parts.append(.ranges(ranges)) }
        var result: RegexClass = parts.count == 1 ? parts[0] : .union(parts)
        if negated { result = .complement(result) }
        return subtracted.map { .difference(result, $0) } ?? result
    }

    private mutating func classItem(isFirst: Bool) throws(Failure) -> RegexClass {
        guard let scalar = current else { throw Failure(message: "a class is not closed") }
        position += 1
        switch scalar {
        case "\\": return try classEscape()
        case "[": throw Failure(message: "'[' must be escaped in a class")
        case "-":
            // A hyphen stands for itself at the ends of a class alone.
            guard isFirst || current == "]" || current == "-" else {
                throw Failure(message: "'-' must be escaped in a class")
            }
            return .scalar("-")
        default: return .scalar(scalar)
        }
    }
}
