internal import CivilCalendar

/// A moment, in milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
public struct Instant: Sendable, Hashable, Comparable {
    /// The milliseconds since 1970-01-01T00:00:00Z.
    public let milliseconds: Int64

    /// The moment so many milliseconds after 1970-01-01T00:00:00Z.
    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// The moment of a date and time of day in UTC, in the proleptic Gregorian calendar.
    ///
    /// Months and smaller units may lie outside their ranges: they carry over.
    public init(
        year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0,
        millisecond: Int = 0
    ) {
        let days = daysSinceEpoch(year: year, month: month) + Int64(day - 1)
        let seconds = days * 86_400 + Int64(hour) * 3_600 + Int64(minute) * 60 + Int64(second)
        milliseconds = seconds * 1_000 + Int64(millisecond)
    }

    /// Earlier moments come first.
    public static func < (one: Instant, other: Instant) -> Bool {
        one.milliseconds < other.milliseconds
    }

    /// The moment that lies so many milliseconds later; the ends of time are not passed.
    public func adding(milliseconds: Int64) -> Instant {
        let (sum, overflows) = self.milliseconds.addingReportingOverflow(milliseconds)
        if overflows { return Instant(milliseconds: milliseconds < 0 ? .min : .max) }
        return Instant(milliseconds: sum)
    }

    /// The calendar's reading of the moment in UTC.
    public var calendarFields: CalendarFields { CalendarFields(milliseconds) }
}

/// A date and a time of day.
public struct CalendarFields: Sendable, Hashable {
    /// The year; 0 is the one before the year 1.
    public let year: Int
    /// The month, 1 to 12.
    public let month: Int
    /// The day of the month, from 1.
    public let day: Int
    /// The hour, 0 to 23.
    public let hour: Int
    /// The minute, 0 to 59.
    public let minute: Int
    /// The second, 0 to 59.
    public let second: Int
    /// The millisecond, 0 to 999.
    public let millisecond: Int
    /// The day of the week, 1 for Monday to 7 for Sunday.
    public let dayOfWeek: Int

    init(_ milliseconds: Int64) {
        let (days, rest) = dividedDown(milliseconds, by: 86_400_000)
        (year, month, day) = CivilCalendar.date(dayNumber: Int(days))
        hour = Int(rest / 3_600_000)
        minute = Int(rest / 60_000 % 60)
        second = Int(rest / 1_000 % 60)
        millisecond = Int(rest % 1_000)
        dayOfWeek = Int(dividedDown(days + 3, by: 7).remainder) + 1
    }
}

/// The number of days from 1970-01-01 to the first of a month, which may lie outside 1 to 12.
private func daysSinceEpoch(year: Int, month: Int) -> Int64 {
    let (years, monthFromZero) = dividedDown(Int64(month - 1), by: 12)
    return Int64(
        CivilCalendar.dayNumber(
            year: year + Int(years), month: Int(monthFromZero) + 1, day: 1))
}

/// The quotient rounded down, and the remainder that is never negative.
private func dividedDown(_ value: Int64, by divisor: Int64) -> (
    quotient: Int64, remainder: Int64
) {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
}
