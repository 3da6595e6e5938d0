extension Builtin {
    /// The result for arguments that fit a form; nil, which becomes null with a warning, if there
    /// is none.
    func apply(_ arguments: [FEELValue], _ call: BuiltinCall) -> FEELValue? {
        switch self {
        case .date, .time, .number, .string, .duration, .range, .dateAndTime,
            .yearsAndMonthsDuration:
            return convert(arguments)
        case .not: return arguments[0].unwrapped.boolean.map { .boolean(!$0) }
        case .substring, .contains, .matches, .replace, .split, .stringLength, .upperCase,
            .lowerCase, .substringBefore, .substringAfter, .startsWith, .endsWith, .stringJoin:
            let result = applyToStrings(arguments, call)
            if case .string(let text)? = result, text.utf8.count > Self.textLimit { return nil }
            return result
        case .count, .min, .max, .sum, .mean, .product, .median, .stddev, .mode, .all, .any, .and,
            .or:
            // One list is the list; anything else are its items.
            if arguments.count == 1, arguments[0].isNull { return nil }
            if arguments.isEmpty { return nil }
            if arguments.count == 1, let list = arguments[0].list {
                return aggregate(list, call)
            }
            return aggregate(arguments, call)
        case .sublist, .append, .concatenate, .remove, .reverse, .union, .flatten, .sort,
            .listContains, .insertBefore, .indexOf, .distinctValues, .listReplace:
            let result = applyToLists(arguments, call)
            if case .list(let items)? = result, !call.session.spend(items.count) { return nil }
            return result
        case .decimal, .floor, .ceiling, .abs, .modulo, .sqrt, .log, .exp, .odd, .even, .roundUp,
            .roundDown, .roundHalfUp, .roundHalfDown:
            return applyToNumbers(arguments)
        case .is: return .boolean(at(0, arguments).isSame(as: at(1, arguments)))
        case .now: return call.session.now.map { .dateAndTime($0) }
        case .today: return call.session.now.map { .date($0.date) }
        case .dayOfYear, .dayOfWeek, .monthOfYear, .weekOfYear:
            return calendar(arguments[0].unwrapped)
        case .before, .after, .meets, .overlaps, .finishes, .includes, .during, .starts,
            .coincides, .metBy, .overlapsBefore, .overlapsAfter, .finishedBy, .startedBy:
            return relation(arguments[0], arguments[1]).map { .boolean($0) }
        case .getValue, .getEntries, .context, .contextPut, .contextMerge:
            return applyToContexts(arguments)
        }
    }

    /// How many bytes a string may grow to.
    static let textLimit = 1 << 24

    /// An argument, null if it was left out.
    func at(_ index: Int, _ arguments: [FEELValue]) -> FEELValue {
        index < arguments.count ? arguments[index] : .null
    }

    private func calendar(_ value: FEELValue) -> FEELValue? {
        let date: CivilDate
        switch value {
        case .date(let value): date = value
        case .dateAndTime(let value): date = value.date
        default: return nil
        }
        switch self {
        case .dayOfYear: return .number(Decimal128(date.dayOfYear))
        case .weekOfYear: return .number(Decimal128(date.weekOfYear))
        case .dayOfWeek: return .string(Self.weekdays[date.weekday - 1])
        default: return .string(Self.months[Int(date.month) - 1])
        }
    }

    private static let weekdays = [
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ]
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ]
}
