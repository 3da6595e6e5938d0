import HTTPServer
import JSONTree
import ProcessEngine
import ProcessValues
import Records

/// Reads what a caller wants of a list, from the query or from a body.
struct ListParameters {
    let list: ListDefinition
    private(set) var request = ListRequest()

    /// Reads the parameters of a query.
    init(_ list: ListDefinition, query: [HTTPQueryItem]) throws(APIError) {
        self.list = list
        var sortBy: String?
        var sortOrder: String?
        for item in query {
            switch item.name {
            case "sortBy": sortBy = item.value
            case "sortOrder": sortOrder = item.value
            case "firstResult": request.offset = try Self.place(item)
            case "maxResults": request.limit = try Self.place(item)
            default:
                guard let filter = list.filters[item.name] else { continue }
                if item.name == "delegationState", item.value != "PENDING",
                    item.value != "RESOLVED"
                {
                    throw .parameter(item.name, item.value)
                }
                request.criteria.append(
                    ListCriterion(item.name, try Self.value(item, as: filter.kind)))
            }
        }
        try sort(by: sortBy, sortOrder)
        bound()
        try addVariableValue()
        try settle()
    }

    /// A list of variables can be asked for a value by two parameters, which belong together.
    private mutating func addVariableValue() throws(APIError) {
        guard
            case .text(let value)? = request.criteria.first(where: { $0.name == "variableValue" })?
                .value
        else { return }
        guard
            case .text(let name)? = request.criteria.first(where: { $0.name == "variableName" })?
                .value
        else {
            throw .invalid(
                "Only a single variable value parameter specified: variable name and "
                    + "value are required to be able to query after a specific variable value.")
        }
        let condition = VariableCondition(name, .equal, .string(value))
        request.criteria.append(ListCriterion("variableValues", .variables([condition])))
    }

    /// Reads the body of a list that is asked for by POST; paging stands in the query.
    init(_ list: ListDefinition, body: JSONObject, query: [HTTPQueryItem]) throws(APIError) {
        self.list = list
        request.criteria = try Self.criteria(of: list, in: body)
        switch body["orQueries"] {
        case .array(let groups)?:
            for group in groups {
                guard case .object(let group) = group else {
                    throw .invalid("The property 'orQueries' is no list of objects")
                }
                request.alternatives.append(try Self.criteria(of: list, in: group))
            }
        case nil, .null: break
        default: throw .invalid("The property 'orQueries' is no list of objects")
        }
        switch body["sorting"] {
        case .array(let sortings)?:
            for sorting in sortings {
                guard let criterion = sorting["sortBy"]?.stringValue,
                    let order = sorting["sortOrder"]?.stringValue,
                    list.orders[criterion] != nil, order == "asc" || order == "desc"
                else {
                    throw APIError(
                        status: 400, type: "NotValidException",
                        "The sorting \(sorting.serializedText) is not one of this list", code: 0)
                }
                request.sorting.append(.init(criterion, isDescending: order == "desc"))
            }
        case nil, .null: break
        default: throw .invalid("The property 'sorting' is no list of objects")
        }
        for item in query {
            switch item.name {
            case "firstResult": request.offset = try Self.place(item)
            case "maxResults": request.limit = try Self.place(item)
            default: continue
            }
        }
        bound()
        try settle()
    }

    /// Takes out what another criterion overrules, and refuses comparisons that a list lacks.
    private mutating func settle() throws(APIError) {
        if request.criteria.contains(where: { $0.name == "suspended" && $0.value == .truth(true) })
        {
            request.criteria.removeAll { $0.name == "active" }
        }
        guard list.table == ExecutionRow.table else { return }
        for criterion in request.criteria + request.alternatives.flatMap({ $0 }) {
            guard case .variables(let conditions) = criterion.value else { continue }
            for condition in conditions {
                let isRefused =
                    switch condition.comparison {
                    case .equal, .notEqual: false
                    case .notLike: true
                    default: criterion.name == "processVariables"
                    }
                if isRefused {
                    throw .invalid(
                        "Invalid variable comparator specified for \(criterion.name): "
                            + condition.comparison.rawValue)
                }
            }
        }
    }

    /// Negative places give nothing, as in the reference.
    private mutating func bound() {
        if request.offset < 0 || (request.limit ?? 0) < 0 {
            request.offset = 0
            request.limit = 0
        }
    }

    private mutating func sort(by criterion: String?, _ order: String?) throws(APIError) {
        guard let criterion, let order else {
            guard criterion == nil, order == nil else {
                throw .invalid(
                    "Only a single sorting parameter specified. sortBy and sortOrder required")
            }
            return
        }
        guard list.orders[criterion] != nil else { throw .parameter("sortBy", criterion) }
        guard order == "asc" || order == "desc" else { throw .parameter("sortOrder", order) }
        request.sorting = [.init(criterion, isDescending: order == "desc")]
    }

    private static func place(_ item: HTTPQueryItem) throws(APIError) -> Int {
        guard let number = Int32(item.value) else {
            throw APIError(status: 404, type: "QueryParamException", "HTTP 404 Not Found")
        }
        return Int(number)
    }

    // MARK: Values

