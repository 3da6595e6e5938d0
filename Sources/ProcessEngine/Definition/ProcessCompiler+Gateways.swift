import BPMNParser
import Diagnostics

extension ProcessCompiler {
    /// A complex gateway; with one flow in it only splits, as an inclusive gateway does.
    mutating func setComplexGateway(
        _ condition: ExpressionSource?, of node: FlowNode, at index: Int
    ) {
        contents[index].activityType = "complexGateway"
        if let activation = expression(condition, element: node.id) {
            contents[index].behavior = .complexGateway(ComplexGatewayCode(activation: activation))
        } else if node.incoming.count > 1 {
            contents[index].behavior = unsupported(
                "A complex gateway that joins without an activation condition",
                cure: "Give it an activationCondition such as ${activationCount >= 2}.",
                element: node.id, line: node.line)
        } else {
            contents[index].behavior = .inclusiveGateway
        }
    }

    // MARK: Instances made by receiving

    /// A receive task whose message starts instances.
    mutating func setInstantiating(_ task: ReceiveTask, of node: FlowNode, at index: Int) {
        guard canInstantiate(node, at: index) else { return }
        guard let message = task.message else {
            report(
                "instantiating-event", "The receive task starts instances, but by no message.",
                cure: "Choose a message.", element: node.id, line: node.line)
            return
        }
        hasInstantiatingElements = true
        startDeclarations.append(
            EventDeclaration(
                kind: .message, name: expression(message.name, element: node.id), condition: nil,
                activity: index))
    }

    /// An event-based gateway whose events start instances.
    mutating func setInstantiating(
        _ gateway: EventBasedGateway, of node: FlowNode, at index: Int
    ) {
        guard canInstantiate(node, at: index) else { return }
        hasInstantiatingElements = true
        instantiatingGateways[index] = gateway
        if gateway.isParallel {
            contents[index].behavior = .parallelGateway
            contents[index].isScope = false
        }
    }

    private mutating func canInstantiate(_ node: FlowNode, at index: Int) -> Bool {
        if node.incoming.isEmpty, contents[index].flowScope == 0 { return true }
        report(
            "instantiating-event",
            "'\(node.name ?? node.id)' can start no instances: it stands in a sub-process, "
                + "repeats, or has an incoming flow.",
            cure: "Remove instantiate=\"true\", or put it at the start of the process.",
            element: node.id, line: node.line, severity: .warning)
        return false
    }

    /// Notes that an event behind such a gateway starts instances.
    mutating func declareStart(
        _ event: CatchEvent, behind gateway: EventBasedGateway, of node: FlowNode, at index: Int
    ) {
        let id = node.id
        for definition in event.definitions {
            switch definition.kind {
            case .message(let message):
                startDeclarations.append(
                    EventDeclaration(
                        kind: .message, name: expression(message.message?.name, element: id),
                        condition: nil, activity: index))
                continue
            case .signal(let signal) where !gateway.isParallel:
                startDeclarations.append(
                    EventDeclaration(
                        kind: .signal, name: expression(signal.signal?.name, element: id),
                        condition: nil, activity: index))
                continue
            case .conditional(let conditional) where !gateway.isParallel:
                startDeclarations.append(
                    EventDeclaration(
                        kind: .conditional, name: nil,
                        condition: condition(conditional.condition, element: id),
                        activity: index))
                continue
            case .timer(let timer) where !gateway.isParallel:
                startTimers.append(
                    TimerDeclaration(
                        activity: index, handler: "timer-start-event", schedule: timer.schedule,
                        value: compiled(timer.value, element: id), repeats: true))
                continue
            default: break
            }
            report(
                "instantiating-event",
                gateway.isParallel
                    ? "A parallel event-based gateway that starts instances waits for messages "
                        + "only." : "An instance cannot be started by this event.",
                cure: "Wait for a message here.", element: id, line: node.line)
        }
    }
}
