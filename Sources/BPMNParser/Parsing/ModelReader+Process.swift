internal import XMLTree

extension ModelReader {
    /// Reads a process with all that is in it.
    mutating func readProcess(_ element: XMLElement) -> BPMNProcess {
        var process = BPMNProcess(
            id: element.id ?? "", name: element.attribute("name"),
            documentation: element.child("documentation")?.trimmedText, line: element.line)
        process.isExecutable = element.token("isExecutable").map { $0.lowercased() == "true" }
        process.isClosed = element.isTrue("isClosed")
        process.processType = element.token("processType") ?? "None"
        if process.isExecutable == nil {
            noteUnsaid(element)
        }
        isMuted = process.isExecutable != true
        defer { isMuted = false }
        processID = process.id
        catchers = [:]
        activityIDs = []
        finished = []
        if !isMuted {
            drawable.numberOfExecutableProcesses += 1
            drawable.flowsOfLastProcess = []
        }
        readAttributes(of: element, into: &process)
        var scope = ScopeReader(element: element, kind: .process)
        process.scope = readScope(&scope)
        process.executionListeners = scope.executionListeners
        process.properties = readProperties(element)
        process.extensionElements = element.extensionChildren
        process.laneSets = readLaneSets(element)
        let data = element.child("ioSpecification")
        process.dataInputs = (data?.children("dataInput") ?? []).map { dataPort($0) }
        process.dataOutputs = (data?.children("dataOutput") ?? []).map { dataPort($0) }
        if !isMuted {
            for lane in process.laneSets.flatMap(\.lanes) {
                if let id = lane.id { drawable.shapesNeedBounds.insert(id) }
            }
        }
        checkFinishedNodes(owner: element)
        checkLengths(element)
        return process
    }

    private mutating func noteUnsaid(_ element: XMLElement) {
        report(
            "process-executable", element, effect: .unnoticed,
            "The process does not say whether it is executable, so it is not deployed.",
            cure: "Set isExecutable=\"true\" if it is to be started.")
    }

    private mutating func readAttributes(of element: XMLElement, into process: inout BPMNProcess) {
        let id = element.id
        process.jobPriority = priority("jobPriority", of: element)
        process.taskPriority = priority("taskPriority", of: element)
        process.versionTag = element.extensionAttribute("versionTag")
        process.isStartableInTasklist =
            element.extensionAttribute("isStartableInTasklist").map { $0 == "true" } ?? true
        readHistoryTimeToLive(of: element, into: &process)
        let users = element.extensionAttribute("candidateStarterUsers")
        let groups = element.extensionAttribute("candidateStarterGroups")
        process.candidateStarterUsers = list(users, at: element, owner: id)
        process.candidateStarterGroups = list(groups, at: element, owner: id)
        guard let container = single("extensionElements", in: element) else { return }
        for starter in container.extensions("potentialStarter") {
            guard
                let text = starter.child("resourceAssignmentExpression")?.child("formalExpression")
            else { continue }
            let actors = actors(text.trimmedText, at: text, owner: id)
            process.candidateStarterUsers += actors.users
            process.candidateStarterGroups += actors.groups
        }
    }

    private mutating func readHistoryTimeToLive(
        of element: XMLElement, into process: inout BPMNProcess
    ) {
        let text = element.extensionAttribute("historyTimeToLive") ?? ""
        process.historyTimeToLive = text.isEmpty ? nil : text
        if text.isEmpty {
            guard options.requiresHistoryTimeToLive else { return }
            return report(
                "history-time-to-live", element,
                "The process does not say how long its history is kept.",
                cure: "Set historyTimeToLive, such as \"P180D\".")
        }
        guard HistoryTimeToLive.days(text) == nil else { return }
        report(
            "history-time-to-live", element,
            "'\(text)' is no number of days for which history is kept.",
            cure: "Write a number such as 180, or days as in P180D.")
    }

    /// A priority, which is an integer or an expression.
    mutating func priority(_ name: String, of element: XMLElement) -> ExpressionSource? {
        guard let text = element.extensionAttribute(name) else { return nil }
        if !text.hasPrefix("${"), !text.hasPrefix("#{"), !text.isJavaInteger {
            report(
                "priority", element, "The value '\(text)' of \(name) is no whole number.",
                cure: "Write a whole number or an expression.")
        }
        return expression(text, at: element, owner: element.id)
    }

    private func dataPort(_ element: XMLElement) -> DataPort {
        DataPort(
            id: element.id, name: element.attribute("name"),
            isCollection: element.isTrue("isCollection"))
    }

