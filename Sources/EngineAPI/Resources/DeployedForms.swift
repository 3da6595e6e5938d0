import HTTPServer
import JSONTree
import ProcessEngine
import Records

extension EngineService {
    /// Forms that were deployed as files: those that a form key names, and those that say their own
    /// key.
    var deployedFormRoutes: [APIRoute] {
        [route("GET", "/task/{id}/deployed-form") { try await deployedTaskForm($0) }]
            + Self.definitionPaths.map { path, reading in
                route("GET", path + "/deployed-start-form") { request in
                    let definition = try await startDefinition(reading, request, status: 404)
                    let deployed = definition.process.formAddress(of: .start)?.deployedForm(
                        with: [:], at: engine.clock.now)
                    return try await deployedForm(
                        TaskFormAddress(key: definition.row.startFormKey, deployed: deployed),
                        of: definition.row)
                }
            }
    }

    private func deployedTaskForm(_ request: APIRequest) async throws -> HTTPResponse {
        let id = request.parameters[0]
        guard let task = try await find(TaskRow.self, id, for: request.principal) else {
            throw APIError.notFound("There is no task with the id '\(id)'.")
        }
        guard let definitionID = task.definitionID, let element = task.taskDefinitionKey,
            let definition = try await engine.processDefinition(.id(definitionID))
        else { throw Self.noForm }
        return try await deployedForm(
            try await formAddress(ofTask: id, element: element, definition: definitionID),
            of: definition.row)
    }

    private static let noForm = APIError.invalid(
        "One of the attributes 'formKey' and 'operaton:formRef' must be supplied but none were set."
    )

    /// What comes before the name of a file in a form key, and whether the file is JSON.
    private static let schemes = [
        ("embedded:deployment:", false), ("deployment:", false),
        ("camunda-forms:deployment:", true), ("operaton-forms:deployment:", true),
    ]

    private func deployedForm(
        _ address: TaskFormAddress, of definition: ProcessDefinitionRow
    ) async throws -> HTTPResponse {
        if let reference = address.deployed {
            return Self.answer(try await form(reference, for: definition), isJSON: true)
        }
        guard let key = address.key, !key.isEmpty else { throw Self.noForm }
        guard let scheme = Self.schemes.first(where: { key.hasPrefix($0.0) }) else {
            throw APIError.invalid("The form key '\(key)' does not reference a deployed form.")
        }
        let name = String(key.dropFirst(scheme.0.count))
        let found = try await rows(
            DeploymentResourceRow.self,
            where: .and([
                .equal("deployment_id", definition.deploymentID), .equal("name", name),
            ]), for: .engine)
        guard let content = found.first?.content else {
            throw APIError.notFound(
                "The form with the resource name '\(name)' cannot be found in deployment with id "
                    + definition.deploymentID)
        }
        return Self.answer(content, isJSON: scheme.1)
    }

    /// The file of a form that says its own key.
    ///
    /// Forms have no table of their own: their files are looked through, those of one tenant.
    private func form(
        _ reference: DeployedFormReference, for definition: ProcessDefinitionRow
    ) async throws -> [UInt8] {
        var parts: [Predicate] = [
            .compare("name", .like, .text("%form")),
            .equal("tenant_id", ColumnValue(definition.tenantID)),
        ]
        if reference.binding == "deployment" {
            parts.append(.equal("deployment_id", definition.deploymentID))
        }
        let files = try await rows(
            DeploymentResourceRow.self, where: .and(parts), for: .engine,
            ordering: [Ordering("created_at"), Ordering("id")])
        let versions = files.compactMap(\.content).filter { content in
            (try? JSON(parsing: content))?["id"]?.stringValue == reference.key
        }
        let content =
            if reference.binding == "version" {
                reference.version.flatMap {
                    versions.indices.contains($0 - 1) ? versions[$0 - 1] : nil
                }
            } else {
                versions.last
            }
        guard let content else {
            throw APIError.notFound(
                "No form with the key '\(reference.key)' was found (binding: \(reference.binding)"
                    + "\(reference.version.map { ", version: \($0)" } ?? "")).")
        }
        return content
    }

    private static func answer(_ content: [UInt8], isJSON: Bool) -> HTTPResponse {
        HTTPResponse(
            status: 200,
            headers: [
                "Content-Type": isJSON ? "application/json" : "application/xhtml+xml",
                "X-Content-Type-Options": "nosniff",
                // Clients embed a form; opened by itself it runs nothing.
                "Content-Security-Policy": "sandbox", "Cache-Control": "no-cache",
            ], body: .bytes(content))
    }
}
