/// When and how far the clocks of a region are ahead of UTC, from the system's tzdata.
public final class TimeZoneRules: Sendable {
    /// The identifier, such as `Europe/Amsterdam`.
    public let identifier: String
    /// Seconds since 1970 at which the offset changes, ascending.
    let transitions: [Int]
    /// The offset from each of the transitions on, in seconds.
    let offsets: [Int]
    /// The offset before the first transition.
    let initialOffset: Int
    /// The rule for the time after the last transition.
    let tail: RecurringTimeZoneRule?
    /// The offset without summer time, as it is now.
    let standardOffset: Int

    init(
        identifier: String, transitions: [Int], offsets: [Int], initialOffset: Int,
        tail: RecurringTimeZoneRule?
    ) {
        self.identifier = identifier
        self.transitions = transitions
        self.offsets = offsets
        self.initialOffset = initialOffset
        self.tail = tail
        standardOffset = tail?.standardOffset ?? offsets.last ?? initialOffset
    }

    /// How many seconds the clocks are ahead of UTC at an instant, in seconds since 1970.
    public func offset(atInstant instant: Int) -> Int {
        guard let last = transitions.last else {
            return tail?.offset(atInstant: instant) ?? initialOffset
        }
        if instant >= last, let tail { return tail.offset(atInstant: instant) }
        return offset(before: lowerBound { $0 > instant })
    }

    /// How many seconds the clocks that show a time are ahead of UTC.
    ///
    /// A time that occurs twice counts as the first one; one that is skipped counts with the
    /// offset before the gap. It is given in seconds since 1970 as if the clock showed UTC.
    public func offset(atLocal local: Int) -> Int {
        let earlier = offset(atInstant: local - 26 * 3600)
        let later = offset(atInstant: local + 26 * 3600)
        if earlier == later { return earlier }
        // The earlier offset holds while the instant that it gives is still before the change.
        let byEarlier = offset(atInstant: local - earlier)
        if byEarlier == earlier { return earlier }
        let byLater = offset(atInstant: local - later)
        return byLater == later ? later : earlier
    }

    private func offset(before index: Int) -> Int {
        index == 0 ? initialOffset : offsets[index - 1]
    }

    /// The first transition for which a condition holds that holds for all after it.
    private func lowerBound(_ holds: (Int) -> Bool) -> Int {
        var low = 0
        var high = transitions.count
        while low < high {
            let middle = (low + high) / 2
            if holds(transitions[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

extension TimeZoneRules: Hashable {
    /// Whether two have the same identifier.
    public static func == (left: TimeZoneRules, right: TimeZoneRules) -> Bool {
        left === right || left.identifier == right.identifier
    }

    /// Feeds the identifier.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(identifier)
    }
}
