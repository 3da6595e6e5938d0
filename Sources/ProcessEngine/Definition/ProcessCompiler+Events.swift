import BPMNParser

extension ProcessCompiler {
    /// Notes a message or signal that is waited for while a scope lives.
    mutating func declare(
        _ kind: EventDeclaration.Kind, _ name: ExpressionSource?, activity: Int, scope: Int,
        element: String
    ) {
        contents[scope].eventDeclarations.append(
            EventDeclaration(
                kind: kind, name: expression(name, element: element), condition: nil,
                activity: activity, definitionID: definitionID))
    }

    mutating func conditionCode(
        _ definition: ConditionalEventDefinition, element: String
    ) -> ConditionCode {
        hasConditionalEvents = true
        var code = condition(definition.condition, element: element)
        code.variableName = definition.variableName
        code.variableEvents = definition.variableEvents.map(\.rawValue)
        return code
    }

    mutating func setStartEvent(_ start: StartEvent, of node: FlowNode, at index: Int) {
        let id = node.id
        let scope = contents[index].flowScope
        guard scope != 0 else { return setProcessStart(start, of: node, at: index) }
        contents[index].activityType = "startEvent"
        contents[scope].initial = contents[scope].initial ?? index
        guard contents[scope].isTriggeredByEvent, start.definition != nil else { return }
        contents[scope].isInterrupting = start.isInterrupting
        contents[scope].startBehavior =
            start.isInterrupting ? .interruptEventScope : .concurrentInFlowScope
        contents[index].isInterrupting = start.isInterrupting
        let definitions = multiple(
            start.definitions, start.definition, isParallel: start.isParallelMultiple, at: index)
        for (definition, name) in definitions {
            definitionID = name
            setEventSubProcessStart(definition, start, id: id, at: index, of: scope)
        }
        definitionID = nil
        if contents[index].multiple != nil {
            contents[index].activityType = "multipleStartEvent"
        }
    }

    private mutating func setEventSubProcessStart(
        _ definition: EventDefinition, _ start: StartEvent, id: String, at index: Int,
        of scope: Int
    ) {
        let eventScope = contents[scope].flowScope
        switch definition.kind {
        case .message(let message):
            contents[index].activityType = "messageStartEvent"
            declare(
                .message, message.message?.name, activity: index, scope: eventScope, element: id)
        case .signal(let signal):
            contents[index].activityType = "signalStartEvent"
            declare(.signal, signal.signal?.name, activity: index, scope: eventScope, element: id)
        case .timer(let timer):
            contents[index].activityType = "startTimerEvent"
            contents[eventScope].timers.append(
                TimerDeclaration(
                    activity: index, handler: "timer-start-event-subprocess",
                    schedule: timer.schedule, value: compiled(timer.value, element: id),
                    repeats: !start.isInterrupting, definitionID: definitionID))
        case .conditional(let conditional):
            contents[index].activityType = "conditionalStartEvent"
            let code = conditionCode(conditional, element: id)
            contents[eventScope].eventDeclarations.append(
                EventDeclaration(
                    kind: .conditional, name: nil, condition: code, activity: index,
                    definitionID: definitionID))
        case .error(let error):
            contents[index].activityType = "errorStartEvent"
            contents[scope].startBehavior = .interruptEventScope
            contents[scope].isInterrupting = true
            addErrorHandler(error, handler: scope, eventScope: eventScope, precedence: 10)
        case .escalation(let escalation):
            contents[index].activityType = "escalationStartEvent"
            contents[eventScope].escalationHandlers.append(
                EscalationHandler(
                    handler: scope, code: escalation.escalation?.code,
                    codeVariable: escalation.codeVariable, definitionID: definitionID))
        case .compensation:
            contents[index].activityType = "compensationStartEvent"
            contents[scope].startBehavior = .normal
            contents[scope].isForCompensation = true
            contents[eventScope].compensationHandler = scope
        case .cancel, .terminate, .link: break
        }
    }

    private mutating func setProcessStart(_ start: StartEvent, of node: FlowNode, at index: Int) {
        contents[index].activityType = "startEvent"
        let definitions = multiple(
            start.definitions, start.definition, isParallel: start.isParallelMultiple, at: index)
        for (definition, name) in definitions {
            definitionID = name
            setProcessStart(definition, id: node.id, at: index)
        }
        definitionID = nil
        if definitions.isEmpty { initial = index }
        if contents[index].multiple != nil {
            contents[index].activityType = "multipleStartEvent"
            initial = initial ?? (isOnlyStart(node.id) ? index : nil)
        }
    }

