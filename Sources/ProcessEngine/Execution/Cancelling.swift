/// How scopes are cancelled.
extension Run {
    /// Ends what runs in a scope that stays: children, tasks, timers, subscriptions, and the
    /// activity that the execution itself runs.
    ///
    /// Where a user asked for it (`isExternal`), a token that waits in a join is cancelled too.
    func interrupt(
        _ execution: Execution, reason: String?, isExternal: Bool = false
    ) throws(Interruption) {
        if execution.isPreserved {
            let activityID = execution.activity?.id
            for job in execution.jobs where job.row.activityID == activityID { takeBack(job) }
            execution.jobs.removeAll { $0.isDeleted || $0.row.executionID == nil }
        } else {
            for job in execution.jobs { takeBack(job) }
            execution.jobs = []
            removeSubscriptions(of: execution, keepCompensation: true)
        }
        try cancelTasks(of: execution, reason: reason)
        for task in execution.externalTasks { deleteExternalTask(task) }
        execution.externalTasks = []
        if let called = execution.subInstance {
            try deleteCascade(called, reason: reason, like: execution)
        }
        for child in execution.liveChildren where !child.isRemoved {
            if let called = child.subInstance {
                try deleteCascade(called, reason: reason, like: execution)
            }
            try deleteCascade(child, reason: reason, like: execution)
        }
        execution.wakeAdHoc()
        guard execution.isActive || isExternal, execution.activity != nil else { return }
        if execution.state != .ending {
            execution.state = .canceled
            try fireEnd(of: execution)
        }
        execution.state = .running
    }

    /// Calls the end listeners of what an execution itself runs, or waits to enter by a job, and
    /// ends its history, whatever the state of the scopes around.
    func fireEnd(of execution: Execution) throws(Interruption) {
        guard let activity = execution.activity else { return }
        guard try notify(activity.endListeners, on: execution, event: "end") else { return }
        recordEnd(of: activity, on: execution, isShared: true)
    }

    /// Deletes an execution with all below it, deepest first.
    func deleteCascade(
        _ execution: Execution, reason: String?, like origin: Execution? = nil
    ) throws(Interruption) {
        execution.deleteReason = reason
        execution.isDeleteRoot = true
        execution.isEnded = true
        if let origin {
            execution.skipsCustomListeners = origin.skipsCustomListeners
            execution.skipsMappings = origin.skipsMappings
            execution.isExternallyTerminated = origin.isExternallyTerminated
            execution.skipsSubprocesses = origin.skipsSubprocesses
        }
        while !execution.isRemoved {
            var leaf = execution
            while let child = leaf.children.first { leaf = child }
            leaf.skipsCustomListeners = execution.skipsCustomListeners
            leaf.skipsMappings = execution.skipsMappings
            leaf.isExternallyTerminated = execution.isExternallyTerminated
            if let called = leaf.subInstance {
                if execution.skipsSubprocesses {
                    called.superExecution = nil
                    called.row.superExecutionID = nil
                    leaf.subInstance = nil
                } else {
                    try deleteCascade(called, reason: reason, like: execution)
                }
            }
            try deleteLeaf(leaf, root: execution)
        }
    }

    private func deleteLeaf(_ leaf: Execution, root: Execution) throws(Interruption) {
        leaf.isEnded = true
        leaf.state = .canceled
        if leaf.isEventScope {
            recordCancelledSnapshot(leaf)
            try clear(leaf, taskReason: nil)
            try remove(leaf)
            return
        }
        if leaf.isScope, leaf.isInEndedScope {
            // Its element was left already, only the scopes around are running. The outputs of
            // one with content of its own are set all the same, as in the reference.
            if leaf.activity?.isComposite ?? false {
                try destroy(leaf, taskReason: root.deleteReason)
            } else {
                try clear(leaf, taskReason: root.deleteReason)
            }
            return try removeEmptied(leaf, root: root)
        }
        if leaf.isScope, leaf.activityInstanceID == nil, let activity = leaf.activity,
            activity.index != 0
        {
            // It waits for a job before or after the element: only the scope around is running.
            leaveActivityInstance(leaf)
            let scope = leaf.process.flowScope(of: activity)
            leaf.activity = scope.index == 0 ? nil : scope
            return try deleteLeaf(leaf, root: root)
        }
        // Listeners of a leaf without an activity are those of the element that it stands for.
        if leaf.isProcessInstance, leaf.activity == nil {
            try endDeletedInstance(leaf)
            return
        }
        try notifyEnd(leaf) { (leaf) throws(Interruption) in
            try self.removeLeaf(leaf, root: root)
        }
        if !leaf.isRemoved, leaf.hasFailedEndListeners { try remove(leaf) }
    }

    private func removeLeaf(_ leaf: Execution, root: Execution) throws(Interruption) {
        let activity = leaf.activity
        let runsNonScope = activity.map { !$0.isScope && $0.index != 0 } ?? false
        if leaf.isScope, let activity, runsNonScope, !leaf.executesNonScopeHandler {
            try cancelTasks(of: leaf, reason: root.deleteReason)
            leaveActivityInstance(leaf)
            let scope = leaf.process.flowScope(of: activity)
            leaf.activity = scope.index == 0 ? nil : scope
            try deleteLeaf(leaf, root: root)
            return
        }
        // The outputs of a scope are set before the listeners of its tasks are told.
        if leaf.isScope { try destroy(leaf, taskReason: root.deleteReason) }
        try cancelTasks(of: leaf, reason: root.deleteReason)
        try removeEmptied(leaf, root: root)
    }

    /// Removes a leaf with the execution around that only carried it; the scope around is next.
    private func removeEmptied(_ leaf: Execution, root: Execution) throws(Interruption) {
        let activity = leaf.activity
        let parent = leaf.parent
        try remove(leaf)
        guard leaf !== root, var above = parent else { return }
        if !above.isScope, above.children.isEmpty {
            let grandparent = above.parent
            try remove(above)
            guard above !== root, let grandparent else { return }
            above = grandparent
        }
        if above.activity == nil, let activity, activity.index != 0 {
            let scope = leaf.process.flowScope(of: activity)
            above.activity = scope.index == 0 ? nil : scope
        }
    }

    /// The end of an instance that is deleted: its own listeners, its history.
    private func endDeletedInstance(_ instance: Execution) throws(Interruption) {
        let listeners = instance.process.root.endListeners
        if !listeners.isEmpty, !instance.skipsCustomListeners {
            instance.activityInstanceID = instance.id
            _ = try notify(listeners, on: instance, event: "end")
        }
        try recordProcessEnd(
            instance,
            state: instance.isExternallyTerminated
                ? "EXTERNALLY_TERMINATED" : "INTERNALLY_TERMINATED",
            endActivityID: nil, deleteReason: instance.deleteReason)
        try clear(instance, taskReason: instance.deleteReason)
        try remove(instance)
    }
}
