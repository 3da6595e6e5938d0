/// An expression with what is known of its type.
struct Typed {
    var syntax: Syntax
    var type: FEELType

    init(_ syntax: Syntax, _ type: FEELType = .any) {
        self.syntax = syntax
        self.type = type
    }
}

/// Reads FEEL by recursive descent; each function is a level of precedence (rules 1 to 65).
struct Parser {
    var scanner: Scanner
    var names: NameResolution
    /// The slot that `?` stands for, and whether it was used.
    var input: Int?
    var inputNames: Set<String> = ["?"]
    var usesInput = false
    /// The slots of `partial` that bodies of iterations read.
    var usedPartials: Set<Int> = []
    /// Whether `[` may be the end of an open interval rather than a filter.
    var bracketMayClose = false
    private var depth = 0
    private var links = 0

    /// How many operators and paths may follow each other in all: each nests what stands before it.
    static let linkLimit = 1_000
    /// How deep expressions may nest.
    static let depthLimit = 150

    init(_ text: String, scope: FEELScope) {
        scanner = Scanner(text)
        names = NameResolution(scope)
    }

    /// The whole text as one expression.
    mutating func wholeExpression() throws(FEELSyntaxError) -> Syntax {
        let result = try expression()
        try requireEnd()
        return result.syntax
    }

    mutating func requireEnd() throws(FEELSyntaxError) {
        scanner.skipSpace()
        guard scanner.atEnd else {
            throw scanner.failure("the expression should have ended here")
        }
    }

    /// Counts an operator or path that takes what stands before it as its operand.
    mutating func countLink() throws(FEELSyntaxError) {
        links += 1
        guard links <= Self.linkLimit else {
            throw scanner.failure("the expression has more than \(Self.linkLimit) operators")
        }
    }

    mutating func require(_ text: String, _ purpose: String) throws(FEELSyntaxError) {
        guard scanner.take(text) else {
            throw scanner.failure("expected '\(text)' \(purpose)")
        }
    }

    mutating func requireWord(_ word: String, _ purpose: String) throws(FEELSyntaxError) {
        guard scanner.takeWord(word) else {
            throw scanner.failure("expected '\(word)' \(purpose)")
        }
    }

    // MARK: Levels of precedence

    mutating func expression() throws(FEELSyntaxError) -> Typed {
        guard depth < Self.depthLimit else {
            throw scanner.failure("the expression is nested more than \(Self.depthLimit) deep")
        }
        depth += 1
        let outer = bracketMayClose
        bracketMayClose = false
        let result = try disjunction()
        bracketMayClose = outer
        depth -= 1
        return result
    }

    private mutating func disjunction() throws(FEELSyntaxError) -> Typed {
        var left = try conjunction()
        while scanner.takeWord("or") {
            try countLink()
            left = Typed(.or(left.syntax, try conjunction().syntax), .boolean)
        }
        return left
    }

    private mutating func conjunction() throws(FEELSyntaxError) -> Typed {
        var left = try comparison()
        while scanner.takeWord("and") {
            try countLink()
            left = Typed(.and(left.syntax, try comparison().syntax), .boolean)
        }
        return left
    }

    private mutating func comparison() throws(FEELSyntaxError) -> Typed {
        var left = try additive()
        while true {
            scanner.skipSpace()
            let place = scanner.position
            if let operation = comparisonOperator() {
                try countLink()
                scanner.skipSpace()
                // A range such as (< 5) is compared in parentheses; `a == b` is a slip.
                if let next = scanner.current, "<>=!".unicodeScalars.contains(next) {
                    throw scanner.failure("'\(next)' cannot follow a comparison operator")
                }
                let right = try additive()
                left = Typed(.at(place, .binary(operation, left.syntax, right.syntax)), .boolean)
            } else if scanner.takeWord("between") {
                try countLink()
                let low = try additive()
                try requireWord("and", "between the two bounds")
                let high = try additive()
                left = Typed(.at(place, .between(left.syntax, low.syntax, high.syntax)), .boolean)
            } else if scanner.takeWord("in") {
                try countLink()
                let tests = try testsOfIn()
                left = Typed(.at(place, .isIn(left.syntax, tests)), .boolean)
            } else {
                return left
            }
        }
    }

