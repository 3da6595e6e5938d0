import HTTPServer
import JSONTree
import ProcessEngine
import ProcessValues
import Records

extension ListForm {
    static let historicDecisionInstance = historicDecisionInstance(with: ["inputs", "outputs"])

    /// The form with those of `inputs` and `outputs` that were asked for; others are left out.
    fileprivate static func historicDecisionInstance(with wanted: Set<String>) -> ListForm {
        ListForm(
            decisionMembers.filter { name, kind in
                if case .extra = kind, name.hasSuffix("puts") {
                    wanted.contains(name)
                } else {
                    true
                }
            }, more: ["collect_result_value"])
    }

    private static let decisionMembers: [(String, FieldKind)] =
        [
            ("id", .text("id")), ("decisionDefinitionId", .text("decision_definition_id")),
            ("decisionDefinitionKey", .text("decision_definition_key")),
            ("decisionDefinitionName", .text("decision_definition_name")),
            ("evaluationTime", .instant("evaluated_at")),
            ("removalTime", .instant("removal_time")),
            ("processDefinitionId", .text("definition_id")),
            ("processDefinitionKey", .text("definition_key")),
            ("processInstanceId", .text("process_instance_id")),
            ("rootProcessInstanceId", .text("root_instance_id")),
            ("caseDefinitionId", .constant(.null)), ("caseDefinitionKey", .constant(.null)),
            ("caseInstanceId", .constant(.null)), ("activityId", .text("activity_id")),
            ("activityInstanceId", .text("activity_instance_id")), ("userId", .text("user_id")),
            ("inputs", .extra), ("outputs", .extra), ("collectResultValue", .extra),
            ("rootDecisionInstanceId", .text("root_decision_instance_id")),
            ("decisionRequirementsDefinitionId", .text("requirements_definition_id")),
            ("decisionRequirementsDefinitionKey", .text("requirements_definition_key")),
            ("tenantId", .text("tenant_id")),
        ]
}

/// What a caller wants to see of a decision beside the instance itself.
private struct DecisionDetail {
    let inputs: Bool
    let outputs: Bool
    let fetchesBinary: Bool
    let deserializes: Bool

    /// From the criteria of a list, or the parameters of one instance.
    init(_ isTrue: (String) throws(APIError) -> Bool) throws(APIError) {
        inputs = try isTrue("includeInputs")
        outputs = try isTrue("includeOutputs")
        fetchesBinary = try !isTrue("disableBinaryFetching")
        deserializes = try !isTrue("disableCustomObjectDeserialization")
    }
}

extension EngineService {
    private var decisionInstances: ListEndpoint {
        ListEndpoint(
            path: "/history/decision-instance", list: .historicDecisionInstances,
            form: .historicDecisionInstance
        ) { rows, wanted, _ in
            try await json(rows, DecisionDetail { name in wanted.isTrue(name) })
        }
    }

    /// `/history/decision-instance`.
    var decisionHistoryRoutes: [APIRoute] {
        decisionInstances.routes(self, byPost: false) + [
            route("GET", "/history/decision-instance/{id}") { request in
                let id = request.parameters[0]
                guard
                    let row = try await decisionInstances.row(id, self, for: request.principal)
                else {
                    throw APIError.notFound(
                        "Historic decision instance with id '\(id)' does not exist")
                }
                let detail = try DecisionDetail { name throws(APIError) in try request.flag(name) }
                var bytes = try await json([row], detail)
                bytes.removeFirst()
                bytes.removeLast()
                return .json(bytes: bytes)
            },
            route("GET", "/history/decision-requirements-definition/{id}/statistics") {
                try await .json(.array(statistics($0)))
            },
        ]
    }

    /// How often the decisions of a requirements graph were evaluated, by their keys.
    private func statistics(_ request: APIRequest) async throws(APIError) -> [JSON] {
        let id = request.parameters[0]
        let decisions = try await rows(
            DecisionDefinitionRow.self, where: .equal("requirements_definition_id", id),
            for: request.principal, ordering: [Ordering("key")])
        var result: [JSON] = []
        for decision in decisions {
            var criteria: [Predicate] = [
                .equal("requirements_definition_id", id),
                .equal("decision_definition_key", decision.key),
            ]
            if let root = try request.query()["decisionInstanceId"] {
                criteria.append(
                    .or([.equal("id", root), .equal("root_decision_instance_id", root)]))
            }
            let count = try await count(
                Query(HistoricDecisionInstanceRow.table, where: .and(criteria)))
            guard count > 0 else { continue }
            result.append([
                "decisionDefinitionKey": .string(decision.key),
                "evaluations": .integer(Int64(count)),
            ])
        }
        return result
    }

