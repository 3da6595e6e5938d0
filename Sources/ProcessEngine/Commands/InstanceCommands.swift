import ProcessValues
import Records

extension Run {
    func perform(_ operation: InstanceOperation, onInstance id: String) throws(Interruption) {
        var target: ProcessDefinition?
        if case .migrate(let plan, _, _) = operation { target = try checkPlan(plan) }
        guard let instance = try execution(id), instance.isProcessInstance else {
            throw .failed(.notFound, "No process instance found for id '\(id)'")
        }
        try perform(operation, on: instance, target: target)
    }

    /// Does something with several instances; an instance that another took along is left out.
    func perform(
        _ operation: InstanceOperation, onInstances ids: [String]
    ) throws(Interruption) {
        var target: ProcessDefinition?
        if case .migrate(let plan, _, _) = operation { target = try checkPlan(plan) }
        try load(instances: ids)
        for id in ids {
            guard let instance = try execution(id), instance.isProcessInstance else {
                // What has ended meanwhile needs no suspension.
                if case .setSuspended = operation { continue }
                throw .failed(.notFound, "No process instance found for id '\(id)'")
            }
            if instance.isRemoved { continue }
            try perform(operation, on: instance, target: target)
        }
    }

    /// Loads the roots of all instances at once.
    private func load(instances ids: [String]) throws(Interruption) {
        var missing: [Need] = []
        for id in ids where state.roots[id] == nil && loadedExecution(id) == nil {
            let isKnown = state.roots.values.contains { root in
                root.executions.contains { $0.id == id }
            }
            if isKnown { continue }
            let query = Query(
                ExecutionRow.table, where: .equal("id", id), columns: ["root_instance_id"])
            guard case .rows(let found) = state.answers[.rows(query)] else {
                missing.append(.rows(query))
                continue
            }
            guard let root = found.first?.first?.textValue, state.roots[root] == nil else {
                continue
            }
            if !missing.contains(.root(root)) { missing.append(.root(root)) }
        }
        if !missing.isEmpty { throw .needs(missing) }
    }

    private func perform(
        _ operation: InstanceOperation, on instance: Execution, target: ProcessDefinition?
    ) throws(Interruption) {
        switch operation {
        case .migrate(let plan, let skipsListeners, let skipsMappings):
            guard let target else { return }
            try migrate(
                instance, plan, to: target, skipsListeners: skipsListeners,
                skipsMappings: skipsMappings)
        case .delete(let deletion): try delete(instance, deletion)
        case .setSuspended(let isSuspended): setSuspended(isSuspended, of: instance)
        case .modify(let instructions, let skipsListeners, let skipsMappings, _):
            try modify(
                instance, instructions, skipsListeners: skipsListeners,
                skipsMappings: skipsMappings)
        case .modifyOf(let definitionID, let instructions, let skipsListeners, let skipsMappings, _):
            guard instance.row.definitionID == definitionID else {
                throw .failed(
                    .execution,
                    "The process instance '\(instance.id)' cannot be modified: it is one of "
                        + "'\(instance.row.definitionID)', not of '\(definitionID)'")
            }
            let process = instance.process
            for instruction in instructions { try check(instruction, in: process) }
            try modify(
                instance, instructions, skipsListeners: skipsListeners,
                skipsMappings: skipsMappings)
        case .setBusinessKey(let key): setBusinessKey(key, of: instance)
        }
    }

    /// Whether the elements exist that an instruction names.
    private func check(
        _ instruction: ModificationInstruction, in process: CompiledProcess
    ) throws(Interruption) {
        let isKnown =
            switch instruction {
            case .startBefore(let id, _, _), .startAfter(let id, _, _), .cancelActivity(let id, _):
                process.node(id) != nil
            case .startTransition(let id, _, _): process.flow(id) != nil
            case .cancelActivityInstance, .cancelTransitionInstance: true
            }
        if !isKnown {
            throw .failed(.invalid, "The modification names an element that does not exist")
        }
    }

