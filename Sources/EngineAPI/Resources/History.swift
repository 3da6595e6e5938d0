import HTTPServer
import JSONTree
import ProcessEngine
import ProcessValues
import Records

extension EngineService {
    private static let instances = ListEndpoint(
        path: "/history/process-instance", list: .historicProcessInstances,
        form: .historicProcessInstance)
    private static let activities = ListEndpoint(
        path: "/history/activity-instance", list: .historicActivityInstances,
        form: .historicActivityInstance)
    private static let tasks = ListEndpoint(
        path: "/history/task", list: .historicTasks, form: .historicTask)
    private static let incidents = ListEndpoint(
        path: "/history/incident", list: .historicIncidents, form: .historicIncident)

    private static let jobLogs = ListEndpoint(
        path: "/history/job-log", list: .historicJobLogs, form: .historicJobLog)

    private var variables: ListEndpoint {
        ListEndpoint(
            path: "/history/variable-instance", list: .historicVariables, form: .historicVariable
        ) { rows, _, request in
            try await json(
                rows, in: .historicVariable, typeColumn: "type",
                deserialized: try deserializes(request, inList: true))
        }
    }

    private var details: ListEndpoint {
        ListEndpoint(path: "/history/detail", list: .historicDetails, form: .historicDetail) {
            rows, _, request in
            try await json(
                rows, in: .historicDetail, typeColumn: "variable_type",
                deserialized: try deserializes(request, inList: true))
        }
    }

    private func json(
        _ rows: [Row], in form: ListForm, typeColumn: String, deserialized: Bool
    ) async throws -> [UInt8] {
        let values = try await values(of: rows, in: form, typeColumn: typeColumn)
        return form.array(of: rows) { index, name, bytes in
            values[index].write(name, deserialized: deserialized, to: &bytes)
        }
    }

    /// `/history`.
    var historyRoutes: [APIRoute] {
        let lists = [
            Self.instances.routes(self), Self.activities.routes(self), Self.tasks.routes(self),
            Self.incidents.routes(self, byPost: false), variables.routes(self),
            details.routes(self), Self.jobLogs.routes(self),
        ].flatMap { $0 }
        return lists + [
            route("GET", "/history/process-instance/{id}") { request in
                try await one(
                    Self.instances, request, "Historic process instance with id %@ does not exist")
            },
            route("DELETE", "/history/process-instance/{id}") { request in
                try await deleteHistory(request)
            },
            route("GET", "/history/activity-instance/{id}") { request in
                try await one(
                    Self.activities, request,
                    "Historic activity instance with id '%@' does not exist")
            },
            route("GET", "/history/variable-instance/{id}") { request in
                try await valueRow(variables, request, typeColumn: "type")
            },
            route("GET", "/history/variable-instance/{id}/data") { request in
                let row = try await row(of: variables, request)
                let value = try await values(of: [row], in: .historicVariable).first ?? .null
                let name = row[ListForm.historicVariable.position(of: "name")].textValue ?? ""
                return try binary(value, name: name)
            },
            route("GET", "/history/detail/{id}") { request in
                try await valueRow(details, request, typeColumn: "variable_type")
            },
            route("GET", "/history/job-log/{id}") { request in
                try await one(
                    Self.jobLogs, request, "Historic job log with id %@ does not exist")
            },
            route("GET", "/history/job-log/{id}/stacktrace") { request in
                let id = request.parameters[0]
                guard let log = try await find(HistoricJobLogRow.self, id, for: request.principal)
                else { throw APIError.notFound("No historic job log found with id \(id)") }
                return log.exceptionStacktrace.map { .text($0) } ?? .noContent
            },
        ]
    }

    private func row(of list: ListEndpoint, _ request: APIRequest) async throws -> Row {
        let id = request.parameters[0]
        guard let row = try await list.row(id, self, for: request.principal) else {
            throw APIError.notFound("Nothing with id '\(id)' exists at \(list.path)")
        }
        return row
    }

    private func one(
        _ list: ListEndpoint, _ request: APIRequest, _ message: String
    ) async throws -> HTTPResponse {
        let id = request.parameters[0]
        guard let row = try await list.row(id, self, for: request.principal) else {
            let parts = message.split(separator: "%@", maxSplits: 1)
            throw APIError.notFound(parts.joined(separator: id))
        }
        return row.answer(in: list.form)
    }

    private func valueRow(
        _ list: ListEndpoint, _ request: APIRequest, typeColumn: String
    ) async throws -> HTTPResponse {
        let row = try await row(of: list, request)
        var bytes = try await json(
            [row], in: list.form, typeColumn: typeColumn,
            deserialized: try deserializes(request, inList: false))
        bytes.removeFirst()
        bytes.removeLast()
        return .json(bytes: bytes)
    }

    private func deleteHistory(_ request: APIRequest) async throws -> HTTPResponse {
        let id = request.parameters[0]
        let found = try await find(
            HistoricProcessInstanceRow.self, id, for: request.principal)
        guard let found else {
            throw APIError.notFound("Historic process instance with id '\(id)' does not exist")
        }
        guard found.endedAt != nil else {
            throw APIError(
                status: 400, type: "BadUserRequestException",
                "Process instance is still running, cannot delete historic process instance: "
                    + "\(id)", code: 0)
        }
        do throws(StoreError) {
            try await engine.store.commit(HistoryRemoval.delta(ofInstance: id))
        } catch { throw APIError(error) }
        return .noContent
    }
}
