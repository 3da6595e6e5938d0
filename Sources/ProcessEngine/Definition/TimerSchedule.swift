import BPMNParser
import ProcessValues

/// When timers fire.
enum TimerSchedule {
    /// The first time of a timer, and the cycle that later times follow.
    static func firstDate(
        _ schedule: TimerEventDefinition.Schedule, value: ProcessValue, text: String, now: Instant,
        zone: CivilZone = .utc
    ) throws(Interruption) -> (instant: Instant, repeatCycle: String?) {
        if case .date(let instant) = value {
            return (instant, nil)
        }
        guard case .string(let source) = value else {
            throw .failed(
                .execution,
                "Timer '\(text)' was not configured with a valid duration/time, either hand in a "
                    + "java.util.Date or a String in format 'yyyy-MM-dd'T'hh:mm:ss'")
        }
        let trimmed = source.filter { !$0.isNewline }
        let result: (Instant, String?)? =
            switch schedule {
            case .date: parseDate(trimmed, now, zone).map { ($0, nil) }
            case .duration: duration(trimmed, from: now, in: zone).map { ($0, nil) }
            case .cycle: cycle(trimmed, now: now, zone)
            }
        guard let result else {
            throw .failed(
                .execution, "Exception while parsing timer expression '\(source)' of '\(text)'.")
        }
        return result
    }

    private static func parseDate(
        _ text: String, _ now: Instant, _ zone: CivilZone
    ) -> Instant? {
        if text.hasPrefix("P") { return Period(text)?.added(to: now, in: zone) }
        return Instant(timerText: text, zone: zone)
    }

    /// A duration, or the first time of one that repeats, from an instant on.
    static func duration(
        _ text: String, from start: Instant, in zone: CivilZone = .utc
    ) -> Instant? {
        Recurrence(text, now: start, zone)?.date(after: start)
    }

    private static func cycle(
        _ text: String, now: Instant, _ zone: CivilZone
    ) -> (Instant, String?)? {
        guard text.hasPrefix("R") else {
            guard let next = CronExpression(text)?.next(after: now, in: zone) else { return nil }
            return (next, text)
        }
        guard let first = Recurrence(text, now: now, zone)?.date(after: now) else { return nil }
        var pieces = text.split(separator: "/").map(String.init)
        if pieces.count == 2 {
            let seconds = Instant(milliseconds: now.milliseconds / 1_000 * 1_000)
            pieces.insert(String(zone.local(seconds).restText.prefix(19)), at: 1)
        }
        return (first, pieces.joined(separator: "/"))
    }

    /// Whether a cycle can be read, but none of its times is still to come.
    static func isOver(_ text: String, at now: Instant, in zone: CivilZone) -> Bool {
        guard text.hasPrefix("R"), let cycle = Recurrence(text, now: now, zone) else {
            return false
        }
        return cycle.date(after: now) == nil
    }

    /// The next time of a cycle; nil if there is none any more.
    static func nextDate(
        ofCycle text: String, after now: Instant, in zone: CivilZone = .utc
    ) -> Instant? {
        if text.hasPrefix("R") { return Recurrence(text, now: now, zone)?.date(after: now) }
        return CronExpression(text)?.next(after: now, in: zone)
    }

    /// A cycle whose times are all moved; cron, which counts by the calendar, stays.
    static func cycle(
        _ text: String, movedBy milliseconds: Int64, in zone: CivilZone = .utc
    ) -> String {
        var pieces = text.split(separator: "/").map(String.init)
        guard text.hasPrefix("R"), pieces.count == 3,
            let start = Instant(timerText: pieces[1], zone: zone)
        else { return text }
        let moved = zone.local(start.adding(milliseconds: milliseconds))
        pieces[1] = String(moved.restText.prefix(23))
        return pieces.joined(separator: "/")
    }
}