    /// Reads lanes; their nesting is bounded by the depth of the file.
    func readLaneSets(_ element: XMLElement) -> [LaneSet] {
        element.children("laneSet").map { set in
            LaneSet(id: set.id, name: set.attribute("name"), lanes: readLanes(set))
        }
    }

    private func readLanes(_ set: XMLElement) -> [Lane] {
        set.children("lane").map { lane in
            Lane(
                id: lane.id, name: lane.attribute("name"), line: lane.line,
                flowNodeRefs: lane.children("flowNodeRef").map(\.trimmedText),
                childLanes: lane.children("childLaneSet").flatMap { readLanes($0) })
        }
    }

    private mutating func checkLengths(_ element: XMLElement) {
        let failure = Finding.Effect.laterFailure(type: "ProcessEnginePersistenceException")
        let tooLong = [
            ("id", element.id ?? "", 255), ("name", element.attribute("name") ?? "", 255),
            ("version tag", element.extensionAttribute("versionTag") ?? "", 64),
        ]
        for (what, text, limit) in tooLong where text.utf16.count > limit {
            report(
                "text-length", element, effect: failure,
                "The \(what) of the process is longer than \(limit) characters.",
                cure: "Make it shorter.")
        }
        if element.id == nil {
            report(
                "process-id", element, effect: failure, "The process has no id.",
                cure: "Give it an id; it is the key under which it is started.")
        }
    }

    /// Checks the id of a node with jobs, whose definitions are stored under it.
    mutating func checkLength(of node: FlowNode, at element: XMLElement) {
        guard node.isAsyncBefore || node.isAsyncAfter, node.id.utf16.count > 255 else { return }
        report(
            "text-length", element,
            effect: .laterFailure(type: "ProcessEnginePersistenceException"),
            "The id of an element with jobs is longer than 255 characters.",
            cure: "Make it shorter.")
    }

    /// Checks what can only be judged when all flows are known.
    private mutating func checkFinishedNodes(owner: XMLElement) {
        for node in finished {
            let element = XMLElement(
                name: "flowNode",
                attributes: node.id.map { [XMLAttribute(name: "id", value: $0)] } ?? [],
                line: node.line)
            if node.isExclusiveGateway { checkExclusiveGateway(node, element) }
            if node.isAsyncAfter, node.outgoing.contains(where: { $0.id == nil }) {
                report(
                    "async-flow-id", element, hasPlace: false,
                    "A job stands after this element, but a flow that leaves it has no id.",
                    cure: "Give each of its outgoing flows an id.")
            }
        }
    }

    private mutating func checkExclusiveGateway(_ node: FinishedNode, _ element: XMLElement) {
        let name = node.id ?? ""
        switch node.outgoing.count {
        case 0:
            return report(
                "exclusive-gateway-outgoing", element, hasPlace: false,
                "The exclusive gateway '\(name)' has no outgoing flow.",
                cure: "Draw at least one flow out of it.")
        case 1:
            guard node.outgoing[0].hasCondition else { return }
            return report(
                "exclusive-gateway-single-flow", element, names: [node.id, node.outgoing[0].id],
                hasPlace: false,
                "The exclusive gateway '\(name)' has one outgoing flow, and that has a condition.",
                cure: "Remove the condition, or add the flow for the other case.")
        default: break
        }
        if let flow = node.outgoing.first(where: { $0.id != nil && $0.id == node.defaultFlow }),
            flow.hasCondition
        {
            report(
                "exclusive-gateway-default-condition", element, names: [node.id, flow.id],
                hasPlace: false,
                "The default flow '\(flow.id ?? "")' of the gateway '\(name)' has a condition.",
                cure: "Remove the condition: the default flow is taken when no other one is.")
        }
        let open = node.outgoing.filter {
            !$0.hasCondition && !($0.id != nil && $0.id == node.defaultFlow)
        }
        let isAmbiguous = node.defaultFlow?.isEmpty == false || open.count > 1
        for flow in open {
            report(
                "exclusive-gateway-condition", element, names: [node.id, flow.id],
                effect: isAmbiguous ? .error : .warning, hasPlace: false,
                "The flow '\(flow.id ?? "")' of the exclusive gateway '\(name)' has no condition"
                    + (isAmbiguous ? " and is not the default flow." : "; it is taken as default."),
                cure: "Give it a condition, or make it the default flow.")
        }
    }
}
