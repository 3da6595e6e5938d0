import ProcessValues

/// Compiles an expression of the Unified Expression Language 2.2 to instructions.
struct Parser {
    /// How deep brackets, signs and branches may nest.
    static let depthLimit = 100
    /// How long an expression may be, in bytes.
    static let lengthLimit = 65_536

    private var lexer: Lexer
    private var token = Token.end
    private var depth = 0
    private(set) var instructions: [Instruction] = []
    private(set) var names: [String] = []
    private(set) var functions: [(name: String, arguments: Int)] = []
    /// The methods that are called on names themselves.
    private(set) var methodCalls: [JUELExpression.MethodCall] = []

    init(_ text: String) { lexer = Lexer(text) }

    /// Compiles a text with evaluated parts; true if there is any such part.
    mutating func parseComposite() throws(JUELSyntaxError) -> Bool {
        guard lexer.bytes.count <= Parser.lengthLimit else {
            throw lexer.failure("the expression is longer than \(Parser.lengthLimit) bytes", at: 0)
        }
        var parts = 0
        var evaluated = 0
        var sign: UInt8?
        while lexer.position < lexer.bytes.count {
            if lexer.isStart(at: 0) {
                guard sign == nil || sign == lexer.byte() else {
                    throw lexer.failure("${...} and #{...} cannot be mixed in one expression")
                }
                sign = lexer.byte()
                try parseEvaluated()
                evaluated += 1
            } else {
                instructions.append(.push(.value(.string(lexer.plainText()))))
            }
            parts += 1
        }
        if parts != 1 { instructions.append(.concatenate(parts)) }
        return evaluated > 0
    }

    private mutating func parseEvaluated() throws(JUELSyntaxError) {
        lexer.position += 2
        try advance()
        try parseExpression()
        // The lexer has not read beyond the brace: the text after it is none of its words.
        guard token == .symbol("}") else { throw unexpected("'}'") }
    }

    // MARK: Tokens

    private mutating func advance() throws(JUELSyntaxError) {
        token = try lexer.next()
    }

    private mutating func take(_ symbol: String) throws(JUELSyntaxError) -> Bool {
        guard token == .symbol(symbol) else { return false }
        try advance()
        return true
    }

    private mutating func expect(_ symbol: String) throws(JUELSyntaxError) {
        guard try take(symbol) else { throw unexpected("'\(symbol)'") }
    }

    private func unexpected(_ expected: String) -> JUELSyntaxError {
        let found =
            switch token {
            case .identifier(let name): "'\(name)'"
            case .string(let text): "'\(text)'"
            case .integer(let value): "\(value)"
            case .float(let value): "\(value)"
            case .symbol(let symbol): "'\(symbol)'"
            case .end: "the end of the text"
            }
        return lexer.failure("encountered \(found), expected \(expected)", at: lexer.start)
    }

    private mutating func enter() throws(JUELSyntaxError) {
        depth += 1
        guard depth <= Parser.depthLimit else { throw lexer.failure("nesting is too deep") }
    }

    // MARK: Grammar

    private mutating func parseExpression() throws(JUELSyntaxError) {
        try enter()
        defer { depth -= 1 }
        try parseOr()
        guard try take("?") else { return }
        instructions.append(.truth)
        let condition = placeholder()
        try parseExpression()
        try expect(":")
        let end = placeholder()
        instructions[condition] = .jumpUnless(to: instructions.count)
        try parseExpression()
        instructions[end] = .jump(to: instructions.count)
    }

    /// Room for a jump whose target is not known yet.
    private mutating func placeholder() -> Int {
        instructions.append(.jump(to: 0))
        return instructions.count - 1
    }

    private mutating func parseOr() throws(JUELSyntaxError) {
        try parseAnd()
        while try take("||") {
            instructions.append(.truth)
            let jump = placeholder()
            try parseAnd()
            instructions.append(.truth)
            instructions[jump] = .jumpKeeping(if: true, to: instructions.count)
        }
    }

    private mutating func parseAnd() throws(JUELSyntaxError) {
        try parseEquality()
        while try take("&&") {
            instructions.append(.truth)
            let jump = placeholder()
            try parseEquality()
            instructions.append(.truth)
            instructions[jump] = .jumpKeeping(if: false, to: instructions.count)
        }
    }

