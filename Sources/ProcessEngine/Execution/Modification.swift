import ProcessValues

/// Code of the model that is left out.
struct SkippedCode {
    var listeners = false
    var mappings = false
}

extension Execution {
    func skip(_ skipped: SkippedCode) {
        skipsCustomListeners = skipped.listeners
        skipsMappings = skipped.mappings
    }
}

/// Tokens moved by hand.
extension Run {
    func modify(
        _ instance: Execution, _ instructions: [ModificationInstruction], skipsListeners: Bool,
        skipsMappings: Bool
    ) throws(Interruption) {
        if instance.row.suspended, instructions.contains(where: \.isStart) {
            throw .failed(.suspended, "ENGINE-03043 Process instance \(instance.id) is suspended.")
        }
        instance.isPreserved = true
        // Only what the instructions start and cancel is meant, not what that causes elsewhere.
        modificationSkips = SkippedCode(listeners: skipsListeners, mappings: skipsMappings)
        defer { modificationSkips = SkippedCode() }
        // An instruction may move the token that a later one names.
        let waiting = RunningActivities(of: instance).transitions.map(\.execution)
        for instruction in instructions {
            if case .cancelTransitionInstance(let id) = instruction,
                let moved = waiting.first(where: { $0.id == id })?.current, moved.id != id
            {
                try perform(.cancelTransitionInstance(moved.id), on: instance)
            } else {
                try perform(instruction, on: instance)
            }
        }
        instance.isPreserved = false
        if let last = instance.preservedEnd, !instance.isRemoved, instance.liveChildren.isEmpty,
            instance.activity == nil
        {
            instance.activity = last
            return try holdingBack { () throws(Interruption) in try self.endProcess(instance) }
        }
        instance.isExternallyTerminated = true
        instance.skip(modificationSkips)
        try deleteIfEmpty(instance, reason: nil)
    }

    /// Does something with code of the model left out on an execution.
    private func leavingOut(
        _ skipped: SkippedCode, on execution: Execution,
        _ body: (Execution) throws(Interruption) -> Void
    ) throws(Interruption) {
        let before = SkippedCode(
            listeners: execution.skipsCustomListeners, mappings: execution.skipsMappings)
        execution.skip(skipped)
        try body(execution)
        execution.skip(before)
    }

    /// An instance with nothing left is deleted.
    func deleteIfEmpty(_ instance: Execution, reason: String?) throws(Interruption) {
        guard !instance.isRemoved, instance.liveChildren.isEmpty, instance.activity == nil else {
            return
        }
        try deleteInstance(instance, reason: reason)
    }

    private func perform(
        _ instruction: ModificationInstruction, on instance: Execution
    ) throws(Interruption) {
        let process = instance.process
        switch instruction {
        case .startBefore(let id, let ancestor, let variables):
            guard let node = process.node(id) else { throw unknown("activity", id) }
            guard !node.isBoundaryEvent || node.activityType != nil else {
                throw .failed(
                    .execution,
                    "Cannot start before activity \(id); activity is a compensation boundary event."
                )
            }
            try start(
                InstantiationStack(scopes: [], target: .activity(node), variables: variables),
                in: node.flowScope, ancestor: ancestor, of: instance)
        case .startAfter(let id, let ancestor, let variables):
            guard let node = process.node(id) else { throw unknown("activity", id) }
            guard node.outgoing.count == 1 else {
                throw .failed(
                    .execution,
                    "Cannot start after activity '\(id)': it has \(node.outgoing.count) outgoing "
                        + "flows, not one")
            }
            try start(
                InstantiationStack(
                    scopes: [], target: .flow(process.flows[node.outgoing[0]]),
                    variables: variables),
                in: node.flowScope, ancestor: ancestor, of: instance)
        case .startTransition(let id, let ancestor, let variables):
            // What follows an event-based gateway is chosen by an event, not by a flow.
            guard let flow = process.flow(id),
                !process.nodes[flow.source].isEventBasedGateway
            else { throw unknown("transition", id) }
            try start(
                InstantiationStack(scopes: [], target: .flow(flow), variables: variables),
                in: process.nodes[flow.source].flowScope, ancestor: ancestor, of: instance)
        case .cancelActivityInstance(let id):
            if id == instance.id {
                return try cancel(instance, skipping: modificationSkips, reason: nil)
            }
            guard
                let found = RunningActivities(of: instance).instances.first(where: { $0.id == id })
            else {
                throw .failed(
                    .invalid,
                    "Cannot perform instruction: Cancel activity instance '\(id)'; "
                        + "activityInstance is null")
            }
            try cancel(
                found.execution, skipping: modificationSkips, reason: nil)
        case .cancelTransitionInstance(let id):
            guard
                let found = RunningActivities(of: instance).transitions.first(where: {
                    $0.execution.id == id
                })
            else {
                throw .failed(
                    .invalid,
                    "Cannot perform instruction: Cancel transition instance '\(id)'; "
                        + "transitionInstance is null")
            }
            try cancel(
                found.execution, skipping: modificationSkips, reason: nil)
        case .cancelActivity(let id, _): try cancelAll(id, in: instance)
        }
    }

