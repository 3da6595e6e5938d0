import BPMNParser
import Diagnostics
import HTTPServer
import JSONTree
import ProcessEngine
import ProcessValues
import Records

extension EngineService {
    private static let deployments = ListEndpoint(
        path: "/deployment", list: .deployments, form: .deployment)

    /// `/deployment`.
    var deploymentRoutes: [APIRoute] {
        Self.deployments.routes(self, byPost: false) + [
            route("POST", "/deployment/create") { try await createDeployment($0) },
            route("GET", "/deployment/{id}") { request in
                let id = request.parameters[0]
                guard
                    let row = try await Self.deployments.row(id, self, for: request.principal)
                else { throw APIError.notFound("Deployment with id '\(id)' does not exist") }
                return row.answer(in: .deployment)
            },
            route("DELETE", "/deployment/{id}") { try await deleteDeployment($0) },
            route("GET", "/deployment/{id}/resources") { request in
                let resources = try await resources(of: request)
                return .json(.array(resources.map(json)))
            },
            route("GET", "/deployment/{id}/resources/{resource}") { request in
                .json(json(try await resource(of: request)))
            },
            route("GET", "/deployment/{id}/resources/{resource}/data") { request in
                guard let resource = try? await resource(of: request) else {
                    throw APIError(
                        status: 500, type: "NullValueException",
                        "no resource found with id '\(request.parameters[1])' in deployment "
                            + "'\(request.parameters[0])'", code: 0)
                }
                return .file(resource.content ?? [], name: resource.name)
            },
        ]
    }

    private func json(_ resource: DeploymentResourceRow) -> JSON {
        [
            "id": .string(resource.id), "name": .string(resource.name),
            "deploymentId": .string(resource.deploymentID),
        ]
    }

    private func resources(of request: APIRequest) async throws -> [DeploymentResourceRow] {
        let id = request.parameters[0]
        let resources = try await rows(
            DeploymentResourceRow.self, where: .equal("deployment_id", id), for: request.principal)
        guard !resources.isEmpty else {
            throw APIError.notFound("Deployment resources for deployment id '\(id)' do not exist.")
        }
        return resources
    }

    private func resource(of request: APIRequest) async throws -> DeploymentResourceRow {
        let (deployment, id) = (request.parameters[0], request.parameters[1])
        guard
            let resource = try await find(
                DeploymentResourceRow.self, id, for: request.principal),
            resource.deploymentID == deployment
        else {
            throw APIError.notFound(
                "Deployment resource with resource id '\(id)' for deployment id '\(deployment)' "
                    + "does not exist.")
        }
        return resource
    }

    private func deleteDeployment(_ request: APIRequest) async throws -> HTTPResponse {
        let id = request.parameters[0]
        guard try await find(DeploymentRow.self, id, for: request.principal) != nil else {
            throw APIError.notFound("Deployment with id '\(id)' do not exist")
        }
        let options = InstanceDeletion(
            skipCustomListeners: try request.flag("skipCustomListeners"),
            skipIoMappings: try request.flag("skipIoMappings"))
        try await engine.deleteDeployment(
            id, cascade: try request.flag("cascade"), options: options, as: request.principal)
        return .noContent
    }

    // MARK: Creating

    private func createDeployment(_ request: APIRequest) async throws -> HTTPResponse {
        let form: MultipartForm
        do throws(MultipartError) {
            form = try MultipartForm(
                parsing: request.http.body, contentType: request.http.headers["content-type"])
        } catch {
            guard request.http.headers["content-type"]?.contains("multipart/form-data") == true
            else {
                throw APIError(
                    status: 415, type: "NotSupportedException", "HTTP 415 Unsupported Media Type")
            }
            throw APIError.invalid("The form cannot be read: \(error)")
        }
        let wanted = try deployment(from: form)
        let tellsDiagnostics = try request.flag("diagnostics")
        do throws(DeploymentError) {
            let result = try await engine.deploy(wanted, as: request.principal)
            return .json(created(result, request, tellsDiagnostics: tellsDiagnostics))
        } catch {
            throw refusal(error, tellsDiagnostics: tellsDiagnostics)
        }
    }

