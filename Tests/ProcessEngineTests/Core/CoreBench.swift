import BPMNParser
import Diagnostics
import ProcessValues
import Records
import Testing

@testable import ProcessEngine

/// Runs the pure core on rows in memory, and checks after each command that what was stored reads
/// back as the snapshots that the core gave.
final class CoreBench {
    var rows = MemoryRows()
    var definitions: [ProcessDefinition] = []
    var now = Instant(year: 2026, month: 3, day: 2, hour: 9)
    var principal = Principal(userID: "demo", groups: ["team"])
    var configuration = EngineConfiguration(maximumSteps: 2_000)
    private var commands: UInt64 = 0
    /// The snapshots that the core gave last.
    private var snapshots: [String: RootSnapshot] = [:]
    /// Whether the next command is given the last snapshot itself, not what was stored of it.
    var reusesSnapshots = false
    /// The last error that a command gave.
    var lastError: EngineError?

    /// Deploys the processes of a file.
    @discardableResult
    func deploy(
        _ xml: String, unsupported: ProcessCompiler.UnsupportedPolicy = .refuse,
        effects: [EffectBinding] = [], registry: JavaRegistry = JavaRegistry()
    ) throws -> [ProcessDefinition] {
        let parsed = BPMNParser().parse(Array(xml.utf8), file: "test.bpmn")
        let model = try #require(parsed.model, "\(parsed.diagnostics)")
        try #require(parsed.isAccepted, "\(parsed.diagnostics)")
        var deployed: [ProcessDefinition] = []
        for process in model.executableProcesses {
            let compiled = ProcessCompiler.compile(
                process, unsupported: unsupported,
                effectElements: Set(effects.filter(\.isBlocking).map(\.activityID)),
                registry: registry)
            let result = try #require(compiled.process, "\(compiled.diagnostics)")
            let version = definitions.filter { $0.row.key == process.id }.count + 1
            let definition = ProcessDefinition(
                row: ProcessDefinitionRow(
                    id: "\(process.id):\(version):d", key: process.id, version: version,
                    deploymentID: "dep", resourceName: "test.bpmn"),
                process: result, effects: effects)
            definitions.append(definition)
            deployed.append(definition)
            var delta = Delta(changes: [.insert(ProcessDefinitionRow.table, definition.row.row)])
            for (position, declaration) in result.startDeclarations.enumerated() {
                let node = result.nodes[declaration.activity]
                delta.changes.append(
                    .insert(
                        EventSubscriptionRow.table,
                        EventSubscriptionRow(
                            id: "start:\(definition.row.id):\(position)",
                            definitionID: definition.row.id, activityID: node.id,
                            eventType: declaration.kind.rawValue,
                            eventName: declaration.name?.text, configuration: definition.row.id,
                            createdAt: now, sequenceCounter: position + 1
                        ).row))
            }
            try rows.apply(delta)
        }
        return deployed
    }

    /// The rules that a file breaks so that it is refused.
    func refusals(_ xml: String) -> [String] {
        let parsed = BPMNParser().parse(Array(xml.utf8), file: "test.bpmn")
        var found = parsed.diagnostics
        for process in parsed.model?.executableProcesses ?? [] {
            found += ProcessCompiler.compile(process).diagnostics
        }
        return found.filter { $0.severity == .error }.map(\.rule)
    }

    /// Runs a command to its end; nil and `lastError` if it failed.
    @discardableResult
    func run(_ command: EngineCommand) throws -> Outcome? {
        commands += 1
        now = now.adding(milliseconds: 1)
        var state = EngineState()
        let ids = IDSource(at: now, seed: (commands, commands))
        lastError = nil
        for _ in 0..<100 {
            let attempt = EngineCore.attempt(
                command, on: state, at: now, ids: ids, by: principal, configuration: configuration)
            switch attempt {
            case .failed(let error):
                lastError = error
                return nil
            case .needs(let needs):
                try #require(!needs.isEmpty)
                for need in needs { try answer(need, &state) }
            case .done(let outcome):
                try rows.apply(outcome.delta)
                try checkStored(outcome)
                for snapshot in outcome.snapshots { snapshots[snapshot.rootInstanceID] = snapshot }
                return outcome
            }
        }
        Issue.record("The command asks for ever more: \(command)")
        return nil
    }

