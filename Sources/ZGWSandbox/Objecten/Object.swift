internal import JSONSchema
internal import JSONTree

/// An object with all its records; each change adds one.
///
/// The document holds the latest record under `record`, and all of them under `records`.
struct ObjectResource: Resource {
    let kind = ResourceKind.object
    let api = API.objecten
    let collection = "objects"
    let ignoresUnknownParameters = true

    let fields: [Field] = [
        Field("uuid", .uuid),
        .reference("type", .objecttype).required(),
        .object("record", ObjectResource.recordFields).required(),
    ]

    private static let recordFields: [Field] = [
        .integer("typeVersion", 0...Int(Int16.max)).required(),
        .json("data").initially([:]),
        Field("geometry", .geometry),
        .list(
            "references",
            of: .object([.choice("type", ["zaak"]).required(), .url("url").required()])),
        .date("startAt").required(),
        .integer("correctionFor", 0...Int(Int32.max)),
    ]

    var actions: [Action] { ObjectQueries.actions }

    func scopes(_ operation: Operation) -> [String] { [] }

    func validate(_ change: Change, in context: Context) throws -> [InvalidParameter] {
        if change.before == nil, let uuid = change.document.filledText("uuid"),
            try context.store.find(.object, uuid) != nil
        {
            return [InvalidParameter("uuid", "unique", "Er is al een object met deze uuid.")]
        }
        if let before = change.before, before.document["type"] != change.document["type"] {
            return [InvalidParameter("type", "immutable-field", "Het type kan niet wijzigen.")]
        }
        let record = Self.record(change)
        if let corrected = record["correctionFor"]?.intValue,
            !Self.records(change.before).contains(where: { $0["index"]?.intValue == corrected })
        {
            return [
                InvalidParameter(
                    "record.correctionFor", "does_not_exist", "Geen record met deze index.")
            ]
        }
        return try Self.check(record, change.document, in: context)
    }

    /// Checks the data against the schema of the version.
    private static func check(
        _ record: JSONObject, _ document: JSONObject, in context: Context
    ) throws -> [InvalidParameter] {
        func refusal(_ reason: String) -> [InvalidParameter] {
            [InvalidParameter("nonFieldErrors", "invalid-json-schema", reason)]
        }
        guard let type = try context.referenced("type", by: document) else { return [] }
        let number = record["typeVersion"]?.intValue ?? 0
        guard let version = try context.store.find(.objecttypeVersion, "\(type.uuid)/\(number)")
        else {
            return refusal("Versie \(number) van \(type.document.text("name")) bestaat niet.")
        }
        if record["geometry"]?.isNull == false, !type.document.flag("allowGeometry") {
            return [
                InvalidParameter(
                    "nonFieldErrors", "geometry-not-allowed", "Dit type kent geen geometrie.")
            ]
        }
        let schema = try Schema(compiling: version.document["jsonSchema"] ?? .bool(true))
        guard let violation = schema.validate(record["data"] ?? .null).first else { return [] }
        return refusal("\(violation)")
    }

    /// The record that a change makes: a PATCH merges the data, and forgets a geometry it lacks.
    private static func record(_ change: Change) -> JSONObject {
        var record = change.document["record"]?.members ?? [:]
        guard change.operation == .patch else { return record }
        let sent = change.input["record"]?.members ?? [:]
        let before = change.before?.document["record"]?.members ?? [:]
        record["data"] = merged(before["data"] ?? .null, sent["data"])
        if sent["geometry"] == nil { record["geometry"] = .null }
        if sent["correctionFor"] == nil { record["correctionFor"] = .null }
        return record
    }

    /// Objects are merged, everything else is replaced; null stays null.
    private static func merged(_ old: JSON, _ new: JSON?) -> JSON {
        guard let new else { return old }
        guard case .object(var result) = old, case .object(let changes) = new else { return new }
        for change in changes.members {
            result[change.key] = merged(result[change.key] ?? .null, change.value)
        }
        return .object(result)
    }

    static func records(_ stored: StoredResource?) -> [JSONObject] {
        (stored?.document["records"]?.arrayValue ?? []).map(\.members)
    }

    func complete(_ change: inout Change, in context: Context) throws {
        var record = Self.record(change)
        var records = Self.records(change.before)
        let index = records.count + 1
        record["index"] = .integer(Int64(index))
        record["endAt"] = .null
        record["registrationAt"] = .string(context.now.date.description)
        record["correctedBy"] = .null
        if !records.isEmpty { records[records.count - 1]["endAt"] = record["startAt"] }
        if let corrected = record["correctionFor"]?.intValue,
            records.indices.contains(corrected - 1)
        {
            records[corrected - 1]["correctedBy"] = .integer(Int64(index))
        }
        records.append(record)
        change.document["record"] = .object(record)
        // Lists show the latest changed first.
        change.document["changeNumber"] = .integer(Int64(try context.store.next("record")))
        change.document["records"] = .array(records.map(JSON.object))
    }

    func present(_ stored: StoredResource, in context: Context) throws -> JSONObject {
        present(stored, stored.document["record"]?.members ?? [:], in: context)
    }

    /// The object with one of its records.
    func present(
        _ stored: StoredResource, _ record: JSONObject, in context: Context
    ) -> JSONObject {
        [
            "url": .string(context.url(of: stored)), "uuid": .string(stored.uuid),
            "type": .string(context.base + stored.document.text("type")),
            "record": .object(Self.shown(record, in: context)),
        ]
    }

    /// A record in the order of the real answers.
    static func shown(
        _ record: JSONObject, withReferences: Bool = true, in context: Context
    ) -> JSONObject {
        var result: JSONObject = [:]
        for name in [
            "index", "typeVersion", "data", "geometry", "references", "startAt", "endAt",
            "registrationAt", "correctionFor", "correctedBy",
        ] where withReferences || name != "references" {
            let field = recordFields.first { $0.name == name }
            result[name] = context.rendered(record[name] ?? .null, field?.kind ?? .json)
        }
        return result
    }

    func announcement(of stored: StoredResource, in context: Context) -> Announcement? {
        Announcement(
            kanaal: "objecten", mainObject: path(of: stored),
            kenmerken: ["objectType": .string(context.base + stored.document.text("type"))])
    }
}
