import HTTPServer
import JSONTree
import ProcessEngine
import ProcessValues
import Records

/// Data stores, which the reference does not execute: paths of our own.
extension EngineService {
    /// `/data-store/{name}`.
    var dataStoreRoutes: [APIRoute] {
        [
            route("GET", "/data-store/{name}") { request in
                let name = request.parameters[0]
                guard let row = try await dataStore(request),
                    let json = try? JSON(parsing: row.value),
                    let value = KeptValue.value(of: json)
                else { throw APIError.notFound("Data store with name \(name) does not exist") }
                return .json(
                    value.restForm(
                        deserialized: try request.flag("deserializeValue", default: true)))
            },
            route("PUT", "/data-store/{name}") { request in
                let name = request.parameters[0]
                let form = JSON.object(try request.object())
                let input = try VariableInput(
                    name, form: form, failure: "Cannot put data store \(name): ")
                try await put(input.value, request)
                return .noContent
            },
        ]
    }

    private func tenant(_ request: APIRequest) throws -> String? {
        let tenant = try request.query()["tenantId"]
        if let tenant, let allowed = ListAccess(of: request.principal).tenants,
            !allowed.contains(tenant)
        {
            throw APIError(
                status: 403, type: "AuthorizationException",
                "The data stores of tenant '\(tenant)' are not yours", code: 0)
        }
        return tenant
    }

    private func dataStore(_ request: APIRequest) async throws -> DataStoreRow? {
        let id = DataStoreRow.id(
            name: request.parameters[0], tenantID: try tenant(request))
        return try await find(DataStoreRow.self, id, for: request.principal)
    }

    /// Writes a value; somebody else's write in between is seen and overwritten.
    private func put(_ value: ProcessValue, _ request: APIRequest) async throws {
        let text = KeptValue.json(of: value).serializedText
        for attempt in 1...5 {
            let now = engine.clock.now
            var delta = Delta()
            if let row = try await dataStore(request) {
                delta.changes.append(
                    .update(
                        DataStoreRow.table, key: [.text(row.id)],
                        set: [
                            ColumnAssignment("value", .text(text)),
                            ColumnAssignment("updated_at", .integer(now.milliseconds)),
                        ], expectedRevision: Int64(row.revision)))
            } else {
                delta.changes.append(
                    .insert(
                        DataStoreRow.table,
                        DataStoreRow(
                            name: request.parameters[0], value: text, updatedAt: now,
                            tenantID: try tenant(request)
                        ).row))
            }
            do throws(StoreError) {
                return try await engine.store.commit(delta)
            } catch {
                switch error {
                case .conflict, .duplicate: if attempt == 5 { throw APIError(error) }
                case .full, .unavailable, .invalid, .schema: throw APIError(error)
                }
            }
        }
    }
}
