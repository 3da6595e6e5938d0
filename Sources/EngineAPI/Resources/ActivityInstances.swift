import HTTPServer
import JSONTree
import ProcessEngine
import Records

extension EngineService {
    /// `/process-instance/{id}/activity-instances`.
    var activityInstanceRoutes: [APIRoute] {
        [
            route("GET", "/process-instance/{id}/activity-instances") { request in
                let id = request.parameters[0]
                let isInInstance = Predicate.equal("process_instance_id", id)
                let results = try await read([
                    Query(ExecutionRow.table, where: isInInstance),
                    Query(IncidentRow.table, where: isInInstance),
                ])
                let executions = try decode(ExecutionRow.self, results[0])
                guard let instance = executions.first(where: { $0.id == id }),
                    isVisible(instance.tenantID, to: request.principal),
                    let definition = try await engine.processDefinition(
                        .id(instance.definitionID))
                else {
                    throw APIError.notFound("Process instance with id \(id) does not exist")
                }
                let tree = ActivityInstanceTree.derive(
                    of: instance, executions: executions,
                    incidents: try decode(IncidentRow.self, results[1]), definition: definition)
                var bytes: [UInt8] = []
                write(tree, of: instance, to: &bytes)
                return .json(bytes: bytes)
            }
        ]
    }

    /// Writes an instance with those inside it; they nest no deeper than the model.
    private func write(
        _ activity: ActivityInstance, of instance: ExecutionRow, to bytes: inout [UInt8]
    ) {
        let name = activity.activityName.map(JSON.string) ?? .null
        var head = JSON.object([
            "id": .string(activity.id),
            "parentActivityInstanceId": activity.parentID.map(JSON.string) ?? .null,
            "activityId": .string(activity.activityID),
            "activityType": activity.activityType.map(JSON.string) ?? .null,
            "processInstanceId": .string(instance.id),
            "processDefinitionId": .string(instance.definitionID),
            "executionIds": .array(activity.executionIDs.map(JSON.string)),
            "activityName": name, "name": name,
            "incidentIds": .array(activity.incidents.map { .string($0.id) }),
            "incidents": incidents(activity.incidents),
            "childTransitionInstances": .array(
                activity.transitions.map { json($0, of: instance) }),
        ]).serialized
        head.removeLast()
        bytes += head
        bytes += ",\"childActivityInstances\":[".utf8
        for (index, child) in activity.children.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            write(child, of: instance, to: &bytes)
        }
        bytes += "]}".utf8
    }

    private func json(_ transition: TransitionInstance, of instance: ExecutionRow) -> JSON {
        [
            "id": .string(transition.id),
            "parentActivityInstanceId": .string(transition.parentID),
            "activityId": .string(transition.activityID),
            "targetActivityId": .string(transition.activityID),
            "activityName": transition.activityName.map(JSON.string) ?? .null,
            "activityType": transition.activityType.map(JSON.string) ?? .null,
            "processInstanceId": .string(instance.id),
            "processDefinitionId": .string(instance.definitionID),
            "executionId": .string(transition.id),
            "incidentIds": .array(transition.incidents.map { .string($0.id) }),
            "incidents": incidents(transition.incidents),
        ]
    }

    private func incidents(_ rows: [IncidentRow]) -> JSON {
        .array(
            rows.map {
                ["id": .string($0.id), "activityId": $0.activityID.map(JSON.string) ?? .null]
            })
    }
}
