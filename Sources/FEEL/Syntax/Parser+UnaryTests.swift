/// The cells of decision tables (rules 13 to 15).
extension Parser {
    /// The whole text as unary tests on the value in a slot; nil for `-`, which all values pass.
    mutating func wholeUnaryTests(input: Int) throws(FEELSyntaxError) -> Syntax? {
        self.input = input
        scanner.skipSpace()
        if scanner.atEnd { return nil }
        if scanner.current == "-" {
            var rest = scanner
            rest.position += 1
            rest.skipSpace()
            if rest.atEnd { return nil }
        }
        if scanner.seesWord("not") {
            let saved = self
            if let tests = try? negatedTests(input: input) { return tests }
            self = saved
        }
        let tests = try tests(input: input)
        try requireEnd()
        return .unaryTests(input: input, tests, negated: false)
    }

    private mutating func negatedTests(input: Int) throws(FEELSyntaxError) -> Syntax {
        scanner.position += "not".unicodeScalars.count
        try require("(", "after 'not'")
        let tests = try tests(input: input)
        try require(")", "after the tests")
        try requireEnd()
        return .unaryTests(input: input, tests, negated: true)
    }

    private mutating func tests(input: Int) throws(FEELSyntaxError) -> [Syntax] {
        var tests: [Syntax] = []
        repeat {
            usesInput = false
            let test = try expression().syntax
            tests.append(.unaryTest(input: input, test, namesInput: usesInput))
        } while scanner.take(",")
        return tests
    }
}
