/// A regular expression, compiled for a machine that backtracks without recursion.
struct Regex: Sendable {
    enum Instruction: Sendable {
        case set(Int)
        case start
        case end
        case save(Int)
        case backReference(Int)
        /// A group in a repetition has matched nothing yet, this time round.
        case forget(Int)
        /// Go on at the first place; if that fails, at the second.
        case split(Int, Int)
        case jump(Int)
        /// Remember the place in the text, so that a loop that eats nothing ends.
        case mark(Int)
        case requireProgress(Int)
        case match
    }

    private(set) var instructions: [Instruction] = []
    private(set) var sets: [RegexClass] = []
    private(set) var groups = 0
    private(set) var marks = 0
    private(set) var ignoresCase = false
    private(set) var isMultiline = false
    /// The groups that the pattern refers back to.
    private var referenced: Set<Int> = []

    /// How long a program may be: counted repetitions are written out.
    private static let lengthLimit = 50_000

    /// Compiles a pattern; throws if the pattern or the flags are wrong.
    init(_ pattern: String, flags: String = "") throws(RegexParser.Failure) {
        for flag in flags.unicodeScalars where !"smix".unicodeScalars.contains(flag) {
            throw RegexParser.Failure(message: "there is no flag '\(flag)'")
        }
        ignoresCase = flags.contains("i")
        isMultiline = flags.contains("m")
        var parser = RegexParser(
            pattern, dotMatchesAll: flags.contains("s"), ignoresSpace: flags.contains("x"))
        let node = try parser.parse()
        groups = parser.groups
        referenced = node.numbers {
            if case .backReference(let number) = $0 { number } else { nil }
        }
        try emit(.group(0, node))
        instructions.append(.match)
    }

    private mutating func emit(_ node: RegexNode) throws(RegexParser.Failure) {
        guard instructions.count < Self.lengthLimit else {
            throw RegexParser.Failure(message: "the pattern is too long")
        }
        switch node {
        case .empty: break
        case .set(let set):
            sets.append(set)
            instructions.append(.set(sets.count - 1))
        case .start: instructions.append(.start)
        case .end: instructions.append(.end)
        case .backReference(let number): instructions.append(.backReference(number))
        case .group(let number, let inner):
            instructions.append(.save(number * 2))
            try emit(inner)
            instructions.append(.save(number * 2 + 1))
        case .sequence(let parts):
            for part in parts { try emit(part) }
        case .alternatives(let branches):
            var jumps: [Int] = []
            for (index, branch) in branches.enumerated() {
                guard index < branches.count - 1 else {
                    try emit(branch)
                    break
                }
                let split = instructions.count
                instructions.append(.match)
                try emit(branch)
                jumps.append(instructions.count)
                instructions.append(.match)
                instructions[split] = .split(split + 1, instructions.count)
            }
            for jump in jumps { instructions[jump] = .jump(instructions.count) }
        case .repetition(let inner, let minimum, let maximum, let greedy):
            for _ in 0..<minimum { try emitRound(inner) }
            guard let maximum else {
                try emitLoop(inner, greedy: greedy)
                return
            }
            var splits: [Int] = []
            for _ in minimum..<max(minimum, maximum) {
                splits.append(instructions.count)
                instructions.append(.match)
                try emitRound(inner)
            }
            for split in splits {
                instructions[split] =
                    greedy
                    ? .split(split + 1, instructions.count) : .split(instructions.count, split + 1)
            }
        }
    }

    /// One round of a repetition: what its groups matched in the round before is not referred to.
    private mutating func emitRound(_ inner: RegexNode) throws(RegexParser.Failure) {
        if !referenced.isEmpty {
            let groups = inner.numbers {
                if case .group(let number, _) = $0 { number } else { nil }
            }
            for group in groups.intersection(referenced).sorted() {
                instructions.append(.forget(group))
            }
        }
        try emit(inner)
    }

    private mutating func emitLoop(_ inner: RegexNode, greedy: Bool) throws(RegexParser.Failure) {
        let mark = marks
        marks += 1
        let split = instructions.count
        instructions.append(.match)
        instructions.append(.mark(mark))
        try emitRound(inner)
        instructions.append(.requireProgress(mark))
        instructions.append(.jump(split))
        instructions[split] =
            greedy ? .split(split + 1, instructions.count) : .split(instructions.count, split + 1)
    }

    /// Whether a set has a character, as the flags say.
    func set(_ index: Int, contains scalar: Unicode.Scalar) -> Bool {
        ignoresCase ? sets[index].containsIgnoringCase(scalar) : sets[index].contains(scalar)
    }
}
