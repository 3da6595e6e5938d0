/// A word of the expression language.
enum Token: Equatable {
    case identifier(String)
    case string(String)
    case integer(Int64)
    case float(Double)
    /// An operator, a bracket or a keyword, in the spelling with signs.
    case symbol(String)
    case end
}

/// Cuts an expression into words.
struct Lexer {
    let text: String
    let bytes: [UInt8]
    var position = 0
    /// Where the word that was read last starts.
    private(set) var start = 0

    init(_ text: String) {
        self.text = text
        bytes = Array(text.utf8)
    }

    func failure(_ reason: String, at offset: Int? = nil) -> JUELSyntaxError {
        JUELSyntaxError(expression: text, offset: offset ?? position, reason: reason)
    }

    func byte(at offset: Int = 0) -> UInt8 {
        position + offset < bytes.count ? bytes[position + offset] : 0
    }

    /// Reads plain text up to the next `${` or `#{`; a backslash before these takes their meaning.
    mutating func plainText() -> String {
        var result: [UInt8] = []
        while position < bytes.count {
            let current = byte()
            if isStart(at: 0) { break }
            if current == UInt8(ascii: "\\"), isStart(at: 1) {
                result += [byte(at: 1), byte(at: 2)]
                position += 3
                continue
            }
            if current == UInt8(ascii: "\\"), byte(at: 1) == UInt8(ascii: "\\") { position += 1 }
            result.append(current)
            position += 1
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// Whether an evaluated part starts here.
    func isStart(at offset: Int) -> Bool {
        let sign = byte(at: offset)
        return (sign == UInt8(ascii: "$") || sign == UInt8(ascii: "#"))
            && byte(at: offset + 1) == UInt8(ascii: "{")
    }

    mutating func next() throws(JUELSyntaxError) -> Token {
        while position < bytes.count, bytes[position] <= 0x20 { position += 1 }
        start = position
        guard position < bytes.count else { return .end }
        let current = byte()
        switch current {
        case UInt8(ascii: "'"), UInt8(ascii: "\""): return .string(try string(quote: current))
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        case UInt8(ascii: "."):
            if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte(at: 1)) { return try number() }
        default: break
        }
        if isNameStart(current) { return word() }
        return try sign()
    }

    private mutating func string(quote: UInt8) throws(JUELSyntaxError) -> String {
        position += 1
        var result: [UInt8] = []
        while position < bytes.count {
            let current = byte()
            position += 1
            if current == quote { return String(decoding: result, as: UTF8.self) }
            guard current == UInt8(ascii: "\\") else {
                result.append(current)
                continue
            }
            let escaped = byte()
            guard
                escaped == UInt8(ascii: "\\") || escaped == UInt8(ascii: "'")
                    || escaped == UInt8(ascii: "\"")
            else { throw failure("invalid escape sequence") }
            result.append(escaped)
            position += 1
        }
        throw failure("unterminated string", at: start)
    }

    private mutating func number() throws(JUELSyntaxError) -> Token {
        var isWhole = true
        skipDigits()
        if byte() == UInt8(ascii: ".") {
            isWhole = false
            position += 1
            skipDigits()
        }
        if byte() | 0x20 == UInt8(ascii: "e") {
            let isSigned = byte(at: 1) == UInt8(ascii: "+") || byte(at: 1) == UInt8(ascii: "-")
            let digit = byte(at: isSigned ? 2 : 1)
            if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) {
                isWhole = false
                position += isSigned ? 2 : 1
                skipDigits()
            }
        }
        let spelling = String(decoding: bytes[start..<position], as: UTF8.self)
        if isWhole {
            guard let value = Int64(spelling) else {
                throw failure("the number \(spelling) is too large", at: start)
            }
            return .integer(value)
        }
        let complete = spelling.hasPrefix(".") ? "0" + spelling : spelling
        guard let value = Double(complete.hasSuffix(".") ? complete + "0" : complete) else {
            throw failure("\(spelling) is no number", at: start)
        }
        return .float(value)
    }

    private mutating func skipDigits() {
        while (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte()) { position += 1 }
    }

    private func isNameStart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...:
            true
        default: false
        }
    }

    private mutating func word() -> Token {
        while isNameStart(byte()) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte()) {
            position += 1
        }
        let word = String(decoding: bytes[start..<position], as: UTF8.self)
        switch word {
        case "and": return .symbol("&&")
        case "or": return .symbol("||")
        case "not": return .symbol("!")
        case "div": return .symbol("/")
        case "mod": return .symbol("%")
        case "eq": return .symbol("==")
        case "ne": return .symbol("!=")
        case "lt": return .symbol("<")
        case "gt": return .symbol(">")
        case "le": return .symbol("<=")
        case "ge": return .symbol(">=")
        case "empty", "true", "false", "null", "instanceof": return .symbol(word)
        default: return .identifier(word)
        }
    }

    private mutating func sign() throws(JUELSyntaxError) -> Token {
        let pair = String(decoding: [byte(), byte(at: 1)], as: UTF8.self)
        if ["&&", "||", "==", "!=", "<=", ">="].contains(pair) {
            position += 2
            return .symbol(pair)
        }
        let single = String(decoding: [byte()], as: UTF8.self)
        guard "+-*/%<>!?:.,()[]}".contains(single) else {
            throw failure("invalid character '\(single)'")
        }
        position += 1
        return .symbol(single)
    }
}
