/// The operators of arithmetic (10.3.2.12 and 10.3.2.13).
extension Evaluator {
    mutating func arithmetic(_ node: Node) -> FEELValue {
        let left = value(node.a)
        let right = value(node.b)
        if case .number(let a) = left, case .number(let b) = right {
            let result: Decimal128?
            switch node.operation {
            case .add: result = a.adding(b)
            case .subtract: result = a.subtracting(b)
            case .multiply: result = a.multiplied(by: b)
            case .divide: result = a.divided(by: b)
            default: result = a.power(b)
            }
            if let result { return .number(result) }
            return warn("the numbers \(a) and \(b) have no result here", node)
        }
        if left.isNull || right.isNull { return .null }
        let result: FEELValue?
        switch node.operation {
        case .add: result = left.adding(right)
        case .subtract: result = left.subtracting(right)
        case .multiply: result = left.multiplied(by: right)
        case .divide: result = left.divided(by: right)
        default: result = nil
        }
        if let result { return result }
        return warn(
            "the operator is not defined between a \(left.kind) and a \(right.kind)", node)
    }

    mutating func negation(_ node: Node) -> FEELValue {
        let operand = value(node.a)
        switch operand {
        case .number(let number): return .number(-number)
        case .daysAndTimeDuration(let duration): return .daysAndTimeDuration(-duration)
        case .yearsAndMonthsDuration(let duration):
            return .yearsAndMonthsDuration(YearsAndMonthsDuration(months: -duration.months))
        case .null: return .null
        default: return warn("a \(operand.kind) has no negative", node)
        }
    }
}

extension FEELValue {
    init(_ value: DaysAndTimeDuration?) {
        self = value.map { .daysAndTimeDuration($0) } ?? .null
    }

    init(_ value: YearsAndMonthsDuration?) {
        self = value.map { .yearsAndMonthsDuration($0) } ?? .null
    }

    init(_ value: CivilDateTime?) {
        self = value.map { .dateAndTime($0) } ?? .null
    }

    init(_ value: CivilDate?) {
        self = value.map { .date($0) } ?? .null
    }

    /// A sum that is not one of numbers (Table 57); nil if there is none.
    func adding(_ other: FEELValue) -> FEELValue? {
        switch (self, other) {
        case (.string(let a), .string(let b)):
            return a.utf8.count + b.utf8.count <= Builtin.textLimit ? .string(a + b) : nil
        case (.daysAndTimeDuration(let a), .daysAndTimeDuration(let b)):
            return FEELValue(a.adding(b))
        case (.yearsAndMonthsDuration(let a), .yearsAndMonthsDuration(let b)):
            return FEELValue(Self.months(a.months.addingReportingOverflow(b.months)))
        case (.date(let date), .daysAndTimeDuration(let duration)),
            (.daysAndTimeDuration(let duration), .date(let date)):
            return FEELValue(
                CivilDateTime(date: date, time: .utcMidnight).adding(duration)?.date)
        case (.date(let date), .yearsAndMonthsDuration(let duration)),
            (.yearsAndMonthsDuration(let duration), .date(let date)):
            return FEELValue(date.adding(months: duration.months))
        case (.dateAndTime(let value), .daysAndTimeDuration(let duration)),
            (.daysAndTimeDuration(let duration), .dateAndTime(let value)):
            return FEELValue(value.adding(duration))
        case (.dateAndTime(let value), .yearsAndMonthsDuration(let duration)),
            (.yearsAndMonthsDuration(let duration), .dateAndTime(let value)):
            return FEELValue(value.adding(months: duration.months))
        case (.time(let time), .daysAndTimeDuration(let duration)),
            (.daysAndTimeDuration(let duration), .time(let time)):
            return .time(time.adding(duration))
        default: return nil
        }
    }

    private static func months(_ sum: (partialValue: Int, overflow: Bool))
        -> YearsAndMonthsDuration?
    {
        guard !sum.overflow, abs(sum.partialValue) < YearsAndMonthsDuration.limit else {
            return nil
        }
        return YearsAndMonthsDuration(months: sum.partialValue)
    }

    /// A difference that is not one of numbers; nil if there is none.
    func subtracting(_ other: FEELValue) -> FEELValue? {
        switch (self, other) {
        case (_, .daysAndTimeDuration(let duration)):
            return adding(.daysAndTimeDuration(-duration))
        case (_, .yearsAndMonthsDuration(let duration)):
            return adding(
                .yearsAndMonthsDuration(YearsAndMonthsDuration(months: -duration.months)))
        case (.time(let a), .time(let b)):
            // What has no offset takes the other's; Table 57 asks for zones of dates and times alone.
            return .daysAndTimeDuration(
                DaysAndTimeDuration(
                    second: a.seconds(beside: b) - b.seconds(beside: a),
                    nanosecond: Int(a.nanosecond) - Int(b.nanosecond)))
        default:
            guard let a = asDateAndTime, let b = other.asDateAndTime, a.hasOffset == b.hasOffset
            else { return nil }
            return .daysAndTimeDuration(a.since(b))
        }
    }

    /// A date and time, or a date as its UTC midnight.
    var asDateAndTime: CivilDateTime? {
        switch self {
        case .dateAndTime(let value): value
        case .date(let date): CivilDateTime(date: date, time: .utcMidnight)
        default: nil
        }
    }

    /// A product with a duration; nil if there is none.
    func multiplied(by other: FEELValue) -> FEELValue? {
        switch (self, other) {
        case (.daysAndTimeDuration(let duration), .number(let number)),
            (.number(let number), .daysAndTimeDuration(let duration)):
            guard let seconds = duration.seconds.multiplied(by: number) else { return nil }
            return FEELValue(DaysAndTimeDuration(seconds: seconds))
        case (.yearsAndMonthsDuration(let duration), .number(let number)),
            (.number(let number), .yearsAndMonthsDuration(let duration)):
            guard let months = Decimal128(duration.months).multiplied(by: number) else {
                return nil
            }
            return FEELValue(YearsAndMonthsDuration(months: months))
        default: return nil
        }
    }

    /// A quotient of a duration; nil if there is none.
    func divided(by other: FEELValue) -> FEELValue? {
        switch (self, other) {
        case (.daysAndTimeDuration(let a), .daysAndTimeDuration(let b)):
            return FEELValue(a.seconds.divided(by: b.seconds))
        case (.yearsAndMonthsDuration(let a), .yearsAndMonthsDuration(let b)):
            return FEELValue(Decimal128(a.months).divided(by: Decimal128(b.months)))
        case (.daysAndTimeDuration(let duration), .number(let number)):
            guard let seconds = duration.seconds.divided(by: number) else { return nil }
            return FEELValue(DaysAndTimeDuration(seconds: seconds))
        case (.yearsAndMonthsDuration(let duration), .number(let number)):
            guard let months = Decimal128(duration.months).divided(by: number) else { return nil }
            return FEELValue(YearsAndMonthsDuration(months: months))
        default: return nil
        }
    }
}
