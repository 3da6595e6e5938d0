import HTTPServer
import JSONTree
import ProcessEngine
import ProcessValues
import Records

/// What a worker asks for.
private struct FetchRequest {
    /// One topic that it serves.
    struct Topic {
        let name: String
        let milliseconds: Int64
        let variableNames: [String]?
        let localOnly: Bool
        let includesProperties: Bool
        let deserializes: Bool
        let predicate: Predicate
    }

    let worker: String
    let limit: Int
    let usesPriority: Bool
    let ordering: [Ordering]
    let timeout: Int
    let topics: [Topic]

    /// How long a worker may wait for tasks, in milliseconds.
    static let timeoutLimit = 1_800_000

    init(_ body: JSONObject) throws(APIError) {
        func null(_ message: String) -> APIError {
            APIError(status: 500, type: "NullValueException", message, code: 0)
        }
        guard let worker = try body.text("workerId") else { throw null("workerId is null") }
        self.worker = worker
        limit = try body.integer("maxTasks") ?? 0
        usesPriority = try body.flag("usePriority")
        timeout = try body.integer("asyncResponseTimeout") ?? 0
        guard timeout <= Self.timeoutLimit else {
            throw .invalid(
                "The asynchronous response timeout cannot be set to a value greater than "
                    + "\(Self.timeoutLimit) milliseconds")
        }
        ordering = try Self.ordering(body["sorting"])
        var topics: [Topic] = []
        if case .array(let elements) = body["topics"] {
            for element in elements {
                guard case .object(let topic) = element else {
                    throw .invalid("The property 'topics' is no list of objects")
                }
                guard let name = try topic.text("topicName") else {
                    throw null("topicName is null")
                }
                let span = try topic.integer("lockDuration") ?? 0
                guard span > 0 else {
                    throw APIError(
                        status: 500, type: "ProcessEngineException",
                        "lockTime is not greater than 0", code: 0)
                }
                topics.append(
                    Topic(
                        name: name, milliseconds: Int64(span),
                        variableNames: try topic.texts("variables"),
                        localOnly: try topic.flag("localVariables"),
                        includesProperties: try topic.flag("includeExtensionProperties"),
                        deserializes: try topic.flag("deserializeValues"),
                        predicate: try Self.predicate(topic, name: name)))
            }
        }
        self.topics = topics
    }

    private static func ordering(_ json: JSON?) throws(APIError) -> [Ordering] {
        guard case .array(let elements)? = json else { return [] }
        var ordering: [Ordering] = []
        for element in elements {
            guard element["sortBy"] == "createTime", let order = element["sortOrder"]?.stringValue,
                order == "asc" || order == "desc"
            else {
                throw .invalid("External tasks are sorted by createTime, asc or desc")
            }
            ordering.append(Ordering("created_at", isDescending: order == "desc"))
        }
        return ordering
    }

    private static func predicate(
        _ topic: JSONObject, name: String
    ) throws(APIError) -> Predicate {
        var parts: [Predicate] = [.equal("topic_name", name)]
        func add(_ column: String, text: String) throws(APIError) {
            if let value = try topic.text(text) { parts.append(.equal(column, value)) }
        }
        func add(_ column: String, texts: String) throws(APIError) {
            if let values = try topic.texts(texts) {
                parts.append(.isIn(column, values.map(ColumnValue.text)))
            }
        }
        try add("business_key", text: "businessKey")
        try add("definition_id", text: "processDefinitionId")
        try add("definition_id", texts: "processDefinitionIdIn")
        try add("definition_key", text: "processDefinitionKey")
        try add("definition_key", texts: "processDefinitionKeyIn")
        try add("definition_version_tag", text: "processDefinitionVersionTag")
        try add("tenant_id", texts: "tenantIdIn")
        if try topic.flag("withoutTenantId") { parts.append(.isNull("tenant_id")) }
        if case .object(let variables) = topic["processVariables"], !variables.isEmpty {
            // One equal variable is enough, as in an alternative.
            let conditions = variables.members.map {
                VariableCondition($0.key, .equal, ProcessValue(untyped: $0.value))
            }
            let request = ListRequest(
                alternatives: [[ListCriterion("processVariables", .variables(conditions))]])
            let surroundings = ListSurroundings(now: Instant(milliseconds: 0))
            if let query = try? ListDefinition.externalTasks.query(
                for: request, access: .all, in: surroundings)
            {
                parts.append(query.predicate)
            }
        }
        return .and(parts)
    }
}

