internal import JSONTree

/// How objects are read and found: by date, by what their data hold, by where they are.
enum ObjectQueries {
    static let actions = [
        Action(method: "GET", pattern: "objects", isRead: true) { call, _, context in
            var search = ObjectSearch()
            search.type = call.parameter("type")
            search.date = call.parameter("date")
            search.registrationDate = call.parameter("registrationDate")
            search.text = call.parameter("data_icontains")
            for item in call.query {
                switch item.name {
                case "data_attr": search.conditions.append(try DataCondition(item.value))
                case "data_attrs": search.conditions += try DataCondition.list(item.value)
                default: break
                }
            }
            return try answer(search, call, call.query, in: context)
        },
        Action(method: "POST", pattern: "objects/search", isRead: true) { call, _, context in
            let body = try call.object()
            // Both versions of the real server stumble over this member here.
            guard body["data_attr"] == nil else { throw Problem.serverError }
            var search = ObjectSearch()
            search.type = body.filledText("type")
            search.date = body.filledText("date")
            search.registrationDate = body.filledText("registrationDate")
            search.text = body.filledText("data_icontains")
            search.area = body["geometry"]?["within"].flatMap { Geometry($0) }
            if let text = body.filledText("data_attrs") {
                search.conditions = try DataCondition.list(text)
            }
            let query = ["page", "pageSize", "ordering", "fields"].compactMap { name in
                body[name].map { (name: name, value: $0.stringValue ?? $0.serializedText) }
            }
            return try answer(search, call, query, in: context)
        },
        Action(method: "GET", pattern: "objects/{uuid}", isRead: true) { call, names, context in
            let stored = try context.resource(.object, names["uuid"] ?? "")
            var search = ObjectSearch()
            search.date = call.parameter("date")
            search.registrationDate = call.parameter("registrationDate")
            guard let record = search.record(of: stored) else { throw Problem.notFound }
            return Answer(
                200, .object(ObjectResource().present(stored, record, in: context)))
        },
        Action(method: "GET", pattern: "objects/{uuid}/history", isRead: true) {
            call, names, context in
            let stored = try context.resource(.object, names["uuid"] ?? "")
            let records = ObjectResource.records(stored)
            let path = context.path(of: stored) + "/history"
            return Answer(
                200,
                try context.page(records, query: call.query, path: path) {
                    .object(ObjectResource.shown($0, withReferences: false, in: context))
                })
        },
        Action(method: "GET", pattern: "permissions", isRead: true) { call, _, context in
            let path = API.objecten.root + "/permissions"
            return Answer(
                200, try context.page([JSON](), query: call.query, path: path) { $0 })
        },
    ]

    private static func answer(
        _ search: ObjectSearch, _ call: Call, _ query: [(name: String, value: String)],
        in context: Context
    ) throws -> Answer {
        let typePath = search.type.flatMap { url in
            // The host of the type's URL is of no account.
            url.firstRange(of: "/objecttypes/").map {
                API.objecten.root + "/objecttypes/" + url[$0.upperBound...]
            }
        }
        var found: [(StoredResource, JSONObject)] = []
        let objects = try context.store.list(.object).sorted {
            changeNumber($0) > changeNumber($1)
        }
        for stored in objects {
            if search.type != nil, stored.document.text("type") != typePath { continue }
            if let record = search.record(of: stored), search.accepts(record) {
                found.append((stored, record))
            }
        }
        if let ordering = query.first(where: { $0.name == "ordering" })?.value {
            found = sorted(found, by: ordering)
        }
        let fields = query.first { $0.name == "fields" }?.value.split(separator: ",")
        let path = API.objecten.root + "/" + call.parts.joined(separator: "/")
        return Answer(
            200,
            try context.page(found, query: query, path: path) { stored, record in
                let shown = ObjectResource().present(stored, record, in: context)
                guard let fields else { return .object(shown) }
                return .object(selected(shown, fields.map { $0.parts(separatedBy: "__") }))
            })
    }

    private static func changeNumber(_ stored: StoredResource) -> Int {
        stored.document["changeNumber"]?.intValue ?? 0
    }

    private static func sorted(
        _ found: [(StoredResource, JSONObject)], by ordering: String
    ) -> [(StoredResource, JSONObject)] {
        let isDescending = ordering.hasPrefix("-")
        let path = (isDescending ? ordering.dropFirst() : ordering[...]).parts(separatedBy: "__")
        func value(_ item: (StoredResource, JSONObject)) -> JSON? {
            guard path.first == "record" else { return nil }
            return path.dropFirst().reduce(JSON.object(item.1)) { $0[$1] ?? .null }
        }
        return found.sorted { left, right in
            let order = compare(value(left) ?? .null, value(right) ?? .null)
            if order == 0 { return changeNumber(left.0) > changeNumber(right.0) }
            return isDescending ? order > 0 : order < 0
        }
    }

