import ProcessValues

/// How what is migrated is taken from the tree and hung into it.
extension Run {
    // MARK: Carriers

    /// An execution below a scope that one more token can be hung on.
    func carrier(in parent: MigratingElement) throws(Interruption) -> Execution {
        let scope = parent.execution
        if case .multiInstance(let code) = parent.current.behavior {
            return code.standardLoop == nil ? try newRepetition(in: scope, code) : scope
        }
        if case .adHocSubProcess = parent.current.behavior, scope.adHoc != nil {
            return try newAdHocCarrier(in: scope)
        }
        guard !scope.liveChildren.isEmpty || scope.activity != nil else { return scope }
        let carrier = createConcurrentExecution(in: scope)
        carrier.isActive = false
        return carrier
    }

    private func newRepetition(
        in body: Execution, _ code: MultiInstanceCode
    ) throws(Interruption) -> Execution {
        let count = try loopNumber(Self.instanceCount, on: body)
        if code.isSequential, count > 0 {
            throw .failed(
                .execution,
                "A sequential multi-instance body cannot hold a second instance: "
                    + "\(body.activity?.id ?? body.id)")
        }
        let active = try loopNumber(Self.activeCount, on: body)
        try setLocal(Self.instanceCount, .integer(Int32(clamping: count + 1)), on: body)
        try setLocal(Self.activeCount, .integer(Int32(clamping: active + 1)), on: body)
        var instance = body
        if !code.isSequential {
            instance = createExecution(in: body)
            instance.isConcurrent = true
            instance.isScope = false
            instance.isActive = false
            body.isForcedUpdate = true
        }
        try setLocal(Self.loopCounter, .integer(Int32(clamping: count)), on: instance)
        return instance
    }

    /// Gives up an execution that nothing hangs on any more.
    func release(_ carrier: Execution, from parent: MigratingElement) throws(Interruption) {
        if case .multiInstance(let code) = parent.current.behavior {
            let body = parent.execution
            if code.standardLoop != nil { return }
            if code.isSequential {
                removeLocalVariable(Self.loopCounter, on: body)
            } else if !carrier.isRemoved {
                try remove(carrier)
                body.isForcedUpdate = true
            }
            let active = try loopNumber(Self.activeCount, on: body)
            try setLocal(Self.activeCount, .integer(Int32(clamping: active - 1)), on: body)
            return
        }
        if case .adHocSubProcess = parent.current.behavior, parent.execution.adHoc != nil,
            carrier !== parent.execution
        {
            return try releaseAdHocCarrier(carrier, from: parent)
        }
        guard carrier.isConcurrent, !carrier.isRemoved, let scope = carrier.parent else { return }
        try remove(carrier)
        try pruneLastConcurrentChild(of: scope)
        scope.isForcedUpdate = true
    }

    // MARK: Detaching

    /// Takes variables, tasks and what is waited for from the execution, before the tree around
    /// shrinks and overwrites them.
    func detachBelongings(of element: MigratingElement) {
        for variable in element.variables {
            owner(of: variable.entry, near: element)?.variables.removeAll {
                $0 === variable.entry
            }
        }
        let execution = element.place
        execution.tasks.removeAll { task in element.tasks.contains { $0 === task } }
        execution.externalTasks.removeAll { task in
            element.externalTasks.contains { $0 === task }
        }
        let jobs = element.jobs
        execution.jobs.removeAll { job in jobs.contains { $0 === job } }
        execution.subscriptions.removeAll { entry in
            element.triggers.subscriptions.contains { $0.entry === entry }
        }
        for incident in element.incidents {
            execution.root.byID[incident.entry.row.executionID ?? ""]?.incidents.removeAll {
                $0 === incident.entry
            }
        }
        if element.called != nil { execution.subInstance = nil }
    }

    private func owner(
        of variable: VariableEntry, near element: MigratingElement
    ) -> Execution? {
        var current: Execution? = element.place
        while let execution = current {
            if execution.variables.contains(where: { $0 === variable }) { return execution }
            current = execution.parent
        }
        return nil
    }

