/// One step of a compiled pattern.
enum PatternInstruction: Equatable {
    /// Takes one scalar of the set with this index.
    case set(Int)
    /// Goes on at the first address, and at the second if that fails.
    case split(Int, Int)
    case jump(Int)
    /// Notes the position in a register.
    case note(Int)
    /// Fails if nothing was taken since the register was noted.
    case progress(Int)
    case start
    case end
    case wordBoundary(isNegated: Bool)
    /// Tries the body that follows, up to its `accept`, then goes on at the address.
    case look(isBehind: Bool, isNegated: Bool, then: Int)
    /// Takes what a group took.
    case backreference(Int)
    case accept
}

/// A regular expression, compiled.
struct Pattern: Sendable, Equatable {
    /// The expression as written.
    let text: String
    let instructions: [PatternInstruction]
    let sets: [ScalarSet]
    let registerCount: Int

    /// Compiles a regular expression.
    init(_ text: String) throws(PatternError) {
        var parser = PatternParser(text)
        let tree = try parser.parse()
        var builder = PatternBuilder(captureCount: parser.captureCount, names: parser.names)
        try builder.add(tree)
        try builder.append(.accept)
        self.text = text
        instructions = builder.instructions
        sets = builder.sets
        registerCount = builder.registerCount
    }
}

/// Turns the tree of a pattern into instructions.
private struct PatternBuilder {
    /// Counted repetitions are written out, so the size must have a bound.
    private static let sizeLimit = 20_000

    private let captureCount: Int
    private let names: [String: Int]
    private(set) var instructions: [PatternInstruction] = []
    private(set) var sets: [ScalarSet] = []
    private var places: [ScalarSet: Int] = [:]
    /// Two a capture, then one a loop whose body may be empty.
    private(set) var registerCount: Int

    init(captureCount: Int, names: [String: Int]) {
        self.captureCount = captureCount
        self.names = names
        registerCount = 2 * (captureCount + 1)
    }

    mutating func append(_ instruction: PatternInstruction) throws(PatternError) {
        guard instructions.count < Self.sizeLimit else {
            throw PatternError(reason: "it is too large")
        }
        instructions.append(instruction)
    }

    mutating func add(_ tree: PatternTree) throws(PatternError) {
        switch tree {
        case .empty: break
        case .set(let set):
            let index = places[set, default: sets.count]
            if index == sets.count {
                places[set] = index
                sets.append(set)
            }
            try append(.set(index))
        case .sequence(let parts):
            for part in parts { try add(part) }
        case .alternatives(let parts): try addAlternatives(parts)
        case .repeated(let body, let least, let most, let isLazy):
            try addRepetition(of: body, least: least, most: most, isLazy: isLazy)
        case .capture(let body, let number):
            try append(.note(2 * number))
            try add(body)
            try append(.note(2 * number + 1))
        case .start: try append(.start)
        case .end: try append(.end)
        case .wordBoundary(let isNegated): try append(.wordBoundary(isNegated: isNegated))
        case .look(let body, let isBehind, let isNegated):
            let place = instructions.count
            try append(.accept)
            try add(body)
            try append(.accept)
            instructions[place] = .look(
                isBehind: isBehind, isNegated: isNegated, then: instructions.count)
        case .backreference(let number):
            guard number <= captureCount else {
                throw PatternError(reason: "there is no group \(number)")
            }
            try append(.backreference(number))
        case .namedBackreference(let name):
            guard let number = names[name] else {
                throw PatternError(reason: "there is no group '\(name)'")
            }
            try append(.backreference(number))
        }
    }

    private mutating func addAlternatives(_ parts: [PatternTree]) throws(PatternError) {
        var jumps: [Int] = []
        for (index, part) in parts.enumerated() {
            guard index < parts.count - 1 else {
                try add(part)
                break
            }
            let split = instructions.count
            try append(.accept)
            try add(part)
            jumps.append(instructions.count)
            try append(.accept)
            instructions[split] = .split(split + 1, instructions.count)
        }
        for jump in jumps { instructions[jump] = .jump(instructions.count) }
    }

    private mutating func addRepetition(
        of body: PatternTree, least: Int, most: Int?, isLazy: Bool
    ) throws(PatternError) {
        for _ in 0..<least { try addPass(body) }
        guard let most else {
            let loop = instructions.count
            try append(.accept)
            let register = registerCount
            if body.mayBeEmpty {
                registerCount += 1
                try append(.note(register))
            }
            try add(body)
            if body.mayBeEmpty { try append(.progress(register)) }
            try append(.jump(loop))
            instructions[loop] = split(loop + 1, instructions.count, isLazy)
            return
        }
        var splits: [Int] = []
        for _ in least..<most {
            splits.append(instructions.count)
            try append(.accept)
            try addPass(body)
        }
        for place in splits { instructions[place] = split(place + 1, instructions.count, isLazy) }
    }

    /// Adds one pass of a repetition; an empty body costs an instruction too, so that the
    /// limit on the size also bounds the time for making it.
    private mutating func addPass(_ body: PatternTree) throws(PatternError) {
        let before = instructions.count
        try add(body)
        if instructions.count == before { try append(.jump(before + 1)) }
    }

    private func split(_ body: Int, _ rest: Int, _ isLazy: Bool) -> PatternInstruction {
        isLazy ? .split(rest, body) : .split(body, rest)
    }
}

extension PatternTree {
    /// Whether it can match without taking anything.
    fileprivate var mayBeEmpty: Bool {
        switch self {
        case .set: false
        case .sequence(let parts): parts.allSatisfy(\.mayBeEmpty)
        case .alternatives(let parts): parts.contains(where: \.mayBeEmpty)
        case .repeated(let body, let least, _, _): least == 0 || body.mayBeEmpty
        case .capture(let body, _): body.mayBeEmpty
        default: true
        }
    }
}
