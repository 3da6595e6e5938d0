/// How points and ranges lie to each other (10.3.4.9, Table 78).
extension Builtin {
    func relation(_ left: FEELValue, _ right: FEELValue) -> Bool? {
        switch (left, right) {
        case (.list(let items), _) where items.count == 1: return relation(items[0], right)
        case (_, .list(let items)) where items.count == 1: return relation(left, items[0])
        case (.range(let a), .range(let b)): return relation(a, b)
        case (.range(let a), _): return relation(range: a, point: right)
        case (_, .range(let b)): return relation(point: left, range: b)
        default:
            guard let order = left.order(to: right) else { return nil }
            switch self {
            case .before: return order < 0
            case .after: return order > 0
            case .coincides: return order == 0
            default: return nil
            }
        }
    }

    private func relation(point: FEELValue, range: FEELRange) -> Bool? {
        switch self {
        case .before:
            return point.order(to: range.start).map { $0 < 0 || $0 == 0 && !range.startIncluded }
        case .after:
            return point.order(to: range.end).map { $0 > 0 || $0 == 0 && !range.endIncluded }
        case .finishes: return point.order(to: range.end).map { $0 == 0 && range.endIncluded }
        case .starts: return point.order(to: range.start).map { $0 == 0 && range.startIncluded }
        case .during: return range.includes(point)
        default: return nil
        }
    }

    private func relation(range: FEELRange, point: FEELValue) -> Bool? {
        switch self {
        case .before: return Builtin.after.relation(point: point, range: range)
        case .after: return Builtin.before.relation(point: point, range: range)
        case .finishedBy: return Builtin.finishes.relation(point: point, range: range)
        case .startedBy: return Builtin.starts.relation(point: point, range: range)
        case .includes: return range.includes(point)
        default: return nil
        }
    }

    private func relation(_ a: FEELRange, _ b: FEELRange) -> Bool? {
        switch self {
        case .before:
            return a.end.order(to: b.start).map {
                $0 < 0 || $0 == 0 && !(a.endIncluded && b.startIncluded)
            }
        case .after: return Builtin.before.relation(b, a)
        case .meets:
            return a.end.order(to: b.start).map { $0 == 0 && a.endIncluded && b.startIncluded }
        case .metBy: return Builtin.meets.relation(b, a)
        case .overlaps:
            guard let first = a.end.order(to: b.start), let second = b.end.order(to: a.start) else {
                return nil
            }
            return (first > 0 || first == 0 && a.endIncluded && b.startIncluded)
                && (second > 0 || second == 0 && b.endIncluded && a.startIncluded)
        case .overlapsBefore: return overlapsBefore(a, b)
        case .overlapsAfter: return overlapsBefore(b, a)
        case .finishes:
            guard let ends = a.end.order(to: b.end), let starts = a.start.order(to: b.start) else {
                return nil
            }
            return ends == 0 && a.endIncluded == b.endIncluded
                && (starts > 0 || starts == 0 && (!a.startIncluded || b.startIncluded))
        case .finishedBy: return Builtin.finishes.relation(b, a)
        case .starts:
            guard let ends = a.end.order(to: b.end), let starts = a.start.order(to: b.start) else {
                return nil
            }
            return starts == 0 && a.startIncluded == b.startIncluded
                && (ends < 0 || ends == 0 && (!a.endIncluded || b.endIncluded))
        case .startedBy: return Builtin.starts.relation(b, a)
        case .includes:
            guard let ends = b.end.order(to: a.end), let starts = b.start.order(to: a.start) else {
                return nil
            }
            return (starts > 0 || starts == 0 && (a.startIncluded || !b.startIncluded))
                && (ends < 0 || ends == 0 && (a.endIncluded || !b.endIncluded))
        case .during: return Builtin.includes.relation(b, a)
        case .coincides:
            guard let ends = a.end.order(to: b.end), let starts = a.start.order(to: b.start) else {
                return nil
            }
            return ends == 0 && starts == 0 && a.startIncluded == b.startIncluded
                && a.endIncluded == b.endIncluded
        default: return nil
        }
    }

    private func overlapsBefore(_ a: FEELRange, _ b: FEELRange) -> Bool? {
        guard let starts = a.start.order(to: b.start), let meets = a.end.order(to: b.start),
            let ends = a.end.order(to: b.end)
        else { return nil }
        return (starts < 0 || starts == 0 && a.startIncluded && !b.startIncluded)
            && (meets > 0 || meets == 0 && a.endIncluded && b.startIncluded)
            && (ends < 0 || ends == 0 && (!a.endIncluded || b.endIncluded))
    }
}