    private static func value(
        _ item: HTTPQueryItem, as kind: ListValueKind
    ) throws(APIError) -> ListValue {
        switch kind {
        case .text, .value: return .text(item.value)
        case .texts: return .texts(item.value.split(separator: ",").map(String.init))
        case .integer:
            guard let number = Int64(item.value) else { throw .parameter(item.name, item.value) }
            return .integer(number)
        case .instant:
            guard let instant = Instant(restText: item.value) else {
                throw .parameter(item.name, item.value)
            }
            return .instant(instant)
        case .truth:
            guard item.value == "true" || item.value == "false" else {
                throw .parameter(item.name, item.value)
            }
            return .truth(item.value == "true")
        case .variables: return .variables(try variableConditions(item))
        case .instants: return .instants(try instantConditions(item))
        }
    }

    /// `name_operator_value`, separated by commas; values are texts.
    private static func variableConditions(
        _ item: HTTPQueryItem
    ) throws(APIError) -> [VariableCondition] {
        var conditions: [VariableCondition] = []
        for part in item.value.split(separator: ",") {
            let pieces = part.split(
                separator: "_", maxSplits: 2, omittingEmptySubsequences: false)
            guard pieces.count == 3,
                let comparison = VariableCondition.Operator(rawValue: String(pieces[1]))
            else { throw .parameter(item.name, item.value) }
            conditions.append(
                VariableCondition(String(pieces[0]), comparison, .string(String(pieces[2]))))
        }
        return conditions
    }

    /// `operator_instant`, separated by commas.
    private static func instantConditions(
        _ item: HTTPQueryItem
    ) throws(APIError) -> [InstantCondition] {
        var conditions: [InstantCondition] = []
        for part in item.value.split(separator: ",") {
            let pieces = part.split(separator: "_", maxSplits: 1)
            guard pieces.count == 2, let comparison = comparison(String(pieces[0])),
                let instant = Instant(restText: String(pieces[1]))
            else { throw .parameter(item.name, item.value) }
            conditions.append(InstantCondition(comparison, instant))
        }
        return conditions
    }

    private static func comparison(_ name: String) -> Comparison? {
        switch name {
        case "gt": .greater
        case "lt": .less
        case "gteq": .greaterOrEqual
        case "lteq": .lessOrEqual
        case "eq": .equal
        default: nil
        }
    }

    private static func criteria(
        of list: ListDefinition, in body: JSONObject
    ) throws(APIError) -> [ListCriterion] {
        var criteria: [ListCriterion] = []
        for member in body.members where member.value != .null {
            guard let filter = list.filters[member.key] else { continue }
            if let value = try value(member.value, of: member.key, in: body, as: filter.kind) {
                criteria.append(ListCriterion(member.key, value))
            }
        }
        return criteria
    }

    private static func value(
        _ json: JSON, of name: String, in body: JSONObject, as kind: ListValueKind
    ) throws(APIError) -> ListValue? {
        switch kind {
        case .text: return try body.text(name).map(ListValue.text)
        case .texts:
            guard let texts = try body.texts(name) else { return nil }
            // An empty list is no restriction for filters of tasks, an error for ids of instances.
            if texts.isEmpty, name == "processInstanceIds" {
                throw APIError(
                    status: 500, type: "ProcessEngineException",
                    "Set of process instance ids is empty", code: 0)
            }
            return texts.isEmpty ? nil : .texts(texts)
        case .integer: return try body.integer(name).map { .integer(Int64($0)) }
        case .instant: return try body.instant(name).map(ListValue.instant)
        case .truth: return .truth(try body.flag(name))
        case .variables: return .variables(try variableConditions(json, of: name))
        case .instants: return .instants(try instantConditions(json, of: name))
        case .value: return nil
        }
    }

    private static func variableConditions(
        _ json: JSON, of name: String
    ) throws(APIError) -> [VariableCondition] {
        guard case .array(let elements) = json else {
            throw .invalid("The property '\(name)' is no list")
        }
        var conditions: [VariableCondition] = []
        for element in elements {
            guard case .object(let condition) = element else {
                throw .invalid("The property '\(name)' is no list of objects")
            }
            guard let variable = try condition.text("name") else {
                throw APIError(
                    status: 400, type: "NotValidException", "name is null", code: 0)
            }
            let word = try condition.text("operator") ?? ""
            guard let comparison = VariableCondition.Operator(rawValue: word) else {
                throw .invalid("Invalid variable comparator specified: \(word)")
            }
            var value = ProcessValue(untyped: condition["value"] ?? .null)
            if case .string(let text) = value, let instant = Instant(restText: text) {
                value = .date(instant)
            }
            if value.isNull, comparison != .equal, comparison != .notEqual {
                throw APIError(
                    status: 400, type: "NotValidException",
                    "Booleans and null cannot be used in '\(word)' condition", code: 0)
            }
            conditions.append(VariableCondition(variable, comparison, value))
        }
        return conditions
    }

    private static func instantConditions(
        _ json: JSON, of name: String
    ) throws(APIError) -> [InstantCondition] {
        guard case .array(let elements) = json else {
            throw .invalid("The property '\(name)' is no list")
        }
        var conditions: [InstantCondition] = []
        for element in elements {
            guard let comparison = element["operator"]?.stringValue.flatMap({ comparison($0) }),
                let instant = element["value"]?.stringValue.flatMap({ Instant(restText: $0) })
            else { throw .invalid("The property '\(name)' has a condition that cannot be read") }
            conditions.append(InstantCondition(comparison, instant))
        }
        return conditions
    }
}
