/// A day and a time of day (DMN 10.3.2.3.6).
public struct CivilDateTime: Sendable, Hashable {
    /// The day.
    public let date: CivilDate
    /// The time of day.
    public let time: CivilTime

    /// Midnight UTC at the beginning of 1970.
    public static let epoch = CivilDateTime(
        date: CivilDate(uncheckedYear: 1970, 1, 1), time: .utcMidnight)

    /// Creates a date and time.
    public init(date: CivilDate, time: CivilTime) {
        self.date = date
        self.time = time
    }

    /// Creates the date and time at an instant, as a zone shows it; nil out of the range of years.
    public init?(secondsSince1970 seconds: Int, nanosecond: Int = 0, offset: TimeOffset) {
        let ahead: Int
        switch offset {
        case .local: ahead = 0
        case .seconds(let seconds): ahead = Int(seconds)
        case .zone(let rules): ahead = rules.offset(atInstant: seconds)
        }
        let shown = seconds + ahead
        let day = shown >= 0 ? shown / 86_400 : (shown - 86_399) / 86_400
        guard let date = CivilDate(dayNumber: day) else { return nil }
        self.date = date
        time = CivilTime(secondOfDay: shown - day * 86_400, nanosecond: nanosecond, offset: offset)
    }

    /// Seconds since 1970 as if the clock showed UTC.
    var localSeconds: Int { date.dayNumber * 86_400 + Int(time.secondOfDay) }

    /// Whether the instant is known.
    var hasOffset: Bool { time.offset != .local }

    /// Seconds ahead of UTC; nil without zone.
    public var offsetSeconds: Int? {
        switch time.offset {
        case .local: nil
        case .seconds(let seconds): Int(seconds)
        case .zone(let rules): rules.offset(atLocal: localSeconds)
        }
    }

    /// Seconds since 1970 in UTC; of a local value as if its clock showed UTC.
    public var secondsSince1970: Int { localSeconds - (offsetSeconds ?? 0) }

    /// The date and time a duration later, in the same zone; nil out of the range of years.
    func adding(_ duration: DaysAndTimeDuration) -> CivilDateTime? {
        var nanoseconds = Int(time.nanosecond) + Int(duration.nanosecond)
        var seconds = secondsSince1970 + duration.second
        if nanoseconds >= 1_000_000_000 {
            nanoseconds -= 1_000_000_000
            seconds += 1
        }
        return CivilDateTime(
            secondsSince1970: seconds, nanosecond: nanoseconds, offset: time.offset)
    }

    /// The date and time so many months later.
    func adding(months: Int) -> CivilDateTime? {
        date.adding(months: months).map { CivilDateTime(date: $0, time: time) }
    }

    /// How long it is from another date and time to this one.
    func since(_ other: CivilDateTime) -> DaysAndTimeDuration {
        DaysAndTimeDuration(
            second: secondsSince1970 - other.secondsSince1970,
            nanosecond: Int(time.nanosecond) - Int(other.time.nanosecond))
    }
}

extension CivilDateTime: CustomStringConvertible {
    /// The date, `T` and the time.
    public var description: String { "\(date)T\(time)" }
}
