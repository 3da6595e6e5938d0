/// Conversions (10.3.4.1).
extension Builtin {
    func convert(_ arguments: [FEELValue]) -> FEELValue? {
        if self == .string {
            return arguments[0].isNull ? nil : .string(arguments[0].text)
        }
        switch (self, arguments[0].unwrapped, arguments.count) {
        case (.number, .number(let number), 1): return .number(number)
        case (.number, .string(let text), 1): return Self.plainNumber(text).map { .number($0) }
        case (.number, .string(let text), _): return Self.number(text, arguments)
        case (.duration, .string(let text), _):
            switch ParsedDuration(text) {
            case .daysAndTime(let value)?: return .daysAndTimeDuration(value)
            case .yearsAndMonths(let value)?: return .yearsAndMonthsDuration(value)
            case nil: return nil
            }
        case (.range, .string(let text), _): return FEELRange(text).map { .range($0) }
        case (.date, _, _): return Self.date(arguments)
        case (.time, _, _): return Self.time(arguments)
        case (.dateAndTime, _, _): return Self.dateAndTime(arguments)
        case (.yearsAndMonthsDuration, _, _):
            guard let from = arguments[0].civilDate, let to = arguments[1].civilDate else {
                return nil
            }
            return .yearsAndMonthsDuration(YearsAndMonthsDuration(months: from.months(to: to)))
        default: return nil
        }
    }

    private static func plainNumber(_ text: String) -> Decimal128? {
        // No white space, and no point without digits behind it.
        guard !text.hasSuffix("."), !text.hasPrefix("+") else { return nil }
        return Decimal128(text)
    }

    private static func number(_ text: String, _ arguments: [FEELValue]) -> FEELValue? {
        let grouping = arguments[1].string
        let point = arguments[2].string
        if case .string(let mark) = arguments[1], ![" ", ",", "."].contains(mark) { return nil }
        if case .string(let mark) = arguments[2], ![",", "."].contains(mark) { return nil }
        if let grouping, grouping == point { return nil }
        var plain = text
        if let grouping { plain = plain.split(separator: grouping).joined() }
        if let point, point != "." {
            plain = plain.split(separator: point, omittingEmptySubsequences: false)
                .joined(separator: ".")
        }
        return plainNumber(plain).map { .number($0) }
    }

    private static func date(_ arguments: [FEELValue]) -> FEELValue? {
        guard arguments.count == 1 else {
            guard let year = arguments[0].number?.integer, let month = arguments[1].number?.integer,
                let day = arguments[2].number?.integer
            else { return nil }
            return CivilDate(year: year, month: month, day: day).map { .date($0) }
        }
        switch arguments[0].unwrapped {
        case .string(let text): return CivilDate(text).map { .date($0) }
        default: return arguments[0].civilDate.map { .date($0) }
        }
    }

    private static func time(_ arguments: [FEELValue]) -> FEELValue? {
        guard arguments.count == 1 else { return timeOfParts(arguments) }
        switch arguments[0].unwrapped {
        case .string(let text): return CivilTime(text).map { .time($0) }
        case .time(let time): return .time(time)
        case .dateAndTime(let value): return .time(value.time)
        case .date: return .time(.utcMidnight)
        default: return nil
        }
    }

    private static func timeOfParts(_ arguments: [FEELValue]) -> FEELValue? {
        guard let hour = arguments[0].number?.integer, let minute = arguments[1].number?.integer,
            let second = arguments[2].number, let whole = second.rounded(scale: 0, .floor),
            let seconds = whole.integer,
            let nanoseconds = second.subtracting(whole)?.multiplied(by: 1_000_000_000)?
                .truncatedInteger
        else { return nil }
        var offset = TimeOffset.local
        switch arguments.count > 3 ? arguments[3].unwrapped : .null {
        case .null: break
        case .daysAndTimeDuration(let duration):
            guard Swift.abs(duration.second) <= 18 * 3600, duration.nanosecond == 0 else {
                return nil
            }
            offset = .seconds(Int32(duration.second))
        default: return nil
        }
        return CivilTime(
            hour: hour, minute: minute, second: seconds, nanosecond: nanoseconds, offset: offset
        ).map { .time($0) }
    }

    private static func dateAndTime(_ arguments: [FEELValue]) -> FEELValue? {
        if arguments.count == 2 {
            guard let date = arguments[0].civilDate, case .time(let time) = arguments[1] else {
                return nil
            }
            return .dateAndTime(CivilDateTime(date: date, time: time))
        }
        switch arguments[0].unwrapped {
        case .string(let text): return CivilDateTime(text).map { .dateAndTime($0) }
        default: return nil
        }
    }
}

extension FEELValue {
    /// The day of a date or of a date and time.
    var civilDate: CivilDate? {
        switch self {
        case .date(let date): date
        case .dateAndTime(let value): value.date
        case .list(let items) where items.count == 1: items[0].civilDate
        default: nil
        }
    }

    /// What `@"…"` stands for; null if it is none of dates, times and durations.
    init(atLiteral text: String) {
        if let date = CivilDate(text) {
            self = .date(date)
        } else if let value = CivilDateTime(text) {
            self = .dateAndTime(value)
        } else if let time = CivilTime(text) {
            self = .time(time)
        } else {
            switch ParsedDuration(text) {
            case .daysAndTime(let value)?: self = .daysAndTimeDuration(value)
            case .yearsAndMonths(let value)?: self = .yearsAndMonthsDuration(value)
            case nil: self = .null
            }
        }
    }

    /// The type of a literal.
    var literalType: FEELType { FEELType(builtInName: kind) ?? .any }
}

extension FEELRange {
    /// Reads a range of literals such as `[18..21)`; nil if the text is none (DMN 1.5).
    convenience init?(_ text: String) {
        guard let first = text.unicodeScalars.first(where: { !$0.isFEELSpace }),
            "[(]".unicodeScalars.contains(first)
        else { return nil }
        var parser = Parser(text, scope: FEELScope())
        guard let syntax = try? parser.wholeExpression(),
            case .interval(let low, let high, let startIncluded, let endIncluded) = syntax.bare,
            let start = Self.endpoint(low), let end = Self.endpoint(high),
            !start.isNull, !end.isNull, let order = start.order(to: end), order <= 0
        else { return nil }
        self.init(start, end, startIncluded: startIncluded, endIncluded: endIncluded)
    }

    /// The value of a literal, or of a constructor called with a literal string.
    private static func endpoint(_ syntax: Syntax) -> FEELValue? {
        if case .literal(let value) = syntax.bare { return value }
        guard case .call(let callee, let arguments) = syntax.bare,
            case .builtin(let builtin) = callee.bare,
            [.date, .time, .dateAndTime, .duration].contains(builtin), arguments.count == 1,
            case .literal(let argument) = arguments[0].bare, case .string = argument
        else { return nil }
        return builtin.convert([argument])
    }
}
