import BPMNParser

extension ProcessCompiler {
    /// Attaches the boundary events of a scope, and of the scopes inside.
    mutating func addHandlers(of scope: FlowScope, in parent: Int) {
        for node in scope.flowNodes {
            switch node.kind {
            case .subProcess(let sub):
                if let index = innerPlaces[node.id] { addHandlers(of: sub.scope, in: index) }
            case .boundaryEvent(let event): attach(event, node)
            default: break
            }
        }
    }

    private mutating func attach(_ event: BoundaryEvent, _ node: FlowNode) {
        guard let index = places[node.id], let host = places[event.attachedToRef],
            let inner = innerPlaces[event.attachedToRef]
        else {
            report(
                "boundary-event-host", "The boundary event is attached to no activity.",
                cure: "Attach it to an activity of the same scope.", element: node.id,
                line: node.line)
            return
        }
        contents[index].eventScope = host
        contents[index].isInterrupting = event.isInterrupting
        contents[index].startBehavior =
            event.isInterrupting ? .cancelEventScope : .concurrentInFlowScope
        if case .compensation = event.definition?.kind {
            contents[index].activityType = nil
            contents[index].startBehavior = .normal
            let target = event.compensationHandlerRef ?? associations[node.id]
            if let handler = target.flatMap({ places[$0] }) {
                contents[inner].compensationHandler = handler
                contents[handler].isForCompensation = true
                move(handler, to: contents[inner].flowScope)
            }
            return
        }
        contents[host].isScope = true
        let definitions = multiple(
            event.definitions, event.definition, isParallel: event.isParallelMultiple, at: index)
        for (definition, name) in definitions {
            definitionID = name
            setBoundary(definition, event, of: node, at: index, on: host)
        }
        definitionID = nil
        if definitions.isEmpty { setBoundary(nil, event, of: node, at: index, on: host) }
        guard contents[index].multiple != nil else { return }
        contents[index].activityType = "boundaryMultiple"
        let endsAnyway = definitions.contains {
            if case .error = $0.0.kind { true } else { false }
        }
        if endsAnyway, !event.isInterrupting {
            report(
                "multiple-event-definition",
                "An event that does not interrupt cannot wait for an error: it ends the activity.",
                cure: "Give the error a boundary event of its own.", element: node.id,
                line: node.line)
        }
    }

    private mutating func setBoundary(
        _ definition: EventDefinition?, _ event: BoundaryEvent, of node: FlowNode, at index: Int,
        on host: Int
    ) {
        switch definition?.kind {
        case .message(let message):
            contents[index].activityType = "boundaryMessage"
            declare(
                .message, message.message?.name, activity: index, scope: host, element: node.id)
        case .signal(let signal):
            contents[index].activityType = "boundarySignal"
            declare(.signal, signal.signal?.name, activity: index, scope: host, element: node.id)
        case .timer(let timer):
            contents[index].activityType = "boundaryTimer"
            contents[host].timers.append(
                TimerDeclaration(
                    activity: index, handler: "timer-transition", schedule: timer.schedule,
                    value: compiled(timer.value, element: node.id),
                    repeats: !event.isInterrupting, definitionID: definitionID))
        case .conditional(let conditional):
            contents[index].activityType = "boundaryConditional"
            let code = conditionCode(conditional, element: node.id)
            contents[host].eventDeclarations.append(
                EventDeclaration(
                    kind: .conditional, name: nil, condition: code, activity: index,
                    definitionID: definitionID))
        case .error(let error):
            contents[index].activityType = "boundaryError"
            contents[index].isInterrupting = true
            contents[index].startBehavior = .cancelEventScope
            addErrorHandler(error, handler: index, eventScope: host, precedence: 0)
        case .escalation(let escalation):
            contents[index].activityType = "boundaryEscalation"
            contents[host].escalationHandlers.append(
                EscalationHandler(
                    handler: index, code: escalation.escalation?.code,
                    codeVariable: escalation.codeVariable, definitionID: definitionID))
        case .cancel:
            contents[index].activityType = "cancelBoundaryCatch"
            contents[index].startBehavior = .cancelEventScope
            contents[host].cancelHandler = index
        case .compensation, .link, .terminate, nil:
            contents[index].behavior = unsupported(
                "A boundary event of this kind", cure: "Use another event at the border.",
                element: node.id, line: node.line)
        }
    }

    /// A handler runs in the scope of what it undoes: for a multi-instance activity in its body.
    private mutating func move(_ handler: Int, to scope: Int) {
        guard contents[handler].flowScope != scope else { return }
        contents[contents[handler].flowScope].children.removeAll { $0 == handler }
        contents[handler].flowScope = scope
        contents[scope].children.append(handler)
    }

    /// Adds the sequence flows of a scope, and of the scopes inside.
    mutating func addFlows(of scope: FlowScope, in parent: Int) {
        let links = linkTargets(of: scope)
        for flow in scope.sequenceFlows {
            let targetID = links[flow.targetRef] ?? flow.targetRef
            guard let source = places[flow.sourceRef], let target = places[targetID] else {
                continue
            }
            let index = flows.count
            flows.append(
                Flow(
                    id: flow.id, source: source, target: target,
                    condition: flow.condition.map { condition($0, element: flow.id) },
                    takeListeners: flow.takeListeners.map {
                        listener($0.implementation, element: flow.id, line: $0.line)
                    }))
            contents[source].outgoing.append(index)
            contents[target].incomingCount += 1
        }
        for node in scope.flowNodes {
            if let id = node.defaultFlow, let source = places[node.id] {
                contents[source].defaultFlow = contents[source].outgoing.first {
                    flows[$0].id == id
                }
            }
            if case .subProcess(let sub) = node.kind, let index = innerPlaces[node.id] {
                addFlows(of: sub.scope, in: index)
            }
        }
    }

    /// The catching link events by the id of the throwing ones.
    private func linkTargets(of scope: FlowScope) -> [String: String] {
        var catches: [String: String] = [:]
        for node in scope.flowNodes {
            if case .intermediateCatchEvent(let event) = node.kind,
                case .link(let link) = event.definition?.kind
            {
                catches[link.name] = node.id
            }
        }
        var result: [String: String] = [:]
        for node in scope.flowNodes {
            if case .intermediateThrowEvent(let event) = node.kind,
                case .link(let link) = event.definition?.kind, let target = catches[link.name]
            {
                result[node.id] = target
            }
        }
        return result
    }
}
