/// Turns syntax into a program.
struct Compiler {
    private(set) var nodes: [Node] = []
    private(set) var operands: [Int32] = []
    private(set) var constants: [FEELValue] = []
    private(set) var names: [String] = []
    private(set) var nameLists: [[String]] = []
    private(set) var iterations: [Program.Iteration] = []
    private(set) var contexts: [Program.ContextShape] = []
    private(set) var lambdas: [Lambda] = []
    private(set) var types: [FEELType] = []
    let table: FEELTypeTable
    private var place: Int32 = 0

    private init(table: FEELTypeTable) {
        self.table = table
    }

    /// The program of an expression in a frame of a given size.
    static func compile(_ syntax: Syntax, frameSize: Int, types: FEELTypeTable) -> Program {
        var compiler = Compiler(table: types)
        let root = compiler.node(syntax)
        return Program(compiler, root: root, frameSize: frameSize)
    }

    private mutating func emit(
        _ operation: Node.Operation, _ a: Int32 = 0, _ b: Int32 = 0, _ c: Int32 = 0
    )
        -> Int32
    {
        nodes.append(Node(operation: operation, a: a, b: b, c: c, place: place))
        return Int32(nodes.count - 1)
    }

    private mutating func name(_ text: String) -> Int32 {
        if let known = names.firstIndex(of: text) { return Int32(known) }
        names.append(text)
        return Int32(names.count - 1)
    }

    /// Nodes for a list of operands, laid side by side.
    private mutating func all(_ list: [Syntax]) -> (first: Int32, count: Int32) {
        let compiled = list.map { node($0) }
        operands.append(contentsOf: compiled)
        return (Int32(operands.count - compiled.count), Int32(compiled.count))
    }

    private mutating func node(_ syntax: Syntax) -> Int32 {
        switch syntax {
        case .at(let offset, let inner):
            let outer = place
            place = Int32(offset)
            defer { place = outer }
            return node(inner)
        case .literal(let value):
            constants.append(value)
            return emit(.constant, Int32(constants.count - 1))
        case .slot(let slot): return emit(.slot, Int32(slot))
        case .itemMember(let text, let item, let otherwise):
            let outside = node(otherwise)
            return emit(.itemMember, name(text), Int32(item), outside)
        case .unknownName(let text): return emit(.unknownName, name(text))
        case .builtin(let builtin):
            constants.append(.function(builtin.function))
            return emit(.constant, Int32(constants.count - 1))
        case .negate(let operand): return emit(.negate, node(operand))
        case .binary(let operation, let left, let right):
            let operands = (node(left), node(right))
            return emit(operation.node, operands.0, operands.1)
        case .and(let left, let right):
            let operands = (node(left), node(right))
            return emit(.and, operands.0, operands.1)
        case .or(let left, let right):
            let operands = (node(left), node(right))
            return emit(.or, operands.0, operands.1)
        case .between(let value, let low, let high):
            let parts = (node(value), node(low), node(high))
            return emit(.between, parts.0, parts.1, parts.2)
        case .condition(let condition, let then, let otherwise):
            let parts = (node(condition), node(then), node(otherwise))
            return emit(.condition, parts.0, parts.1, parts.2)
        case .isIn(let value, let tests):
            let value = node(value)
            let tests = all(tests)
            return emit(.isIn, value, tests.first, tests.count)
        case .list(let items):
            if let constant = Self.constant(syntax) { return node(.literal(constant)) }
            let items = all(items)
            return emit(.list, items.first, items.count)
        case .interval(let start, let end, let startIncluded, let endIncluded):
            let bounds = (node(start), node(end))
            return emit(
                .interval, bounds.0, bounds.1, (startIncluded ? 1 : 0) | (endIncluded ? 2 : 0))
        case .comparisonRange(let form, let value):
            return emit(.comparisonRange, node(value), form.code)
        case .path(let value, let member):
            let value = node(value)
            return emit(.path, value, name(member))
        case .filter(let list, let item, let condition):
            let list = node(list)
            return emit(.filter, list, Int32(item), node(condition))
        case .instanceOf(let value, let type):
            types.append(type)
            let index = Int32(types.count - 1)
            return emit(.instanceOf, node(value), index)
        case .unaryTests(let input, let tests, let negated):
            let tests = all(tests)
            return emit(
                negated ? .negatedUnaryTests : .unaryTests, Int32(input), tests.first, tests.count)
        case .unaryTest(let input, let test, let namesInput):
            return emit(.unaryTest, Int32(input), node(test), namesInput ? 1 : 0)
        case .iteration, .quantified, .context, .call, .namedCall, .function:
            return composite(syntax)
        }
    }

