/// A duration of either kind, as text spells it.
enum ParsedDuration {
    case yearsAndMonths(YearsAndMonthsDuration)
    case daysAndTime(DaysAndTimeDuration)

    /// Reads `P1Y2M` or `P1DT2H3M4.5S`, with a minus in front of it if it is negative.
    ///
    /// A text of both kinds belongs to neither lexical space.
    init?(_ text: String) {
        var reader = TemporalReader(text)
        let negative = reader.skip("-")
        guard reader.skip("P") else { return nil }
        var months = 0
        var hasMonths = false
        var seconds = 0
        var nanoseconds = 0
        var hasTime = false
        let order = "YMDHMS".utf8.map { $0 }
        var next = 0
        var inTime = false
        while !reader.atEnd {
            if !inTime, reader.skip("T") {
                inTime = true
                next = max(next, 3)
                if reader.atEnd { return nil }
            }
            guard let amount = reader.digits(1...17) else { return nil }
            let fractional = reader.current == UInt8(ascii: ".")
            let fraction = reader.fraction(requiresDigits: false)
            guard let fraction, let unit = reader.current else { return nil }
            reader.position += 1
            let limit = inTime ? 6 : 3
            guard let index = order[next..<limit].firstIndex(of: unit) else { return nil }
            if fractional && index != 5 { return nil }
            next = index + 1
            let factor = [12, 1, 86_400, 3_600, 60, 1][index]
            let (product, overflow) = amount.multipliedReportingOverflow(by: factor)
            guard !overflow, product < DaysAndTimeDuration.limit else { return nil }
            if index < 2 {
                months += product
                hasMonths = true
            } else {
                seconds += product
                nanoseconds = fraction
                hasTime = true
            }
            guard months < YearsAndMonthsDuration.limit, seconds < DaysAndTimeDuration.limit else {
                return nil
            }
        }
        guard hasMonths != hasTime else { return nil }
        if hasMonths {
            self = .yearsAndMonths(YearsAndMonthsDuration(months: negative ? -months : months))
        } else {
            let duration = DaysAndTimeDuration(second: seconds, nanosecond: nanoseconds)
            self = .daysAndTime(negative ? -duration : duration)
        }
    }
}
