/// The built-in functions (DMN 10.3.4), by their names.
enum Builtin: String, CaseIterable, Sendable {
    // Conversion
    case date, time, number, string, duration, range
    case dateAndTime = "date and time"
    case yearsAndMonthsDuration = "years and months duration"
    // Boolean
    case not
    // String
    case substring, contains, matches, replace, split
    case stringLength = "string length"
    case upperCase = "upper case"
    case lowerCase = "lower case"
    case substringBefore = "substring before"
    case substringAfter = "substring after"
    case startsWith = "starts with"
    case endsWith = "ends with"
    case stringJoin = "string join"
    // List
    case count, min, max, sum, mean, product, median, stddev, mode, all, any
    case and, or
    case sublist, append, concatenate, remove, reverse, union, flatten, sort
    case listContains = "list contains"
    case insertBefore = "insert before"
    case indexOf = "index of"
    case distinctValues = "distinct values"
    case listReplace = "list replace"
    // Number
    case decimal, floor, ceiling, abs, modulo, sqrt, log, exp, odd, even
    case roundUp = "round up"
    case roundDown = "round down"
    case roundHalfUp = "round half up"
    case roundHalfDown = "round half down"
    // Date and time
    case `is`, now, today
    case dayOfYear = "day of year"
    case dayOfWeek = "day of week"
    case monthOfYear = "month of year"
    case weekOfYear = "week of year"
    // Range
    case before, after, meets, overlaps, finishes, includes, during, starts, coincides
    case metBy = "met by"
    case overlapsBefore = "overlaps before"
    case overlapsAfter = "overlaps after"
    case finishedBy = "finished by"
    case startedBy = "started by"
    // Context
    case getValue = "get value"
    case getEntries = "get entries"
    case context
    case contextPut = "context put"
    case contextMerge = "context merge"

    /// All functions, in the order of their codes.
    static let inCodeOrder = Array(allCases)
    private static let codes = Dictionary(
        uniqueKeysWithValues: inCodeOrder.enumerated().map { ($1, Int32($0)) })

    /// The number by which programs name the function.
    var code: Int32 { Self.codes[self] ?? 0 }

    /// The functions by the first word of their names.
    static let byFirstWord: [String: [(Builtin, NameTokens)]] = {
        var result: [String: [(Builtin, NameTokens)]] = [:]
        for builtin in inCodeOrder {
            let tokens = NameTokens(builtin.rawValue)
            result[tokens.tokens[0], default: []].append((builtin, tokens))
        }
        return result
    }()

    private static let functions = inCodeOrder.map { builtin in
        let form = builtin.forms[0]
        return FEELFunction(
            parameters: form.parameters.map { FEELFunction.Parameter($0.name, $0.type) },
            resultType: .any, body: .builtin(builtin))
    }

    /// The function as a value.
    var function: FEELFunction { Self.functions[Int(code)] }

    /// The type of the result, as far as the parser can use it.
    func resultType(first: FEELType) -> FEELType {
        switch self {
        case .number, .stringLength, .count, .sum, .mean, .product, .median, .stddev, .decimal,
            .floor, .ceiling, .abs, .modulo, .sqrt, .log, .exp, .roundUp, .roundDown, .roundHalfUp,
            .roundHalfDown, .dayOfYear, .weekOfYear:
            first == .number || self != .abs ? .number : .any
        case .string, .substring, .upperCase, .lowerCase, .substringBefore, .substringAfter,
            .replace, .stringJoin, .dayOfWeek, .monthOfYear:
            .string
        case .not, .contains, .matches, .startsWith, .endsWith, .listContains, .all, .any, .odd,
            .even, .is, .before, .after, .meets, .metBy, .overlaps, .overlapsBefore,
            .overlapsAfter, .finishes, .finishedBy, .includes, .during, .starts, .startedBy,
            .coincides:
            .boolean
        case .date, .today: .date
        case .time: .time
        case .dateAndTime, .now: .dateAndTime
        case .yearsAndMonthsDuration: .yearsAndMonthsDuration
        case .split: .list(.string)
        case .sublist, .remove, .reverse, .distinctValues, .sort: first
        case .getEntries: .list(.context([.init("key", .string), .init("value", .any)]))
        default: .any
        }
    }
}
