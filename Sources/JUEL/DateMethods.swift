import ProcessValues

/// The methods of Java's `Date` that models use.
func callDate(
    _ method: String, of instant: Instant, with arguments: [ExpressionValue]
) throws(EvaluationError) -> ExpressionValue? {
    switch (method, arguments.count) {
    case ("getTime", 0): return .value(.long(instant.milliseconds))
    case ("before", 1): return .value(.boolean(instant < (try readInstant(arguments[0]))))
    case ("after", 1): return .value(.boolean(instant > (try readInstant(arguments[0]))))
    case ("compareTo", 1): return .value(.integer(order(instant, try readInstant(arguments[0]))))
    default: return nil
    }
}

/// A property of a date and time, as Joda names them.
func dateTimeProperty<Context: ExpressionContext>(
    _ name: String, of instant: Instant, in context: Context
) -> ExpressionValue? {
    if name == "millis" { return .value(.long(instant.milliseconds)) }
    let offset = context.utcOffset(at: instant)
    let fields = instant.adding(milliseconds: Int64(offset) * 1_000).calendarFields
    let number: Int
    switch name {
    case "year": number = fields.year
    case "monthOfYear": number = fields.month
    case "dayOfMonth": number = fields.day
    case "dayOfWeek": number = fields.dayOfWeek
    case "hourOfDay": number = fields.hour
    case "minuteOfHour": number = fields.minute
    case "secondOfMinute": number = fields.second
    case "millisOfSecond": number = fields.millisecond
    default: return nil
    }
    return .value(.integer(Int32(clamping: number)))
}

/// The methods of Joda's `DateTime` that models use; days and longer units are counted on the
/// clocks of the configured zone.
func callDateTime<Context: ExpressionContext>(
    _ method: String, of instant: Instant, with arguments: [ExpressionValue], in context: Context
) throws(EvaluationError) -> ExpressionValue? {
    guard let argument = arguments.first else {
        return callDateTime(method, of: instant, in: context)
    }
    guard arguments.count == 1 else { return nil }
    switch method {
    case "isBefore": return .value(.boolean(instant < (try readInstant(argument))))
    case "isAfter": return .value(.boolean(instant > (try readInstant(argument))))
    case "isEqual": return .value(.boolean(instant == (try readInstant(argument))))
    case "compareTo": return .value(.integer(order(instant, try readInstant(argument))))
    default: break
    }
    let sign: Int64
    let unit: Substring
    if method.hasPrefix("plus") {
        (sign, unit) = (1, method.dropFirst(4))
    } else if method.hasPrefix("minus") {
        (sign, unit) = (-1, method.dropFirst(5))
    } else if method.hasPrefix("with") {
        return try with(
            method.dropFirst(4), Int(clamping: try wholeNumber(of: argument)), instant, in: context)
    } else {
        return nil
    }
    // A span beyond these bounds lies outside every calendar; the bounds keep the sums in range.
    let count =
        sign &* max(-100_000_000_000_000, min(try wholeNumber(of: argument), 100_000_000_000_000))
    let milliseconds: Int64
    switch unit {
    case "Years": return shift(instant, in: context, months: count &* 12)
    case "Months": return shift(instant, in: context, months: count)
    case "Weeks": return shift(instant, in: context, days: count &* 7)
    case "Days": return shift(instant, in: context, days: count)
    case "Hours": milliseconds = 3_600_000
    case "Minutes": milliseconds = 60_000
    case "Seconds": milliseconds = 1_000
    case "Millis": milliseconds = 1
    default: return nil
    }
    let (span, overflows) = count.multipliedReportingOverflow(by: milliseconds)
    return .dateTime(instant.adding(milliseconds: overflows ? (count < 0 ? .min : .max) : span))
}

private func callDateTime<Context: ExpressionContext>(
    _ method: String, of instant: Instant, in context: Context
) -> ExpressionValue? {
    switch method {
    case "toDate": return .value(.date(instant))
    case "toDateTime", "toInstant": return .dateTime(instant)
    case "withTimeAtStartOfDay":
        let local = localClock(instant, in: context)
        let fields = local.calendarFields
        return .dateTime(
            moment(Instant(year: fields.year, month: fields.month, day: fields.day), in: context))
    default:
        guard method.hasPrefix("get"), let first = method.dropFirst(3).first else { return nil }
        return dateTimeProperty(
            first.lowercased() + method.dropFirst(4), of: instant, in: context)
    }
}