    /// Takes something from the tree.
    func detach(_ element: MigratingElement) throws(Interruption) {
        let parent = element.parent
        switch element.kind {
        case .eventScope(let entry):
            parent?.execution.subscriptions.removeAll { $0 === entry }
            element.execution.parent?.children.removeAll { $0 === element.execution }
            element.execution.parent = nil
        case .compensation(let entry):
            parent?.execution.subscriptions.removeAll { $0 === entry }
        case .transition:
            let execution = element.place
            execution.activity = nil
            execution.isActive = false
            if let parent { try release(execution, from: parent) }
        case .activity where element.current.isScope:
            let execution = element.execution
            let carrier = execution.parent
            carrier?.children.removeAll { $0 === execution }
            execution.parent = nil
            if element.current.isComposite, let carrier { leaveActivityInstance(carrier) }
            if let carrier, let parent { try release(carrier, from: parent) }
        case .activity:
            let execution = element.place
            execution.activity = nil
            leaveActivityInstance(execution)
            execution.isActive = false
            if let parent { try release(execution, from: parent) }
        }
        element.move(to: nil)
    }

    // MARK: Attaching

    /// Hangs something below a scope.
    func attach(_ element: MigratingElement, to parent: MigratingElement) throws(Interruption) {
        element.move(to: parent)
        switch element.kind {
        case .eventScope(let entry):
            let owner = parent.execution
            entry.row.executionID = owner.id
            owner.subscriptions.append(entry)
            setParent(of: element.execution, to: owner)
            return
        case .compensation(let entry):
            let owner = parent.execution
            entry.row.executionID = owner.id
            owner.subscriptions.append(entry)
            return
        case .transition:
            let carrier = try carrier(in: parent)
            carrier.activity = element.source
            carrier.activityInstanceID = nil
            carrier.isActive = element.isActive
            element.execution = carrier
        case .activity where element.current.isScope:
            let carrier = try carrier(in: parent)
            setParent(of: element.execution, to: carrier)
            carrier.isActive = false
            if element.current.isComposite { carrier.activityInstanceID = element.id }
        case .activity:
            let carrier = try carrier(in: parent)
            carrier.activity = element.source
            carrier.activityInstanceID = element.id
            carrier.isActive = element.isActive
            element.execution = carrier
        }
        attachBelongings(of: element)
    }

    /// Gives variables, tasks and what is waited for to the execution that there is now.
    func attachBelongings(of element: MigratingElement) {
        let execution = element.place
        for variable in element.variables {
            let isOnCarrier = variable.isOfToken && element.current.isScope && element.isScope
            let owner = isOnCarrier ? execution.parent ?? execution : execution
            let entry = variable.entry
            if let hidden = owner.variables.first(where: { $0.name == entry.name }) {
                if hidden === entry { continue }
                deleteVariable(hidden, of: owner)
            }
            entry.row.executionID = owner.id
            entry.row.scopeID = owner.id
            if variable.isOfToken { entry.row.isConcurrentLocal = true }
            owner.variables.append(entry)
        }
        for task in element.tasks { move(task, to: execution) }
        for task in element.externalTasks {
            task.row.executionID = execution.id
            execution.externalTasks.append(task)
        }
        for job in element.jobs {
            job.row.executionID = execution.id
            execution.jobs.append(job)
        }
        for subscription in element.triggers.subscriptions {
            subscription.entry.row.executionID = execution.id
            execution.subscriptions.append(subscription.entry)
        }
        for incident in element.incidents {
            incident.entry.row.executionID = execution.id
            execution.incidents.append(incident.entry)
        }
        if let called = element.called {
            called.superExecution = execution
            called.row.superExecutionID = execution.id
            execution.subInstance = called
        }
    }
}

extension MigratingElement {
    /// The jobs that move with it.
    var jobs: [Entry<JobRow>] {
        var jobs = triggers.timers.map(\.job) + effects
        if case .transition(let job) = kind { jobs.append(job) }
        return jobs
    }

    /// Where it is now: a token without a scope of its own moves as the tree grows and shrinks.
    var place: Execution {
        switch kind {
        case .activity: current.isScope ? execution : execution.current
        case .transition: execution.current
        case .eventScope, .compensation: execution
        }
    }
}
