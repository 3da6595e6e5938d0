/// `for`, `some` and `every` (10.3.2.14).
extension Evaluator {
    /// What one iterator goes over.
    fileprivate enum Domain {
        case list([FEELValue])
        case numbers(Int, Int)
        case dates(Int, Int)

        var count: Int {
            switch self {
            case .list(let items): items.count
            case .numbers(let from, let to), .dates(let from, let to): abs(to - from) + 1
            }
        }

        subscript(_ index: Int) -> FEELValue {
            switch self {
            case .list(let items): items[index]
            case .numbers(let from, let to):
                .number(Decimal128(from <= to ? from + index : from - index))
            case .dates(let from, let to):
                FEELValue(CivilDate(dayNumber: from <= to ? from + index : from - index))
            }
        }
    }

    /// How many results an iteration may look back on: they may nest in each other.
    private static let partialLimit = 10_000

    mutating func iteration(_ node: Node) -> FEELValue {
        let record = program.iterations[Int(node.a)]
        var results: [FEELValue] = []
        let complete = iterate(record, 0, node) { evaluator in
            if record.partial >= 0 {
                guard results.count < Self.partialLimit,
                    evaluator.session.spend(results.count / 16)
                else { return false }
                evaluator.frame[record.partial] = .list(results)
            }
            results.append(evaluator.value(record.body))
            return true
        }
        guard complete == true else {
            return warn("the iteration took more steps than are allowed", node)
        }
        return .list(results)
    }

    mutating func quantified(_ node: Node) -> FEELValue {
        let record = program.iterations[Int(node.a)]
        var unknown = false
        var decided = false
        let complete = iterate(record, 0, node) { evaluator in
            let outcome = evaluator.value(record.body).boolean
            if outcome == nil { unknown = true }
            if let outcome, outcome != record.every { decided = true }
            return !decided
        }
        if complete == nil { return .null }
        if decided { return .boolean(!record.every) }
        return unknown ? .null : .boolean(record.every)
    }

    /// Runs a body for each combination of items, later iterators fastest.
    ///
    /// Answers nil if a domain is none, and false if the body ended it.
    private mutating func iterate(
        _ record: Program.Iteration, _ level: Int, _ node: Node,
        body: (inout Evaluator) -> Bool
    ) -> Bool? {
        guard level < record.iterators.count else { return body(&self) }
        let iterator = record.iterators[level]
        guard let domain = domain(iterator, node) else { return nil }
        for index in 0..<domain.count {
            guard session.spend() else { return nil }
            frame[iterator.slot] = domain[index]
            switch iterate(record, level + 1, node, body: body) {
            case nil: return nil
            case false?: return false
            case true?: break
            }
        }
        return true
    }

    private mutating func domain(_ iterator: Program.Iteration.Iterator, _ node: Node) -> Domain? {
        let start = value(iterator.domain)
        if iterator.end >= 0 {
            let end = value(iterator.end)
            if let bounds = Self.bounds(start, end) { return bounds }
            _ = warn("a \(start.kind) and a \(end.kind) bound no iteration", node)
            return nil
        }
        switch start {
        case .list(let items): return .list(items)
        case .range(let range):
            if let domain = Self.domain(of: range) { return domain }
            _ = warn("the range cannot be gone through one by one", node)
            return nil
        case .null:
            _ = warn("there is no list to go through", node)
            return nil
        default: return .list([start])
        }
    }

    private static func bounds(_ start: FEELValue, _ end: FEELValue) -> Domain? {
        switch (start, end) {
        case (.number(let a), .number(let b)):
            guard let from = a.integer, let to = b.integer, abs(from) < 1 << 60, abs(to) < 1 << 60
            else { return nil }
            return .numbers(from, to)
        case (.date(let a), .date(let b)): return .dates(a.dayNumber, b.dayNumber)
        default: return nil
        }
    }

    fileprivate static func domain(of range: FEELRange) -> Domain? {
        guard range.form == .interval, let bounds = bounds(range.start, range.end) else {
            return nil
        }
        let (first, last) = (range.startIncluded ? 0 : 1, range.endIncluded ? 0 : 1)
        switch bounds {
        case .numbers(let from, let to):
            return from + first <= to - last ? .numbers(from + first, to - last) : .list([])
        case .dates(let from, let to):
            return from + first <= to - last ? .dates(from + first, to - last) : .list([])
        case .list: return nil
        }
    }
}

extension FEELRange {
    /// The numbers or days in the range, one by one; nil if it cannot be gone through.
    public func items(in session: EvaluationSession) -> [FEELValue]? {
        guard let domain = Evaluator.domain(of: self), session.spend(domain.count) else {
            return nil
        }
        return (0..<domain.count).map { domain[$0] }
    }
}