private func with<Context: ExpressionContext>(
    _ field: Substring, _ number: Int, _ instant: Instant, in context: Context
) throws(EvaluationError) -> ExpressionValue? {
    let fields = localClock(instant, in: context).calendarFields
    let ranges: [Substring: ClosedRange<Int>] = [
        "Year": 0...9999, "MonthOfYear": 1...12, "DayOfMonth": 1...31, "HourOfDay": 0...23,
        "MinuteOfHour": 0...59, "SecondOfMinute": 0...59, "MillisOfSecond": 0...999,
    ]
    guard let range = ranges[field] else { return nil }
    guard range.contains(number) else {
        throw EvaluationError(
            .evaluation, "Value \(number) for \(field) must be in the range \(range)")
    }
    let changed = Instant(
        year: field == "Year" ? number : fields.year,
        month: field == "MonthOfYear" ? number : fields.month,
        day: field == "DayOfMonth" ? number : fields.day,
        hour: field == "HourOfDay" ? number : fields.hour,
        minute: field == "MinuteOfHour" ? number : fields.minute,
        second: field == "SecondOfMinute" ? number : fields.second,
        millisecond: field == "MillisOfSecond" ? number : fields.millisecond)
    return .dateTime(moment(changed, in: context))
}

/// Moves by days or months on the clocks of the zone; a day that a month has not becomes its last.
private func shift<Context: ExpressionContext>(
    _ instant: Instant, in context: Context, months: Int64 = 0, days: Int64 = 0
) -> ExpressionValue {
    let local = localClock(instant, in: context)
    let fields = local.calendarFields
    if months == 0 {
        let (span, overflows) = days.multipliedReportingOverflow(by: 86_400_000)
        let moved = local.adding(milliseconds: overflows ? (days < 0 ? .min : .max) : span)
        return .dateTime(moment(moved, in: context))
    }
    let month = fields.month + Int(max(-12_000_000, min(months, 12_000_000)))
    let firstOfNext = Instant(year: fields.year, month: month + 1, day: 1)
    let last = firstOfNext.adding(milliseconds: -86_400_000).calendarFields.day
    let moved = Instant(
        year: fields.year, month: month, day: min(fields.day, last), hour: fields.hour,
        minute: fields.minute, second: fields.second, millisecond: fields.millisecond)
    return .dateTime(moment(moved, in: context))
}

/// What the clocks of the zone show at an instant, as if it were UTC.
private func localClock<Context: ExpressionContext>(
    _ instant: Instant, in context: Context
) -> Instant {
    instant.adding(milliseconds: Int64(context.utcOffset(at: instant)) * 1_000)
}

/// The instant at which the clocks of the zone show this; of two the earlier, in a gap the later.
private func moment<Context: ExpressionContext>(
    _ local: Instant, in context: Context
) -> Instant {
    let before = context.utcOffset(at: local.adding(milliseconds: -86_400_000))
    let after = context.utcOffset(at: local.adding(milliseconds: 86_400_000))
    let early = local.adding(milliseconds: -Int64(before) * 1_000)
    let late = local.adding(milliseconds: -Int64(after) * 1_000)
    if context.utcOffset(at: early) == before { return early }
    return context.utcOffset(at: late) == after ? late : early
}

private func readInstant(_ value: ExpressionValue) throws(EvaluationError) -> Instant {
    switch value {
    case .dateTime(let instant), .value(.date(let instant)): return instant
    case .value(let plain):
        if let number = plain.wholeNumber { return Instant(milliseconds: number) }
        throw EvaluationError(.evaluation, "Cannot coerce \(plain.type.rawValue) to Date")
    case .bean(let bean):
        throw EvaluationError(.evaluation, "Cannot coerce \(bean.name) to Date")
    }
}

private func order(_ one: Instant, _ other: Instant) -> Int32 {
    one < other ? -1 : one == other ? 0 : 1
}