    private func delete(
        _ instance: Execution, _ deletion: InstanceDeletion
    ) throws(Interruption) {
        instance.skipsCustomListeners = deletion.skipCustomListeners
        instance.skipsMappings = deletion.skipIoMappings
        instance.isExternallyTerminated = true
        instance.skipsSubprocesses = deletion.skipSubprocesses
        try deleteInstance(instance, reason: deletion.reason)
    }

    /// Deletes an instance from outside: listeners of all its tasks first, then the tree.
    func deleteInstance(_ instance: Execution, reason: String?) throws(Interruption) {
        for task in instance.root.tasks
        where !task.isDeleted && task.row.processInstanceID == instance.id {
            task.execution.skipsCustomListeners = instance.skipsCustomListeners
            try cancelTasks(of: task.execution, reason: reason)
        }
        let caller = instance.superExecution
        let skipsListeners = instance.skipsCustomListeners
        let skipsMappings = instance.skipsMappings
        try deleteCascade(instance, reason: reason)
        guard let caller, !caller.isRemoved else { return }
        // The call activity has nothing to wait for: it is cancelled as by a modification.
        caller.subInstance = nil
        let callingInstance = caller.processInstance
        callingInstance.isExternallyTerminated = true
        callingInstance.skipsCustomListeners = skipsListeners
        callingInstance.skipsMappings = skipsMappings
        // An instance that has nothing left stays until its own caller can be told of its end.
        callingInstance.isPreserved = true
        try cancel(
            caller, skipping: SkippedCode(listeners: skipsListeners, mappings: skipsMappings),
            reason: reason)
        callingInstance.isPreserved = false
        try deleteIfEmpty(callingInstance, reason: reason)
    }

    /// Marks everything of an instance, not of those that it called.
    private func setSuspended(_ isSuspended: Bool, of instance: Execution) {
        let root = instance.root
        for execution in root.executions
        where !execution.isRemoved && execution.row.processInstanceID == instance.id {
            execution.row.suspended = isSuspended
            for task in execution.tasks {
                task.row.suspended = isSuspended
                task.reported.suspended = isSuspended
            }
            for task in execution.externalTasks { task.row.suspended = isSuspended }
        }
        for job in root.jobs where job.row.processInstanceID == instance.id && !job.isDeleted {
            job.row.isSuspended = isSuspended
            makeReady(job)
        }
        history.update(
            HistoricProcessInstanceRow.table, instance.id,
            [ColumnAssignment("state", .text(isSuspended ? "SUSPENDED" : "ACTIVE"))])
    }

    func perform(_ operation: IncidentOperation, onIncident id: String) throws(Interruption) {
        var found: (Entry<IncidentRow>, LoadedRoot)?
        for (rootID, snapshot) in state.roots
        where snapshot.incidents.contains(where: { $0.id == id }) {
            if let root = try root(rootID),
                let entry = root.incidents.first(where: { $0.row.id == id && !$0.isDeleted })
            {
                found = (entry, root)
            }
        }
        if found == nil, let rootID = try rootID(of: id, in: IncidentRow.table),
            let root = try root(rootID),
            let entry = root.incidents.first(where: { $0.row.id == id && !$0.isDeleted })
        {
            found = (entry, root)
        }
        guard let (incident, root) = found else {
            throw .failed(.notFound, "Cannot find an incident with id '\(id)'")
        }
        switch operation {
        case .annotate(let text):
            incident.row.annotation = text
            history.update(
                HistoricIncidentRow.table, id,
                [ColumnAssignment("annotation", ColumnValue(text))])
        case .resolve:
            guard !["failedJob", "failedExternalTask"].contains(incident.row.incidentType) else {
                throw .failed(
                    .badRequest,
                    "Cannot resolve an incident of type \(incident.row.incidentType)")
            }
            closeIncident(incident, state: "resolved")
            if let executionID = incident.row.executionID {
                root.byID[executionID]?.incidents.removeAll { $0 === incident }
            }
        }
    }
}