    /// Cancels all instances of an activity that run now; each cancellation may move the others.
    private func cancelAll(_ activityID: String, in instance: Execution) throws(Interruption) {
        let running = RunningActivities(of: instance)
        for wanted in running.instances where wanted.node.id == activityID {
            let found = RunningActivities(of: instance).instances.first { $0.id == wanted.id }
            if let found {
                try cancel(
                    found.execution, skipping: modificationSkips, reason: nil)
            }
        }
        for wanted in running.transitions where wanted.node.id == activityID {
            let execution = wanted.execution.current
            if !execution.isRemoved {
                try cancel(execution, skipping: modificationSkips, reason: nil)
            }
        }
    }

    private func unknown(_ what: String, _ id: String) -> Interruption {
        .failed(.invalid, "Cannot perform instruction: element '\(id)' is no \(what); it is null")
    }

    // MARK: Cancelling

    /// Cancels what an execution runs, and the scopes around that have nothing else.
    func cancel(
        _ execution: Execution, skipping: SkippedCode, reason: String?
    ) throws(Interruption) {
        var topmost = execution
        while let above = parentScope(of: topmost), above.liveChildren.count <= 1 {
            topmost = above
        }
        if topmost.isPreserved {
            topmost.isExternallyTerminated = true
            try leavingOut(skipping, on: topmost) { (topmost) throws(Interruption) in
                try self.interrupt(topmost, reason: reason, isExternal: true)
            }
            leaveActivityInstance(topmost)
            topmost.activity = nil
            return
        }
        let parent = topmost.parent
        let scope = parentScope(of: topmost)
        topmost.isExternallyTerminated = true
        topmost.skip(skipping)
        try deleteCascade(topmost, reason: reason)
        // What it ended with is the element of the scope that was cancelled.
        guard let scope, let activity = topmost.activity else { return }
        let inScope = topmost.isConcurrent ? topmost : parent ?? topmost
        if case .multiInstance(let code) = topmost.process.flowScope(of: activity).behavior {
            guard !code.isSequential else { return }
            let active = try loopNumber(Self.activeCount, on: scope)
            try setLocal(Self.activeCount, .integer(Int32(clamping: active - 1)), on: scope)
            try remove(inScope)
            scope.isForcedUpdate = true
        } else if inScope.isConcurrent {
            try remove(inScope)
            try pruneLastConcurrentChild(of: scope)
            scope.isForcedUpdate = true
        }
    }

    private func parentScope(of execution: Execution) -> Execution? {
        guard let parent = execution.parent else { return nil }
        return parent.scopeExecution
    }

    // MARK: Starting

    private func start(
        _ stack: InstantiationStack, in flowScope: Int, ancestor: String?, of instance: Execution
    ) throws(Interruption) {
        let process = instance.process
        var stack = stack
        var scope = flowScope
        var target = try scopeExecution(of: scope, ancestor: ancestor, in: instance)
        while target == nil, scope != 0 {
            stack.scopes.insert(process.nodes[scope], at: 0)
            scope = process.nodes[scope].flowScope
            target = try scopeExecution(of: scope, ancestor: ancestor, in: instance)
        }
        guard let target else {
            throw .failed(
                .invalid,
                "Cannot perform instruction: Cannot find ancestor activity instance "
                    + "'\(ancestor ?? "")'")
        }
        try holdingBack { () throws(Interruption) in
            try self.start(stack, below: target, in: process.nodes[scope])
        }
        if let handler = stack.first, handler.isForCompensation, !stack.scopes.isEmpty,
            instance.root.executions.contains(where: { $0.activity === handler && !$0.isRemoved })
        {
            throw .failed(
                .execution,
                "Cannot start the compensation handler '\(handler.id)': the scope around it did "
                    + "not run, so there is nothing in it that could be compensated.")
        }
    }

