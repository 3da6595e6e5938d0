import BPMNParser

extension ProcessCompiler {
    /// Makes the elements of a scope, and of the scopes inside, without flows and handlers.
    mutating func addElements(of scope: FlowScope, in parent: Int) {
        for flow in scope.sequenceFlows {
            gatewayTargets[flow.sourceRef, default: []].insert(flow.targetRef)
        }
        for case .association(let association) in scope.artifacts {
            associations[association.sourceRef] = association.targetRef
        }
        addData(of: scope, in: parent)
        // Event-based gateways first: the events behind them are part of them, wherever they stand.
        let gateways = scope.flowNodes.filter(\.isEventBasedGateway)
        for node in gateways { addElement(node, in: parent) }
        for node in scope.flowNodes where !node.isEventBasedGateway {
            addElement(node, in: parent)
        }
    }

    private mutating func addElement(_ node: FlowNode, in parent: Int) {
        let scope = addBody(of: node, in: parent) ?? parent
        let isRepeated = scope != parent
        var content = NodeContent(
            id: node.id, name: node.name, activityType: nil, behavior: .passThrough)
        content.flowScope = scope
        content.properties = node.properties.map { ($0.name ?? "", $0.value) }
        content.startListeners = listeners(node.executionListeners, on: .start)
        content.endListeners = listeners(node.executionListeners, on: .end)
        content.jobPriority = expression(node.jobPriority, element: node.id)
        content.retryCycle = expression(node.failedJobRetryTimeCycle, element: node.id)
        content.isExclusive = node.isExclusive
        content.isForCompensation = node.isForCompensation && !isRepeated
        if !isRepeated {
            content.isAsyncBefore = node.isAsyncBefore
            content.isAsyncAfter = node.isAsyncAfter
        } else if case .multiInstance(let loop) = node.loop {
            content.isAsyncBefore = loop.isAsyncBefore
            content.isAsyncAfter = loop.isAsyncAfter
            content.isExclusive = loop.isExclusive
            content.retryCycle =
                expression(loop.failedJobRetryTimeCycle, element: node.id) ?? content.retryCycle
        } else if case .standard(let loop) = node.loop {
            content.isAsyncBefore = loop.isAsyncBefore
            content.isAsyncAfter = loop.isAsyncAfter
            content.isExclusive = loop.isExclusive
        }
        if let mapping = node.inputOutput {
            content.inputs = mapping.inputs.map { parameter($0, element: node.id) }
            content.outputs = mapping.outputs.map { parameter($0, element: node.id) }
            if !isRepeated || node.isStandardLoop { content.isScope = true }
        }
        addDataAssociations(of: node, to: &content)
        content.isActivity = node.isActivity
        let index = contents.count
        contents.append(content)
        contents[scope].children.append(index)
        if isRepeated {
            contents[scope].initial = index
        } else {
            places[node.id] = index
        }
        innerPlaces[node.id] = index
        setKind(of: node, at: index, isRepeated: isRepeated)
        if effectElements.contains(node.id) {
            contents[index].behavior = .wait
        }
    }

    private mutating func setKind(of node: FlowNode, at index: Int, isRepeated: Bool) {
        let id = node.id
        switch node.kind {
        case .task: contents[index].activityType = "task"
        case .manualTask: contents[index].activityType = "manualTask"
        case .userTask(let task):
            contents[index].activityType = "userTask"
            setUserTask(task, of: node, at: index)
        case .serviceTask(let service):
            contents[index].activityType = "serviceTask"
            setService(service, of: node, at: index)
        case .sendTask(let service):
            contents[index].activityType = "sendTask"
            setService(service, of: node, at: index)
        case .businessRuleTask(.service(let service)):
            contents[index].activityType = "businessRuleTask"
            setService(service, of: node, at: index)
        case .businessRuleTask(.decision(let call)):
            contents[index].activityType = "businessRuleTask"
            contents[index].isScope = true
            contents[index].behavior = .decision(
                DecisionCode(
                    key: compiled(call.decisionRef, element: id),
                    binding: binding(call.binding, element: id),
                    tenantID: expression(call.tenantID, element: id), mapping: call.resultMapping,
                    resultVariable: call.resultVariable))
        case .scriptTask(let task):
            contents[index].activityType = "scriptTask"
            let code = script(task.script)
            contents[index].behavior =
                isExecutable(code, element: id, line: node.line)
                ? .script(code, resultVariable: task.resultVariable)
                : .unsupported("A script in \(code.language)")
        case .receiveTask(let task):
            contents[index].activityType = "receiveTask"
            contents[index].behavior = .wait
            if let message = task.message {
                contents[index].isScope = true
                declare(
                    .message, message.name, activity: index, scope: index, element: id)
            }
            if task.isInstantiating { setInstantiating(task, of: node, at: index) }
        case .callActivity(let call):
            contents[index].activityType = "callActivity"
            if !isRepeated { contents[index].isScope = true }
            setCallActivity(call, of: node, at: index)
        case .subProcess(let sub): setSubProcess(sub, of: node, at: index)
        case .exclusiveGateway: setGateway("exclusiveGateway", .exclusiveGateway, at: index)
        case .parallelGateway: setGateway("parallelGateway", .parallelGateway, at: index)
        case .inclusiveGateway: setGateway("inclusiveGateway", .inclusiveGateway, at: index)
        case .eventBasedGateway(let gateway):
            setGateway("eventBasedGateway", .eventBasedGateway, at: index)
            contents[index].isScope = true
            if gateway.isInstantiating { setInstantiating(gateway, of: node, at: index) }
        case .complexGateway(let condition):
            setComplexGateway(condition, of: node, at: index)
        case .startEvent(let start):
            contents[index].form = form(start.form, element: node.id, line: node.line)
            setStartEvent(start, of: node, at: index)
        case .intermediateCatchEvent(let event): setCatchEvent(event, of: node, at: index)
        case .intermediateThrowEvent(let event):
            setThrowEvent(event, of: node, at: index, isEnd: false)
        case .endEvent(let event): setThrowEvent(event, of: node, at: index, isEnd: true)
        case .boundaryEvent: contents[index].activityType = "boundary"
        }
    }