    private func deployment(from form: MultipartForm) throws(APIError) -> NewDeployment {
        var wanted = NewDeployment(resources: [])
        for part in form.parts {
            switch part.name {
            case "deployment-name": wanted.name = part.text
            case "deployment-source": wanted.source = part.text
            case "tenant-id": wanted.tenantID = part.text.flatMap { $0.isEmpty ? nil : $0 }
            case "enable-duplicate-filtering": wanted.filtersDuplicates = part.text == "true"
            case "deploy-changed-only": wanted.deploysChangedOnly = part.text == "true"
            case "deployment-activation-time":
                if let text = part.text, !text.isEmpty {
                    throw APIError(
                        status: 501, type: "RestException",
                        "A later activation of deployments is not supported: \(text)", code: 0)
                }
            default:
                guard let name = part.filename, !name.isEmpty else {
                    throw .invalid(
                        "No file name found in the deployment resource described by form "
                            + "parameter '\(part.name)'.")
                }
                wanted.resources.append(.init(name: name, content: part.bytes))
            }
        }
        guard !wanted.resources.isEmpty else {
            throw .invalid("No deployment resources contained in the form upload.")
        }
        return wanted
    }

    private func created(
        _ result: DeploymentResult, _ request: APIRequest, tellsDiagnostics: Bool
    ) -> JSON {
        func definitions<Element: TableRow>(_ rows: [Element], _ form: ListForm) -> JSON {
            guard !rows.isEmpty else { return .null }
            return .object(
                JSONObject(
                    rows.map { element in
                        let json = element.json(in: form)
                        return JSONObject.Member(json["id"]?.stringValue ?? "", json)
                    }))
        }
        let deployment = result.deployment
        let link: JSON = [
            "method": "GET", "href": .string("\(request.base)/deployment/\(deployment.id)"),
            "rel": "self",
        ]
        var answer: JSONObject = [
            "links": [link], "id": .string(deployment.id),
            "name": deployment.name.map(JSON.string) ?? .null,
            "source": deployment.source.map(JSON.string) ?? .null,
            "deploymentTime": .string(deployment.deployedAt.restText),
            "tenantId": deployment.tenantID.map(JSON.string) ?? .null,
            "deployedProcessDefinitions": definitions(result.processes, .processDefinition),
            "deployedCaseDefinitions": .null,
            "deployedDecisionDefinitions": definitions(result.decisions, .decisionDefinition),
            "deployedDecisionRequirementsDefinitions": definitions(
                result.requirements, .decisionRequirementsDefinition),
        ]
        if tellsDiagnostics { answer["diagnostics"] = .array(result.diagnostics.map(\.json)) }
        return .object(answer)
    }
}

extension Diagnostic {
    /// The diagnostic in JSON, for tools that show it beside the model.
    var json: JSON {
        [
            "severity": .string(severity.rawValue), "file": file.map(JSON.string) ?? .null,
            "line": line.map { .integer(Int64($0)) } ?? .null,
            "elementId": elementID.map(JSON.string) ?? .null, "rule": .string(rule),
            "message": .string(message), "cure": .string(cure),
        ]
    }
}

extension Row {
    /// The row in JSON.
    func json(in form: ListForm) -> JSON {
        var bytes: [UInt8] = []
        form.write(self, to: &bytes)
        return (try? JSON(parsing: bytes)) ?? .null
    }

    /// The row as an answer.
    func answer(in form: ListForm) -> HTTPResponse {
        var bytes: [UInt8] = []
        form.write(self, to: &bytes)
        return .json(bytes: bytes)
    }
}

extension HTTPResponse {
    /// An answer with the content of a file.
    static func file(
        _ content: [UInt8], name: String, type: String? = nil
    ) -> HTTPResponse {
        let base = name.split(separator: "/").last.map(String.init) ?? name
        let plain = String(
            decoding: base.utf8.map { $0 < 0x20 || $0 == 0x22 || $0 > 0x7e ? 0x5f : $0 },
            as: UTF8.self)
        let encoded = base.utf8.reduce(into: "") { text, byte in
            let isPlain =
                (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte)
                || (0x61...0x7a).contains(byte) || "-._~".utf8.contains(byte)
            let digits = String(byte, radix: 16, uppercase: true)
            text += isPlain ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + digits
        }
        return HTTPResponse(
            status: 200,
            headers: [
                "Content-Type": type ?? mediaType(of: base),
                "Content-Disposition":
                    "attachment; filename=\"\(plain)\"; filename*=UTF-8''\(encoded)",
                // Uploaded files must not run as pages of this server.
                "X-Content-Type-Options": "nosniff",
            ], body: .bytes(content))
    }

    private static func mediaType(of name: String) -> String {
        switch name.split(separator: ".").last?.lowercased() {
        case "png": "image/png"
        case "jpg", "jpeg": "image/jpeg"
        case "gif": "image/gif"
        case "svg": "image/svg+xml"
        case "xml", "bpmn", "dmn", "cmmn": "application/xml"
        case "json", "form": "application/json"
        case "txt": "text/plain"
        default: "application/octet-stream"
        }
    }
}
