import HTTPServer
import JSONTree
import ProcessEngine
import ProcessValues
import Records

extension EngineService {
    private static let subscriptions = ListEndpoint(
        path: "/event-subscription", list: .eventSubscriptions, form: .eventSubscription)

    /// `/message`, `/signal`, `/condition` and `/event-subscription`.
    var eventRoutes: [APIRoute] {
        Self.subscriptions.routes(self, byPost: false) + [
            route("POST", "/message") { try await correlate($0) },
            route("POST", "/signal") { try await signal($0) },
            route("POST", "/condition") { try await evaluateConditions($0) },
        ]
    }

    private func tenant(in body: JSONObject) throws(APIError) -> TenantSelection {
        let tenant = try body.text("tenantId")
        let without = try body.flag("withoutTenantId")
        if tenant != nil, without {
            throw .invalid("Parameter 'tenantId' cannot be used together with 'withoutTenantId'.")
        }
        return tenant.map(TenantSelection.tenant) ?? (without ? .none : .any)
    }

    // MARK: Messages

    private func correlate(_ request: APIRequest) async throws -> HTTPResponse {
        let body = try request.object()
        guard let name = try body.text("messageName") else {
            throw APIError.invalid("No message name supplied")
        }
        let instance = try body.text("processInstanceId")
        let tenant = try tenant(in: body)
        if instance != nil, tenant != .any {
            throw APIError(
                status: 400, type: "BadUserRequestException",
                "A tenant cannot be named together with a process instance", code: 0)
        }
        let failure = "Cannot deliver message: "
        let wantsVariables = try body.flag("variablesInResultEnabled")
        let wantsResult = try body.flag("resultEnabled")
        if wantsVariables, !wantsResult {
            throw APIError.invalid(
                "Parameter 'variablesInResultEnabled' cannot be used without 'resultEnabled' set "
                    + "to true.")
        }
        let correlation = MessageCorrelation(
            messageName: name, businessKey: try body.text("businessKey"),
            processInstanceID: instance,
            correlationKeys: try body.variables("correlationKeys", failure: failure),
            localCorrelationKeys: try body.variables("localCorrelationKeys", failure: failure),
            tenant: tenant, variables: try body.variables("processVariables", failure: failure),
            localVariables: try body.variables("processVariablesLocal", failure: failure),
            triggeredScopeVariables: try body.variables(
                "processVariablesToTriggeredScope", failure: failure),
            isToAll: try body.flag("all"))
        let result: CommandResult
        do throws(EngineError) {
            result = try await engine.perform(
                .correlateMessage(correlation), as: request.principal)
        } catch {
            guard error.kind == .mismatchingCorrelation || error.kind == .suspended else {
                throw APIError(error)
            }
            throw APIError.rest(400, error.message, code: error.code)
        }
        guard wantsResult else { return .noContent }
        guard case .correlated(let receivers) = result else { return .json([]) }
        return .json(.array(receivers.map { json($0, wantsVariables: wantsVariables) }))
    }

    private func json(_ receiver: CorrelationResult, wantsVariables: Bool) -> JSON {
        var object: JSONObject = [
            "resultType": receiver.started == nil ? "Execution" : "ProcessDefinition",
            "execution": receiver.execution.map(endedExecution) ?? .null,
            "processInstance": receiver.started?.json ?? .null,
        ]
        if wantsVariables {
            object["variables"] = restForm(
                receiver.variables.map { ($0.name, $0.value) }, deserialized: true)
        }
        return .object(object)
    }

    /// An execution that got a message is told as ended: it has gone on since.
    private func endedExecution(_ row: ExecutionRow) -> JSON {
        guard case .object(var object) = row.json(in: .execution) else { return .null }
        object["ended"] = true
        return .object(object)
    }

    // MARK: Signals

    private func signal(_ request: APIRequest) async throws -> HTTPResponse {
        let body = try request.object()
        guard let name = try body.text("name") else {
            throw APIError.invalid("No signal name given")
        }
        let execution = try body.text("executionId")
        // Of both the tenant counts, where messages refuse them together.
        let named = try body.text("tenantId")
        let tenant = try named.map(TenantSelection.tenant) ?? tenant(in: body)
        if execution != nil, tenant != .any {
            throw APIError(
                status: 400, type: "BadUserRequestException",
                "A tenant cannot be named together with an execution", code: 0)
        }
        let delivery = SignalDelivery(
            name: name, executionID: execution, tenant: tenant,
            variables: try body.variables(failure: "Cannot throw signal: "))
        do throws(EngineError) {
            _ = try await engine.perform(.deliverSignal(delivery), as: request.principal)
        } catch {
            if execution != nil, error.isBadRequest, error.kind != .suspended {
                throw error.wrapped(500, "")
            }
            throw APIError(error)
        }
        return .noContent
    }

    // MARK: Conditions

    private func evaluateConditions(_ request: APIRequest) async throws -> HTTPResponse {
        let body = try request.object()
        let evaluation = ConditionEvaluation(
            variables: try body.variables(failure: "Cannot evaluate conditions: "),
            businessKey: try body.text("businessKey"),
            definitionID: try body.text("processDefinitionId"),
            tenant: try tenant(in: body))
        let result: CommandResult
        do throws(EngineError) {
            result = try await engine.perform(
                .evaluateConditions(evaluation), as: request.principal)
        } catch {
            guard error.kind == .invalid else { throw APIError(error) }
            throw APIError(status: 400, type: "NotFoundException", error.message, code: 0)
        }
        guard case .startedAll(let instances) = result else { return .json([]) }
        return .json(.array(instances.map(\.json)))
    }
}
