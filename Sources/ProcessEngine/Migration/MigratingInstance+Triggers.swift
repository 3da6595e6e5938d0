import ProcessValues

/// The timers and subscriptions that what runs waits for.
extension MigratingInstance {
    mutating func collectTimers(of element: MigratingElement) {
        var declared = element.target?.timers ?? []
        let timers = element.execution.jobs.filter {
            $0.row.type == "timer" && element.source?.isScope ?? false
        }
        for job in timers {
            claimed.insert(job.row.id)
            guard let found = mapped(job.row.activityID),
                let scope = target.process.eventScope(of: found.node), scope === element.target
            else {
                element.triggers.removedTimers.append(job)
                continue
            }
            let listener = Self.listenerID(of: job.row)
            let definition = Self.definitionID(of: job.row).flatMap { id in
                job.row.activityID.flatMap { source.node($0) }?.definition(id, in: found.node)
            }
            let place = declared.firstIndex {
                $0.activity == found.node.index && $0.listenerID == listener
                    && $0.definitionID == definition
            }
            let isOneOfSeveral = listener != nil || found.node.multiple != nil
            if isOneOfSeveral, place == nil {
                element.triggers.removedTimers.append(job)
                continue
            }
            element.triggers.timers.append(
                MigratingTriggers.Timer(
                    job: job, target: found.node,
                    declaration: place.map { declared[$0] },
                    updates: found.instruction.updatesEventTrigger))
            if let place { declared.remove(at: place) }
        }
        guard element.migrates else { return }
        for timer in declared
        where !hasFired(timer, of: element) && !hasCome(timer, of: element) {
            element.triggers.newTimers.append(timer)
        }
    }

    /// A timer that interrupts nothing has fired if it is in both definitions and no longer runs.
    private func hasFired(_ timer: TimerDeclaration, of element: MigratingElement) -> Bool {
        let catcher = target.process.nodes[timer.activity]
        let isRepeatable =
            timer.listenerID != nil
            || timer.handler == JobHandler.timerBoundary.rawValue && !catcher.isInterrupting
        guard isRepeatable, let from = element.source else { return false }
        return from.timers.contains { own in
            mapped(source.nodes[own.activity].id)?.node === catcher
                && own.listenerID == timer.listenerID
                && isCounterpart(timer, of: own, at: catcher)
        }
    }

    private func isCounterpart(
        _ timer: TimerDeclaration, of own: TimerDeclaration, at catcher: Node
    ) -> Bool {
        guard let id = own.definitionID else { return timer.definitionID == nil }
        return source.nodes[own.activity].definition(id, in: catcher) == timer.definitionID
    }

    /// Whether a timer of a parallel multiple event has come, and others have not.
    private func hasCome(_ timer: TimerDeclaration, of element: MigratingElement) -> Bool {
        guard let definition = timer.definitionID else { return false }
        let catcher = target.process.nodes[timer.activity]
        return element.execution.subscriptions.contains { entry in
            guard entry.row.eventType == Run.collected, let id = entry.row.eventName,
                let from = entry.row.activityID.flatMap({ source.node($0) }),
                mapped(from.id)?.node === catcher
            else { return false }
            return from.definition(id, in: catcher) == definition
        }
    }

    /// Which definition of an event with several a timer is of.
    static func definitionID(of job: JobRow) -> String? {
        guard job.handlerType != JobHandler.timerTaskListener.rawValue else { return nil }
        let parts = (job.handlerConfiguration ?? "").split(separator: "$", maxSplits: 1)
        return parts.count == 2 ? String(parts[1]) : nil
    }

    static func listenerID(of job: JobRow) -> String? {
        guard job.handlerType == JobHandler.timerTaskListener.rawValue else { return nil }
        let parts = (job.handlerConfiguration ?? "").split(separator: "$", maxSplits: 1)
        return parts.count == 2 ? String(parts[1]) : nil
    }

    mutating func collectSubscriptions(of element: MigratingElement) {
        var declared = element.target?.eventDeclarations ?? []
        let isScope = element.source?.isScope ?? false
        for entry in element.execution.subscriptions
        where isScope && entry.row.eventType != EventDeclaration.Kind.compensate.rawValue {
            claimed.insert(entry.row.id)
            guard let found = mapped(entry.row.activityID),
                let scope = target.process.eventScope(of: found.node), scope === element.target
            else {
                element.triggers.removedSubscriptions.append(entry)
                continue
            }
            let place = place(of: entry.row, at: found.node, among: declared)
            if found.node.multiple != nil, place == nil, entry.row.eventType != Run.collected {
                element.triggers.removedSubscriptions.append(entry)
                continue
            }
            element.triggers.subscriptions.append(
                MigratingTriggers.Subscription(
                    entry: entry, target: found.node, declaration: place.map { declared[$0] },
                    updates: found.instruction.updatesEventTrigger))
            if let place { declared.remove(at: place) }
        }
        if element.migrates { element.triggers.newSubscriptions = declared }
    }

    /// The declaration of the target that a subscription becomes one of.
    private func place(
        of row: EventSubscriptionRow, at node: Node, among declared: [EventDeclaration]
    ) -> Int? {
        guard node.multiple != nil, let from = row.activityID.flatMap({ source.node($0) })
        else {
            return declared.firstIndex { $0.activity == node.index }
        }
        let isCollected = row.eventType == Run.collected
        let definition = (isCollected ? row.eventName : row.configuration)
            .flatMap { from.definition($0, in: node) }
        return declared.firstIndex {
            $0.activity == node.index && $0.definitionID == definition
                && (isCollected || $0.kind.rawValue == row.eventType)
        }
    }
}
