import JSONTree
import ProcessValues

/// Effects that process links bind to elements.
extension Run {
    /// The effect that takes the place of an element's implementation.
    func blockingEffect(of activity: Node, on execution: Execution) -> EffectBinding? {
        guard !execution.definition.effects.isEmpty else { return nil }
        return execution.definition.effects[activity.id]?.first {
            $0.event == .start && $0.isBlocking
        }
    }

    /// Writes the job of an effect that the token waits for.
    func createBlockingEffect(
        _ binding: EffectBinding, _ activity: Node, on execution: Execution
    ) throws(Interruption) {
        let job = try createJob(
            type: "effect", handler: .effect, activity: activity, on: execution, sort: "effect",
            configuration: "blocking", dueAt: nil)
        fill(job, binding, on: execution, taskID: nil)
    }

    /// Writes the jobs of effects that nothing waits for.
    func attachEffects(
        _ event: EffectBinding.Event, of activity: Node, on execution: Execution,
        taskID: String? = nil
    ) throws(Interruption) {
        guard !execution.definition.effects.isEmpty else { return }
        for binding in execution.definition.effects[activity.id] ?? []
        where binding.event == event && !binding.isBlocking {
            let job = try createJob(
                type: "effect", handler: .effect, activity: activity, on: execution,
                sort: "effect", configuration: "attached:\(event.rawValue)", dueAt: nil)
            fill(job, binding, on: execution, taskID: taskID)
            execution.jobs.removeAll { $0 === job }
            job.row.executionID = nil
        }
    }

    private func fill(
        _ job: Entry<JobRow>, _ binding: EffectBinding, on execution: Execution, taskID: String?
    ) {
        job.row.effectHandler = binding.handler
        job.row.effectAction = binding.action
        job.row.effectState = "waiting"
        job.row.activityInstanceID = execution.activityInstanceID
        job.row.taskID = taskID
        job.row.orderKey =
            execution.processInstance.row.businessKey ?? execution.row.processInstanceID
        job.row.effectPayload = payload(of: binding, on: execution, taskID: taskID)
    }

    /// What the handler is told: the properties, and the variables that they name by `pv:`, as
    /// they are now.
    private func payload(
        of binding: EffectBinding, on execution: Execution, taskID: String?
    ) -> String {
        let properties = (try? JSON(parsing: binding.properties)) ?? .object(JSONObject())
        var names: [String] = []
        collectNames(properties, into: &names)
        var variables = JSONObject()
        for name in names {
            let found: ProcessValue? = try? variableValue(name, from: execution)
            variables[name] = (found ?? .null).plainJSON
        }
        var payload = JSONObject()
        payload["properties"] = properties
        payload["variables"] = .object(variables)
        payload["activityId"] = .string(binding.activityID)
        payload["businessKey"] =
            execution.processInstance.row.businessKey.map { .string($0) } ?? .null
        payload["processInstanceId"] = .string(execution.row.processInstanceID)
        if let taskID { payload["taskId"] = .string(taskID) }
        return JSON.object(payload).serializedText
    }

    private func collectNames(_ json: JSON, into names: inout [String]) {
        switch json {
        case .string(let text):
            if text.hasPrefix("pv:") {
                // `pv:/name/path` and `pv:name.path` read a variable, then a place in it.
                let path = text.dropFirst(3).split { $0 == "/" || $0 == "." }
                if let name = path.first.map(String.init), !names.contains(name) {
                    names.append(name)
                }
            }
        case .array(let elements): for element in elements { collectNames(element, into: &names) }
        case .object(let object):
            for member in object.members { collectNames(member.value, into: &names) }
        case .null, .bool, .integer, .number: break
        }
    }
}