    private mutating func setProcessStart(
        _ definition: EventDefinition, id: String, at index: Int
    ) {
        switch definition.kind {
        case .message(let message):
            contents[index].activityType = "messageStartEvent"
            startDeclarations.append(
                EventDeclaration(
                    kind: .message, name: expression(message.message?.name, element: id),
                    condition: nil, activity: index, definitionID: definitionID))
            initial = initial ?? (isOnlyStart(id) ? index : nil)
        case .signal(let signal):
            contents[index].activityType = "signalStartEvent"
            startDeclarations.append(
                EventDeclaration(
                    kind: .signal, name: expression(signal.signal?.name, element: id),
                    condition: nil, activity: index, definitionID: definitionID))
            initial = initial ?? (isOnlyStart(id) ? index : nil)
        case .conditional(let conditional):
            contents[index].activityType = "conditionalStartEvent"
            startDeclarations.append(
                EventDeclaration(
                    kind: .conditional, name: nil,
                    condition: condition(conditional.condition, element: id), activity: index,
                    definitionID: definitionID))
            initial = initial ?? (isOnlyStart(id) ? index : nil)
        case .timer(let timer):
            contents[index].activityType = "startTimerEvent"
            startTimers.append(
                TimerDeclaration(
                    activity: index, handler: "timer-start-event", schedule: timer.schedule,
                    value: compiled(timer.value, element: id), repeats: true,
                    definitionID: definitionID))
            if definitionID == nil { initial = index }
        default: initial = index
        }
    }

    private func isOnlyStart(_ id: String) -> Bool {
        !process.scope.flowNodes.contains {
            if case .startEvent = $0.kind { $0.id != id } else { false }
        }
    }

    func addErrorHandlerCode(_ error: ErrorEventDefinition) -> String? {
        error.errorRef == nil ? nil : error.code
    }

    mutating func addErrorHandler(
        _ error: ErrorEventDefinition, handler: Int, eventScope: Int, precedence: Int
    ) {
        let code = addErrorHandlerCode(error)
        contents[eventScope].errorHandlers.append(
            ErrorHandler(
                handler: handler, code: code, precedence: precedence + (code == nil ? 0 : 1),
                codeVariable: error.codeVariable, messageVariable: error.messageVariable,
                definitionID: definitionID))
    }

    mutating func setCatchEvent(_ event: CatchEvent, of node: FlowNode, at index: Int) {
        var gateway = precedingEventGateway(of: node, in: contents[index].flowScope)
        if let place = gateway, let starting = instantiatingGateways[place] {
            contents[index].instantiatingGateway = place
            declareStart(event, behind: starting, of: node, at: index)
            // Each event of a parallel one goes its own way, and waits by itself.
            if starting.isParallel { gateway = nil }
        }
        contents[index].isScope = gateway == nil || contents[index].isScope
        contents[index].behavior = gateway == nil ? .wait : .chosenEvent
        if let gateway {
            contents[index].eventScope = gateway
            contents[index].startBehavior = .cancelEventScope
        }
        let definitions = multiple(
            event.definitions, event.definition, isParallel: event.isParallelMultiple, at: index)
        for (definition, name) in definitions {
            definitionID = name
            setCatch(definition, of: node, at: index, behind: gateway)
        }
        definitionID = nil
        guard let multiple = contents[index].multiple else {
            if definitions.isEmpty { setCatch(nil, of: node, at: index, behind: gateway) }
            return
        }
        contents[index].activityType = "intermediateMultipleCatch"
        contents[index].behavior = gateway == nil ? .wait : .chosenEvent
        if gateway != nil, multiple.isParallel {
            report(
                "parallel-multiple-event",
                "A parallel multiple event cannot follow an event-based gateway.",
                cure: "Use an event that is not parallel, or a parallel gateway.",
                element: node.id, line: node.line)
        }
    }

    private mutating func setCatch(
        _ definition: EventDefinition?, of node: FlowNode, at index: Int, behind gateway: Int?
    ) {
        let id = node.id
        let scope = gateway ?? index
        switch definition?.kind {
        case .message(let message):
            contents[index].activityType = "intermediateMessageCatch"
            declare(.message, message.message?.name, activity: index, scope: scope, element: id)
        case .signal(let signal):
            contents[index].activityType = "intermediateSignalCatch"
            declare(.signal, signal.signal?.name, activity: index, scope: scope, element: id)
        case .timer(let timer):
            contents[index].activityType = "intermediateTimer"
            contents[scope].timers.append(
                TimerDeclaration(
                    activity: index, handler: "timer-intermediate-transition",
                    schedule: timer.schedule, value: compiled(timer.value, element: id),
                    repeats: false, definitionID: definitionID))
        case .conditional(let conditional):
            contents[index].activityType = "intermediateConditional"
            let code = conditionCode(conditional, element: id)
            contents[scope].eventDeclarations.append(
                EventDeclaration(
                    kind: .conditional, name: nil, condition: code, activity: index,
                    definitionID: definitionID))
            if gateway == nil { contents[index].behavior = .conditionalCatch(code) }
        case .link:
            contents[index].activityType = nil
            contents[index].behavior = .passThrough
        default:
            contents[index].behavior = unsupported(
                "An intermediate catch event of this kind",
                cure: "Use a message, signal, timer, conditional or link event.", element: id,
                line: node.line)
        }
    }