    private func start(
        _ stack: InstantiationStack, below execution: Execution, in scope: Node
    ) throws(Interruption) {
        let process = execution.process
        let first = stack.scopes.first ?? stack.first
        var begin: Execution
        if let first, interrupts(first, stack) {
            switch first.startBehavior {
            case .cancelEventScope:
                let hosts = try executions(
                    ofScope: first.eventScope ?? 0, in: execution.processInstance)
                guard hosts.count < 2 else {
                    throw .failed(
                        .execution,
                        "Cannot start before activity \(first.id): several instances run that it "
                            + "would cancel")
                }
                if let host = hosts.first, let parent = host.parent {
                    host.skip(modificationSkips)
                    try deleteCascade(host, reason: "Cancelling activity \(first.id).")
                    begin = parent
                } else {
                    begin = newToken(in: execution)
                }
            default:
                try leavingOut(modificationSkips, on: execution) { (scope) throws(Interruption) in
                    try self.interrupt(scope, reason: "Interrupting activity \(first.id).")
                }
                leaveActivityInstance(execution)
                execution.activity = nil
                begin = execution
            }
        } else if case .multiInstance(let code) = scope.behavior {
            begin = try newInstance(in: execution, code)
        } else {
            begin = newToken(in: execution)
        }
        begin.isEnded = false
        begin.preservedEnd = nil
        begin.skip(modificationSkips)
        startStacks[begin.id] = stack
        _ = process
        try performSynchronously(.buildScopes, on: begin)
    }

    private func interrupts(_ first: Node, _ stack: InstantiationStack) -> Bool {
        switch first.startBehavior {
        case .cancelEventScope, .interruptFlowScope: return stack.scopes.isEmpty
        case .interruptEventScope:
            // Only its start event, or the event sub-process itself, interrupts.
            guard let target = stack.first else { return false }
            return target === first || first.initial == target.index && stack.scopes.count == 1
        case .normal, .concurrentInFlowScope: return false
        }
    }

    private func newToken(in scope: Execution) -> Execution {
        if scope.liveChildren.isEmpty, scope.activity == nil { return scope }
        return createConcurrentExecution(in: scope)
    }

    private func newInstance(
        in body: Execution, _ code: MultiInstanceCode
    ) throws(Interruption) -> Execution {
        guard !code.isSequential else {
            throw .failed(
                .execution,
                "Concurrent instantiation not possible for activities in scope of a "
                    + "sequential multi-instance body.")
        }
        let count = try loopNumber(Self.instanceCount, on: body)
        let active = try loopNumber(Self.activeCount, on: body)
        try setLocal(Self.instanceCount, .integer(Int32(clamping: count + 1)), on: body)
        try setLocal(Self.activeCount, .integer(Int32(clamping: active + 1)), on: body)
        let instance = createExecution(in: body)
        instance.isConcurrent = true
        instance.isScope = false
        body.isForcedUpdate = true
        try setLocal(Self.loopCounter, .integer(Int32(clamping: count)), on: instance)
        return instance
    }

    private func executions(
        ofScope index: Int, in instance: Execution
    ) throws(Interruption) -> [Execution] {
        if index == 0 { return [instance] }
        var result: [Execution] = []
        func collect(_ execution: Execution) {
            let children = execution.liveChildren
            if children.isEmpty {
                execution.walkScopes { (node, scopeExecution) -> Bool in
                    if node.index == index, !result.contains(where: { $0 === scopeExecution }) {
                        result.append(scopeExecution)
                    }
                    return true
                }
            }
            for child in children { collect(child) }
        }
        collect(instance)
        return result
    }

    /// The execution of a scope, below an ancestor if one is named; nil if the scope does not run.
    private func scopeExecution(
        of index: Int, ancestor: String?, in instance: Execution
    ) throws(Interruption) -> Execution? {
        let found = try executions(ofScope: index, in: instance)
        if let ancestor {
            if index == 0 { return ancestor == instance.id ? instance : nil }
            return found.first { $0.parent?.activityInstanceID == ancestor }
        }
        guard found.count <= 1 else {
            throw .failed(
                .execution,
                "Cannot perform instruction: Ancestor activity execution is ambiguous for "
                    + "activity \(instance.process.nodes[index].id)")
        }
        return found.first
    }

    // MARK: Start by instructions

    func startByInstructions(
        _ start: StartInstance, of definition: ProcessDefinition
    ) throws(Interruption) -> Execution {
        guard let first = start.instructions.first else {
            throw .failed(.invalid, "There are no instructions to start by.")
        }
        let process = definition.process
        let node: Node?
        switch first {
        case .startBefore(let id, _, _), .startAfter(let id, _, _): node = process.node(id)
        case .startTransition(let id, _, _):
            node = process.flow(id).map { process.nodes[$0.source] }
        default: node = nil
        }
        let instance = try startInstance(
            definition, at: node, businessKey: start.businessKey, variables: start.variables,
            restartedInstanceID: start.restartedInstanceID,
            stack: InstantiationStack(scopes: [], target: .none, variables: []))
        try modify(
            instance, start.instructions, skipsListeners: start.skipCustomListeners,
            skipsMappings: start.skipIoMappings)
        return instance
    }
}
