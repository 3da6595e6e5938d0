/// How points and ranges lie to each other (10.3.4.9, Table 78): the conditions of the table word for
/// word, in the logic of three values, so that `finishes("a", [1..2))` is false, not unknown.
extension Builtin {
    func relation(_ left: FEELValue, _ right: FEELValue) -> Bool? {
        switch (left.unwrapped, right.unwrapped) {
        case (.range(let a), .range(let b)): return relation(a, b)
        case (.range(let a), let point):
            return point.isPoint ? relation(range: a, point: point) : nil
        case (let point, .range(let b)):
            return point.isPoint ? relation(point: point, range: b) : nil
        case (let first, let second):
            guard first.isPoint, second.isPoint else { return nil }
            switch self {
            case .before: return first.isLess(than: second)
            case .after: return second.isLess(than: first)
            case .coincides: return first.isEqual(to: second)
            default: return nil
            }
        }
    }

    private func relation(point: FEELValue, range: FEELRange) -> Bool? {
        switch self {
        case .before:
            return either(
                point.isLess(than: range.start),
                both(point.isEqual(to: range.start), !range.startIncluded))
        case .after:
            return either(
                range.end.isLess(than: point),
                both(point.isEqual(to: range.end), !range.endIncluded))
        case .finishes: return both(range.endIncluded, range.end.isEqual(to: point))
        case .starts: return both(range.startIncluded, range.start.isEqual(to: point))
        case .during:
            return either(
                both(range.start.isLess(than: point), point.isLess(than: range.end)),
                either(
                    both(range.start.isEqual(to: point), range.startIncluded),
                    both(range.end.isEqual(to: point), range.endIncluded)))
        default: return nil
        }
    }

    private func relation(range: FEELRange, point: FEELValue) -> Bool? {
        switch self {
        case .before: Builtin.after.relation(point: point, range: range)
        case .after: Builtin.before.relation(point: point, range: range)
        case .finishedBy: Builtin.finishes.relation(point: point, range: range)
        case .startedBy: Builtin.starts.relation(point: point, range: range)
        case .includes: Builtin.during.relation(point: point, range: range)
        default: nil
        }
    }

    private func relation(_ a: FEELRange, _ b: FEELRange) -> Bool? {
        switch self {
        case .before:
            return either(
                a.end.isLess(than: b.start),
                both(!a.endIncluded || !b.startIncluded, a.end.isEqual(to: b.start)))
        case .after: return Builtin.before.relation(b, a)
        case .meets: return both(a.endIncluded && b.startIncluded, a.end.isEqual(to: b.start))
        case .metBy: return Builtin.meets.relation(b, a)
        case .overlaps: return both(reaches(a, b), reaches(b, a))
        case .overlapsBefore:
            return both(
                both(
                    either(
                        a.start.isLess(than: b.start),
                        both(a.start.isEqual(to: b.start), a.startIncluded && !b.startIncluded)),
                    reaches(a, b)),
                endsWithin(a, b))
        case .overlapsAfter: return Builtin.overlapsBefore.relation(b, a)
        case .finishes:
            return both(
                both(a.endIncluded == b.endIncluded, a.end.isEqual(to: b.end)), startsWithin(a, b))
        case .finishedBy: return Builtin.finishes.relation(b, a)
        case .starts:
            return both(
                both(a.startIncluded == b.startIncluded, a.start.isEqual(to: b.start)),
                endsWithin(a, b))
        case .startedBy: return Builtin.starts.relation(b, a)
        case .includes: return both(startsWithin(b, a), endsWithin(b, a))
        case .during: return Builtin.includes.relation(b, a)
        case .coincides:
            return both(
                both(a.start.isEqual(to: b.start), a.startIncluded == b.startIncluded),
                both(a.end.isEqual(to: b.end), a.endIncluded == b.endIncluded))
        default: return nil
        }
    }

    /// Whether a range goes on to where another begins.
    private func reaches(_ a: FEELRange, _ b: FEELRange) -> Bool? {
        either(
            b.start.isLess(than: a.end),
            both(a.end.isEqual(to: b.start), a.endIncluded && b.startIncluded))
    }

    /// Whether a range begins no earlier than another.
    private func startsWithin(_ a: FEELRange, _ b: FEELRange) -> Bool? {
        either(
            b.start.isLess(than: a.start),
            both(a.start.isEqual(to: b.start), !a.startIncluded || b.startIncluded))
    }

    /// Whether a range ends no later than another.
    private func endsWithin(_ a: FEELRange, _ b: FEELRange) -> Bool? {
        either(
            a.end.isLess(than: b.end),
            both(a.end.isEqual(to: b.end), !a.endIncluded || b.endIncluded))
    }

    /// `and` of three values (Table 50).
    private func both(_ left: Bool?, _ right: Bool?) -> Bool? {
        if left == false || right == false { return false }
        return left == nil || right == nil ? nil : true
    }

    /// `or` of three values (Table 50).
    private func either(_ left: Bool?, _ right: Bool?) -> Bool? {
        if left == true || right == true { return true }
        return left == nil || right == nil ? nil : false
    }
}

extension FEELValue {
    /// The item of a list of one, which stands for it where no list is asked for (10.3.2.9.4).
    var unwrapped: FEELValue {
        if case .list(let items) = self, items.count == 1 { items[0] } else { self }
    }

    /// Whether this is a single scalar value, which is what the table calls a point.
    fileprivate var isPoint: Bool {
        switch self {
        case .null, .list, .context, .range, .function: false
        default: true
        }
    }

    /// As `equals`; not known where an end is missing.
    fileprivate func isEqual(to other: FEELValue) -> Bool? {
        isNull || other.isNull ? nil : equals(other)
    }

    fileprivate func isLess(than other: FEELValue) -> Bool? {
        order(to: other).map { $0 < 0 }
    }
}
