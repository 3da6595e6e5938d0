/// The cells of decision tables (7.3.3 and 10.3.2.8).
extension Evaluator {
    /// Whether the input passes any of the tests.
    mutating func unaryTests(_ node: Node) -> Bool? {
        var unknown = false
        for index in Int(node.b)..<Int(node.b + node.c) {
            let test = program.nodes[Int(program.operands[index])]
            let outcome =
                test.operation == .unaryTest
                ? unaryTest(test) : value(program.operands[index]).boolean
            if outcome == true { return true }
            if outcome == nil { unknown = true }
        }
        return unknown ? nil : false
    }

    mutating func unaryTest(_ node: Node) -> Bool? {
        let test = value(node.b)
        // A test that names the input has decided already.
        if node.c != 0 {
            if case .boolean(let outcome) = test { return outcome }
            // One that came to nothing is not passed by null either.
            if test.isNull { return nil }
        }
        let input = frame[Int(node.a)]
        if case .boolean(let outcome) = test {
            if case .boolean(let value) = input { return value == outcome }
            // A condition on other things, such as another input.
            let isLiteral = program.nodes[Int(node.b)].operation == .constant
            return isLiteral ? input.isNull ? false : nil : outcome
        }
        if test.isNull { return input.isNull }
        return input.isIn(test)
    }
}
