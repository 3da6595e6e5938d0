/// The rule of a region for each year to come, in the form of POSIX `TZ`: `CET-1CEST,M3.5.0,M10.5.0/3`.
struct RecurringTimeZoneRule: Sendable {
    /// A day of each year and the second of it at which clocks change.
    struct Change: Sendable {
        enum Day: Sendable {
            /// Counted from 1; 29 February is never counted.
            case withoutLeapDay(Int)
            /// Counted from 0.
            case ofYear(Int)
            /// Month, week (5 is the last), day of the week (0 is Sunday).
            case ofMonth(Int, Int, Int)
        }
        let day: Day
        let second: Int

        /// Seconds since 1970 at which clocks change in a year, as the clock shows it.
        func local(year: Int) -> Int {
            let january = CivilDate(uncheckedYear: year, 1, 1).dayNumber
            switch day {
            case .withoutLeapDay(let number):
                let leap = CivilDate.isLeap(year) && number >= 60 ? 1 : 0
                return (january + number - 1 + leap) * 86_400 + second
            case .ofYear(let number):
                return (january + number) * 86_400 + second
            case .ofMonth(let month, let week, let weekday):
                let first = CivilDate(uncheckedYear: year, month, 1)
                let ahead = (weekday - first.weekday % 7 + 7) % 7
                var number = 1 + ahead + (week - 1) * 7
                let length = CivilDate.length(ofMonth: month, year: year)
                while number > length { number -= 7 }
                return (first.dayNumber + number - 1) * 86_400 + second
            }
        }
    }

    let standardOffset: Int
    let summerOffset: Int
    let start: Change?
    let end: Change?

    func offset(atInstant instant: Int) -> Int {
        guard let start, let end,
            let year = CivilDateTime(secondsSince1970: instant + standardOffset, offset: .local)?
                .date.year
        else { return standardOffset }
        let begin = start.local(year: Int(year)) - standardOffset
        let finish = end.local(year: Int(year)) - summerOffset
        let summer =
            begin < finish
            ? instant >= begin && instant < finish : instant >= begin || instant < finish
        return summer ? summerOffset : standardOffset
    }
}

extension RecurringTimeZoneRule {
    /// Reads the last line of a zone file; nil if it has none that can be understood.
    init?(_ text: Substring) {
        var reader = Reader(rest: text)
        guard reader.skipName(), let standard = reader.duration() else { return nil }
        standardOffset = -standard
        guard reader.skipName() else {
            guard reader.rest.isEmpty else { return nil }
            summerOffset = -standard
            start = nil
            end = nil
            return
        }
        summerOffset = reader.duration().map { -$0 } ?? 3600 - standard
        guard reader.skip(","), let start = reader.change(), reader.skip(","),
            let end = reader.change()
        else { return nil }
        self.start = start
        self.end = end
    }

    private struct Reader {
        var rest: Substring

        mutating func skip(_ character: Character) -> Bool {
            guard rest.first == character else { return false }
            rest.removeFirst()
            return true
        }

        mutating func skipName() -> Bool {
            if skip("<") {
                guard let end = rest.firstIndex(of: ">") else { return false }
                rest = rest[rest.index(after: end)...]
                return true
            }
            let name = rest.prefix { $0.isLetter }
            rest = rest.dropFirst(name.count)
            return !name.isEmpty
        }

        mutating func number() -> Int? {
            let digits = rest.prefix { $0.isNumber }
            rest = rest.dropFirst(digits.count)
            return Int(digits)
        }

        /// `[+-]h[:mm[:ss]]` in seconds.
        mutating func duration() -> Int? {
            let negative = rest.first == "-"
            if negative || rest.first == "+" { rest.removeFirst() }
            guard let hours = number() else { return nil }
            var seconds = hours * 3600
            if skip(":") { seconds += (number() ?? 0) * 60 }
            if skip(":") { seconds += number() ?? 0 }
            return negative ? -seconds : seconds
        }

        mutating func change() -> Change? {
            let day: Change.Day
            if skip("M") {
                guard let month = number(), skip("."), let week = number(), skip("."),
                    let weekday = number(), (1...12).contains(month), (1...5).contains(week)
                else { return nil }
                day = .ofMonth(month, week, weekday % 7)
            } else if skip("J") {
                guard let count = number() else { return nil }
                day = .withoutLeapDay(count)
            } else {
                guard let count = number() else { return nil }
                day = .ofYear(count)
            }
            guard skip("/") else { return Change(day: day, second: 7200) }
            return duration().map { Change(day: day, second: $0) }
        }
    }
}