    private func answer(_ need: Need, _ state: inout EngineState) throws {
        switch need {
        case .root(let id):
            state.roots[id] = try (reusesSnapshots ? snapshots[id] : nil) ?? stored(id)
        case .rows(let query): state.answers[need] = .rows(rows.answer(query))
        case .processDefinition(let selector):
            state.answers[need] = .processDefinition(find(selector))
        case .decision: state.answers[need] = .decision(nil)
        case .host(let call):
            state.answers[need] = .host(HostAnswer(.value(.string("host:\(call.name)"))))
        case .script:
            state.answers[need] = .script(ScriptOutcome(.ended(message: "no scripts here")))
        }
    }

    private func find(_ selector: DefinitionSelector) -> ProcessDefinition? {
        switch selector {
        case .id(let id): definitions.first { $0.row.id == id }
        case .latest(let key, _), .deployment(let key, _, _):
            definitions.last { $0.row.key == key }
        case .version(let key, let version, _):
            definitions.first { $0.row.key == key && $0.row.version == version }
        case .versionTag: nil
        }
    }

    private func stored(_ root: String) throws -> RootSnapshot {
        try RootSnapshot(
            rootInstanceID: root,
            answers: RootSnapshot.queries(rootInstanceID: root).map { rows.answer($0) })
    }

    private func checkStored(_ outcome: Outcome) throws {
        for snapshot in outcome.snapshots {
            let stored = try stored(snapshot.rootInstanceID)
            #expect(Set(stored.executions) == Set(snapshot.executions))
            #expect(Set(stored.variables) == Set(snapshot.variables))
            #expect(Set(stored.tasks) == Set(snapshot.tasks))
            #expect(Set(stored.jobs) == Set(snapshot.jobs))
            #expect(Set(stored.eventSubscriptions) == Set(snapshot.eventSubscriptions))
            #expect(Set(stored.incidents) == Set(snapshot.incidents))
            #expect(Set(stored.externalTasks) == Set(snapshot.externalTasks))
            #expect(Set(stored.largeValues) == Set(snapshot.largeValues))
            #expect(Set(stored.identityLinks) == Set(snapshot.identityLinks))
        }
    }

    // MARK: Doing things

    @discardableResult
    func start(_ key: String = "p", _ variables: [VariableInput] = []) throws -> String? {
        let outcome = try run(
            .startInstance(
                StartInstance(
                    definition: .latest(key: key, tenantID: nil), businessKey: "case",
                    variables: variables)))
        guard case .started(let started) = outcome?.result else { return nil }
        return started.id
    }

    func typed<R: TableRow>(_ type: R.Type) throws -> [R] {
        try rows.rows(R.table).map { try R(row: $0) }
    }

    /// Completes the first task of an element.
    func complete(_ key: String, _ variables: [VariableInput] = []) throws {
        let task = try typed(TaskRow.self).first { $0.taskDefinitionKey == key }
        let running = try state()
        let id = try #require(task?.id, "no task \(key) in \(running)")
        try run(.task(id: id, .complete(variables: variables, wantsVariables: false)))
    }

    /// Reports a BPMN error from the first task of an element.
    func fail(_ key: String, code: String) throws {
        let task = try typed(TaskRow.self).first { $0.taskDefinitionKey == key }
        let id = try #require(task?.id, "no task \(key)")
        try run(.task(id: id, .bpmnError(code: code, message: nil, variables: [])))
    }

    /// Reports an escalation from the first task of an element.
    func escalate(_ key: String, code: String) throws {
        let task = try typed(TaskRow.self).first { $0.taskDefinitionKey == key }
        let id = try #require(task?.id, "no task \(key)")
        try run(.task(id: id, .bpmnEscalation(code: code, variables: [])))
    }

    /// Runs the first job of an element; a failure is recorded as the job executor does.
    func execute(_ activityID: String) throws {
        let job = try typed(JobRow.self).first { $0.activityID == activityID }
        let running = try state()
        let id = try #require(job?.id, "no job of \(activityID) in \(running)")
        try run(.job(id: id, .execute))
        if let error = lastError {
            try run(.job(id: id, .recordFailure(JobFailure(message: error.message))))
            lastError = error
        }
    }