    /// Notes which definitions an event has, if it has several, and names each of them.
    ///
    /// - Returns: The definitions, each with its name if there are several.
    mutating func multiple(
        _ definitions: [EventDefinition], _ only: EventDefinition?, isParallel: Bool, at index: Int
    ) -> [(EventDefinition, String?)] {
        guard definitions.count > 1 else { return only.map { [($0, nil)] } ?? [] }
        let named = definitions.enumerated().map { position, definition in
            (definition, definition.id ?? "\(contents[index].id)_\(position + 1)")
        }
        contents[index].multiple = MultipleEventCode(
            isParallel: isParallel, definitions: named.map(\.1))
        return named.map { ($0.0, $0.1) }
    }

    private func precedingEventGateway(of node: FlowNode, in scope: Int) -> Int? {
        for place in contents[scope].children {
            guard contents[place].activityType == "eventBasedGateway",
                let flows = gatewayTargets[contents[place].id], flows.contains(node.id)
            else { continue }
            return place
        }
        return nil
    }

    mutating func setThrowEvent(
        _ event: ThrowEvent, of node: FlowNode, at index: Int, isEnd: Bool
    ) {
        guard event.definitions.count > 1 else {
            return setThrow(event.definition, of: node, at: index, isEnd: isEnd)
        }
        var parts: [Behavior] = []
        var last: [Behavior] = []
        for definition in event.definitions {
            setThrow(definition, of: node, at: index, isEnd: isEnd)
            switch contents[index].behavior {
            case .errorEnd, .terminateEnd: last.append(contents[index].behavior)
            // A message that nothing sends: there is nothing to do.
            case .noneEnd, .passThrough: break
            default: parts.append(contents[index].behavior)
            }
        }
        contents[index].startBehavior = .normal
        contents[index].behavior = .multipleThrow(parts + last)
        contents[index].activityType = isEnd ? "multipleEndEvent" : "intermediateMultipleThrow"
    }

    private mutating func setThrow(
        _ definition: EventDefinition?, of node: FlowNode, at index: Int, isEnd: Bool
    ) {
        let id = node.id
        switch definition?.kind {
        case nil:
            contents[index].activityType = isEnd ? "noneEndEvent" : "intermediateNoneThrowEvent"
            contents[index].behavior = isEnd ? .noneEnd : .passThrough
        case .message(let message):
            if let service = message.implementation, service.kind != .none {
                contents[index].activityType =
                    isEnd ? "messageEndEvent" : "intermediateMessageThrowEvent"
                setService(service, of: node, at: index)
            } else {
                contents[index].activityType =
                    effectElements.contains(id)
                    ? (isEnd ? "messageEndEvent" : "intermediateMessageThrowEvent")
                    : (isEnd ? "endEvent" : "intermediateNoneThrowEvent")
                contents[index].behavior = isEnd ? .noneEnd : .passThrough
            }
        case .signal(let signal):
            contents[index].activityType = isEnd ? "signalEndEvent" : "intermediateSignalThrow"
            contents[index].behavior = .throwSignal(
                SignalThrow(
                    name: expression(signal.signal?.name, element: id)
                        ?? CompiledExpression(literal: ""),
                    isAsync: signal.isAsync,
                    businessKey: expression(signal.businessKey, element: id),
                    inputs: signal.inputs.map { mapping($0, element: id) }))
        case .escalation(let escalation):
            contents[index].activityType =
                isEnd ? "escalationEndEvent" : "intermediateEscalationThrowEvent"
            contents[index].behavior = .throwEscalation(code: escalation.escalation?.code)
        case .compensation(let compensation):
            contents[index].activityType =
                isEnd ? "compensationEndEvent" : "intermediateCompensationThrowEvent"
            contents[index].isScope = true
            contents[index].behavior = .throwCompensation(activity: compensation.activityRef)
        case .error(let error):
            contents[index].activityType = "errorEndEvent"
            contents[index].behavior = .errorEnd(
                ErrorThrow(
                    code: error.code, message: expression(error.error?.message, element: id)))
        case .terminate:
            contents[index].activityType = "terminateEndEvent"
            contents[index].behavior = .terminateEnd
            contents[index].startBehavior = .interruptFlowScope
        case .cancel:
            contents[index].activityType = "cancelEndEvent"
            contents[index].isScope = true
            contents[index].behavior = .cancelEnd
            contents[index].startBehavior = .interruptFlowScope
        case .link:
            contents[index].activityType = nil
            contents[index].isLinkThrow = true
        case .timer, .conditional:
            contents[index].behavior = unsupported(
                "A throwing event of this kind", cure: "Use a none, message or signal event.",
                element: id, line: node.line)
        }
    }
}
