import JSONTree
import ProcessValues

/// Bodies of multi-instance activities.
extension Run {
    static let instanceCount = "nrOfInstances"
    static let activeCount = "nrOfActiveInstances"
    static let completedCount = "nrOfCompletedInstances"
    static let loopCounter = "loopCounter"

    func executeMultiInstance(
        _ code: MultiInstanceCode, _ body: Node, on execution: Execution
    ) throws(Interruption) {
        if let loop = code.standardLoop {
            return try executeStandardLoop(loop, code, body, on: execution)
        }
        let count = try instanceCount(code, on: execution)
        guard count >= 0 else {
            throw .failed(
                .execution,
                "ENGINE-02023 Invalid number of instances: must be positive integer value or zero, "
                    + "but was \(count)")
        }
        if count == 0 {
            try beginOutput(code, count: 0, on: execution)
            try deliverOutput(code, of: execution)
            return try leave(execution)
        }
        // Each instance takes a step at least: no need to make them all to find that out.
        guard code.isSequential || steps + count <= configuration.maximumSteps else {
            throw .failed(
                .stepLimit,
                "The multi-instance activity '\(body.initial.map { execution.process.nodes[$0].id } ?? body.id)' "
                    + "would make \(count) instances at once; \(configuration.maximumSteps) steps "
                    + "may be taken without waiting.")
        }
        guard let inner = body.initial.map({ execution.process.nodes[$0] }) else { return }
        try beginOutput(code, count: count, on: execution)
        try setNumber(Self.instanceCount, count, on: execution)
        try setNumber(Self.completedCount, 0, on: execution)
        try setNumber(Self.activeCount, code.isSequential ? 1 : count, on: execution)
        if code.isSequential {
            return try performInstance(inner, code, loop: 0, on: execution)
        }
        execution.activity = nil
        execution.isActive = false
        var instances: [Execution] = []
        for _ in 0..<count {
            let child = createExecution(in: execution)
            child.isConcurrent = true
            child.isScope = false
            instances.append(child)
        }
        execution.isForcedUpdate = true
        // The last pushed is the first run.
        for loop in stride(from: count - 1, through: 0, by: -1) {
            try performInstance(inner, code, loop: loop, on: instances[loop])
        }
    }

    /// Makes a body with one instance, for a modification that starts inside of it.
    func initializeBody(
        _ execution: Execution, _ code: MultiInstanceCode
    ) throws(Interruption) -> Execution {
        if code.standardLoop != nil {
            try setNumber(Self.loopCounter, 0, on: execution)
            return execution
        }
        try beginOutput(code, count: 1, on: execution)
        try setNumber(Self.instanceCount, 1, on: execution)
        try setNumber(Self.completedCount, 0, on: execution)
        try setNumber(Self.activeCount, 1, on: execution)
        var instance = execution
        if !code.isSequential {
            instance = createExecution(in: execution)
            instance.isConcurrent = true
            instance.isScope = false
            execution.isActive = false
            execution.activity = nil
        }
        try setNumber(Self.loopCounter, 0, on: instance)
        try declareOutputItem(code, on: instance)
        return instance
    }

    func performInstance(
        _ inner: Node, _ code: MultiInstanceCode, loop: Int, on execution: Execution
    ) throws(Interruption) {
        try setNumber(Self.loopCounter, loop, on: execution)
        if let name = code.elementVariable, let elements = try elements(code, on: execution) {
            guard loop < elements.count else {
                throw Interruption.failed(
                    .runtime(className: "IndexOutOfBoundsException"),
                    "The collection has no element \(loop) any more.")
            }
            try setLocal(name, elements[loop], on: execution)
        }
        try declareOutputItem(code, on: execution)
        execution.isEnded = false
        execution.isActive = true
        try executeActivity(inner, on: execution)
    }

    func setNumber(
        _ name: String, _ number: Int, on execution: Execution
    ) throws(Interruption) {
        try setLocal(name, .integer(Int32(clamping: number)), on: execution)
    }

    func loopNumber(_ name: String, on execution: Execution) throws(Interruption) -> Int {
        guard let value = try variableValue(name, from: execution) else { return 0 }
        return Self.wholeNumber(value) ?? 0
    }

