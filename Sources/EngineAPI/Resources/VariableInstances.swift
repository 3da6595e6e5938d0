import HTTPServer
import JSONTree
import ProcessEngine
import ProcessValues
import Records

extension EngineService {
    private var variableInstances: ListEndpoint {
        ListEndpoint(path: "/variable-instance", list: .variables, form: .variable) {
            rows, _, request in
            try await json(
                ofVariables: rows, deserialized: try deserializes(request, inList: true))
        }
    }

    /// Whether values of Objects are wanted as trees.
    func deserializes(_ request: APIRequest, inList: Bool) throws(APIError) -> Bool {
        let name = inList ? "deserializeValues" : "deserializeValue"
        return try request.flag(name, default: true)
    }

    /// `/variable-instance`.
    var variableInstanceRoutes: [APIRoute] {
        variableInstances.routes(self) + [
            route("GET", "/variable-instance/{id}") { request in
                let row = try await variableRow(request)
                var bytes = try await json(
                    ofVariables: [row], deserialized: try deserializes(request, inList: false))
                bytes.removeFirst()
                bytes.removeLast()
                return .json(bytes: bytes)
            },
            route("GET", "/variable-instance/{id}/data") { request in
                let row = try await variableRow(request)
                let value = try await values(of: [row], in: .variable).first ?? .null
                return try binary(
                    value, name: row[ListForm.variable.position(of: "name")].textValue ?? "")
            },
        ]
    }

    private func variableRow(_ request: APIRequest) async throws -> Row {
        let id = request.parameters[0]
        guard let row = try await variableInstances.row(id, self, for: request.principal) else {
            throw APIError.notFound("Variable instance with Id '\(id)' does not exist.")
        }
        return row
    }

    private func json(ofVariables rows: [Row], deserialized: Bool) async throws -> [UInt8] {
        let form = ListForm.variable
        let values = try await values(of: rows, in: form)
        let local = form.position(of: "is_concurrent_local")
        let task = form.position(of: "task_id")
        let own = form.position(of: "execution.activity_instance_id")
        let parent = form.position(of: "execution.parent_id")
        let outer = form.position(of: "parent.activity_instance_id")
        let execution = form.position(of: "execution_id")
        return form.array(of: rows) { index, name, bytes in
            let row = rows[index]
            guard name == "activityInstanceId" else {
                return values[index].write(name, deserialized: deserialized, to: &bytes)
            }
            let place =
                if row[local].booleanValue == true || !row[task].isNull {
                    row[own]
                } else if row[parent].isNull {
                    row[execution]
                } else {
                    row[outer]
                }
            (place.textValue.map(JSON.string) ?? .null).write(to: &bytes)
        }
    }
}

extension ProcessValue {
    /// Writes the member `type`, `value` or `valueInfo` of a row with a value.
    func write(_ member: String, deserialized: Bool, to bytes: inout [UInt8]) {
        switch member {
        case "type": JSON.string(type.rawValue).write(to: &bytes)
        case "valueInfo": restValueInfo.write(to: &bytes)
        case _ where type == .bytes:
            // Bytes are had from `/data`, or from the instance.
            JSON.null.write(to: &bytes)
        default: restValue(deserialized: deserialized).write(to: &bytes)
        }
    }
}
