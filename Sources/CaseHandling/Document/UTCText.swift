/// The text of a moment in UTC with milliseconds, such as `2026-11-21T09:00:00.000Z`.
///
/// - Parameter milliseconds: The moment, in milliseconds since 1970.
/// - Returns: The text.
public func utcText(milliseconds: Int64) -> String {
    let (days, rest) = (milliseconds.flooredQuotient(86_400_000), milliseconds.floored(86_400_000))
    func padded(_ value: Int64, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    let time =
        padded(rest / 3_600_000, 2) + ":" + padded(rest / 60_000 % 60, 2) + ":"
        + padded(rest / 1000 % 60, 2) + "." + padded(rest % 1000, 3)
    return utcDay(days) + "T" + time + "Z"
}

/// The day of a moment in UTC, such as `2026-11-21`.
///
/// - Parameter milliseconds: The moment, in milliseconds since 1970.
/// - Returns: The text.
public func utcDayText(milliseconds: Int64) -> String {
    utcDay(milliseconds.flooredQuotient(86_400_000))
}

/// The date that lies so many days after 1970-01-01, in the proleptic Gregorian calendar.
private func utcDay(_ days: Int64) -> String {
    // Counted from 0000-03-01, so that the leap day is the last of a year and eras are alike.
    let shifted = days + 719_468
    let era = shifted.flooredQuotient(146_097)
    let dayOfEra = shifted.floored(146_097)
    let yearOfEra =
        (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    func padded(_ value: Int64, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    return padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2)
}

extension Int64 {
    fileprivate func flooredQuotient(_ divisor: Int64) -> Int64 {
        self / divisor - (self % divisor < 0 ? 1 : 0)
    }

    fileprivate func floored(_ divisor: Int64) -> Int64 {
        self - flooredQuotient(divisor) * divisor
    }
}