    /// Negative if the first comes first; null comes last.
    static func compare(_ left: JSON, _ right: JSON) -> Int {
        if left.isNull || right.isNull { return (left.isNull ? 1 : 0) - (right.isNull ? 1 : 0) }
        if let one = left.doubleValue, let other = right.doubleValue {
            return one < other ? -1 : one > other ? 1 : 0
        }
        let (one, other) = (left.stringValue ?? "\(left)", right.stringValue ?? "\(right)")
        return one < other ? -1 : one > other ? 1 : 0
    }

    /// The members at some paths, and nothing else.
    private static func selected(_ object: JSONObject, _ paths: [[String]]) -> JSONObject {
        var result: JSONObject = [:]
        for member in object.members {
            let below = paths.filter { $0.first == member.key }.map { Array($0.dropFirst()) }
            guard !below.isEmpty else { continue }
            if below.contains([]) {
                result[member.key] = member.value
            } else {
                result[member.key] = .object(selected(member.value.members, below))
            }
        }
        return result
    }
}

/// What objects are asked for.
struct ObjectSearch {
    var type: String?
    var date: String?
    var registrationDate: String?
    var text: String?
    var area: Geometry?
    var conditions: [DataCondition] = []

    /// The record that held on the date asked for, else the latest.
    func record(of stored: StoredResource) -> JSONObject? {
        let records = ObjectResource.records(stored)
        if let registrationDate {
            return records.last { $0.text("registrationAt") <= registrationDate }
        }
        guard let date else { return records.last }
        return records.last { record in
            record.text("startAt") <= date
                && (record.filledText("endAt").map { date < $0 } ?? true)
        }
    }

    func accepts(_ record: JSONObject) -> Bool {
        let data = record["data"] ?? .null
        if let text, !Self.contains(data, text.lowercased()) { return false }
        if let area {
            guard let geometry = record["geometry"].flatMap({ Geometry($0) }),
                geometry.isWithin(area)
            else { return false }
        }
        return conditions.allSatisfy { $0.accepts(data) }
    }

    private static func contains(_ value: JSON, _ text: String) -> Bool {
        switch value {
        case .object(let object): object.members.contains { contains($0.value, text) }
        case .array(let elements): elements.contains { contains($0, text) }
        case .string(let string): string.lowercased().contains(text)
        default: false
        }
    }
}

/// A condition on the data: `naam__exact__Beuk`.
struct DataCondition {
    private enum Comparison: String {
        case exact, gt, gte, lt, lte, icontains
        case isIn = "in"
    }

    private var path: [String]
    private var comparison: Comparison
    private var value: String

    init(_ text: String) throws {
        let parts = text[...].parts(separatedBy: "__")
        guard parts.count >= 3 else {
            throw Self.refusal("'\(text)' is geen sleutel, operator en waarde.")
        }
        guard let comparison = Comparison(rawValue: parts[parts.count - 2]) else {
            throw Self.refusal("Operator '\(parts[parts.count - 2])' is onbekend.")
        }
        path = Array(parts.dropLast(2))
        value = parts[parts.count - 1]
        self.comparison = comparison
    }

    /// Several conditions, separated by commas.
    static func list(_ text: String) throws -> [DataCondition] {
        try text.split(separator: ",").map { try DataCondition(String($0)) }
    }

    private static func refusal(_ reason: String) -> Problem {
        Problem.invalid("", "invalid-data-attr-query", reason)
    }

    func accepts(_ data: JSON) -> Bool {
        let found = path.reduce(data) { $0[$1] ?? .null }
        guard !found.isNull else { return false }
        switch comparison {
        case .exact: return isSame(found, value)
        case .isIn: return value.split(separator: "|").contains { isSame(found, String($0)) }
        case .icontains:
            return found.stringValue?.lowercased().contains(value.lowercased()) ?? false
        case .gt: return order(found).map { $0 > 0 } ?? false
        case .gte: return order(found).map { $0 >= 0 } ?? false
        case .lt: return order(found).map { $0 < 0 } ?? false
        case .lte: return order(found).map { $0 <= 0 } ?? false
        }
    }

    private func isSame(_ found: JSON, _ text: String) -> Bool {
        if let number = found.doubleValue { return number == Double(text) }
        if let flag = found.boolValue { return (flag ? "true" : "false") == text }
        return found.stringValue == text
    }

    /// Numbers are compared with numbers, dates with dates; anything else has no order.
    private func order(_ found: JSON) -> Int? {
        if let number = found.doubleValue, let other = Double(value) {
            return number < other ? -1 : number > other ? 1 : 0
        }
        guard let text = found.stringValue, Double(value) == nil else { return nil }
        return text < value ? -1 : text > value ? 1 : 0
    }
}

extension Substring {
    /// The parts between occurrences of a separator.
    func parts(separatedBy separator: String) -> [String] {
        var parts: [String] = []
        var rest = self
        while let range = rest.firstRange(of: separator) {
            parts.append(String(rest[..<range.lowerBound]))
            rest = rest[range.upperBound...]
        }
        parts.append(String(rest))
        return parts
    }
}
