import ProcessValues

/// A cron expression of six fields: seconds, minutes, hours, day of month, month, day of week; or
/// a name such as `@daily`.
///
/// Days of the week count from 1 for Monday to 7 for Sunday, which is 0 too. A day of the month can
/// be `L` (the last), `L-3`, `15W` (the weekday that is nearest) or `LW`, a day of the week `5L` (the
/// last Friday) or `MON#2` (the second Monday).
struct CronExpression {
    private let seconds: [Int]
    private let minutes: [Int]
    private let hours: [Int]
    private let months: Set<Int>
    private let days: CronDays
    private let weekdays: CronWeekdays

    private static let names = [
        "@YEARLY": "0 0 0 1 1 *", "@ANNUALLY": "0 0 0 1 1 *", "@MONTHLY": "0 0 0 1 * *",
        "@WEEKLY": "0 0 0 * * 0", "@DAILY": "0 0 0 * * *", "@MIDNIGHT": "0 0 0 * * *",
        "@HOURLY": "0 0 * * * *",
    ]
    private static let monthNames = [
        "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
    ]

    /// Reads an expression; nil if it is none.
    init?(_ text: String) {
        let written = text.uppercased().split { $0 == " " || $0 == "\t" }.joined(separator: " ")
        let fields = (Self.names[written] ?? written).split(separator: " ").map(String.init)
        guard fields.count == 6, let seconds = CronField.values(fields[0], 0...59),
            let minutes = CronField.values(fields[1], 0...59),
            let hours = CronField.values(fields[2], 0...23),
            let days = CronDays(fields[3]),
            let months = CronField.values(fields[4], 1...12, names: Self.monthNames),
            let weekdays = CronWeekdays(fields[5])
        else { return nil }
        self.seconds = seconds.sorted()
        self.minutes = minutes.sorted()
        self.hours = hours.sorted()
        self.months = months
        self.days = days
        self.weekdays = weekdays
    }

    /// The first instant after another that fits the clocks of a zone; nil if there is none in
    /// some years.
    func next(after instant: Instant, in zone: CivilZone = .utc) -> Instant? {
        var local = zone.local(instant)
        // An hour that the clocks repeat may lead back to an instant that is past.
        for _ in 0..<4 {
            guard let next = next(afterLocal: local) else { return nil }
            let date = zone.instant(ofLocal: next)
            if date > instant { return date }
            local = next
        }
        return nil
    }

    private func next(afterLocal instant: Instant) -> Instant? {
        let start = Instant(milliseconds: (instant.milliseconds / 1_000 + 1) * 1_000)
        var day = start.calendarFields
        var isFirst = true
        for _ in 0..<(366 * 30) {
            if months.contains(day.month), days.fit(day), weekdays.fit(day),
                let time = time(on: day, from: isFirst ? day : nil)
            {
                return time
            }
            day = Instant(year: day.year, month: day.month, day: day.day + 1).calendarFields
            isFirst = false
        }
        return nil
    }

    private func time(on day: CalendarFields, from: CalendarFields?) -> Instant? {
        for hour in hours where hour >= from?.hour ?? 0 {
            let sameHour = hour == from?.hour
            for minute in minutes where !sameHour || minute >= from?.minute ?? 0 {
                let sameMinute = sameHour && minute == from?.minute
                for second in seconds where !sameMinute || second >= from?.second ?? 0 {
                    return Instant(
                        year: day.year, month: day.month, day: day.day, hour: hour,
                        minute: minute, second: second)
                }
            }
        }
        return nil
    }
}
