import ProcessValues

/// Fields of cron expressions.
enum CronField {
    /// The numbers that a field names: lists, ranges, steps and names; nil if it is not readable.
    ///
    /// With `wraps` a range may go over the end, as from Friday to Monday.
    static func values(
        _ field: String, _ range: ClosedRange<Int>, names: [String] = [], wraps: Bool = false
    ) -> Set<Int>? {
        func number(_ text: Substring) -> Int? {
            if let index = names.firstIndex(of: String(text)) { return index + 1 }
            guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            return Int(text).flatMap { range.contains($0) ? $0 : nil }
        }
        var result: Set<Int> = []
        for part in field.split(separator: ",", omittingEmptySubsequences: false) {
            let pieces = part.split(separator: "/", omittingEmptySubsequences: false)
            guard let span = pieces.first, pieces.count <= 2 else { return nil }
            let step = pieces.count == 2 ? Int(pieces[1]) : 1
            guard let step, step > 0 else { return nil }
            var low = range.lowerBound
            var high = range.upperBound
            if span != "*" && span != "?" {
                let ends = span.split(separator: "-", omittingEmptySubsequences: false)
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
            } else if wraps {
                result.formUnion(stride(from: low, through: range.upperBound, by: step))
                result.formUnion(stride(from: range.lowerBound, through: high, by: step))
            } else {
                return nil
            }
        }
        return result.isEmpty ? nil : result
    }
}

/// The field of a cron expression for the days of the month.
struct CronDays {
    private enum Rule {
        case listed(Set<Int>)
        /// So many days before the last.
        case fromLast(Int)
        /// The day from Monday to Friday of the same month that is nearest.
        case weekdayNear(Int)
        case lastWeekday
    }

    private let rules: [Rule]

    init?(_ field: String) {
        var rules: [Rule] = []
        for part in field.split(separator: ",", omittingEmptySubsequences: false) {
            if part == "L" {
                rules.append(.fromLast(0))
            } else if part == "LW" {
                rules.append(.lastWeekday)
            } else if part.hasPrefix("L-"), let days = Int(part.dropFirst(2)), days < 31 {
                rules.append(.fromLast(days))
            } else if part.hasSuffix("W"), let day = Int(part.dropLast()), (1...31).contains(day) {
                rules.append(.weekdayNear(day))
            } else if let days = CronField.values(String(part), 1...31) {
                rules.append(.listed(days))
            } else {
                return nil
            }
        }
        self.rules = rules
    }

    func fit(_ day: CalendarFields) -> Bool {
        rules.contains { rule in
            switch rule {
            case .listed(let days): days.contains(day.day)
            case .fromLast(let days): day.day == day.lengthOfMonth - days
            case .weekdayNear(let wanted):
                wanted <= day.lengthOfMonth && day.day == day.weekday(nearest: wanted)
            case .lastWeekday: day.day == day.weekday(nearest: day.lengthOfMonth)
            }
        }
    }
}

/// The field of a cron expression for the days of the week.
struct CronWeekdays {
    private enum Rule {
        case listed(Set<Int>)
        case lastOfMonth(Int)
        case ofMonth(Int, number: Int)
    }

    private let rules: [Rule]

    private static let names = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"]

    init?(_ field: String) {
        var rules: [Rule] = []
        for part in field.split(separator: ",", omittingEmptySubsequences: false) {
            let pieces = part.split(separator: "#", omittingEmptySubsequences: false)
            if pieces.count == 2, let day = Self.day(pieces[0]), let number = Int(pieces[1]),
                (1...5).contains(number)
            {
                rules.append(.ofMonth(day, number: number))
            } else if part.hasSuffix("L"), let day = Self.day(part.dropLast()) {
                rules.append(.lastOfMonth(day))
            } else if let days = CronField.values(
                String(part), 0...7, names: Self.names, wraps: true)
            {
                rules.append(.listed(days))
            } else {
                return nil
            }
        }
        self.rules = rules
    }

    private static func day(_ text: Substring) -> Int? {
        CronField.values(String(text), 0...7, names: names).flatMap {
            $0.count == 1 ? $0.first : nil
        }
    }

    func fit(_ day: CalendarFields) -> Bool {
        func isToday(_ weekday: Int) -> Bool {
            weekday == day.dayOfWeek || weekday + 7 == day.dayOfWeek
        }
        return rules.contains { rule in
            switch rule {
            case .listed(let days): days.contains(where: isToday)
            case .lastOfMonth(let weekday):
                isToday(weekday) && day.day + 7 > day.lengthOfMonth
            case .ofMonth(let weekday, let number):
                isToday(weekday) && (day.day - 1) / 7 + 1 == number
            }
        }
    }
}

extension CalendarFields {
    /// The number of days of the month.
    fileprivate var lengthOfMonth: Int {
        let first = Instant(year: year, month: month, day: 1)
        let next = Instant(year: year, month: month + 1, day: 1)
        return Int((next.milliseconds - first.milliseconds) / 86_400_000)
    }

    /// The day from Monday to Friday that is nearest to a day of the month, in the same month.
    fileprivate func weekday(nearest wanted: Int) -> Int {
        let weekday = Instant(year: year, month: month, day: wanted).calendarFields.dayOfWeek
        switch weekday {
        case 6: return wanted == 1 ? 3 : wanted - 1
        case 7: return wanted == lengthOfMonth ? wanted - 2 : wanted + 1
        default: return wanted
        }
    }
}
