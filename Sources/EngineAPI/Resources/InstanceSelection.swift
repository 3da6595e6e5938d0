import JSONTree
import ProcessEngine
import Records

extension EngineService {
    /// The instances that a body names by their ids or by queries; each once.
    ///
    /// - Throws: 400 for a query that cannot be read.
    func instanceIDs(
        in body: JSONObject, _ request: APIRequest
    ) async throws(APIError) -> [String] {
        var ids = try body.texts("processInstanceIds") ?? []
        ids += try await named(by: .processInstances, asked: body["processInstanceQuery"], request)
        ids += try await named(
            by: .historicProcessInstances, asked: body["historicProcessInstanceQuery"], request)
        var seen: Set<String> = []
        return ids.filter { seen.insert($0).inserted }
    }

    private func named(
        by list: ListDefinition, asked member: JSON?, _ request: APIRequest
    ) async throws(APIError) -> [String] {
        guard let member, member != .null else { return [] }
        guard case .object(let body) = member else { throw .invalid("A query is no object") }
        var query = try query(
            list, ListParameters(list, body: body, query: []).request, for: request.principal)
        query.columns = ["id"]
        return try await read(query).compactMap { $0.first?.textValue }
    }

    /// The instructions of a body that moves tokens.
    ///
    /// - Throws: 400 for an instruction that cannot be read.
    func instructions(
        in body: JSONObject, failure: String
    ) throws(APIError) -> [ModificationInstruction] {
        guard let given = body["instructions"], given != .null else { return [] }
        guard case .array(let elements) = given else {
            throw .invalid("The property 'instructions' is no list")
        }
        var result: [ModificationInstruction] = []
        for element in elements { result.append(try instruction(element, failure: failure)) }
        return result
    }
}
