/// A duration in days, hours, minutes and seconds (DMN 10.3.2.3.7).
public struct DaysAndTimeDuration: Sendable, Hashable, Comparable {
    /// Whole seconds, rounded down.
    public let second: Int
    /// What is left in nanoseconds, 0 to 999,999,999.
    public let nanosecond: Int32

    /// Creates a duration; the nanoseconds may have any sign.
    public init(second: Int, nanosecond: Int = 0) {
        var carry = nanosecond / 1_000_000_000
        var rest = nanosecond % 1_000_000_000
        if rest < 0 {
            rest += 1_000_000_000
            carry -= 1
        }
        self.second = second + carry
        self.nanosecond = Int32(rest)
    }

    /// Whether it is below zero.
    public var isNegative: Bool { second < 0 }

    /// The opposite duration.
    public static prefix func - (value: DaysAndTimeDuration) -> DaysAndTimeDuration {
        DaysAndTimeDuration(second: -value.second, nanosecond: -Int(value.nanosecond))
    }

    /// Whether one duration is shorter than another.
    public static func < (left: DaysAndTimeDuration, right: DaysAndTimeDuration) -> Bool {
        (left.second, left.nanosecond) < (right.second, right.nanosecond)
    }

    func adding(_ other: DaysAndTimeDuration) -> DaysAndTimeDuration? {
        let (sum, overflow) = second.addingReportingOverflow(other.second)
        guard !overflow, abs(sum) < Self.limit else { return nil }
        return DaysAndTimeDuration(
            second: sum, nanosecond: Int(nanosecond) + Int(other.nanosecond))
    }

    /// Longer durations are refused, so that arithmetic on them cannot overflow.
    static let limit = 1 << 60

    /// The duration in seconds.
    var seconds: Decimal128 {
        if nanosecond == 0 { return Decimal128(second) }
        let nanoseconds = Int128(second) * 1_000_000_000 + Int128(nanosecond)
        return Decimal128(
            negative: nanoseconds < 0, coefficient: nanoseconds.magnitude, exponent: -9)
    }

    /// The duration of so many seconds, to the nanosecond; nil if it is too long.
    init?(seconds: Decimal128) {
        guard let whole = seconds.rounded(scale: 0, .floor)?.integer, abs(whole) < Self.limit,
            let rest = seconds.subtracting(Decimal128(whole))?
                .multiplied(by: 1_000_000_000)?.rounded(scale: 0, .halfEven)?.integer
        else { return nil }
        self.init(second: whole, nanosecond: rest)
    }

    var magnitude: DaysAndTimeDuration { isNegative ? -self : self }
}

extension DaysAndTimeDuration: CustomStringConvertible {
    /// The duration as `P1DT2H3M4.5S`.
    public var description: String {
        let value = magnitude
        var text = isNegative ? "-P" : "P"
        let days = value.second / 86_400
        if days != 0 { text += "\(days)D" }
        let rest = value.second % 86_400
        if rest != 0 || value.nanosecond != 0 || days == 0 {
            text += "T"
            if rest >= 3600 { text += "\(rest / 3600)H" }
            if rest / 60 % 60 != 0 { text += "\(rest / 60 % 60)M" }
            if rest % 60 != 0 || value.nanosecond != 0 || text.hasSuffix("T") {
                text += "\(rest % 60)\(fractionText(value.nanosecond))S"
            }
        }
        return text
    }
}

/// A duration in years and months (DMN 10.3.2.3.8).
public struct YearsAndMonthsDuration: Sendable, Hashable, Comparable {
    /// The duration in months.
    public let months: Int

    /// Creates a duration of so many months.
    public init(months: Int) {
        self.months = months
    }

    /// Longer durations are refused, so that arithmetic on them cannot overflow.
    static let limit = 1 << 60

    /// Creates a duration of so many months, the fraction cut off; nil if it is too long.
    init?(months: Decimal128) {
        guard let whole = months.truncatedInteger, abs(whole) < Self.limit else { return nil }
        self.months = whole
    }

    /// Whether one duration is shorter than another.
    public static func < (left: YearsAndMonthsDuration, right: YearsAndMonthsDuration) -> Bool {
        left.months < right.months
    }
}

extension YearsAndMonthsDuration: CustomStringConvertible {
    /// The duration as `P1Y2M`.
    public var description: String {
        let years = abs(months) / 12
        let rest = abs(months) % 12
        return (months < 0 ? "-P" : "P") + (years == 0 ? "" : "\(years)Y")
            + (rest != 0 || years == 0 ? "\(rest)M" : "")
    }
}