    private mutating func parseEquality() throws(JUELSyntaxError) {
        try parseComparison()
        while true {
            let found: BinaryOperator
            switch token {
            case .symbol("=="): found = .equal
            case .symbol("!="): found = .notEqual
            default: return
            }
            try advance()
            try parseComparison()
            instructions.append(.binary(found))
        }
    }

    private mutating func parseComparison() throws(JUELSyntaxError) {
        try parseSum()
        while true {
            let found: BinaryOperator
            switch token {
            case .symbol("<"): found = .less
            case .symbol("<="): found = .lessOrEqual
            case .symbol(">"): found = .greater
            case .symbol(">="): found = .greaterOrEqual
            default: return
            }
            try advance()
            try parseSum()
            instructions.append(.binary(found))
        }
    }

    private mutating func parseSum() throws(JUELSyntaxError) {
        try parseProduct()
        while true {
            let found: BinaryOperator
            switch token {
            case .symbol("+"): found = .add
            case .symbol("-"): found = .subtract
            default: return
            }
            try advance()
            try parseProduct()
            instructions.append(.binary(found))
        }
    }

    private mutating func parseProduct() throws(JUELSyntaxError) {
        try parseUnary()
        while true {
            let found: BinaryOperator
            switch token {
            case .symbol("*"): found = .multiply
            case .symbol("/"): found = .divide
            case .symbol("%"): found = .remainder
            default: return
            }
            try advance()
            try parseUnary()
            instructions.append(.binary(found))
        }
    }

    private mutating func parseUnary() throws(JUELSyntaxError) {
        let found: UnaryOperator
        switch token {
        case .symbol("!"): found = .not
        case .symbol("-"): found = .negate
        case .symbol("empty"): found = .empty
        default: return try parseValue()
        }
        try enter()
        defer { depth -= 1 }
        try advance()
        try parseUnary()
        instructions.append(.unary(found))
    }

    private mutating func parseValue() throws(JUELSyntaxError) {
        var base: String?
        if case .identifier(let name) = token { base = name }
        let start = instructions.count
        try parsePrimary()
        if instructions.count != start + 1 { base = nil }
        while true {
            defer { base = nil }
            if try take(".") {
                guard case .identifier(let name) = token else { throw unexpected("a name") }
                try advance()
                let called = base
                if let count = try parseArguments() {
                    if let called {
                        methodCalls.append(JUELExpression.MethodCall(base: called, method: name))
                    }
                    instructions.append(.call(name, arguments: count))
                } else {
                    instructions.append(.property(name))
                }
            } else if try take("[") {
                try parseExpression()
                try expect("]")
                if let count = try parseArguments() {
                    instructions.append(.callIndexed(arguments: count))
                } else {
                    instructions.append(.index)
                }
            } else {
                return
            }
        }
    }

    /// Compiles arguments in brackets and tells how many; nil if there is no bracket.
    private mutating func parseArguments() throws(JUELSyntaxError) -> Int? {
        guard try take("(") else { return nil }
        var count = 0
        if try take(")") { return 0 }
        repeat {
            try parseExpression()
            count += 1
        } while try take(",")
        try expect(")")
        return count
    }

    private mutating func parsePrimary() throws(JUELSyntaxError) {
        switch token {
        case .string(let text): try pushConstant(.value(.string(text)))
        case .integer(let value): try pushConstant(.value(.long(value)))
        case .float(let value): try pushConstant(.value(.double(value)))
        case .symbol("true"): try pushConstant(.value(.boolean(true)))
        case .symbol("false"): try pushConstant(.value(.boolean(false)))
        case .symbol("null"): try pushConstant(.null)
        case .symbol("("):
            try advance()
            try parseExpression()
            try expect(")")
        case .identifier(let name):
            try advance()
            if let count = try parseArguments() {
                functions.append((name, count))
                instructions.append(.function(name, arguments: count))
            } else {
                if !names.contains(name) { names.append(name) }
                instructions.append(.load(name))
            }
        default: throw unexpected("a value")
        }
    }

    private mutating func pushConstant(_ value: ExpressionValue) throws(JUELSyntaxError) {
        instructions.append(.push(value))
        try advance()
    }
}
