package import ProcessValues

extension Instant {
    /// Reads a date of ISO 8601: a year, a month, a day (by month, by week or by year), and a time with
    /// or without seconds and zone; or a time alone, of the first day that is counted from.
    ///
    /// One without a zone is read in the given one.
    package init?(timerText text: String, zone local: CivilZone = .utc) {
        var scan = DateScanner(text.utf8)
        let isDay = !scan.isNext("T")
        guard let day = isDay ? scan.day() : Instant(milliseconds: 0) else { return nil }
        var time: Int64 = 0
        var offset: Int64?
        if scan.take("T") {
            guard let read = scan.time() else { return nil }
            time = read
            if !scan.isAtEnd {
                guard let read = scan.offset() else { return nil }
                offset = read
            }
        }
        guard scan.isAtEnd else { return nil }
        let written = day.adding(milliseconds: time)
        self =
            offset.map { written.adding(milliseconds: -$0) } ?? local.instant(ofLocal: written)
    }
}

/// Reads the parts of a date one after another.
private struct DateScanner {
    private var rest: Substring.UTF8View

    init(_ text: String.UTF8View) { rest = text[...] }

    var isAtEnd: Bool { rest.isEmpty }

    func isNext(_ letter: Character) -> Bool {
        guard let wanted = letter.asciiValue, let next = rest.first else { return false }
        // Letters may be small.
        return next == wanted || (wanted >= 0x41 && next == wanted | 0x20)
    }

    mutating func take(_ letter: Character) -> Bool {
        guard isNext(letter) else { return false }
        rest = rest.dropFirst()
        return true
    }

    private mutating func number(_ digits: ClosedRange<Int>) -> Int? {
        let found = rest.prefix { (0x30...0x39).contains($0) }.prefix(digits.upperBound)
        guard found.count >= digits.lowerBound, let value = Int(Substring(found)) else {
            return nil
        }
        rest = rest.dropFirst(found.count)
        return value
    }

    mutating func day() -> Instant? {
        _ = take("+")
        guard let year = number(1...8) else { return nil }
        guard take("-") else { return Instant(year: year, month: 1, day: 1) }
        if take("W") { return dayOfWeek(of: year) }
        let digits = rest.prefix { (0x30...0x39).contains($0) }.count
        if digits == 3 {
            guard let day = number(3...3) else { return nil }
            let result = Instant(year: year, month: 1, day: day)
            return day > 0 && result.calendarFields.year == year ? result : nil
        }
        guard let month = number(1...2), (1...12).contains(month) else { return nil }
        guard take("-") else { return Instant(year: year, month: month, day: 1) }
        guard let day = number(1...2), day > 0 else { return nil }
        let result = Instant(year: year, month: month, day: day)
        return result.calendarFields.month == month ? result : nil
    }

    private mutating func dayOfWeek(of year: Int) -> Instant? {
        guard let week = number(1...2), (1...53).contains(week) else { return nil }
        var weekday = 1
        if take("-") {
            guard let read = number(1...1), (1...7).contains(read) else { return nil }
            weekday = read
        }
        // The fourth of January is always in the first week.
        let fourth = Instant(year: year, month: 1, day: 4).calendarFields.dayOfWeek
        return Instant(
            year: year, month: 1, day: 4 - (fourth - 1) + (week - 1) * 7 + weekday - 1)
    }

    /// The time of a day in milliseconds; nothing is its beginning.
    mutating func time() -> Int64? {
        var result: Int64 = 0
        var unit: Int64 = 3_600_000
        for limit in [24, 60, 60] {
            let digits = rest.prefix { (0x30...0x39).contains($0) }.count
            if limit == 24, digits == 0 { return 0 }
            guard let value = number(1...2), value < limit else { return nil }
            result += Int64(value) * unit
            if take(".") || take(",") {
                let found = rest.prefix { (0x30...0x39).contains($0) }
                guard !found.isEmpty, let fraction = Double("0." + String(Substring(found)))
                else { return nil }
                rest = rest.dropFirst(found.count)
                return result + Int64(fraction * Double(unit) + 1e-6)
            }
            guard unit > 1_000, take(":") else { return result }
            unit /= 60
        }
        return result
    }

    /// The distance from universal time in milliseconds.
    mutating func offset() -> Int64? {
        if take("Z") { return 0 }
        let isEast = take("+")
        guard isEast || take("-"), let hours = number(2...2), hours < 24 else { return nil }
        var minutes = 0
        if take(":") || !isAtEnd {
            guard let read = number(2...2), read < 60 else { return nil }
            minutes = read
        }
        let result = Int64(hours * 60 + minutes) * 60_000
        return isEast ? result : -result
    }
}
