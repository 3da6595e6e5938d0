import HTTPServer
import JSONTree
import ProcessEngine
import ProcessValues
import Records

extension EngineService {
    private static let jobs = ListEndpoint(path: "/job", list: .jobs, form: .job)
    private static let jobDefinitions = ListEndpoint(
        path: "/job-definition", list: .jobDefinitions, form: .jobDefinition)

    /// `/job` and `/job-definition`.
    var jobRoutes: [APIRoute] {
        Self.jobs.routes(self) + Self.jobDefinitions.routes(self) + [
            route("GET", "/job/{id}") { request in
                let id = request.parameters[0]
                guard let row = try await Self.jobs.row(id, self, for: request.principal) else {
                    throw APIError.notFound("Job with id '\(id)' does not exist")
                }
                return row.answer(in: .job)
            },
            route("DELETE", "/job/{id}") { request in
                let id = request.parameters[0]
                guard try await find(JobRow.self, id, for: request.principal) != nil else {
                    throw APIError.notFound("No job found with id '\(id)'")
                }
                try await perform(.job(id: id, .delete), request)
                return .noContent
            },
            route("GET", "/job/{id}/stacktrace") { request in
                let id = request.parameters[0]
                guard let job = try await find(JobRow.self, id, for: request.principal) else {
                    throw APIError.notFound("No job found with id '\(id)'")
                }
                return job.exceptionStacktrace.map { .text($0) } ?? .noContent
            },
            route("POST", "/job/{id}/execute") { try await executeJob($0) },
            route("PUT", "/job/{id}/retries") { request in
                let body = try request.object()
                guard let retries = try body.integer("retries") else {
                    throw APIError.invalid("The number of job retries must be given")
                }
                let due: Instant?? =
                    try body.instant("dueDate").map { .some($0) } ?? .none
                guard retries >= 0 else {
                    throw APIError(
                        status: 500, type: "InvalidRequestException",
                        "The number of job retries must be a non-negative Integer, but '"
                            + "\(retries)' has been provided.")
                }
                return try await changeJob(request, .setRetries(retries, dueAt: due))
            },
            route("PUT", "/job/{id}/duedate") { request in
                let body = try request.object()
                return try await changeJob(
                    request,
                    .setDueDate(try body.instant("duedate"), cascade: try body.flag("cascade")))
            },
            route("POST", "/job/{id}/duedate/recalculate") { request in
                let id = request.parameters[0]
                guard let job = try await find(JobRow.self, id, for: request.principal) else {
                    throw APIError(
                        status: 404, type: "InvalidRequestException",
                        "No job found with id '\(id)'", code: 0)
                }
                guard job.type == "timer" else {
                    throw APIError(
                        status: 500, type: "InvalidRequestException",
                        "Only timer jobs can be recalculated, but the job with id '\(id)' is of "
                            + "type '\(job.handlerType)'.")
                }
                let fromCreation = try request.flag("creationDateBased", default: true)
                try await perform(
                    .job(id: id, .recalculateDueDate(fromCreation: fromCreation)), request)
                return .noContent
            },
            route("PUT", "/job/{id}/priority") { request in
                guard let priority = try request.object().integer("priority") else {
                    throw APIError.rest(
                        400, "Priority for job '\(request.parameters[0])' is null", code: nil)
                }
                return try await changeJob(request, .setPriority(priority), unknown: 404)
            },
            route("PUT", "/job/{id}/suspended") { request in
                let suspended = try request.object().flag("suspended")
                let id = request.parameters[0]
                guard try await find(JobRow.self, id, for: request.principal) != nil else {
                    return .noContent
                }
                return try await changeJob(request, .setSuspended(suspended))
            },
            route("GET", "/job-definition/{id}") { request in
                let id = request.parameters[0]
                guard
                    let row = try await Self.jobDefinitions.row(id, self, for: request.principal)
                else {
                    throw APIError.notFound("Job Definition with id '\(id)' does not exist")
                }
                return row.answer(in: .jobDefinition)
            },
            route("PUT", "/job-definition/{id}/retries") { try await setRetriesOfAll($0) },
        ]
    }

    private func executeJob(_ request: APIRequest) async throws -> HTTPResponse {
        let id = request.parameters[0]
        guard try await find(JobRow.self, id, for: request.principal) != nil else {
            throw APIError.notFound("No job found with id '\(id)'")
        }
        do throws(EngineError) {
            try await engine.executeJob(id, as: request.principal)
        } catch {
            if error.kind == .authorization { throw APIError(error) }
            // Failures of the engine are a 404 here, as the reference has it; others are not.
            if error.isEngineException { throw APIError.notFound(error.message) }
            throw APIError.rest(500, error.message)
        }
        return .noContent
    }

    private func changeJob(
        _ request: APIRequest, _ operation: JobOperation, unknown status: Int = 500
    ) async throws -> HTTPResponse {
        let id = request.parameters[0]
        guard try await find(JobRow.self, id, for: request.principal) != nil else {
            throw APIError(
                status: status, type: "InvalidRequestException",
                "No job found with id '\(id)'")
        }
        try await perform(.job(id: id, operation), request)
        return .noContent
    }

    private func setRetriesOfAll(_ request: APIRequest) async throws -> HTTPResponse {
        let body = try request.object()
        guard let retries = try body.integer("retries") else {
            throw APIError.invalid("The number of job retries must be given")
        }
        let due: Instant?? = try body.instant("dueDate").map { .some($0) } ?? .none
        let jobs = try await rows(
            JobRow.self,
            where: .and([
                .equal("job_definition_id", request.parameters[0]), .equal("retries", .integer(0)),
            ]), for: request.principal)
        for job in jobs {
            try await perform(.job(id: job.id, .setRetries(retries, dueAt: due)), request)
        }
        return .noContent
    }
}

extension HTTPResponse {
    /// An answer in plain text.
    static func text(_ text: String) -> HTTPResponse {
        HTTPResponse(
            status: 200, headers: ["Content-Type": "text/plain; charset=utf-8"],
            body: .bytes(Array(text.utf8)))
    }
}
