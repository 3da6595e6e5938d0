import Testing

@testable import ProcessEngine

/// What holds of every execution tree and every history, whatever the model.
struct TokenLaws {
    let bench: CoreBench
    let model: RandomModel

    /// Checks all laws on what is stored now.
    func check() throws {
        for root in try bench.loadedRoots() {
            for execution in root.executions { checkShape(execution) }
            checkThatItWaits(root)
            for instance in root.executions where instance.parent == nil {
                try checkFlows(of: instance)
            }
        }
    }

    /// The rules of shape: where concurrent executions stand, and that none is left over.
    private func checkShape(_ execution: Execution) {
        let live = execution.liveChildren
        let place = "\(execution.activity?.id ?? "-") in\n\(model.text)"
        if !execution.isScope {
            #expect(execution.isConcurrent, "neither scope nor concurrent: \(place)")
            let hasOneScope = live.isEmpty || live.count == 1 && live[0].isScope
            #expect(hasOneScope, "two below a token: \(place)")
        }
        if live.count > 1 {
            let areConcurrent = live.allSatisfy { $0.isConcurrent }
            #expect(areConcurrent, "tokens of one scope: \(place)")
        }
        // Below a multi-instance body and a throwing event the level is never left out.
        let keepsLevel = live.contains { child in
            if let inner = child.activity, child.process.flowScope(of: inner).isMultiInstance {
                return true
            }
            return child.liveChildren.contains { grandchild in
                grandchild.activity.map {
                    child.process.flowScope(of: $0).isMultiInstance
                        || child.process.flowScope(of: child.process.flowScope(of: $0))
                            .isMultiInstance
                } ?? false
            } || child.holdsMultiInstance
        }
        if live.count == 1, live[0].isConcurrent, !live[0].isScope, !keepsLevel,
            !execution.throwsCompensation
        {
            Issue.record("a scope with one token was not pruned: \(place)")
        }
        if execution.isActive, live.isEmpty {
            #expect(execution.activity != nil, "an active execution in no activity: \(place)")
        }
    }

    /// Every instance has something that will make it go on.
    private func checkThatItWaits(_ root: LoadedRoot) {
        guard !root.executions.isEmpty else { return }
        let isWaiting =
            !root.tasks.isEmpty || !root.jobs.isEmpty || !root.externalTasks.isEmpty
            || root.subscriptions.contains { $0.row.eventType != "compensate" }
        #expect(isWaiting, "nothing can make it go on:\n\(model.text)")
    }

    /// Every flow that was taken has arrived: at an element, or at a job that waits before one.
    private func checkFlows(of instance: Execution) throws {
        let process = instance.process
        // Which flows an inclusive gateway took is not written.
        if process.nodes.contains(where: \.isInclusiveGateway) { return }
        var taken = 0.0
        var arrived = 0
        for row in try bench.typed(HistoricActivityInstanceRow.self)
        where row.processInstanceID == instance.id {
            guard let node = process.node(row.activityID) else { continue }
            if process.flows.contains(where: { $0.target == node.index }) { arrived += 1 }
            guard row.endedAt != nil, row.endState != 2 else { continue }
            switch node.behavior {
            case .parallelGateway:
                taken += Double(node.outgoing.count) / Double(max(1, node.incomingCount))
            default: taken += node.outgoing.isEmpty ? 0 : 1
            }
        }
        let waiting = RunningActivities(of: instance).transitions.filter { transition in
            // An instance of a parallel body that has ended shows as one, too.
            guard let job = transition.execution.jobs.first else { return false }
            if job.row.handlerConfiguration?.hasPrefix(Operation.end.rawValue) ?? false {
                return false
            }
            return process.flows.contains { $0.target == transition.node.index }
                || job.row.handlerConfiguration?.hasPrefix(Operation.takeFlow.rawValue) ?? false
        }.count
        // Of a join each token counts for its part: thirds do not add up to the last digit.
        #expect(
            abs(taken - Double(arrived + waiting)) < 0.01,
            "\(taken) flows taken, \(arrived) arrived, \(waiting) waiting:\n\(model.text)")
    }
}

extension Node {
    fileprivate var isMultiInstance: Bool {
        if case .multiInstance = self.behavior { true } else { false }
    }

    fileprivate var isInclusiveGateway: Bool {
        if case .inclusiveGateway = self.behavior { true } else { false }
    }
}

extension Execution {
    /// Whether its token is that of an instance of a multi-instance activity.
    fileprivate var holdsMultiInstance: Bool {
        variables.contains { $0.name == "loopCounter" }
    }
}