    mutating func setGateway(_ type: String, _ behavior: Behavior, at index: Int) {
        contents[index].activityType = type
        contents[index].behavior = behavior
    }

    private mutating func setSubProcess(_ sub: SubProcess, of node: FlowNode, at index: Int) {
        contents[index].isScope = true
        contents[index].isComposite = true
        contents[index].activityType = "subProcess"
        contents[index].isTriggeredByEvent = sub.isTriggeredByEvent
        switch sub.variant {
        case .embedded:
            contents[index].behavior = sub.isTriggeredByEvent ? .eventSubProcess : .subProcess
        case .transaction:
            contents[index].behavior = sub.isTriggeredByEvent ? .eventSubProcess : .transaction
            contents[index].activityType = "transaction"
        case .adHoc(let adHoc):
            contents[index].activityType = "adHocSubProcess"
            contents[index].behavior = .adHocSubProcess(
                AdHocCode(
                    isSequential: adHoc.isSequential,
                    cancelsRemaining: adHoc.cancelsRemainingInstances,
                    completionCondition: expression(
                        adHoc.completionCondition, element: node.id),
                    activeElements: expression(adHoc.activeElements, element: node.id)))
        }
        if sub.isTriggeredByEvent { contents[index].eventScope = contents[index].flowScope }
        addElements(of: sub.scope, in: index)
    }

    private mutating func setUserTask(_ task: UserTask, of node: FlowNode, at index: Int) {
        let id = node.id
        var code = UserTaskCode()
        code.name = expression(node.name.map { ExpressionSource($0, line: node.line) }, element: id)
        code.description = expression(
            node.documentation.map { ExpressionSource($0, line: node.line) }, element: id)
        code.assignee = expression(task.assignee, element: id)
        code.candidateUsers = task.candidateUsers.map { compiled($0, element: id) }
        code.candidateGroups = task.candidateGroups.map { compiled($0, element: id) }
        code.dueDate = expression(task.dueDate, element: id)
        code.followUpDate = expression(task.followUpDate, element: id)
        code.priority = expression(task.priority, element: id)
        code.formKey = expression(task.form?.key, element: id)
        code.form = form(task.form, element: id, line: node.line)
        for listener in task.taskListeners {
            code.listeners.append(
                TaskListenerCode(
                    id: listener.id, event: listener.event.rawValue,
                    code: self.listener(listener.implementation, element: id, line: listener.line)))
            if listener.event == .timeout, let timer = listener.timer {
                contents[index].isScope = true
                contents[index].timers.append(
                    TimerDeclaration(
                        activity: index, handler: "timer-task-listener", schedule: timer.schedule,
                        value: compiled(timer.value, element: id), repeats: true,
                        listenerID: listener.id))
            }
        }
        contents[index].behavior = .userTask(code)
    }

    private mutating func setCallActivity(_ call: CallActivity, of node: FlowNode, at index: Int) {
        let id = node.id
        guard case .process(let key) = call.callee, call.variableMappingClass == nil,
            call.variableMappingDelegateExpression == nil
        else {
            contents[index].behavior = unsupported(
                "A call of a CMMN case, or one whose variables a Java class maps",
                cure: "Call a process, and map variables by camunda:in and camunda:out.",
                element: id, line: node.line)
            return
        }
        contents[index].behavior = .callActivity(
            CallActivityCode(
                key: compiled(key, element: id), binding: binding(call.binding, element: id),
                tenantID: expression(call.tenantID, element: id),
                businessKey: expression(call.businessKey, element: id),
                inputs: call.inputs.map { mapping($0, element: id) },
                outputs: call.outputs.map { mapping($0, element: id) }))
    }
}

extension FlowNode {
    fileprivate var isEventBasedGateway: Bool {
        if case .eventBasedGateway = kind { true } else { false }
    }

    fileprivate var isStandardLoop: Bool {
        if case .standard = loop { true } else { false }
    }

    /// Whether it is an activity, and no event or gateway.
    var isActivity: Bool {
        switch kind {
        case .task, .manualTask, .userTask, .serviceTask, .sendTask, .businessRuleTask,
            .scriptTask, .receiveTask, .callActivity, .subProcess:
            true
        case .exclusiveGateway, .parallelGateway, .inclusiveGateway, .eventBasedGateway,
            .complexGateway, .startEvent, .intermediateCatchEvent, .intermediateThrowEvent,
            .boundaryEvent, .endEvent:
            false
        }
    }
}