extension EngineService {
    /// `POST /external-task/fetchAndLock`, waiting for tasks as long as the worker allows.
    func fetchAndLock(_ request: APIRequest) async throws -> HTTPResponse {
        let wanted = try FetchRequest(try request.object())
        guard !wanted.topics.isEmpty, wanted.limit > 0 else { return .json([]) }
        let end = ContinuousClock.now + .milliseconds(wanted.timeout)
        let names = Set(wanted.topics.map(\.name))
        while true {
            let generation = engine.externalTasks.generation
            let tasks = try await fetch(wanted, request)
            let rest = (end - ContinuousClock.now) / .milliseconds(1)
            if !tasks.isEmpty || rest <= 0 || Task.isCancelled { return .json(.array(tasks)) }
            // Tasks also come free when a lock ends, which nobody announces.
            await engine.externalTasks.wait(
                forOneOf: names, since: generation, milliseconds: Int64(min(rest, 5_000)))
        }
    }

    private func fetch(
        _ wanted: FetchRequest, _ request: APIRequest
    ) async throws -> [JSON] {
        let now = engine.clock.now.milliseconds
        let isFree = Predicate.and([
            .equal("suspended", .integer(0)),
            .or([
                .isNull("lock_expires_at"),
                .compare("lock_expires_at", .lessOrEqual, .integer(now)),
            ]),
            .or([.isNull("retries"), .compare("retries", .greater, .integer(0))]),
            .or(wanted.topics.map(\.predicate)),
        ])
        var query = try query(.externalTasks, ListRequest(), for: request.principal)
        query.predicate = .and([query.predicate, isFree])
        if wanted.usesPriority { query.ordering = [Ordering("priority", isDescending: true)] }
        query.ordering += wanted.ordering
        query.limit = wanted.limit
        let tasks = try decode(ExternalTaskRow.self, await read(query))
        // Tasks of one root are locked in one step; others are not held up by it.
        var roots: [String] = []
        var byRoot: [String: [ExternalTaskLock.Request]] = [:]
        var topicOf: [String: FetchRequest.Topic] = [:]
        for task in tasks {
            guard let topic = wanted.topics.first(where: { $0.name == task.topicName }) else {
                continue
            }
            topicOf[task.id] = topic
            if byRoot[task.rootInstanceID] == nil { roots.append(task.rootInstanceID) }
            byRoot[task.rootInstanceID, default: []].append(
                ExternalTaskLock.Request(
                    taskID: task.id, milliseconds: topic.milliseconds,
                    variableNames: topic.variableNames, localVariablesOnly: topic.localOnly,
                    includesExtensionProperties: topic.includesProperties))
        }
        var locked: [String: JSON] = [:]
        for root in roots {
            let lock = ExternalTaskLock(
                rootInstanceID: root, workerID: wanted.worker, requests: byRoot[root] ?? [])
            let result = try await perform(.lockExternalTasks(lock), request)
            guard case .locked(let tasks) = result else { continue }
            for task in tasks {
                locked[task.task.id] = json(
                    task, deserialized: topicOf[task.task.id]?.deserializes ?? false)
            }
        }
        return tasks.compactMap { locked[$0.id] }
    }

    private func json(_ locked: LockedExternalTask, deserialized: Bool) -> JSON {
        guard case .object(var object) = locked.task.json(in: .externalTask) else { return .null }
        object["errorDetails"] = locked.task.errorDetails.map(JSON.string) ?? .null
        object["variables"] = restForm(
            locked.variables.map { ($0.name, $0.value) }, deserialized: deserialized)
        object["extensionProperties"] = .object(
            JSONObject(
                locked.extensionProperties.sorted { $0.key < $1.key }.map {
                    JSONObject.Member($0.key, .string($0.value))
                }))
        return .object(object)
    }
}