    func message(_ name: String, _ variables: [VariableInput] = []) throws {
        try run(.correlateMessage(MessageCorrelation(messageName: name, variables: variables)))
    }

    func signal(_ name: String) throws {
        try run(.deliverSignal(SignalDelivery(name: name)))
    }

    // MARK: Looking

    /// All running roots as trees.
    func loadedRoots() throws -> [LoadedRoot] {
        try Set(typed(ExecutionRow.self).map(\.rootInstanceID)).sorted().map { root in
            let loaded = LoadedRoot(id: root, snapshot: try stored(root))
            loaded.load { id in self.definitions.first { $0.row.id == id } }
            return loaded
        }
    }

    /// The trees of all running instances, such as `p(sp(t, ~u))`.
    func state() throws -> String {
        var trees: [String] = []
        for root in try loadedRoots() {
            for instance in root.executions where instance.parent == nil {
                let tree = outline(of: instance)
                // What clients are shown is derived from the rows alone.
                let shown = ActivityInstanceTree.derive(
                    of: instance.row,
                    executions: root.executions.map(\.row).filter {
                        $0.processInstanceID == instance.id
                    }, incidents: [], definition: instance.definition)
                #expect(outline(of: shown, as: instance.process.key) == tree)
                trees.append(tree)
            }
        }
        return trees.sorted().joined(separator: "; ")
    }

    private func outline(of instance: Execution) -> String {
        let running = RunningActivities(of: instance)
        func children(_ id: String) -> [String] {
            let instances = running.instances.filter { $0.parentID == id }.map {
                let inner = children($0.id)
                return $0.node.id + (inner.isEmpty ? "" : "(\(inner.joined(separator: ", ")))")
            }
            let transitions = running.transitions.filter { $0.parentID == id }.map {
                "~\($0.node.id)"
            }
            return instances.sorted() + transitions.sorted()
        }
        let inner = children(instance.id)
        return instance.process.key + (inner.isEmpty ? "" : "(\(inner.joined(separator: ", ")))")
    }

    private func outline(of instance: ActivityInstance, as name: String) -> String {
        let inner =
            instance.children.map { outline(of: $0, as: $0.activityID) }.sorted()
            + instance.transitions.map { "~\($0.activityID)" }.sorted()
        return name + (inner.isEmpty ? "" : "(\(inner.joined(separator: ", ")))")
    }

    /// The passages through elements: `t` completed, `-t` cancelled, `+t` open, by name.
    func passages() throws -> String {
        try typed(HistoricActivityInstanceRow.self).map { row in
            let mark = row.endedAt == nil ? "+" : row.endState == 2 ? "-" : ""
            return mark + row.activityID
        }.sorted().joined(separator: " ")
    }

    /// The running executions: id of the element, marks for scope and concurrent.
    func executionCount() throws -> Int { try typed(ExecutionRow.self).count }

    func variable(_ name: String) throws -> ProcessValue? {
        try typed(VariableRow.self).first { $0.name == name }?.value(large: nil)
    }

    func instanceState(_ key: String = "p") throws -> String? {
        try typed(HistoricProcessInstanceRow.self).last { $0.definitionKey == key }?.state
    }
}

/// A file with one process of these elements.
func model(_ content: String, root: String = "", id: String = "p") -> String {
    """
    <?xml version="1.0" encoding="UTF-8"?>
    <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" \
    xmlns:camunda="http://camunda.org/schema/1.0/bpmn" \
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="t">
    \(root)
    <process id="\(id)" isExecutable="true">\(content)</process>
    </definitions>
    """
}

/// A sequence flow.
func flow(_ source: String, _ target: String, _ condition: String? = nil) -> String {
    let inner =
        condition.map {
            "<conditionExpression xsi:type=\"tFormalExpression\">\($0)</conditionExpression>"
        }
        ?? ""
    return
        "<sequenceFlow id=\"\(source)-\(target)\" sourceRef=\"\(source)\" targetRef=\"\(target)\">\(inner)</sequenceFlow>"
}
