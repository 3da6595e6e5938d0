import JSONTree
import ProcessEngine
import ProcessValues
import Records

extension EngineService {
    /// The values that rows of a form hold, large ones read from where they stand.
    ///
    /// - Parameters:
    ///   - rows: The rows.
    ///   - form: Their form, with the columns of values.
    ///   - typeColumn: The column that names the type.
    /// - Returns: A value for each row.
    /// - Throws: 500 if the database cannot be read.
    func values(
        of rows: [Row], in form: ListForm, typeColumn: String = "type"
    ) async throws(APIError) -> [ProcessValue] {
        let type = form.position(of: typeColumn)
        let text = form.position(of: "text_value")
        let number = form.position(of: "long_value")
        let real = form.position(of: "double_value")
        let large = form.position(of: "large_value_id")
        let info = form.position(of: "value_info")
        let larges = try await largeValues(rows.compactMap { $0[large].textValue })
        return rows.map { row in
            let more = row[large].textValue.flatMap { larges[$0] }
            let stored = StoredForm(
                type: row[type].textValue ?? "Null", text: row[text].textValue ?? more?.textValue,
                number: row[number].integerValue, real: row[real].realValue,
                bytes: more?.bytesValue, info: row[info].textValue)
            return ProcessValue(stored: stored) ?? .null
        }
    }

    /// Large values by their ids.
    ///
    /// - Throws: 500 if the database cannot be read.
    func largeValues(_ ids: [String]) async throws(APIError) -> [String: LargeValueRow] {
        guard !ids.isEmpty else { return [:] }
        let rows = try await rows(
            LargeValueRow.self, where: .isIn("id", ids.map(ColumnValue.text)), for: .engine)
        return Dictionary(rows.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Variables with their values, in the order of the rows.
    ///
    /// - Throws: 500 if the database cannot be read.
    func values(of variables: [VariableRow]) async throws(APIError) -> [(String, ProcessValue)] {
        let larges = try await largeValues(variables.compactMap(\.largeValueID))
        return variables.map { variable in
            let large = variable.largeValueID.flatMap { larges[$0] }
            return (variable.name, variable.value(large: large) ?? .null)
        }
    }
}

/// Variables in the form of the REST API, by name in alphabetical order.
func restForm(_ variables: [(String, ProcessValue)], deserialized: Bool) -> JSON {
    .object(
        JSONObject(
            variables.sorted { $0.0 < $1.0 }.map {
                JSONObject.Member($0.0, $0.1.restForm(deserialized: deserialized))
            }))
}
