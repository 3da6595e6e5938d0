extension Pattern {
    /// What a search can end with.
    enum Outcome: Equatable {
        case found
        case notFound
        /// The search took more steps than it may.
        case tooCostly
    }

    /// Looks for a match anywhere in a text.
    ///
    /// - Parameters:
    ///   - text: Where to look.
    ///   - stepLimit: How many instructions may be carried out; each may leave one place to
    ///     come back to, so this bounds the memory too.
    /// - Returns: What came of it.
    func search(_ text: String, stepLimit: Int = 1_000_000) -> Outcome {
        var matcher = PatternMatcher(pattern: self, text: text, stepLimit: stepLimit)
        do {
            return try matcher.search() ? .found : .notFound
        } catch {
            return .tooCostly
        }
    }
}

/// Carries out a pattern on a text, going back to the last choice when it fails.
private struct PatternMatcher {
    struct TooCostly: Error {}

    private enum Undo {
        /// A choice to come back to.
        case choice(address: Int, position: Int)
        /// A register to set back on the way.
        case register(Int, value: Int)
    }

    private let pattern: Pattern
    private let text: [UInt32]
    private var registers: [Int]
    private var undo: [Undo] = []
    private var stepsLeft: Int

    init(pattern: Pattern, text: String, stepLimit: Int) {
        self.pattern = pattern
        self.text = text.unicodeScalars.map(\.value)
        registers = [Int](repeating: -1, count: pattern.registerCount)
        stepsLeft = stepLimit
    }

    mutating func search() throws(TooCostly) -> Bool {
        // Where all begins with `^`, one try is enough.
        let isAnchored = pattern.instructions.first == .start
        for start in 0...(isAnchored ? 0 : text.count)
        where try run(from: 0, at: start, endingAt: nil) {
            return true
        }
        return false
    }

    /// Carries out instructions up to `accept`; if that fails, everything is as it was.
    private mutating func run(
        from first: Int, at start: Int, endingAt end: Int?
    ) throws(TooCostly) -> Bool {
        let base = undo.count
        var address = first
        var position = start
        while true {
            stepsLeft -= 1
            guard stepsLeft >= 0 else { throw TooCostly() }
            var isFitting = true
            switch pattern.instructions[address] {
            case .set(let index):
                isFitting = position < text.count && pattern.sets[index].contains(text[position])
                position += 1
            case .split(let preferred, let other):
                undo.append(.choice(address: other, position: position))
                address = preferred
                continue
            case .jump(let target):
                address = target
                continue
            case .note(let register):
                undo.append(.register(register, value: registers[register]))
                registers[register] = position
            case .progress(let register): isFitting = registers[register] != position
            case .start: isFitting = position == 0
            case .end: isFitting = position == text.count
            case .wordBoundary(let isNegated):
                isFitting = (isWord(position - 1) != isWord(position)) != isNegated
            case .look(let isBehind, let isNegated, let then):
                isFitting = try look(from: address + 1, at: position, isBehind, isNegated)
                address = then - 1
            case .backreference(let number): isFitting = takeGroup(number, &position)
            case .accept:
                isFitting = end == nil || position == end
                if isFitting {
                    dropChoices(from: base)
                    return true
                }
            }
            if isFitting {
                address += 1
            } else if let choice = goBack(to: base) {
                (address, position) = choice
            } else {
                return false
            }
        }
    }

    /// Undoes up to the last choice made since `base`; nil if there is none.
    private mutating func goBack(to base: Int) -> (address: Int, position: Int)? {
        while undo.count > base {
            switch undo.removeLast() {
            case .choice(let address, let position): return (address, position)
            case .register(let register, let value): registers[register] = value
            }
        }
        return nil
    }

    /// Forgets the choices since `base`, but not which registers were set.
    private mutating func dropChoices(from base: Int) {
        var kept = base
        for index in base..<undo.count {
            if case .register = undo[index] {
                undo[kept] = undo[index]
                kept += 1
            }
        }
        undo.removeSubrange(kept...)
    }

    private mutating func look(
        from address: Int, at position: Int, _ isBehind: Bool, _ isNegated: Bool
    ) throws(TooCostly) -> Bool {
        let base = undo.count
        var isFound = false
        if isBehind {
            for start in stride(from: position, through: 0, by: -1) where !isFound {
                isFound = try run(from: address, at: start, endingAt: position)
            }
        } else {
            isFound = try run(from: address, at: position, endingAt: nil)
        }
        if isNegated { _ = goBack(to: base) }
        return isFound != isNegated
    }

    private func isWord(_ position: Int) -> Bool {
        text.indices.contains(position) && ScalarSet.word.contains(text[position])
    }

    /// Takes what a group took; a group that took nothing is taken for empty.
    private mutating func takeGroup(_ number: Int, _ position: inout Int) -> Bool {
        let (from, to) = (registers[2 * number], registers[2 * number + 1])
        guard from >= 0, to >= from else { return true }
        stepsLeft -= to - from
        guard text[position...].starts(with: text[from..<to]) else { return false }
        position += to - from
        return true
    }
}