    private mutating func comparisonOperator() -> BinaryOperator? {
        if scanner.take("<=") { return .lessOrEqual }
        if scanner.take(">=") { return .greaterOrEqual }
        if scanner.take("!=") { return .notEqual }
        if scanner.take("<") { return .less }
        if scanner.take(">") { return .greater }
        if scanner.take("=") { return .equal }
        return nil
    }

    /// What follows `in`: one test, or several in parentheses.
    private mutating func testsOfIn() throws(FEELSyntaxError) -> [Syntax] {
        if scanner.sees("(") {
            let saved = self
            if let tests = try? parenthesizedTests() { return tests }
            self = saved
        }
        return [try additive().syntax]
    }

    private mutating func parenthesizedTests() throws(FEELSyntaxError) -> [Syntax] {
        try require("(", "before the tests")
        var tests: [Syntax] = []
        repeat {
            tests.append(try expression().syntax)
        } while scanner.take(",")
        // Two points make it an interval, which is parsed elsewhere.
        try require(")", "after the tests")
        // What goes on is an expression that begins with a parenthesis.
        scanner.skipSpace()
        if let next = scanner.current, "+-*/[.".unicodeScalars.contains(next) {
            throw scanner.failure("the tests should have ended here")
        }
        return tests
    }

    mutating func additive() throws(FEELSyntaxError) -> Typed {
        var left = try multiplicative()
        while true {
            scanner.skipSpace()
            let place = scanner.position
            let operation: BinaryOperator
            if scanner.take("+") {
                operation = .add
            } else if scanner.take("-") {
                operation = .subtract
            } else {
                return left
            }
            try countLink()
            let right = try multiplicative()
            let type: FEELType = left.type == right.type && left.type == .number ? .number : .any
            left = Typed(.at(place, .binary(operation, left.syntax, right.syntax)), type)
        }
    }

    private mutating func multiplicative() throws(FEELSyntaxError) -> Typed {
        var left = try exponentiation()
        while true {
            scanner.skipSpace()
            let place = scanner.position
            let operation: BinaryOperator
            if scanner.sees("**") { return left }
            if scanner.take("*") {
                operation = .multiply
            } else if scanner.take("/") {
                operation = .divide
            } else {
                return left
            }
            try countLink()
            let right = try exponentiation()
            let type: FEELType = left.type == right.type && left.type == .number ? .number : .any
            left = Typed(.at(place, .binary(operation, left.syntax, right.syntax)), type)
        }
    }

    private mutating func exponentiation() throws(FEELSyntaxError) -> Typed {
        var left = try unary()
        while true {
            scanner.skipSpace()
            let place = scanner.position
            guard scanner.take("**") else { return left }
            try countLink()
            let right = try unary()
            left = Typed(.at(place, .binary(.power, left.syntax, right.syntax)), .number)
        }
    }

    private mutating func unary() throws(FEELSyntaxError) -> Typed {
        scanner.skipSpace()
        let place = scanner.position
        var negations = 0
        while scanner.take("-") { negations += 1 }
        guard negations <= Self.depthLimit else {
            throw scanner.failure("there are too many minus signs")
        }
        // The minus before a number belongs to it (rule 37), and so stands closer than what follows.
        var literal: Typed?
        scanner.skipSpace()
        if negations > 0, let number = try scanner.number() {
            negations -= 1
            literal = Typed(.literal(.number(-number)), .number)
        }
        var operand = try postfix(literal)
        for _ in 0..<negations {
            if case .literal(.number(let value)) = operand.syntax.bare {
                operand.syntax = .literal(.number(-value))
            } else {
                operand.syntax = .at(place, .negate(operand.syntax))
            }
        }
        return operand
    }
}
