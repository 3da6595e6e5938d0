import ProcessValues
import Records

/// How what is migrated gets the ids of its new definition.
extension Run {
    func migrateState(
        of element: MigratingElement, to: Node, _ migrating: MigratingInstance
    ) throws(Interruption) {
        let definition = migrating.target
        switch element.kind {
        case .compensation(let entry):
            rename(entry, at: to, definition)
            return
        case .eventScope(let entry):
            rename(entry, at: element.compensator ?? to, definition)
            rename(element.execution, definition)
            element.execution.activity = to
            element.current = to
            return
        case .transition:
            let execution = element.place
            element.execution = execution
            rename(execution, definition)
            execution.activity = to
            element.current = to
            return
        case .activity: break
        }
        if element.current.isScope {
            let from = element.current
            try migrateScope(element, to: to, definition)
            try migrateState(ofScope: element, from: from, to: to, migrating)
        } else {
            let execution = element.place
            element.execution = execution
            rename(execution, definition)
            execution.activity = to
            element.current = to
            migrateTransition(of: execution, to: to, migrating)
            if to.isScope { becomeScope(element) }
        }
        recordMigration(of: element, at: to, definition)
    }

    private func migrateScope(
        _ element: MigratingElement, to: Node, _ definition: ProcessDefinition
    ) throws(Interruption) {
        let execution = element.execution
        rename(execution, definition)
        if let carrier = execution.parent, carrier.isConcurrent { rename(carrier, definition) }
        element.current = to
        if !to.isScope { try becomeNonScope(element) }
        if to.children.isEmpty { element.execution.activity = to }
        guard case .multiInstance = to.behavior else { return }
        // Instances that have ended are counted to the end of the body.
        for child in execution.liveChildren
        where !child.isActive && child.children.isEmpty && child.activityInstanceID == nil {
            let waitsForJob = child.jobs.contains {
                $0.row.handlerType == JobHandler.asyncContinuation.rawValue
            }
            if waitsForJob { continue }
            rename(child, definition)
            child.activity = to.initial.map { definition.process.nodes[$0] }
        }
    }

    /// An activity that has got boundary events, mappings or the like needs an execution of its
    /// own.
    private func becomeScope(_ element: MigratingElement) {
        detachBelongings(of: element)
        let carrier = element.execution
        let scope = createExecution(in: carrier)
        scope.activity = carrier.activity
        scope.activityInstanceID = carrier.activityInstanceID
        scope.isActive = carrier.isActive
        carrier.activity = nil
        carrier.isActive = false
        leaveActivityInstance(carrier)
        element.execution = scope
        attachBelongings(of: element)
    }

    private func becomeNonScope(_ element: MigratingElement) throws(Interruption) {
        detachBelongings(of: element)
        let scope = element.execution
        guard let carrier = scope.parent else { return }
        carrier.activity = scope.activity
        carrier.activityInstanceID = scope.activityInstanceID
        carrier.isActive = scope.isActive
        try remove(scope)
        element.execution = carrier
        attachBelongings(of: element)
    }

    private func rename(_ execution: Execution, _ definition: ProcessDefinition) {
        execution.definition = definition
        execution.row.definitionID = definition.row.id
        execution.row.definitionKey = definition.row.key
    }

    private func rename(
        _ entry: Entry<EventSubscriptionRow>, at node: Node, _ definition: ProcessDefinition
    ) {
        entry.row.activityID = node.id
        entry.row.definitionID = definition.row.id
        entry.row.definitionKey = definition.row.key
    }

    private func rename(
        _ job: Entry<JobRow>, at node: Node, _ definition: ProcessDefinition
    ) {
        job.row.activityID = node.id
        job.row.definitionID = definition.row.id
        job.row.definitionKey = definition.row.key
        job.row.deploymentID = definition.row.deploymentID
    }

    // MARK: Belongings

    func migrateBelongings(
        of element: MigratingElement, _ migrating: MigratingInstance
    ) throws(Interruption) {
        let definition = migrating.target
        let execution = element.execution
        for task in element.tasks {
            task.row.definitionID = definition.row.id
            task.row.definitionKey = definition.row.key
            task.row.taskDefinitionKey = element.current.id
            task.reported = task.row
            recordMigration(of: task)
        }
        for task in element.externalTasks {
            task.row.activityID = element.current.id
            task.row.definitionID = definition.row.id
            task.row.definitionKey = definition.row.key
            task.row.definitionVersionTag = definition.row.versionTag
        }
        for job in element.effects { rename(job, at: element.current, definition) }
        if case .transition(let job) = element.kind {
            migrate(job, of: element, migrating)
        }
        for timer in element.triggers.timers {
            rename(timer.job, at: timer.target, definition)
            let sort = timer.declaration?.jobSort ?? timer.job.row.handlerType
            timer.job.row.jobDefinitionID = migrating.jobDefinitionID(timer.target, sort: sort)
            let listener = MigratingInstance.listenerID(of: timer.job.row)
            timer.job.row.handlerConfiguration =
                (listener ?? timer.declaration?.definitionID).map { "\(timer.target.id)$\($0)" }
                ?? timer.target.id
            if timer.updates, let declaration = timer.declaration {
                try update(timer.job, by: declaration, on: execution)
            }
        }
        for subscription in element.triggers.subscriptions {
            let from = subscription.entry.row.activityID.flatMap { migrating.source.node($0) }
            migrateDefinition(of: subscription, from: from)
            rename(subscription.entry, at: subscription.target, definition)
            if subscription.updates, let declaration = subscription.declaration,
                subscription.entry.row.eventType != Self.collected
            {
                subscription.entry.row.eventName = try evaluateText(
                    declaration.name, on: execution)
            }
        }
        for incident in element.incidents { migrate(incident, definition) }
        for declaration in element.triggers.newSubscriptions {
            let name = try evaluateText(declaration.name, on: execution)
            subscribe(
                declaration.kind, name: name,
                activity: definition.process.nodes[declaration.activity], on: execution,
                configuration: declaration.definitionID)
        }
        for timer in element.triggers.newTimers { try createTimer(timer, on: execution) }
    }

