import HTTPServer
import JSONTree
import ProcessEngine

extension EngineService {
    /// `/modification`, and the restart of ended instances.
    var modificationRoutes: [APIRoute] {
        [route("POST", "/modification/execute") { try await modifySeveral($0) }]
            + Self.definitionPaths.map { (path, reading) in
                route("POST", path + "/restart") { try await restart(reading, $0) }
            }
    }

    private func modifySeveral(_ request: APIRequest) async throws -> HTTPResponse {
        let body = try request.object()
        let instructions = try instructions(in: body, failure: "Cannot modify: ")
        guard let definitionID = try body.text("processDefinitionId") else {
            throw APIError.invalid("processDefinitionId must be set")
        }
        guard let definition = try await engine.processDefinition(.id(definitionID)),
            isVisible(definition.row.tenantID, to: request.principal)
        else {
            throw APIError.invalid("The process definition '\(definitionID)' does not exist")
        }
        guard !instructions.isEmpty else {
            throw APIError.invalid("Modification instructions cannot be empty")
        }
        let ids = try await instanceIDs(in: body, request)
        guard !ids.isEmpty else { throw APIError.invalid("Process instance ids cannot be empty") }
        let operation = InstanceOperation.modifyOf(
            definitionID: definitionID, instructions,
            skipCustomListeners: try body.flag("skipCustomListeners"),
            skipIoMappings: try body.flag("skipIoMappings"),
            annotation: try body.text("annotation"))
        do throws(EngineError) {
            _ = try await engine.perform(
                .instances(ids: ids, operation), as: request.principal)
        } catch {
            switch error.kind {
            case .invalid, .badRequest: throw APIError.invalid(error.message)
            case .notFound:
                throw APIError(
                    status: 500, type: "ProcessEngineException", error.message, code: 0)
            default: throw APIError(error)
            }
        }
        return .noContent
    }

    private func restart(
        _ reading: DefinitionReading, _ request: APIRequest
    ) async throws -> HTTPResponse {
        let body = try request.object()
        let definitionID =
            reading == .id ? request.parameters[0] : try await definition(reading, request).id
        let restart = InstanceRestart(
            of: try await instanceIDs(in: body, request), definitionID: definitionID,
            instructions: try instructions(in: body, failure: "Cannot restart: "),
            usesInitialVariables: try body.flag("initialVariables"),
            withoutBusinessKey: try body.flag("withoutBusinessKey"),
            skipCustomListeners: try body.flag("skipCustomListeners"),
            skipIoMappings: try body.flag("skipIoMappings"))
        do throws(EngineError) {
            _ = try await engine.perform(.restart(restart), as: request.principal)
        } catch {
            guard [.badRequest, .invalid].contains(error.kind) else { throw APIError(error) }
            throw APIError.invalid(error.message)
        }
        return .noContent
    }
}
