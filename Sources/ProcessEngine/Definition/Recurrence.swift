import ProcessValues

/// A duration, `Rn/start/duration`, `Rn/duration/end` or `Rn/start/end`; without n it has no end.
struct Recurrence {
    private let isRepeating: Bool
    private let count: Int?
    private let start: Instant?
    private let end: Instant?
    private let period: Period
    private let zone: CivilZone

    /// Reads one; without a start and an end it starts now.
    init?(_ text: String, now: Instant, _ zone: CivilZone) {
        var pieces = text.split(separator: "/", omittingEmptySubsequences: false)
        while pieces.last?.isEmpty ?? false { pieces.removeLast() }
        guard pieces.count <= 3, let first = pieces.first else { return nil }
        isRepeating = first.hasPrefix("R")
        var count: Int?
        if isRepeating {
            if first.count > 1 {
                guard let number = Int(first.dropFirst()) else { return nil }
                count = max(0, number)
            }
            pieces.removeFirst()
        }
        self.count = count
        self.zone = zone
        guard let first = pieces.first.map(String.init) else { return nil }
        let second = pieces.dropFirst().first.map(String.init)
        if first.hasPrefix("P") {
            guard let period = Period(duration: first) else { return nil }
            self.period = period
            if let second {
                guard let end = Instant(timerText: second, zone: zone) else { return nil }
                self.end = end
                start = nil
            } else {
                end = nil
                start = now
            }
        } else {
            guard let start = Instant(timerText: first, zone: zone), let second else { return nil }
            self.start = start
            if second.hasPrefix("P") {
                guard let period = Period(duration: second) else { return nil }
                self.period = period
                end = nil
            } else {
                guard let end = Instant(timerText: second, zone: zone) else { return nil }
                self.end = end
                period = Period(milliseconds: end.milliseconds - start.milliseconds)
            }
        }
    }

    /// The time that is still to come; nil if there is none.
    ///
    /// What does not repeat has one time, past or not.
    func date(after now: Instant) -> Instant? {
        guard isRepeating else { return end ?? start.flatMap { period.added(to: $0, in: zone) } }
        if let start { return date(after: now, from: start) }
        return end.flatMap { date(after: now, before: $0) }
    }

    /// The first multiple of the period after an instant, the last one even at that instant.
    private func date(after now: Instant, from start: Instant) -> Instant? {
        if start > now { return start }
        guard period.length > 0 else { return start < now ? nil : start }
        // Months are not all alike: the count is guessed from below, then counted on.
        let guess = (now.milliseconds - start.milliseconds) / period.length - 2
        var times = max(0, Int(guess))
        while true {
            let isLast = count.map { times >= $0 } ?? false
            let reached = isLast ? count ?? times : times
            guard let date = period.added(to: start, times: reached, in: zone) else { return nil }
            if isLast { return date < now ? nil : date }
            if date > now { return date }
            times += 1
        }
    }

    /// The first time counted back from the end, so many times at most.
    private func date(after now: Instant, before end: Instant) -> Instant? {
        guard end >= now, period.length > 0 else { return end < now ? nil : end }
        let most = Int((end.milliseconds - now.milliseconds) / max(1, period.length)) + 2
        var next = end
        var times = 1
        // A period of months is shorter at times than it is at most.
        let limit = min(count ?? .max, most + most / 8)
        while times <= limit, let date = period.added(to: end, times: -times, in: zone), date > now
        {
            next = date
            times += 1
        }
        return next
    }
}
