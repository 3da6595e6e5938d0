import JSONTree
import ProcessValues

/// The results of the instances of a multi-instance activity, collected in a list.
///
/// Each instance has a variable of its own for its result, and the list is kept in the body until
/// that ends: so instances that run side by side never lose each other's results.
extension Run {
    /// Makes the list, with nothing in it yet.
    func beginOutput(
        _ code: MultiInstanceCode, count: Int, on body: Execution
    ) throws(Interruption) {
        guard let output = code.output else { return }
        let nothing = [JSON](repeating: .null, count: count)
        try setLocal(output.list, .object(ObjectValue(tree: .array(nothing))), on: body)
    }

    /// Gives an instance the variable for its result.
    func declareOutputItem(
        _ code: MultiInstanceCode, on execution: Execution
    ) throws(Interruption) {
        guard let output = code.output else { return }
        try setLocal(output.item, .null, on: execution)
    }

    /// A result that stands in the scope of the repeated activity itself is kept for its instance,
    /// before that scope is gone.
    func keepOutputItem(of activity: Node, on execution: Execution) throws(Interruption) {
        guard case .multiInstance(let code) = execution.process.flowScope(of: activity).behavior,
            let output = code.output, let parent = execution.parent,
            let own = execution.variables.first(where: { $0.name == output.item })
        else { return }
        try setLocal(output.item, try value(of: own), on: parent)
    }

    /// Puts the result of an instance into its place in the list.
    func collectOutput(
        _ code: MultiInstanceCode, of instance: Execution, in body: Execution
    ) throws(Interruption) {
        guard let output = code.output else { return }
        let item = instance.variables.first { $0.name == output.item }
        let result = try item.map { (item) throws(Interruption) in try self.value(of: item) }
        let position = try loopNumber(Self.loopCounter, on: instance)
        var elements = try outputList(output.list, of: body)
        while elements.count <= position { elements.append(.null) }
        elements[position] = result?.plainJSON ?? .null
        try setLocal(output.list, .object(ObjectValue(tree: .array(elements))), on: body)
    }

    /// Sets the list in the scope around the body, which is about to end.
    func deliverOutput(_ code: MultiInstanceCode, of body: Execution) throws(Interruption) {
        guard let output = code.output, let parent = body.parent else { return }
        let list = VariableInput(
            output.list,
            .object(ObjectValue(tree: .array(try outputList(output.list, of: body)))))
        if findVariable(output.list, from: parent) != nil {
            try setVariable(list, from: parent)
        } else {
            try setLocalVariable(list, on: parent.scopeExecution)
        }
    }

    private func outputList(
        _ name: String, of body: Execution
    ) throws(Interruption) -> [JSON] {
        guard let found = body.variables.first(where: { $0.name == name }),
            case .array(let elements) = try value(of: found).tree
        else { return [] }
        return elements
    }
}
