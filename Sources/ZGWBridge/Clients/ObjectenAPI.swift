public import JSONTree

/// The Objecten API, version 2: objects with a history of records.
public struct ObjectenAPI: Sendable {
    /// The connection that the calls are made on.
    public let connection: ZGWConnection

    /// Creates the API on a connection.
    public init(_ connection: ZGWConnection) {
        self.connection = connection
    }

    /// The object at a URL, if there is one.
    public func object(url: String) async throws(ZGWError) -> ObjectResource? {
        try await connection.get(url).map { json throws(ZGWError) in try ObjectResource(json) }
    }

    /// The object with a uuid, if there is one.
    public func object(uuid: String) async throws(ZGWError) -> ObjectResource? {
        try await connection.get("/objects/\(uuid)").map { json throws(ZGWError) in
            try ObjectResource(json)
        }
    }

    /// Creates an object under a uuid that the caller chose, which makes a repeat safe.
    ///
    /// - Parameters:
    ///   - uuid: Its uuid.
    ///   - type: The URL of its objecttype.
    ///   - version: The version of the objecttype.
    ///   - startAt: The day from which it holds, `2026-11-21`.
    ///   - data: The record's data.
    /// - Returns: The object.
    /// - Throws: `ZGWError`.
    public func createObject(
        uuid: String, type: String, version: Int, startAt: String, data: JSON
    ) async throws(ZGWError) -> ObjectResource {
        let record: JSON = [
            "typeVersion": .integer(Int64(version)), "data": data, "startAt": .string(startAt),
        ]
        let body: JSON = ["uuid": .string(uuid), "type": .string(type), "record": record]
        return try ObjectResource(try await connection.post("/objects", body))
    }

    /// Merges members into the data of an object.
    ///
    /// The geometry is sent back as it was: a PATCH without it would clear it.
    public func patchData(
        of object: ObjectResource, _ data: JSON
    ) async throws(ZGWError) -> ObjectResource {
        var record: JSONObject = ["data": data]
        if let geometry = object.json["record"]?["geometry"], !geometry.isNull {
            record["geometry"] = geometry
        }
        let body: JSON = ["record": .object(record)]
        return try ObjectResource(try await connection.patch(object.url, body))
    }

    /// The objects of a type whose data has these values.
    ///
    /// - Parameters:
    ///   - type: The URL of the objecttype.
    ///   - values: Pairs of a key (nested ones joined by `__`) and a value without commas or
    ///     double underscores; never a personal number.
    ///   - limit: How many at most.
    /// - Returns: The objects.
    /// - Throws: `ZGWError`.
    public func objects(
        type: String, where values: [(key: String, value: String)], limit: Int = 500
    ) async throws(ZGWError) -> [ObjectResource] {
        var query = [QueryItem("type", type), QueryItem("pageSize", "100")]
        query += values.map { QueryItem("data_attr", "\($0.key)__exact__\($0.value)") }
        let found = try await connection.list("/objects", query: query, limit: limit)
        var objects: [ObjectResource] = []
        for json in found { objects.append(try ObjectResource(json)) }
        return objects
    }
}

/// An object as the Objecten API shows it.
public struct ObjectResource: Sendable, Equatable {
    /// What identifies it.
    public let url: String
    /// The last part of the URL.
    public let uuid: String
    /// The URL of its objecttype.
    public let type: String
    /// The data of its current record.
    public let data: JSON
    /// All of it.
    public let json: JSON

    /// Reads an object.
    init(_ json: JSON) throws(ZGWError) {
        guard let url = json["url"]?.stringValue, let uuid = json["uuid"]?.stringValue,
            let type = json["type"]?.stringValue, let data = json["record"]?["data"]
        else { throw .unexpected("an object without url, uuid, type or record.data") }
        self.url = url
        self.uuid = uuid
        self.type = type
        self.data = data
        self.json = json
    }
}
