internal import CivilCalendar

/// A day of the proleptic Gregorian calendar, without a time zone.
struct CivilDate: Sendable, Comparable, CustomStringConvertible {
    var year: Int
    var month: Int
    var day: Int

    init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.length(of: month, in: year)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// Reads `2026-11-21`, and `21-11-2026` as the servers do by their Dutch locale.
    init?(_ text: some StringProtocol) {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.count == 3, parts.allSatisfy({ $0.allSatisfy(isDigit) }) else { return nil }
        let numbers = parts.compactMap { Int(String(decoding: $0, as: UTF8.self)) }
        guard numbers.count == 3 else { return nil }
        let lengths = parts.map(\.count)
        switch lengths {
        case [4, 2, 2]: self.init(year: numbers[0], month: numbers[1], day: numbers[2])
        case [2, 2, 4]: self.init(year: numbers[2], month: numbers[1], day: numbers[0])
        default: return nil
        }
    }

    /// The day that lies this many days after 1970-01-01.
    init(daysSinceEpoch days: Int) {
        (year, month, day) = CivilCalendar.date(dayNumber: days)
    }

    /// How many days the day lies after 1970-01-01.
    var daysSinceEpoch: Int {
        CivilCalendar.dayNumber(year: year, month: month, day: day)
    }

    /// The day after a duration: years and months first, a day that is not there moved back.
    func adding(_ duration: CivilDuration) -> CivilDate {
        let months = year * 12 + month - 1 + duration.years * 12 + duration.months
        let (newYear, newMonth) = (months / 12, months % 12 + 1)
        let newDay = min(day, Self.length(of: newMonth, in: newYear))
        let moved = CivilDate(year: newYear, month: newMonth, day: newDay) ?? self
        return CivilDate(daysSinceEpoch: moved.daysSinceEpoch + duration.days)
    }

    static func < (left: CivilDate, right: CivilDate) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    var description: String { "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))" }

    private static func length(of month: Int, in year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

/// An ISO 8601 duration of whole days, as terms of a zaaktype are given.
struct CivilDuration: Sendable, Equatable, CustomStringConvertible {
    var years = 0
    var months = 0
    var days = 0

    init?(_ text: String) {
        guard text.hasPrefix("P"), text.utf8.count > 1 else { return nil }
        var number = ""
        for character in text.dropFirst() {
            if character.isASCII, character.isNumber {
                number.append(character)
                continue
            }
            guard let amount = Int(number), amount < 100_000 else { return nil }
            number = ""
            switch character {
            case "Y": years += amount
            case "M": months += amount
            case "W": days += amount * 7
            case "D": days += amount
            default: return nil
            }
        }
        guard number.isEmpty else { return nil }
    }

    /// Weeks are written as days, as the servers answer them.
    var description: String {
        if self == CivilDuration.zero { return "P0D" }
        return "P" + (years > 0 ? "\(years)Y" : "") + (months > 0 ? "\(months)M" : "")
            + (days > 0 ? "\(days)D" : "")
    }

    private init() {}

    static let zero = CivilDuration()
}

func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
}

func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
