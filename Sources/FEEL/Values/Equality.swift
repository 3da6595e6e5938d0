/// FEEL's own equality, order and identity (DMN 10.3.2.15), which know a null outcome.
extension FEELValue {
    /// Whether two values are equal; nil if they are of different kinds.
    ///
    /// Times and dates compare by instants of whole seconds; one without offset is taken to have the
    /// other's (Table 54).
    public func equals(_ other: FEELValue) -> Bool? {
        switch (self, other) {
        case (.null, .null): return true
        case (.null, _), (_, .null): return false
        case (.number(let a), .number(let b)): return a == b
        case (.string(let a), .string(let b)): return a.hasSameCodePoints(as: b)
        case (.boolean(let a), .boolean(let b)): return a == b
        case (.date(let a), .date(let b)): return a == b
        case (.time(let a), .time(let b)):
            return a.seconds(beside: b) == b.seconds(beside: a)
        case (.dateAndTime(let a), .dateAndTime(let b)):
            return a.seconds(beside: b) == b.seconds(beside: a)
        case (.daysAndTimeDuration(let a), .daysAndTimeDuration(let b)): return a == b
        case (.yearsAndMonthsDuration(let a), .yearsAndMonthsDuration(let b)): return a == b
        case (.list(let a), .list(let b)):
            guard a.count == b.count else { return false }
            return Self.all(zip(a, b))
        case (.context(let a), .context(let b)):
            guard a.count == b.count, a.keys.allSatisfy({ b[$0] != nil }) else { return false }
            return Self.all(a.entries.lazy.map { ($0.value, b[$0.key] ?? .null) })
        case (.range(let a), .range(let b)):
            guard a.form == b.form, a.startIncluded == b.startIncluded,
                a.endIncluded == b.endIncluded
            else { return false }
            return Self.all([(a.start, b.start), (a.end, b.end)])
        case (.function(let a), .function(let b)): return a.equals(b)
        default: return nil
        }
    }

    /// Whether all pairs are equal: what cannot be compared is not.
    private static func all(_ pairs: some Sequence<(FEELValue, FEELValue)>) -> Bool {
        pairs.allSatisfy { $0.equals($1) == true }
    }

    /// Negative, zero or positive; nil if the two cannot be ordered.
    public func order(to other: FEELValue) -> Int? {
        switch (self, other) {
        case (.number(let a), .number(let b)): return a.order(to: b)
        case (.string(let a), .string(let b)):
            if a.hasSameCodePoints(as: b) { return 0 }
            return a.utf8.lexicographicallyPrecedes(b.utf8) ? -1 : 1
        case (.date(let a), .date(let b)): return a == b ? 0 : a < b ? -1 : 1
        case (.time(let a), .time(let b)):
            return (a.seconds(beside: b) - b.seconds(beside: a)).signum()
        case (.dateAndTime(let a), .dateAndTime(let b)):
            return (a.seconds(beside: b) - b.seconds(beside: a)).signum()
        case (.daysAndTimeDuration(let a), .daysAndTimeDuration(let b)):
            return a == b ? 0 : a < b ? -1 : 1
        case (.yearsAndMonthsDuration(let a), .yearsAndMonthsDuration(let b)):
            return (a.months - b.months).signum()
        default: return nil
        }
    }

    /// Whether two values are the same object of the semantic domain: never null.
    ///
    /// Times and dates compare by their fields and zones, not by instants.
    func isSame(as other: FEELValue) -> Bool {
        switch (self, other) {
        case (.time(let a), .time(let b)): a == b
        case (.dateAndTime(let a), .dateAndTime(let b)): a == b
        case (.list(let a), .list(let b)):
            a.count == b.count && zip(a, b).allSatisfy { $0.isSame(as: $1) }
        case (.context(let a), .context(let b)):
            a.count == b.count
                && a.entries.allSatisfy { entry in
                    b[entry.key].map { entry.value.isSame(as: $0) } ?? false
                }
        default: self == other
        }
    }
}

extension CivilTime {
    /// The second to compare with another time.
    func seconds(beside other: CivilTime) -> Int {
        other.offset == .local ? Int(secondOfDay) : comparableSeconds
    }
}

extension CivilDateTime {
    /// The second to compare with another date and time.
    fileprivate func seconds(beside other: CivilDateTime) -> Int {
        other.hasOffset ? secondsSince1970 : localSeconds
    }
}

extension String {
    /// Whether two strings have the same code points; `==` would take canonical equivalents as equal.
    func hasSameCodePoints(as other: String) -> Bool {
        self == other && utf8.elementsEqual(other.utf8)
    }
}
