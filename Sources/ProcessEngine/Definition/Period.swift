package import ProcessValues

/// A period of ISO 8601: months and days count by the calendar, the rest in milliseconds.
package struct Period: Sendable {
    private(set) var months = 0
    private(set) var days = 0
    private(set) var milliseconds: Int64 = 0

    /// How long it is at most, in milliseconds.
    var length: Int64 { Int64(months) * 31 * 86_400_000 + Int64(days) * 86_400_000 + milliseconds }

    /// A length of time that does not depend on the calendar.
    init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// Reads a duration as timers have it: without a sign, each unit once and in order, weeks by
    /// themselves, and parts of seconds alone.
    init?(duration text: String) {
        var allowed = Substring("YMDTHMS")
        var hasFraction = false
        var isWeeks = false
        for character in text.dropFirst() {
            switch character {
            case "0"..."9": continue
            case ".": hasFraction = true
            case "W": isWeeks = true
            default:
                guard let place = allowed.firstIndex(of: character) else { return nil }
                // The M of months is no M of minutes.
                if character != "T", place > allowed.firstIndex(of: "T") ?? allowed.startIndex,
                    allowed.contains("T")
                {
                    return nil
                }
                allowed = allowed[allowed.index(after: place)...]
                if hasFraction, character != "S" { return nil }
            }
        }
        guard text.hasPrefix("P"), !text.hasSuffix("T"), !isWeeks || allowed.count == 7,
            !hasFraction || allowed.isEmpty, text.utf8.last != 0x2e
        else { return nil }
        self.init(text)
    }

    /// Reads a period, units in any order, with signs and parts.
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
