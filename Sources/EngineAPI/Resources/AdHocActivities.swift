import HTTPServer
import JSONTree
import ProcessEngine
import Records

/// Ad-hoc sub-processes, which the reference does not have: paths of our own.
extension EngineService {
    /// `/execution/{id}/ad-hoc-…`.
    var adHocRoutes: [APIRoute] {
        [
            route("GET", "/execution/{id}/ad-hoc-activities") { request in
                let list = try await adHocActivities(request)
                return .json(
                    .array(
                        list.isClosed
                            ? []
                            : list.activities.map { activity in
                                [
                                    "id": .string(activity.id),
                                    "name": activity.name.map { .string($0) } ?? .null,
                                    "type": activity.type.map { .string($0) } ?? .null,
                                    "started": .integer(Int64(activity.started)),
                                ]
                            }))
            },
            route("POST", "/execution/{id}/ad-hoc-activities/{activityId}") { request in
                let failure = "Cannot start \(request.parameters[1]): "
                let list = try await adHocActivities(request)
                try await perform(
                    .startAdHocActivity(
                        executionID: list.execution, activityID: request.parameters[1],
                        variables: try request.object().variables(failure: failure)), request,
                    wrappedAs: 400, failure)
                return .noContent
            },
            route("POST", "/execution/{id}/ad-hoc-completion") { request in
                let list = try await adHocActivities(request)
                try await perform(
                    .completeAdHoc(executionID: list.execution), request, wrappedAs: 400,
                    "Cannot complete the ad-hoc sub-process \(list.subProcessID): ")
                return .noContent
            },
        ]
    }

    private struct Running {
        let execution: String
        let subProcessID: String
        let isClosed: Bool
        let activities: [AdHocActivities.Activity]
    }

    /// The ad-hoc sub-process of an execution, or of the one below it that it carries.
    private func adHocActivities(_ request: APIRequest) async throws -> Running {
        let id = request.parameters[0]
        guard let row = try await find(ExecutionRow.self, id, for: request.principal) else {
            throw APIError.notFound("Execution with id \(id) does not exist")
        }
        let below = try await rows(
            ExecutionRow.self, where: .equal("parent_id", id), for: request.principal)
        for candidate in [row] + below {
            guard candidate.elementState != nil,
                let definition = try await engine.processDefinition(.id(candidate.definitionID)),
                let list = AdHocActivities(of: candidate, definition: definition)
            else { continue }
            return Running(
                execution: candidate.id, subProcessID: list.subProcessID, isClosed: list.isClosed,
                activities: list.activities)
        }
        throw APIError.invalid("The execution \(id) runs no ad-hoc sub-process")
    }
}
