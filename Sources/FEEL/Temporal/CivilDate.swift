internal import CivilCalendar

/// A day of the proleptic Gregorian calendar with a year 0 (DMN 10.3.2.3.5).
public struct CivilDate: Sendable, Hashable, Comparable {
    /// The year, from -999,999,999 to 999,999,999.
    public let year: Int32
    /// The month, 1 to 12.
    public let month: UInt8
    /// The day of the month, from 1.
    public let day: UInt8

    /// The years that FEEL knows.
    static let years = -999_999_999...999_999_999

    init(uncheckedYear year: Int, _ month: Int, _ day: Int) {
        self.year = Int32(year)
        self.month = UInt8(month)
        self.day = UInt8(day)
    }

    /// Creates a date; nil if there is no such day.
    public init?(year: Int, month: Int, day: Int) {
        guard Self.years.contains(year), (1...12).contains(month), day >= 1,
            day <= Self.length(ofMonth: month, year: year)
        else { return nil }
        self.init(uncheckedYear: year, month, day)
    }

    /// Creates the date that is so many days after 1 January 1970; nil out of the range of years.
    public init?(dayNumber: Int) {
        let (year, month, day) = CivilCalendar.date(dayNumber: dayNumber)
        guard Self.years.contains(year) else { return nil }
        self.init(uncheckedYear: year, month, day)
    }

    /// How many days the date is after 1 January 1970.
    public var dayNumber: Int {
        CivilCalendar.dayNumber(year: Int(year), month: Int(month), day: Int(day))
    }

    /// Whether one date is before another.
    public static func < (left: CivilDate, right: CivilDate) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    static func isLeap(_ year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// The day of the week, 1 for Monday to 7 for Sunday.
    public var weekday: Int {
        let shifted = (dayNumber + 3) % 7
        return (shifted < 0 ? shifted + 7 : shifted) + 1
    }

    /// The day of the year, from 1.
    public var dayOfYear: Int {
        dayNumber - CivilDate(uncheckedYear: Int(year), 1, 1).dayNumber + 1
    }

    /// The week of the year as ISO 8601 counts.
    public var weekOfYear: Int {
        // The week belongs to the year that its Thursday lies in.
        guard let thursday = CivilDate(dayNumber: dayNumber - weekday + 4) else { return 1 }
        return (thursday.dayOfYear - 1) / 7 + 1
    }

    /// The date so many months later; a day that the month lacks becomes its last.
    ///
    /// Nil out of the range of years.
    public func adding(months: Int) -> CivilDate? {
        let (total, overflow) = (Int(year) * 12 + Int(month) - 1).addingReportingOverflow(months)
        if overflow { return nil }
        let year = total >= 0 ? total / 12 : (total - 11) / 12
        guard Self.years.contains(year) else { return nil }
        let month = total - year * 12 + 1
        return CivilDate(
            uncheckedYear: year, month, min(Int(day), Self.length(ofMonth: month, year: year)))
    }

    /// Whole months from this date to another one, negative if that is earlier.
    public func months(to other: CivilDate) -> Int {
        let difference =
            (Int(other.year) - Int(year)) * 12 + Int(other.month) - Int(month)
        if difference > 0 && other.day < day { return difference - 1 }
        if difference < 0 && other.day > day { return difference + 1 }
        return difference
    }
}

extension CivilDate: CustomStringConvertible {
    /// The date as `YYYY-MM-DD`, the year with as many digits as it needs.
    public var description: String {
        let digits = String(year.magnitude)
        let padding = String(repeating: "0", count: max(0, 4 - digits.utf8.count))
        return (year < 0 ? "-" : "") + padding + digits + "-" + twoDigits(Int(month)) + "-"
            + twoDigits(Int(day))
    }
}

/// A number below 100 with its leading zero.
func twoDigits(_ value: Int) -> String {
    value < 10 ? "0\(value)" : "\(value)"
}
