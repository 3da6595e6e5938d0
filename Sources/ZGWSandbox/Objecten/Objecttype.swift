internal import JSONSchema
internal import JSONTree

/// A type of objects.
struct Objecttype: Resource {
    let kind = ResourceKind.objecttype
    let api = API.objecten
    let collection = "objecttypes"
    let ignoresUnknownParameters = true

    let fields: [Field] = [
        Field("uuid", .uuid),
        .text("name", max: 100).required(),
        .text("namePlural", max: 100).required(),
        .text("description", max: 1_000),
        .choice(
            "dataClassification", ["open", "intern", "confidential", "strictly_confidential"]
        ).notBlank().initially("open"),
        .text("maintainerOrganization", max: 200),
        .text("maintainerDepartment", max: 200),
        .text("contactPerson", max: 200),
        .text("contactEmail", max: 200),
        .text("source", max: 200),
        .choice(
            "updateFrequency",
            ["real_time", "hourly", "daily", "weekly", "monthly", "yearly", "unknown"]
        ).notBlank().initially("unknown"),
        .text("providerOrganization", max: 200),
        .url("documentationUrl"),
        .json("labels").initially([:]),
        .date("createdAt").readOnly(),
        .date("modifiedAt").readOnly(),
        .flag("allowGeometry").initially(true),
        .derived("versions"),
    ]

    let filters: [Filter] = [.equals("dataClassification"), .equals("name")]

    func scopes(_ operation: Operation) -> [String] { [] }

    func validate(_ change: Change, in context: Context) throws -> [InvalidParameter] {
        guard change.before == nil, let uuid = change.document.filledText("uuid"),
            try context.store.find(.objecttype, uuid) != nil
        else { return [] }
        return [InvalidParameter("uuid", "unique", "Er is al een objecttype met deze uuid.")]
    }

    func complete(_ change: inout Change, in context: Context) {
        let today = JSON.string(context.now.date.description)
        change.document["modifiedAt"] = today
        if change.before == nil { change.document["createdAt"] = today }
    }

    func derived(_ stored: StoredResource, in context: Context) throws -> JSONObject {
        let versions = try context.store.list(.objecttypeVersion, parent: stored.uuid)
        return [
            "versions": .array(versions.reversed().map { .string(context.url(of: $0)) })
        ]
    }

    func willDelete(_ stored: StoredResource, in context: Context) throws {
        guard try context.store.list(.objecttypeVersion, parent: stored.uuid).isEmpty else {
            throw Problem.invalid(
                "nonFieldErrors", "pending-versions", "Het objecttype heeft nog versies.")
        }
    }
}

/// A version of a type, with the schema of its data.
struct ObjecttypeVersion: Resource {
    let kind = ResourceKind.objecttypeVersion
    let api = API.objecten
    let collection = "objecttypes/{parent}/versions"
    let ignoresUnknownParameters = true

    let fields: [Field] = [
        .integer("version", 1...Int(Int16.max)).readOnly(),
        .derived("objectType"),
        .choice("status", ["draft", "published", "deprecated"]).notBlank().initially("draft"),
        .json("jsonSchema").required(),
        .date("createdAt").readOnly(),
        .date("modifiedAt").readOnly(),
        .date("publishedAt").readOnly(),
    ]

    func scopes(_ operation: Operation) -> [String] { [] }

    func validate(_ change: Change, in context: Context) throws -> [InvalidParameter] {
        if let before = change.before, before.document.text("status") != "draft" {
            return [
                InvalidParameter(
                    "nonFieldErrors", "non-draft-version-update",
                    "Alleen een conceptversie kan gewijzigd worden.")
            ]
        }
        do {
            _ = try Schema(compiling: change.document["jsonSchema"] ?? .null)
            return []
        } catch {
            return [InvalidParameter("jsonSchema", "invalid-json-schema", "\(error)")]
        }
    }

    func complete(_ change: inout Change, in context: Context) throws {
        let today = JSON.string(context.now.date.description)
        change.document["modifiedAt"] = today
        if change.changes("status"), change.document.text("status") == "published" {
            change.document["publishedAt"] = today
        }
        guard change.before == nil, let parent = change.parent else { return }
        let last = try context.store.list(.objecttypeVersion, parent: parent).first
        let number = (last?.document["version"]?.intValue ?? 0) + 1
        change.document["version"] = .integer(Int64(number))
        change.document["createdAt"] = today
        change.document["uuid"] = .string("\(parent)/\(number)")
    }

    func derived(_ stored: StoredResource, in context: Context) throws -> JSONObject {
        let type = try context.resource(.objecttype, stored.parent ?? "")
        return ["objectType": .string(context.url(of: type))]
    }

    /// A version is named by its number.
    func lastPathPart(of stored: StoredResource) -> String {
        stored.uuid.split(separator: "/").last.map(String.init) ?? stored.uuid
    }
}