    private func instanceCount(
        _ code: MultiInstanceCode, on execution: Execution
    ) throws(Interruption) -> Int {
        if let expression = code.cardinality {
            let value = try evaluate(expression, on: execution)
            switch value {
            case .short, .integer, .long, .double: return Self.wholeNumber(value) ?? 0
            case .string(let text):
                guard let count = Int32(text) else {
                    throw Interruption.failed(
                        .runtime(className: "NumberFormatException"),
                        "For input string: \"\(text)\"")
                }
                return Int(count)
            default:
                throw Interruption.failed(
                    .execution,
                    "Could not resolve loopCardinality expression '\(expression.text)': not a "
                        + "number nor number String")
            }
        }
        return try elements(code, on: execution)?.count ?? 0
    }

    private func elements(
        _ code: MultiInstanceCode, on execution: Execution
    ) throws(Interruption) -> [ProcessValue]? {
        let value: ProcessValue
        let name: String
        if let expression = code.collection {
            name = expression.text
            value = try evaluate(expression, on: execution)
        } else if let variable = code.collectionVariable {
            name = variable
            value = try variableValue(variable, from: execution) ?? .null
        } else {
            return nil
        }
        guard case .object(let object) = value, case .array(let elements) = value.tree else {
            throw .failed(
                .execution, "Variable '\(name)' is not of the expected type 'Collection'")
        }
        if object.typeName == ObjectValue.nodeListClass {
            return elements.map { .json(JSONContent(tree: $0)) }
        }
        return elements.map { ProcessValue(untyped: $0) }
    }

    // MARK: Ends of instances

    func parallelInstanceEnded(
        _ ended: Execution, in body: Execution, code: MultiInstanceCode
    ) throws(Interruption) {
        try collectOutput(code, of: ended, in: body)
        let completed = try loopNumber(Self.completedCount, on: body) + 1
        try setNumber(Self.completedCount, completed, on: body)
        let active = try loopNumber(Self.activeCount, on: body) - 1
        try setNumber(Self.activeCount, active, on: body)
        ended.isActive = false
        ended.activityInstanceID = nil
        body.isForcedUpdate = true
        guard let inner = ended.activity else { return }
        let isSatisfied = try isSatisfied(code.completionCondition, on: ended)
        guard
            isSatisfied
                || active <= 0
                    && body.children.allSatisfy({
                        $0.isEventScope || !$0.isActive && $0.activity === inner
                    })
        else {
            return try dispatchOutstandingEvents(on: body)
        }
        for child in body.liveChildren where !child.isRemoved {
            if child.isActive || child.activity == nil || child.activityInstanceID != nil {
                try deleteCascade(child, reason: "Multi instance completion condition satisfied.")
            } else {
                try remove(child)
            }
        }
        try deliverOutput(code, of: body)
        body.activity = body.process.flowScope(of: inner)
        body.isActive = true
        try leave(body)
    }

    func sequentialInstanceEnded(
        on execution: Execution, body: Node, code: MultiInstanceCode
    ) throws(Interruption) {
        if let loop = code.standardLoop {
            return try standardLoopRoundEnded(loop, code, body, on: execution)
        }
        try collectOutput(code, of: execution, in: execution)
        let loop = try loopNumber(Self.loopCounter, on: execution) + 1
        let count = try loopNumber(Self.instanceCount, on: execution)
        let completed = try loopNumber(Self.completedCount, on: execution) + 1
        try setNumber(Self.completedCount, completed, on: execution)
        var isDone = loop == count
        if !isDone { isDone = try isSatisfied(code.completionCondition, on: execution) }
        if isDone {
            try deliverOutput(code, of: execution)
            return try leave(execution)
        }
        guard let inner = body.initial else { return }
        try performInstance(execution.process.nodes[inner], code, loop: loop, on: execution)
    }

    private func isSatisfied(
        _ condition: CompiledExpression?, on execution: Execution
    ) throws(Interruption) -> Bool {
        guard let condition else { return false }
        let value = try evaluate(condition, on: execution)
        guard case .boolean(let result) = value else {
            throw .failed(
                .execution,
                "completionCondition '\(condition.text)' does not evaluate to a boolean value")
        }
        return result
    }
}
