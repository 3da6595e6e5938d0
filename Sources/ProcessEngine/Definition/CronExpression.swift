import ProcessValues

/// A cron expression in the form of Quartz: seconds, minutes, hours, day of month, month, day of
/// week, and optionally the year.
struct CronExpression {
    private var seconds: Set<Int>
    private var minutes: Set<Int>
    private var hours: Set<Int>
    private var months: Set<Int>
    private var days: Set<Int>?
    private var isLastDay = false
    /// 1 for Sunday to 7 for Saturday.
    private var weekdays: Set<Int>?
    private var years: Set<Int>?

    private static let monthNames = [
        "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
    ]
    private static let weekdayNames = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]

    /// Reads an expression; nil if it is none.
    init?(_ text: String) {
        let fields = text.uppercased().split { $0 == " " || $0 == "\t" }.map(String.init)
        guard fields.count == 6 || fields.count == 7 else { return nil }
        guard let seconds = Self.values(fields[0], 0...59),
            let minutes = Self.values(fields[1], 0...59),
            let hours = Self.values(fields[2], 0...23),
            let months = Self.values(fields[4], 1...12, names: Self.monthNames)
        else { return nil }
        self.seconds = seconds
        self.minutes = minutes
        self.hours = hours
        self.months = months
        if fields[3] == "L" {
            isLastDay = true
        } else if fields[3] != "?" && fields[3] != "*" {
            guard let days = Self.values(fields[3], 1...31) else { return nil }
            self.days = days
        }
        if fields[5] != "?" && fields[5] != "*" {
            guard let weekdays = Self.values(fields[5], 1...7, names: Self.weekdayNames) else {
                return nil
            }
            self.weekdays = weekdays
        }
        if fields.count == 7, fields[6] != "*" {
            guard let years = Self.values(fields[6], 1970...2199) else { return nil }
            self.years = years
        }
    }

    private static func values(
        _ field: String, _ range: ClosedRange<Int>, names: [String] = []
    ) -> Set<Int>? {
        func number(_ text: Substring) -> Int? {
            if let index = names.firstIndex(of: String(text)) { return index + 1 }
            return Int(text).flatMap { range.contains($0) ? $0 : nil }
        }
        var result: Set<Int> = []
        for part in field.split(separator: ",") {
            let pieces = part.split(separator: "/")
            guard let span = pieces.first, pieces.count <= 2 else { return nil }
            let step = pieces.count == 2 ? Int(pieces[1]) : 1
            guard let step, step > 0 else { return nil }
            var low = range.lowerBound
            var high = range.upperBound
            if span != "*" && span != "?" {
                let ends = span.split(separator: "-")
                guard let first = ends.first.flatMap(number), ends.count <= 2 else { return nil }
                low = first
                if ends.count == 2 {
                    guard let last = number(ends[1]) else { return nil }
                    high = last
                } else if pieces.count == 1 {
                    high = first
                }
            }
            if low <= high {
                result.formUnion(stride(from: low, through: high, by: step))
            } else {
                result.formUnion(stride(from: low, through: range.upperBound, by: step))
                result.formUnion(stride(from: range.lowerBound, through: high, by: step))
            }
        }
        return result.isEmpty ? nil : result
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
            if fits(day) {
                if let time = time(on: day, from: isFirst ? day : nil) { return time }
            }
            let following = Instant(year: day.year, month: day.month, day: day.day + 1)
            day = following.calendarFields
            isFirst = false
        }
        return nil
    }

    private func fits(_ day: CalendarFields) -> Bool {
        guard months.contains(day.month), years?.contains(day.year) ?? true else { return false }
        if isLastDay {
            let next = Instant(year: day.year, month: day.month, day: day.day + 1)
            if next.calendarFields.day != 1 { return false }
        }
        if let days, !days.contains(day.day) { return false }
        // Sunday is 7 in the calendar and 1 here.
        if let weekdays, !weekdays.contains(day.dayOfWeek % 7 + 1) { return false }
        return true
    }

    private func time(on day: CalendarFields, from: CalendarFields?) -> Instant? {
        for hour in hours.sorted() where hour >= from?.hour ?? 0 {
            let sameHour = hour == from?.hour
            for minute in minutes.sorted() where !sameHour || minute >= from?.minute ?? 0 {
                let sameMinute = sameHour && minute == from?.minute
                for second in seconds.sorted() where !sameMinute || second >= from?.second ?? 0 {
                    return Instant(
                        year: day.year, month: day.month, day: day.day, hour: hour,
                        minute: minute, second: second)
                }
            }
        }
        return nil
    }
}