    private mutating func composite(_ syntax: Syntax) -> Int32 {
        switch syntax {
        case .iteration(let iterators, let partial, let body):
            return emit(.iteration, iteration(iterators, body, partial: partial))
        case .quantified(let every, let iterators, let body):
            return emit(.quantified, iteration(iterators, body, every: every))
        case .context(let entries):
            let keys = entries.map(\.key)
            contexts.append(
                Program.ContextShape(
                    layout: FEELContext.Layout(keys), slots: entries.map(\.slot),
                    values: entries.map { node($0.value) },
                    hasDuplicates: Set(keys).count != keys.count))
            return emit(.context, Int32(contexts.count - 1))
        case .call(let callee, let arguments):
            if case .builtin(let builtin) = callee.bare {
                let arguments = all(arguments)
                return emit(.callBuiltin, builtin.code, arguments.first, arguments.count)
            }
            let callee = node(callee)
            let arguments = all(arguments)
            return emit(.call, callee, arguments.first, arguments.count)
        case .namedCall(let callee, let arguments):
            let callee = node(callee)
            let values = all(arguments.map(\.value))
            nameLists.append(arguments.map(\.name))
            return emit(.namedCall, callee, values.first, Int32(nameLists.count - 1))
        case .function(let lambda):
            let program = Self.compile(lambda.body, frameSize: lambda.frameSize, types: table)
            lambdas.append(Lambda(lambda, program: program))
            return emit(.function, Int32(lambdas.count - 1))
        default:
            return emit(.constant)
        }
    }

    private mutating func iteration(
        _ iterators: [Syntax.Iterator], _ body: Syntax, partial: Int = -1, every: Bool = false
    ) -> Int32 {
        let compiled = iterators.map { iterator in
            let domain = node(iterator.domain)
            let end = iterator.end.map { node($0) } ?? -1
            return Program.Iteration.Iterator(slot: iterator.slot, domain: domain, end: end)
        }
        let record = Program.Iteration(
            iterators: compiled, body: node(body), partial: partial, every: every)
        iterations.append(record)
        return Int32(iterations.count - 1)
    }

    /// The value of an expression that is written out; nil if it has to be computed.
    static func constant(_ syntax: Syntax) -> FEELValue? {
        switch syntax {
        case .at(_, let inner): return constant(inner)
        case .literal(let value): return value
        case .list(let items):
            var values: [FEELValue] = []
            for item in items {
                guard let value = constant(item) else { return nil }
                values.append(value)
            }
            return .list(values)
        default: return nil
        }
    }
}

extension BinaryOperator {
    fileprivate var node: Node.Operation {
        switch self {
        case .add: .add
        case .subtract: .subtract
        case .multiply: .multiply
        case .divide: .divide
        case .power: .power
        case .equal: .equal
        case .notEqual: .notEqual
        case .less: .less
        case .lessOrEqual: .lessOrEqual
        case .greater: .greater
        case .greaterOrEqual: .greaterOrEqual
        }
    }
}

extension FEELRange.Form {
    /// The form as a number.
    var code: Int32 {
        switch self {
        case .interval: 0
        case .less: 1
        case .lessOrEqual: 2
        case .greater: 3
        case .greaterOrEqual: 4
        case .equal: 5
        case .notEqual: 6
        }
    }

    init(code: Int32) {
        switch code {
        case 1: self = .less
        case 2: self = .lessOrEqual
        case 3: self = .greater
        case 4: self = .greaterOrEqual
        case 5: self = .equal
        case 6: self = .notEqual
        default: self = .interval
        }
    }
}