    private func update(
        _ job: Entry<JobRow>, by timer: TimerDeclaration, on execution: Execution
    ) throws(Interruption) {
        let value = try evaluate(timer.value, on: execution)
        let due = try TimerSchedule.firstDate(
            timer.schedule, value: value, text: timer.value.text, now: now, zone: zone)
        job.row.dueAt = due.instant
        job.row.repeatCycle = timer.repeats ? due.repeatCycle : nil
        makeReady(job)
    }

    /// A continuation goes on at the target as it would have come there.
    private func migrate(
        _ job: Entry<JobRow>, of element: MigratingElement, _ migrating: MigratingInstance
    ) {
        let node = element.current
        let process = migrating.target.process
        rename(job, at: node, migrating.target)
        let isAfter = MigratingInstance.isAfter(job.row)
        job.row.jobDefinitionID = migrating.jobDefinitionID(
            node, sort: isAfter ? "async-after" : "async-before")
        let parts = (job.row.handlerConfiguration ?? "").split(separator: "$").map(String.init)
        if isAfter {
            let flows = node.outgoing.map { process.flows[$0].id }
            if flows.isEmpty {
                job.row.handlerConfiguration = Operation.end.rawValue
            } else {
                let known = parts.count == 2 && flows.contains(parts[1]) ? parts[1] : flows[0]
                job.row.handlerConfiguration = "\(Operation.takeFlow.rawValue)$\(known)"
            }
        } else if parts.first != Operation.processStart.rawValue {
            job.row.handlerConfiguration =
                node.incomingCount == 0
                ? Operation.enter.rawValue : Operation.enterByFlow.rawValue
        }
    }

    private func migrate(_ incident: MigratingIncident, _ definition: ProcessDefinition) {
        incident.entry.row.activityID = incident.target.id
        incident.entry.row.definitionID = definition.row.id
        incident.entry.row.definitionKey = definition.row.key
        incident.entry.row.jobDefinitionID = incident.jobDefinitionID
        let row = incident.entry.row
        history.update(
            HistoricIncidentRow.table, row.id,
            [
                ColumnAssignment("activity_id", ColumnValue(row.activityID)),
                ColumnAssignment("definition_id", ColumnValue(row.definitionID)),
                ColumnAssignment("definition_key", ColumnValue(row.definitionKey)),
                ColumnAssignment("execution_id", ColumnValue(row.executionID)),
                ColumnAssignment("job_definition_id", ColumnValue(row.jobDefinitionID)),
            ])
    }

    /// What names the definition and is no part of an activity instance.
    func renameRest(of instance: Execution, as definition: ProcessDefinition) {
        let root = instance.root
        for execution in root.executions
        where execution.row.processInstanceID == instance.id && !execution.isRemoved {
            if execution.row.definitionID != definition.row.id { rename(execution, definition) }
        }
        for variable in root.variables
        where variable.row.processInstanceID == instance.id && !variable.isDeleted {
            variable.row.definitionID = definition.row.id
            recordMigration(of: variable, in: root)
        }
    }

    // MARK: History

    private func recordMigration(
        of element: MigratingElement, at node: Node, _ definition: ProcessDefinition
    ) {
        var set = [
            ColumnAssignment("definition_id", .text(definition.row.id)),
            ColumnAssignment("definition_key", .text(definition.row.key)),
        ]
        if node.index == 0 {
            history.update(HistoricProcessInstanceRow.table, element.id, set)
            return
        }
        guard let type = node.activityType else { return }
        let parent = element.parent.map { parent in
            parent.source == nil
                ? parent.execution.parent?.activityInstanceID ?? parent.id : parent.id
        }
        set += [
            ColumnAssignment("activity_id", .text(node.id)),
            ColumnAssignment("activity_name", ColumnValue(node.name)),
            ColumnAssignment("activity_type", .text(type)),
            ColumnAssignment("parent_activity_instance_id", ColumnValue(parent)),
            ColumnAssignment("execution_id", .text(element.execution.id)),
        ]
        history.update(HistoricActivityInstanceRow.table, element.id, set)
    }

    private func recordMigration(of task: TaskEntry) {
        history.update(
            HistoricTaskRow.table, task.row.id,
            [
                ColumnAssignment("definition_id", ColumnValue(task.row.definitionID)),
                ColumnAssignment("definition_key", ColumnValue(task.row.definitionKey)),
                ColumnAssignment("task_definition_key", ColumnValue(task.row.taskDefinitionKey)),
                ColumnAssignment("execution_id", ColumnValue(task.row.executionID)),
            ])
    }

    private func recordMigration(of variable: VariableEntry, in root: LoadedRoot) {
        guard !variable.isTransient, variable.original != nil,
            let execution = root.byID[variable.row.executionID]
        else { return }
        let activityInstanceID =
            variable.row.isConcurrentLocal || variable.row.taskID != nil
            ? execution.activityInstanceID : execution.parentActivityInstanceID
        history.update(
            HistoricVariableRow.table, variable.row.id,
            [
                ColumnAssignment("definition_id", ColumnValue(variable.row.definitionID)),
                ColumnAssignment("definition_key", .text(execution.row.definitionKey)),
                ColumnAssignment("execution_id", .text(variable.row.executionID)),
                ColumnAssignment("activity_instance_id", ColumnValue(activityInstanceID)),
            ])
    }
}
