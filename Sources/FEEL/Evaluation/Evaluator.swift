/// Runs a program in a frame.
struct Evaluator {
    let program: Program
    var frame: [FEELValue]
    let session: EvaluationSession

    /// Creates an evaluator; the frame is filled up to the size that the program needs.
    init(_ program: Program, frame: [FEELValue], session: EvaluationSession) {
        self.program = program
        self.frame = frame
        self.session = session
        let missing = program.frameSize - frame.count
        if missing > 0 { self.frame.append(contentsOf: repeatElement(.null, count: missing)) }
    }

    mutating func run() -> FEELValue {
        value(program.root)
    }

    mutating func value(_ index: Int32) -> FEELValue {
        let node = program.nodes[Int(index)]
        switch node.operation {
        case .constant: return program.constants[Int(node.a)]
        case .slot: return frame[Int(node.a)]
        case .add, .subtract, .multiply, .divide, .power: return arithmetic(node)
        case .equal:
            let left = value(node.a)
            return FEELValue(left.equals(value(node.b)))
        case .notEqual:
            let left = value(node.a)
            return FEELValue(left.equals(value(node.b)).map { !$0 })
        case .less, .lessOrEqual, .greater, .greaterOrEqual: return comparison(node)
        case .and: return conjunction(node, neutral: true)
        case .or: return conjunction(node, neutral: false)
        case .condition:
            if case .boolean(true) = value(node.a) { return value(node.b) }
            return value(node.c)
        case .negate: return negation(node)
        case .between: return between(node)
        case .path: return path(node)
        case .itemMember: return itemMember(node)
        case .unaryTest: return FEELValue(unaryTest(node))
        case .unaryTests: return FEELValue(unaryTests(node))
        case .negatedUnaryTests: return FEELValue(unaryTests(node).map { !$0 })
        default: return composite(node)
        }
    }

    @inline(never)
    private mutating func composite(_ node: Node) -> FEELValue {
        switch node.operation {
        case .unknownName:
            return warn("there is nothing named '\(program.names[Int(node.a)])'", node)
        case .isIn: return isIn(node)
        case .list:
            return .list(operands(node.a, node.b))
        case .context: return context(node)
        case .interval: return interval(node)
        case .comparisonRange:
            return .range(FEELRange(FEELRange.Form(code: node.b), value(node.a)))
        case .iteration: return iteration(node)
        case .quantified: return quantified(node)
        case .filter: return filter(node)
        case .instanceOf:
            let type = program.types[Int(node.b)]
            return .boolean(program.table.isInstance(value(node.a), of: type))
        case .call: return call(node)
        case .callBuiltin:
            let arguments = operands(node.b, node.c)
            return Builtin.inCodeOrder[Int(node.a)].call(arguments, self, node)
        case .namedCall: return namedCall(node)
        case .function: return function(node)
        default: return .null
        }
    }

    /// Keeps a warning with the place of a node; answers null.
    func warn(_ message: @autoclosure () -> String, _ node: Node) -> FEELValue {
        session.warn(message(), at: Int(node.place))
    }

    mutating func operands(_ first: Int32, _ count: Int32) -> [FEELValue] {
        var values: [FEELValue] = []
        values.reserveCapacity(Int(count))
        for index in Int(first)..<Int(first + count) {
            values.append(value(program.operands[index]))
        }
        return values
    }

    // MARK: Logic and comparison

    /// `and`, and `or` with the roles of true and false changed (Table 50).
    private mutating func conjunction(_ node: Node, neutral: Bool) -> FEELValue {
        let left = value(node.a).boolean
        if left == !neutral { return .boolean(!neutral) }
        let right = value(node.b).boolean
        if right == !neutral { return .boolean(!neutral) }
        return left == nil || right == nil ? .null : .boolean(neutral)
    }

    private mutating func comparison(_ node: Node) -> FEELValue {
        let left = value(node.a)
        let right = value(node.b)
        guard let order = left.order(to: right) else {
            if left.isNull || right.isNull { return .null }
            return warn("a \(left.kind) cannot be compared with a \(right.kind)", node)
        }
        switch node.operation {
        case .less: return .boolean(order < 0)
        case .lessOrEqual: return .boolean(order <= 0)
        case .greater: return .boolean(order > 0)
        default: return .boolean(order >= 0)
        }
    }

    private mutating func between(_ node: Node) -> FEELValue {
        let tested = value(node.a)
        let low = value(node.b)
        let high = value(node.c)
        guard let lower = tested.order(to: low), let upper = tested.order(to: high) else {
            return warn(
                "a \(tested.kind) cannot lie between a \(low.kind) and a \(high.kind)", node)
        }
        return .boolean(lower >= 0 && upper <= 0)
    }

    private mutating func isIn(_ node: Node) -> FEELValue {
        let tested = value(node.a)
        var unknown = false
        for index in Int(node.b)..<Int(node.b + node.c) {
            let operand = program.operands[index]
            let test = value(operand)
            // What cannot be compared with the bounds of an interval is in no known relation to it.
            if test.isNull, program.nodes[Int(operand)].operation == .interval {
                unknown = true
                continue
            }
            switch tested.isIn(test) {
            case true?: return .boolean(true)
            case nil: unknown = true
            case false?: break
            }
        }
        return unknown ? .null : .boolean(false)
    }
}

extension FEELValue {
    /// Whether this value passes a test: equals it, lies in it, or is in the list that it is.
    func isIn(_ test: FEELValue) -> Bool? {
        switch test {
        case .range(let range):
            if case .range = self { return equals(test) }
            return range.includes(self)
        case .list(let items):
            var unknown = false
            for item in items {
                switch isInItem(item) {
                case true?: return true
                case nil: unknown = true
                case false?: break
                }
            }
            if case .list = self, equals(test) == true { return true }
            return unknown && items.count == 1 ? nil : false
        default: return equals(test)
        }
    }

    private func isInItem(_ item: FEELValue) -> Bool? {
        if case .range(let range) = item, case .range = self { return equals(.range(range)) }
        if case .range(let range) = item { return range.includes(self) }
        return equals(item)
    }
}
