/// What a time of day is relative to.
public enum TimeOffset: Sendable, Hashable {
    /// No zone: the local time of some place.
    case local
    /// So many seconds ahead of UTC.
    case seconds(Int32)
    /// The rules of a region.
    case zone(TimeZoneRules)
}

/// A time of day (DMN 10.3.2.3.4).
public struct CivilTime: Sendable, Hashable {
    /// Seconds since midnight, 0 to 86,399.
    public let secondOfDay: Int32
    /// What the second has in nanoseconds.
    public let nanosecond: Int32
    /// What the time is relative to.
    public let offset: TimeOffset

    /// Creates a time from parts that are known to be in range.
    init(secondOfDay: Int, nanosecond: Int = 0, offset: TimeOffset = .local) {
        self.secondOfDay = Int32(secondOfDay)
        self.nanosecond = Int32(nanosecond)
        self.offset = offset
    }

    /// Creates a time; nil if there is no such time of day.
    public init?(
        hour: Int, minute: Int, second: Int, nanosecond: Int = 0, offset: TimeOffset = .local
    ) {
        guard (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second),
            (0...999_999_999).contains(nanosecond)
        else { return nil }
        self.init(
            secondOfDay: hour * 3600 + minute * 60 + second, nanosecond: nanosecond,
            offset: offset)
    }

    /// Midnight UTC: the time of a date.
    static let utcMidnight = CivilTime(secondOfDay: 0, offset: .seconds(0))

    /// The hour.
    public var hour: Int { Int(secondOfDay) / 3600 }
    /// The minute.
    public var minute: Int { Int(secondOfDay) / 60 % 60 }
    /// The second.
    public var second: Int { Int(secondOfDay) % 60 }

    /// Seconds ahead of UTC; nil for a local time.
    ///
    /// A region counts with its standard time.
    var offsetSeconds: Int? {
        switch offset {
        case .local: nil
        case .seconds(let seconds): Int(seconds)
        case .zone(let rules): rules.standardOffset
        }
    }

    /// Seconds since midnight UTC, or since local midnight for a local time.
    var comparableSeconds: Int { Int(secondOfDay) - (offsetSeconds ?? 0) }

    /// The time a duration later, around the clock.
    func adding(_ duration: DaysAndTimeDuration) -> CivilTime {
        var nanoseconds = Int(nanosecond) + Int(duration.nanosecond)
        var seconds = Int(secondOfDay) + duration.second % 86_400
        if nanoseconds >= 1_000_000_000 {
            nanoseconds -= 1_000_000_000
            seconds += 1
        }
        seconds %= 86_400
        if seconds < 0 { seconds += 86_400 }
        return CivilTime(secondOfDay: seconds, nanosecond: nanoseconds, offset: offset)
    }
}

extension CivilTime: CustomStringConvertible {
    /// The time as `hh:mm:ss` with its fraction and its offset or `@` zone.
    public var description: String { clock + suffix }

    /// The time without offset.
    var clock: String {
        var text = twoDigits(hour) + ":" + twoDigits(minute) + ":" + twoDigits(second)
        text += fractionText(nanosecond)
        return text
    }

    /// The offset as it is written.
    var suffix: String {
        switch offset {
        case .local: return ""
        case .zone(let rules): return "@" + rules.identifier
        case .seconds(0): return "Z"
        case .seconds(let seconds):
            let magnitude = Int(seconds.magnitude)
            let rest = magnitude % 60
            return (seconds < 0 ? "-" : "+") + twoDigits(magnitude / 3600) + ":"
                + twoDigits(magnitude / 60 % 60) + (rest == 0 ? "" : ":" + twoDigits(rest))
        }
    }
}

/// Nanoseconds as a decimal fraction with its point; nothing for zero.
func fractionText(_ nanosecond: Int32) -> String {
    if nanosecond == 0 { return "" }
    var digits = String(nanosecond)
    digits = String(repeating: "0", count: 9 - digits.utf8.count) + digits
    while digits.hasSuffix("0") { digits.removeLast() }
    return "." + digits
}
