import BPMNParser
import Diagnostics

extension ProcessCompiler {
    /// Makes the body of an activity that repeats.
    ///
    /// - Returns: The place of the body; nil for an activity that is done once.
    mutating func addBody(of node: FlowNode, in parent: Int) -> Int? {
        let code: MultiInstanceCode
        switch node.loop {
        case .multiInstance(let loop): code = multiInstance(loop, of: node)
        case .standard(let loop):
            guard let loop = standardLoop(loop, of: node) else { return nil }
            code = loop
        case nil: return nil
        }
        var body = NodeContent(
            id: node.id + "#multiInstanceBody", activityType: "multiInstanceBody",
            behavior: .multiInstance(code))
        body.flowScope = parent
        body.isScope = true
        body.isComposite = true
        body.isAsyncBefore = node.isAsyncBefore
        body.isAsyncAfter = node.isAsyncAfter
        body.isExclusive = node.isExclusive
        body.jobPriority = expression(node.jobPriority, element: node.id)
        body.retryCycle = expression(node.failedJobRetryTimeCycle, element: node.id)
        body.isForCompensation = node.isForCompensation
        body.isActivity = true
        let index = contents.count
        contents.append(body)
        contents[parent].children.append(index)
        places[node.id] = index
        return index
    }

    private mutating func multiInstance(
        _ loop: MultiInstance, of node: FlowNode
    ) -> MultiInstanceCode {
        var code = MultiInstanceCode(isSequential: loop.isSequential)
        code.cardinality = expression(loop.cardinality, element: node.id)
        if let collection = loop.collection {
            if collection.text.contains("{") {
                code.collection = compiled(collection, element: node.id)
            } else {
                code.collectionVariable = collection.text
            }
        }
        code.elementVariable = loop.elementVariable
        code.completionCondition = expression(loop.completionCondition, element: node.id)
        if let list = loop.loopDataOutputRef, !list.isEmpty {
            if let item = loop.outputDataItem, !item.isEmpty {
                code.output = (variableName(ofData: list), item)
            } else {
                report(
                    "multi-instance-output",
                    "The results are collected in '\(list)', but no variable holds the result of "
                        + "one instance.",
                    cure: "Add an outputDataItem with a name, or remove loopDataOutputRef.",
                    element: node.id, line: loop.line, severity: .warning)
            }
        }
        if loop.behavior != "All" {
            report(
                "multi-instance-behavior",
                "The events that behavior=\"\(loop.behavior)\" asks for are not thrown.",
                cure: "Throw them in the repeated activity, or remove the attribute.",
                element: node.id, line: loop.line, severity: .warning)
        }
        return code
    }

    private mutating func standardLoop(
        _ loop: StandardLoop, of node: FlowNode
    ) -> MultiInstanceCode? {
        var maximum: Int?
        if let text = loop.maximum {
            guard let number = Int32(text.text), number > 0 else {
                report(
                    "standard-loop", "'\(text.text)' is no number of rounds.",
                    cure: "Give loopMaximum a whole number of at least 1.", element: node.id,
                    line: text.line)
                return nil
            }
            maximum = Int(number)
        }
        if maximum == nil, loop.condition == nil {
            _ = unsupported(
                "A loop without a condition and without a greatest number of rounds",
                cure: "Give it a loopCondition or loopMaximum.", element: node.id, line: node.line)
            // Where that is only warned of, it is done once, as the reference does.
            return nil
        }
        var code = MultiInstanceCode(isSequential: true)
        code.standardLoop = StandardLoopCode(
            isTestedBefore: loop.isTestedBefore, maximum: maximum,
            condition: expression(loop.condition, element: node.id))
        return code
    }
}
