/// Whether an instance can be migrated as its plan says.
extension MigratingInstance {
    /// What is wrong; empty if nothing is.
    func report() -> MigratingInstanceReport {
        var report = MigratingInstanceReport(processInstanceID: execution.id)
        var byInstance: [ObjectIdentifier: [String]] = [:]
        for element in elements {
            switch element.kind {
            case .activity:
                byInstance[ObjectIdentifier(element), default: []] += failures(of: element)
            case .transition(let job):
                let failures = failures(of: element, job.row)
                if !failures.isEmpty {
                    report.transitions.append(entry(element, failures))
                }
            case .eventScope, .compensation:
                var owner = element.parent ?? root
                while owner.isOfCompensation, let above = owner.parent { owner = above }
                byInstance[ObjectIdentifier(owner), default: []] += compensationFailures(element)
            }
        }
        for element in elements {
            let failures = byInstance[ObjectIdentifier(element)] ?? []
            if !failures.isEmpty { report.activities.append(entry(element, failures)) }
        }
        addLeftOvers(to: &report)
        return report
    }

    private func entry(
        _ element: MigratingElement, _ failures: [String]
    ) -> MigratingInstanceReport.Entry {
        MigratingInstanceReport.Entry(
            instanceID: element.id,
            sourceActivityID: element === root
                ? execution.row.definitionID : element.source?.id ?? "",
            instruction: element.instruction, failures: failures)
    }

    private static let unmapped =
        "There is no migration instruction for this instance's activity"

    private func failures(of element: MigratingElement) -> [String] {
        var failures = stateFailures(of: element)
        guard element !== root, let from = element.source else { return failures }
        if element.instruction == nil, element.children.isEmpty { failures.append(Self.unmapped) }
        if let to = element.target, from.isScope, !to.isScope {
            failures += hiddenVariables(of: element)
        }
        if !MigrationKind(of: from, in: source).isSupported {
            failures.append(
                "Instances of an activity of this type cannot be migrated: \(from.id)")
        }
        return failures
    }

    private func hiddenVariables(of element: MigratingElement) -> [String] {
        let names = Dictionary(grouping: element.variables, by: \.entry.name)
        return names.filter { $0.value.count > 1 }.keys.sorted().map {
            "The variable '\($0)' is both in this scope and local to its token; without the "
                + "scope one of them would be overwritten"
        }
    }

    private func failures(of element: MigratingElement, _ job: JobRow) -> [String] {
        var failures: [String] = []
        if element.instruction == nil { failures.append(Self.unmapped) }
        guard let to = element.target else { return failures }
        if Self.isAfter(job) {
            let flow = (job.handlerConfiguration ?? "").split(separator: "$").dropFirst().first
            if to.outgoing.count > 1 {
                let isKnown = to.outgoing.contains {
                    target.process.flows[$0].id == flow.map(String.init)
                }
                if flow == nil {
                    failures.append(
                        "The token is on no sequence flow, and the target activity has several")
                } else if !isKnown {
                    failures.append(
                        "The token is on a sequence flow that the target activity does not have")
                }
            }
            if !to.isAsyncAfter { failures.append("Target activity is not asyncAfter") }
        } else {
            let isProcessStart =
                job.handlerConfiguration?.hasPrefix(Operation.processStart.rawValue) ?? false
            if isProcessStart, to.flowScope != 0 {
                failures.append(
                    "A token that is about to start the process can only be migrated to an "
                        + "activity of the process itself")
            }
            if !to.isAsyncBefore { failures.append("Target activity is not asyncBefore") }
        }
        return failures
    }

    private func compensationFailures(_ element: MigratingElement) -> [String] {
        let name = element.source?.id ?? ""
        switch element.kind {
        case .compensation:
            guard element.instruction == nil || element.target == nil else { return [] }
            return [
                "Cannot migrate the subscription for the compensation handler '\(name)': there is "
                    + "no migration instruction for the compensation boundary event"
            ]
        case .eventScope(let entry):
            let handler = entry.row.activityID.flatMap { source.node($0) }
            let lacksStart =
                element.instruction == nil && element.children.isEmpty
                || handler?.isTriggeredByEvent ?? false && element.compensator == nil
                    && element.target != nil
            guard lacksStart else { return [] }
            return [
                "Cannot migrate the subscription for the compensation handler "
                    + "'\(handler?.id ?? name)': there is no migration instruction for the "
                    + "compensation start event"
            ]
        case .activity, .transition: return []
        }
    }

    /// What no activity instance speaks for would stay behind with the old definition.
    private func addLeftOvers(to report: inout MigratingInstanceReport) {
        let root = execution.root
        func add(_ what: String, _ ids: [String]) {
            let left = ids.filter(isLeftOver).sorted()
            if !left.isEmpty {
                report.failures.append(
                    "The process instance contains \(what) that cannot be migrated: "
                        + left.joined(separator: ", "))
            }
        }
        let id = execution.id
        add(
            "tasks",
            root.tasks.filter { !$0.isDeleted && $0.row.processInstanceID == id }
                .map(\.row.id))
        add(
            "external tasks",
            root.externalTasks.filter {
                !$0.isDeleted && $0.row.processInstanceID == id
            }.map(\.row.id))
        add(
            "incidents",
            root.incidents.filter {
                !$0.isDeleted && $0.row.processInstanceID == id
            }.map(\.row.id))
        // An effect that nothing waits for belongs to no activity.
        add(
            "jobs",
            root.jobs.filter {
                !$0.isDeleted && $0.row.processInstanceID == id && $0.row.executionID != nil
            }.map(\.row.id))
        add(
            "event subscriptions",
            root.subscriptions.filter {
                !$0.isDeleted && $0.row.processInstanceID == id
            }.map(\.row.id))
        add(
            "variables",
            root.variables.filter {
                !$0.isDeleted && $0.row.processInstanceID == id
            }.map(\.row.id))
    }
}
