import HTTPServer
import JSONTree
import ProcessEngine
import ProcessValues
import Records

extension EngineService {
    /// `/migration`.
    var migrationRoutes: [APIRoute] {
        [
            route("POST", "/migration/generate") { try await generatePlan($0) },
            route("POST", "/migration/validate") { try await validatePlan($0) },
            route("POST", "/migration/execute") { try await migrate($0) },
        ]
    }

    private func generatePlan(_ request: APIRequest) async throws -> HTTPResponse {
        let body = try request.object()
        var plan = try await plan(from: body)
        let (source, target) = try await definitions(of: plan, request)
        plan.instructions = MigrationPlanCheck(from: source.process, to: target.process)
            .proposal(updatesEventTriggers: try body.flag("updateEventTriggers"))
        let variables: JSON =
            body["variables"]?.objectValue == nil
            ? .null : restForm(plan.variables.map { ($0.name, $0.value) }, deserialized: false)
        return .json([
            "sourceProcessDefinitionId": .string(plan.sourceDefinitionID),
            "targetProcessDefinitionId": .string(plan.targetDefinitionID),
            "instructions": .array(plan.instructions.map(\.json)), "variables": variables,
        ])
    }

    private func validatePlan(_ request: APIRequest) async throws -> HTTPResponse {
        let plan = try await plan(from: try request.object())
        let (source, target) = try await definitions(of: plan, request)
        let report = MigrationPlanCheck(from: source.process, to: target.process)
            .report(on: plan.instructions)
        return .json(report.json)
    }

    private func migrate(_ request: APIRequest) async throws -> HTTPResponse {
        let body = try request.object()
        guard case .object(let member)? = body["migrationPlan"] else {
            throw APIError.invalid("The migration plan is missing")
        }
        let plan = try await plan(from: member)
        let (source, target) = try await definitions(of: plan, request)
        let report = MigrationPlanCheck(from: source.process, to: target.process)
            .report(on: plan.instructions)
        let ids = try await instanceIDs(in: body, request)
        guard !ids.isEmpty || !report.isEmpty else {
            throw APIError(
                status: 400, type: "BadUserRequestException",
                "Process instance ids cannot be empty: name them, or a query that finds some",
                code: 0)
        }
        let operation = InstanceOperation.migrate(
            plan, skipCustomListeners: try body.flag("skipCustomListeners"),
            skipIoMappings: try body.flag("skipIoMappings"))
        do throws(EngineError) {
            _ = try await engine.perform(
                .instances(ids: ids, operation), as: request.principal)
        } catch {
            guard error.kind == .notFound else { throw APIError(error) }
            throw APIError(
                status: 500, type: "ProcessEngineException", error.message, code: 0)
        }
        return .noContent
    }

    // MARK: Plans

    /// Reads a plan.
    private func plan(from body: JSONObject) async throws(APIError) -> MigrationPlan {
        var plan = MigrationPlan(
            from: try body.text("sourceProcessDefinitionId") ?? "",
            to: try body.text("targetProcessDefinitionId") ?? "",
            variables: try body.variables(failure: "Cannot create migration plan: "))
        switch body["instructions"] {
        case nil, .null: break
        case .array(let elements):
            for element in elements {
                guard case .object(let object) = element else {
                    throw .invalid("A migration instruction is no object")
                }
                let sources = try object.texts("sourceActivityIds") ?? []
                let targets = try object.texts("targetActivityIds") ?? []
                guard sources.count == 1, targets.count == 1 else {
                    throw .invalid(
                        "A migration instruction must name one source activity and one target "
                            + "activity")
                }
                plan.instructions.append(
                    MigrationInstruction(
                        sources[0], to: targets[0],
                        updatesEventTrigger: try object.flag("updateEventTrigger")))
            }
        default: throw .invalid("The property 'instructions' is no list")
        }
        return plan
    }

    /// Both definitions of a plan.
    ///
    /// - Throws: 400 if there is none for the caller.
    private func definitions(
        of plan: MigrationPlan, _ request: APIRequest
    ) async throws -> (ProcessDefinition, ProcessDefinition) {
        var found: [ProcessDefinition] = []
        for (what, id) in [
            ("Source", plan.sourceDefinitionID), ("Target", plan.targetDefinitionID),
        ] {
            guard let definition = try await engine.processDefinition(.id(id)),
                isVisible(definition.row.tenantID, to: request.principal)
            else {
                throw APIError(
                    status: 400, type: "InvalidRequestException",
                    "\(what) process definition with id '\(id)' does not exist", code: 0)
            }
            found.append(definition)
        }
        return (found[0], found[1])
    }
}

extension MigrationInstruction {
    var json: JSON {
        [
            "sourceActivityIds": [.string(sourceActivityID)],
            "targetActivityIds": [.string(targetActivityID)],
            "updateEventTrigger": .bool(updatesEventTrigger),
        ]
    }
}

extension MigrationPlanReport {
    var json: JSON {
        [
            "instructionReports": .array(
                instructions.map { entry in
                    [
                        "instruction": entry.instruction.json,
                        "failures": .array(entry.failures.map(JSON.string)),
                    ]
                }),
            "variableReports": .object(
                JSONObject(
                    variables.map { variable in
                        JSONObject.Member(
                            variable.name,
                            [
                                "type": .string(variable.type),
                                "failures": .array(variable.failures.map(JSON.string)),
                            ])
                    })),
        ]
    }
}

extension MigratingInstanceReport {
    var json: JSON {
        [
            "processInstanceId": .string(processInstanceID),
            "failures": .array(failures.map(JSON.string)),
            "activityInstanceValidationReports": .array(
                activities.map { $0.json(idName: "activityInstanceId") }),
            "transitionInstanceValidationReports": .array(
                transitions.map { $0.json(idName: "transitionInstanceId") }),
        ]
    }
}

extension MigratingInstanceReport.Entry {
    fileprivate func json(idName: String) -> JSON {
        [
            "migrationInstruction": instruction?.json ?? .null, idName: .string(instanceID),
            "sourceScopeId": .string(sourceActivityID),
            "failures": .array(failures.map(JSON.string)),
        ]
    }
}
