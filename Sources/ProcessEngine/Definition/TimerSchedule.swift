import BPMNParser
package import ProcessValues

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
            case .date: parseDate(trimmed, zone).map { ($0, nil) }
            case .duration: duration(trimmed, from: now, in: zone).map { ($0, nil) }
            case .cycle: cycle(trimmed, now: now, zone)
            }
        guard let result else {
            throw .failed(
                .execution, "Exception while parsing timer expression '\(source)' of '\(text)'.")
        }
        return result
    }

    private static func parseDate(_ text: String, _ zone: CivilZone) -> Instant? {
        if text.hasPrefix("P") { return duration(text, from: Instant(milliseconds: 0)) }
        return Instant(timerText: text, zone: zone)
    }

    /// A period, or one repeated, from an instant on.
    static func duration(
        _ text: String, from start: Instant, in zone: CivilZone = .utc
    ) -> Instant? {
        let pieces = text.split(separator: "/", omittingEmptySubsequences: false)
        guard let last = pieces.last, let period = Period(String(last)) else { return nil }
        return period.added(to: start, in: zone)
    }

    private static func cycle(
        _ text: String, now: Instant, _ zone: CivilZone
    ) -> (Instant, String?)? {
        guard text.hasPrefix("R") || text.hasPrefix("P") else {
            guard let next = CronExpression(text)?.next(after: now, in: zone) else {
                return nil
            }
            return (next, text)
        }
        var pieces = text.split(separator: "/").map(String.init)
        if pieces.count == 1 {
            return duration(text, from: now, in: zone).map { ($0, nil) }
        }
        if pieces.count == 2, pieces[0].hasPrefix("R") {
            let seconds = Instant(milliseconds: now.milliseconds / 1_000 * 1_000)
            guard let period = Period(pieces[1]), let first = period.added(to: now, in: zone)
            else { return nil }
            pieces.insert(String(zone.local(seconds).restText.prefix(19)), at: 1)
            return (first, pieces.joined(separator: "/"))
        }
        guard let start = Instant(timerText: pieces[1], zone: zone) else { return nil }
        if let cycle = Repetition(text, zone), start < now {
            guard let next = cycle.next(after: now, in: zone) else { return nil }
            return (next, text)
        }
        return (start, text)
    }

    /// The next time of a cycle; nil if there is none any more.
    static func nextDate(
        ofCycle text: String, after now: Instant, in zone: CivilZone = .utc
    ) -> Instant? {
        if text.hasPrefix("R") { return Repetition(text, zone)?.next(after: now, in: zone) }
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

/// A cycle `Rn/start/period`; without n it has no end.
private struct Repetition {
    let count: Int?
    let start: Instant
    let period: Period

    init?(_ text: String, _ zone: CivilZone) {
        let pieces = text.split(separator: "/").map(String.init)
        guard pieces.count == 3, let start = Instant(timerText: pieces[1], zone: zone),
            let period = Period(pieces[2])
        else { return nil }
        let digits = pieces[0].dropFirst()
        count = digits.isEmpty ? nil : Int(digits)
        self.start = start
        self.period = period
    }

    /// The first multiple of the period after an instant.
    func next(after now: Instant, in zone: CivilZone) -> Instant? {
        guard period.length > 0 else { return nil }
        // Months are not all alike: the count is guessed from below, then counted on.
        let guess = now > start ? (now.milliseconds - start.milliseconds) / period.length - 2 : 0
        var times = max(0, Int(guess))
        while true {
            if let count, times > count { return nil }
            guard let date = period.added(to: start, times: times, in: zone) else { return nil }
            if date > now { return date }
            times += 1
        }
    }
}

/// A period of ISO 8601: months and days count by the calendar, the rest in milliseconds.
package struct Period: Sendable {
    private(set) var months = 0
    private(set) var days = 0
    private(set) var milliseconds: Int64 = 0

    /// How long it is at most, in milliseconds.
    var length: Int64 { Int64(months) * 31 * 86_400_000 + Int64(days) * 86_400_000 + milliseconds }

    package init?(_ text: String) {
        var rest = Substring(text)
        var sign: Int64 = 1
        if rest.first == "-" {
            sign = -1
            rest = rest.dropFirst()
        }
        guard rest.first == "P" else { return nil }
        rest = rest.dropFirst()
        var isTime = false
        var number = ""
        var found = false
        for character in rest {
            switch character {
            case "0"..."9", ".", "-": number.append(character)
            case ",": number.append(".")
            case "T":
                guard !isTime, number.isEmpty else { return nil }
                isTime = true
            default:
                guard let amount = Double(number), add(amount, character, isTime) else {
                    return nil
                }
                found = true
                number = ""
            }
        }
        guard number.isEmpty, found else { return nil }
        months *= Int(sign)
        days *= Int(sign)
        milliseconds *= sign
    }

    private mutating func add(_ amount: Double, _ unit: Character, _ isTime: Bool) -> Bool {
        guard amount.magnitude < 1e9 else { return false }
        switch (unit, isTime) {
        case ("Y", false): months += Int(amount) * 12
        case ("M", false): months += Int(amount)
        case ("W", false): addDays(amount * 7)
        case ("D", false): addDays(amount)
        case ("H", true): milliseconds += Int64(amount * 3_600_000)
        case ("M", true): milliseconds += Int64(amount * 60_000)
        case ("S", true): milliseconds += Int64((amount * 1_000).rounded())
        default: return false
        }
        return true
    }

    private mutating func addDays(_ amount: Double) {
        days += Int(amount)
        milliseconds += Int64((amount - amount.rounded(.towardZero)) * 86_400_000)
    }

    /// The instant a period after another, in universal time.
    package func added(to instant: Instant, inZoneNamed zone: String) -> Instant? {
        added(to: instant, times: 1, in: CivilZone(zone))
    }

    /// The instant some periods after another; a day that a month has not is its last.
    func added(to instant: Instant, times: Int = 1, in zone: CivilZone) -> Instant? {
        guard months != 0 || days != 0 else {
            return instant.adding(milliseconds: milliseconds * Int64(times))
        }
        let fields = zone.local(instant).calendarFields
        let month = fields.month + months * times
        let first = Instant(year: fields.year, month: month, day: 1)
        let next = Instant(year: fields.year, month: month + 1, day: 1)
        let length = Int((next.milliseconds - first.milliseconds) / 86_400_000)
        let moved = Instant(
            year: fields.year, month: month, day: min(fields.day, length) + days * times,
            hour: fields.hour, minute: fields.minute, second: fields.second,
            millisecond: fields.millisecond)
        return zone.instant(ofLocal: moved).adding(milliseconds: milliseconds * Int64(times))
    }
}

extension Instant {
    /// Reads a date of ISO 8601: a day, or a time with or without seconds and zone.
    ///
    /// One without a zone is read in the given one.
    package init?(timerText text: String, zone local: CivilZone = .utc) {
        var parts: [Int] = []
        var digits = ""
        var scan = Substring(text)
        var zone: Int64?
        var fraction: String?
        func number() -> Int? { Int(digits) }
        var dateDone = false
        while let character = scan.first {
            scan = scan.dropFirst()
            switch character {
            case "0"..."9": digits.append(character)
            case "T", " ":
                guard !dateDone, let value = number() else { return nil }
                parts.append(value)
                digits = ""
                dateDone = true
            case ".", ",":
                guard dateDone, let value = number() else { return nil }
                parts.append(value)
                digits = ""
                let tail = scan.prefix { $0.isNumber }
                fraction = String(tail)
                scan = scan.dropFirst(tail.count)
            case "Z":
                zone = 0
                guard scan.isEmpty else { return nil }
            case "+", "-":
                if character == "-", !dateDone {
                    guard let value = number() else { return nil }
                    parts.append(value)
                    digits = ""
                    continue
                }
                let offset = scan.filter { $0 != ":" }
                guard dateDone, offset.count == 4 || offset.count == 2, let value = Int(offset)
                else { return nil }
                let minutes = offset.count == 4 ? value / 100 * 60 + value % 100 : value * 60
                zone = Int64(character == "-" ? -minutes : minutes)
                scan = ""
            case ":":
                guard dateDone, let value = number() else { return nil }
                parts.append(value)
                digits = ""
            default: return nil
            }
        }
        if fraction == nil, !digits.isEmpty {
            guard let value = number() else { return nil }
            parts.append(value)
        }
        guard parts.count >= 3, parts.count <= 6, (1...12).contains(parts[1]),
            (1...31).contains(parts[2])
        else { return nil }
        parts += [Int](repeating: 0, count: 6 - parts.count)
        guard parts[3] < 25, parts[4] < 60, parts[5] < 61 else { return nil }
        let thousandths = fraction.map { Int(($0 + "000").prefix(3)) ?? 0 } ?? 0
        let written = Instant(
            year: parts[0], month: parts[1], day: parts[2], hour: parts[3], minute: parts[4],
            second: parts[5], millisecond: thousandths)
        if let zone {
            self = written.adding(milliseconds: -zone * 60_000)
        } else {
            self = local.instant(ofLocal: written)
        }
    }
}