    private func json(_ rows: [Row], _ detail: DecisionDetail) async throws(APIError) -> [UInt8] {
        let form = ListForm.historicDecisionInstance(
            with: Set((detail.inputs ? ["inputs"] : []) + (detail.outputs ? ["outputs"] : [])))
        let ids = rows.compactMap { $0[form.position(of: "id")].textValue }
        let inputs = detail.inputs ? try await inputs(of: ids, detail) : [:]
        let outputs = detail.outputs ? try await outputs(of: ids, detail) : [:]
        let collected = form.position(of: "collect_result_value")
        return form.array(of: rows) { index, name, bytes in
            var value = JSON.null
            switch name {
            case "inputs" where detail.inputs: value = .array(inputs[ids[index]] ?? [])
            case "outputs" where detail.outputs: value = .array(outputs[ids[index]] ?? [])
            case "collectResultValue":
                value = rows[index][collected].realValue.flatMap { JSON(double: $0) } ?? .null
            default: break
            }
            value.write(to: &bytes)
        }
    }

    private func inputs(
        of ids: [String], _ detail: DecisionDetail
    ) async throws(APIError) -> [String: [JSON]] {
        try await values(HistoricDecisionInputRow.self, of: ids, detail) { row in
            [
                "id": .string(row.id), "decisionInstanceId": .string(row.decisionInstanceID),
                "clauseId": JSON(row.clauseID), "clauseName": JSON(row.clauseName),
                "errorMessage": .null,
            ]
        }
    }

    private func outputs(
        of ids: [String], _ detail: DecisionDetail
    ) async throws(APIError) -> [String: [JSON]] {
        let found = try await values(HistoricDecisionOutputRow.self, of: ids, detail) { row in
            [
                "id": .string(row.id), "decisionInstanceId": .string(row.decisionInstanceID),
                "clauseId": JSON(row.clauseID), "clauseName": JSON(row.clauseName),
                "ruleId": JSON(row.ruleID),
                "ruleOrder": row.ruleOrder.map { .integer(Int64($0)) } ?? .null,
                "errorMessage": .null, "variableName": JSON(row.variableName),
            ]
        }
        return found.mapValues(Self.countingMatches)
    }

    /// Outputs with the place of their rule among those that matched, as clients know it, instead of
    /// the place in the table.
    private static func countingMatches(_ outputs: [JSON]) -> [JSON] {
        let places = Set(outputs.compactMap { $0["ruleOrder"]?.intValue }).sorted()
        return outputs.map { output in
            guard case .object(var object) = output, let place = object["ruleOrder"]?.intValue,
                let order = places.firstIndex(of: place)
            else { return output }
            object["ruleOrder"] = .integer(Int64(order + 1))
            return .object(object)
        }
    }

    /// The inputs or outputs of some decisions, each with the members that are its own first.
    private func values<R: DecisionValueRow>(
        _ type: R.Type, of ids: [String], _ detail: DecisionDetail,
        own members: (R) -> JSONObject
    ) async throws(APIError) -> [String: [JSON]] {
        guard !ids.isEmpty else { return [:] }
        let found = try await rows(
            type, where: .isIn("decision_instance_id", ids.map(ColumnValue.text)), for: .engine,
            ordering: [Ordering("id")])
        let larges = try await largeValues(found.compactMap(\.largeValueID))
        var result: [String: [JSON]] = [:]
        for row in found {
            var object = members(row)
            object.add(row, row.largeValueID.flatMap { larges[$0] }, detail)
            result[row.decisionInstanceID, default: []].append(.object(object))
        }
        return result
    }
}

/// What inputs and outputs of decisions have alike.
private protocol DecisionValueRow: TableRow, ValueColumns {
    var decisionInstanceID: String { get }
    var createdAt: Instant { get }
    var removalTime: Instant? { get }
    var rootInstanceID: String? { get }
}

extension HistoricDecisionInputRow: DecisionValueRow {}
extension HistoricDecisionOutputRow: DecisionValueRow {}

extension JSON {
    fileprivate init(_ text: String?) {
        self = text.map { .string($0) } ?? .null
    }
}

extension JSONObject {
    /// Adds what inputs and outputs of decisions have alike: the value and its times.
    fileprivate mutating func add(
        _ row: some DecisionValueRow, _ large: LargeValueRow?, _ detail: DecisionDetail
    ) {
        let isBinary = ["Bytes", "File"].contains(row.valueTypeName)
        let value = isBinary && !detail.fetchesBinary ? nil : row.value(large: large)
        let form = (value ?? .null).restForm(deserialized: detail.deserializes)
        self["type"] = .string(row.valueTypeName)
        if case .object(let members) = form {
            self["value"] = members["value"] ?? .null
            self["valueInfo"] = members["valueInfo"] ?? [:]
        }
        self["createTime"] = .string(row.createdAt.restText)
        self["removalTime"] = row.removalTime.map { .string($0.restText) } ?? .null
        self["rootProcessInstanceId"] = JSON(row.rootInstanceID)
    }
}
