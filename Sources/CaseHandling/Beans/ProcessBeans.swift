internal import JSONTree
internal import ProcessEngine
internal import ProcessValues
internal import Records

/// `correlationService`, `jobService`, `timerService` and `processService`: what they ask of the
/// engine, done in the step that calls them.
struct ProcessBeans {
    static let correlationMethods: Set = [
        "sendStartMessage", "sendStartMessageWithProcessDefinitionKey", "sendCatchEventMessage",
        "sendCatchEventMessageToAll", "sendGlobalCatchEventMessage",
        "sendGlobalCatchEventMessageToAll", "sendMessage", "sendMessageToAll",
    ]
    static let jobMethods: Set = [
        "updateTimerDueDateByActivityId", "addOffsetInMillisToTimerDueDateByActivityId",
    ]

    let store: any Store
    let call: HostCall
    let instant: Instant

    private var texts: [String] { call.arguments.compactMap(\.text) }

    /// The argument at a place as a text; the execution stands for its business key, and so does the
    /// null that `execution.businessKey` is beside other tokens.
    private func key(_ place: Int) -> String? {
        guard call.arguments.indices.contains(place) else { return nil }
        if call.arguments[place].isNull { return call.businessKey }
        let text = call.arguments[place].text
        return text == call.executionID ? call.businessKey : text
    }

    /// The variables that the last argument gives, if it is a map.
    private var variables: [VariableInput] {
        guard let last = call.arguments.last, case .object(let object)? = last.tree else {
            return []
        }
        return object.members.map { VariableInput($0.key, ProcessValue(untyped: $0.value)) }
    }

    // MARK: Messages

    /// What a method of `correlationService` sends.
    func correlate(_ method: String) async throws -> [EngineCommand] {
        guard let message = texts.first else {
            throw BeanError.arguments("\(method)(message, businessKey, variables)")
        }
        var correlation = MessageCorrelation(messageName: message, variables: variables)
        switch method {
        case "sendStartMessage":
            correlation.businessKey = key(1)
            correlation.startsOnly = true
        case "sendStartMessageWithProcessDefinitionKey":
            guard let process = key(1) else {
                throw BeanError.arguments("\(method)(message, processDefinitionKey, businessKey)")
            }
            correlation.definitionID = try await latestDefinition(of: process)
            correlation.businessKey = key(2)
            correlation.startsOnly = true
        case "sendCatchEventMessage", "sendCatchEventMessageToAll":
            correlation.businessKey = key(1)
            correlation.executionsOnly = true
        case "sendGlobalCatchEventMessage", "sendGlobalCatchEventMessageToAll":
            correlation.executionsOnly = true
        case "sendMessage", "sendMessageToAll": correlation.businessKey = key(1)
        default: throw BeanError.unknownMethod
        }
        correlation.isToAll = method.hasSuffix("ToAll")
        return [.correlateMessage(correlation)]
    }

    private func latestDefinition(of key: String) async throws -> String {
        let rows = try await store.read(
            Query(
                ProcessDefinitionRow.table, where: .equal("key", key),
                ordering: [Ordering("version", isDescending: true)], limit: 1))
        guard let row = try rows.first.map({ try ProcessDefinitionRow(row: $0) }) else {
            throw BeanError.arguments("no process is deployed with the key '\(key)'")
        }
        return row.id
    }

    // MARK: Processes

    /// What a method of `processService` starts.
    func startProcess(_ method: String) throws -> [EngineCommand] {
        guard method == "startProcessByProcessDefinitionKey" else {
            throw BeanError.unknownMethod
        }
        guard let process = texts.first else {
            throw BeanError.arguments("\(method)(processDefinitionKey, businessKey, variables)")
        }
        return [
            .startInstance(
                StartInstance(
                    definition: .latest(key: process, tenantID: nil), businessKey: key(1),
                    variables: variables))
        ]
    }

    // MARK: Timers

    /// What a method of `jobService` or `timerService` does to timers that run.
    func moveTimers(_ method: String) async throws -> [EngineCommand] {
        switch method {
        case "updateTimerDueDateByActivityId":
            guard call.arguments.count >= 2, let due = moment(call.arguments[0]),
                let activity = call.arguments[1].text
            else { throw BeanError.arguments("\(method)(dueDate, activityId, execution)") }
            return try await timers(at: [activity], of: [instance(2)]).map {
                .job(id: $0.id, .setDueDate(due, cascade: false))
            }
        case "addOffsetInMillisToTimerDueDateByActivityId":
            guard call.arguments.count >= 2, let offset = call.arguments[0].wholeNumber,
                let activity = call.arguments[1].text
            else { throw BeanError.arguments("\(method)(milliseconds, activityId, execution)") }
            return try await timers(at: [activity], of: [instance(2)]).map { job in
                let due = (job.dueAt ?? instant).adding(milliseconds: offset)
                return .job(id: job.id, .setDueDate(due, cascade: false))
            }
        case "updateActiveTimers":
            guard let businessKey = key(0), call.arguments.count >= 3,
                let due = moment(call.arguments[1])
            else { throw BeanError.arguments("\(method)(businessKey, newDate, activityIds)") }
            var activities = call.arguments.dropFirst(2).compactMap(\.text)
            for case .array(let elements)? in call.arguments.dropFirst(2).map(\.tree) {
                activities += elements.compactMap(\.stringValue)
            }
            let instances = try await store.read(
                Query(ExecutionRow.table, where: .equal("business_key", businessKey))
            ).map { try ExecutionRow(row: $0).processInstanceID }
            return try await timers(at: activities, of: instances).map {
                .job(id: $0.id, .setDueDate(due, cascade: false))
            }
        default: throw BeanError.unknownMethod
        }
    }

    /// The instance that an argument names: the caller's own, if it is the execution or missing.
    private func instance(_ place: Int) -> String {
        let own = call.processInstanceID ?? ""
        guard call.arguments.indices.contains(place), let text = call.arguments[place].text,
            text != call.executionID
        else { return own }
        return text
    }

    private func moment(_ value: ProcessValue) -> Instant? {
        if case .date(let instant) = value { return instant }
        guard let text = value.text else { return nil }
        return Instant(restText: text) ?? Instant(timerText: text, zone: .utc)
    }

    private func timers(
        at activities: [String], of instances: [String]
    ) async throws -> [JobRow] {
        guard !instances.isEmpty, !activities.isEmpty else { return [] }
        return try await store.read(
            Query(
                JobRow.table,
                where: .and([
                    .isIn("process_instance_id", instances.map { .text($0) }),
                    .isIn("activity_id", activities.map { .text($0) }), .equal("type", "timer"),
                ]), ordering: [Ordering("id")])
        ).map { try JobRow(row: $0) }
    }
}
