/// A search with a regular expression in one text.
struct RegexMatcher {
    /// Where groups begin and end; group 0 is the whole match.
    struct Match {
        let bounds: [Int]

        var start: Int { bounds[0] }
        var end: Int { bounds[1] }
    }

    /// The search took more steps than are allowed.
    struct Exhausted: Error {}

    private enum Undo {
        case resume(instruction: Int, position: Int)
        case bound(Int, Int)
        case mark(Int, Int)
        case isMatched(Int, Bool)
    }

    let regex: Regex
    let text: [Unicode.Scalar]
    private var stepsLeft: Int

    init(_ regex: Regex, text: [Unicode.Scalar], stepLimit: Int = 2_000_000) {
        self.regex = regex
        self.text = text
        stepsLeft = stepLimit
    }

    /// The first match that begins at a place or after it.
    mutating func firstMatch(from start: Int) throws(Exhausted) -> Match? {
        var position = start
        while position <= text.count {
            if let match = try match(at: position) { return match }
            position += 1
        }
        return nil
    }

    private mutating func match(at start: Int) throws(Exhausted) -> Match? {
        var bounds = [Int](repeating: -1, count: (regex.groups + 1) * 2)
        var marks = [Int](repeating: -1, count: regex.marks)
        // Which groups have matched in their round; replacements read the bounds of the last one.
        var isMatched = [Bool](repeating: false, count: regex.groups + 1)
        var stack: [Undo] = []
        var instruction = 0
        var position = start
        while true {
            stepsLeft -= 1
            guard stepsLeft > 0, stack.count < 1_000_000 else { throw Exhausted() }
            var failed = false
            switch regex.instructions[instruction] {
            case .match: return Match(bounds: bounds)
            case .set(let set):
                failed = position >= text.count || !regex.set(set, contains: text[position])
                position += 1
                instruction += 1
            case .start:
                failed = !isStart(position)
                instruction += 1
            case .end:
                failed = !isEnd(position)
                instruction += 1
            case .save(let index):
                stack.append(.bound(index, bounds[index]))
                bounds[index] = position
                if index & 1 == 1, !isMatched[index / 2] {
                    stack.append(.isMatched(index / 2, false))
                    isMatched[index / 2] = true
                }
                instruction += 1
            case .forget(let group):
                if isMatched[group] {
                    stack.append(.isMatched(group, true))
                    isMatched[group] = false
                }
                instruction += 1
            case .backReference(let group):
                let end = isMatched[group] ? matchGroup(group, bounds, position) : position
                if let end {
                    position = end
                    instruction += 1
                } else {
                    failed = true
                }
            case .split(let first, let second):
                stack.append(.resume(instruction: second, position: position))
                instruction = first
            case .jump(let target): instruction = target
            case .mark(let index):
                stack.append(.mark(index, marks[index]))
                marks[index] = position
                instruction += 1
            case .requireProgress(let index):
                failed = marks[index] == position
                instruction += 1
            }
            guard failed else { continue }
            var resumed = false
            while let undo = stack.popLast() {
                switch undo {
                case .bound(let index, let value): bounds[index] = value
                case .mark(let index, let value): marks[index] = value
                case .isMatched(let group, let value): isMatched[group] = value
                case .resume(let target, let place):
                    instruction = target
                    position = place
                    resumed = true
                }
                if resumed { break }
            }
            if !resumed { return nil }
        }
    }

    private func isStart(_ position: Int) -> Bool {
        position == 0
            || regex.isMultiline && text[position - 1] == "\n" && position < text.count
    }

    private func isEnd(_ position: Int) -> Bool {
        position == text.count || regex.isMultiline && text[position] == "\n"
    }

    /// The end of what a group matched, if it stands here again.
    private func matchGroup(_ group: Int, _ bounds: [Int], _ position: Int) -> Int? {
        let (start, end) = (bounds[group * 2], bounds[group * 2 + 1])
        guard start >= 0, end >= start else { return position }
        guard position + end - start <= text.count else { return nil }
        for offset in 0..<(end - start) {
            let (expected, found) = (text[start + offset], text[position + offset])
            guard
                expected == found || regex.ignoresCase && expected.caseVariants.contains(found)
            else { return nil }
        }
        return position + end - start
    }
}
