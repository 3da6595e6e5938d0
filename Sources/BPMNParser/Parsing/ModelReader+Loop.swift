internal import XMLTree

extension ModelReader {
    /// Reads how an activity repeats.
    mutating func readLoop(of element: XMLElement) -> Loop? {
        if let loop = element.child("standardLoopCharacteristics") {
            var result = StandardLoop(
                isTestedBefore: loop.isTrue("testBefore"),
                maximum: loop.token("loopMaximum").map { ExpressionSource($0, line: loop.line) },
                condition: loop.child("loopCondition").flatMap {
                    $0.trimmedText.isEmpty
                        ? nil : ExpressionSource($0.trimmedText, line: $0.line)
                })
            result.isAsyncBefore =
                loop.isExtensionTrue("asyncBefore") || loop.isExtensionTrue("async")
            result.isAsyncAfter = loop.isExtensionTrue("asyncAfter")
            result.isExclusive = loop.extensionAttribute("exclusive").map { $0 == "true" } ?? true
            return .standard(result)
        }
        guard let loop = single("multiInstanceLoopCharacteristics", in: element) else { return nil }
        let id = element.id
        var result = MultiInstance(line: loop.line)
        let sequential = loop.token("isSequential")
        if sequential == "1" || sequential == "0" {
            report(
                "multi-instance-sequential", loop, owner: id, effect: .failure,
                "isSequential is '\(sequential ?? "")'.", cure: "Write true or false.")
        }
        result.isSequential = sequential == "true" || sequential == "1"
        readCardinality(of: loop, owner: element, into: &result)
        readCollection(of: loop, owner: element, into: &result)
        if let condition = single("completionCondition", in: loop, owner: id) {
            result.completionCondition = expression(
                condition.trimmedText, at: condition, owner: id)
        }
        result.isAsyncBefore =
            loop.isExtensionTrue("asyncBefore") || loop.isExtensionTrue("async")
        result.isAsyncAfter = loop.isExtensionTrue("asyncAfter")
        result.isExclusive = loop.extensionAttribute("exclusive").map { $0 == "true" } ?? true
        result.failedJobRetryTimeCycle = retryCycle(of: loop)
        result.loopDataOutputRef = loop.child("loopDataOutputRef")?.trimmedText
        result.outputDataItem = loop.child("outputDataItem")?.attribute("name")
        result.behavior = loop.token("behavior") ?? "All"
        return .multiInstance(result)
    }

    private mutating func readCardinality(
        of loop: XMLElement, owner: XMLElement, into result: inout MultiInstance
    ) {
        guard let cardinality = single("loopCardinality", in: loop, owner: owner.id) else { return }
        let text = cardinality.trimmedText
        if text.isEmpty {
            reportLoop(
                loop, owner, "The number of instances is empty.",
                cure: "Give a number or an expression, or a collection.")
        } else {
            result.cardinality = expression(text, at: cardinality, owner: owner.id)
        }
    }

    private mutating func readCollection(
        of loop: XMLElement, owner: XMLElement, into result: inout MultiInstance
    ) {
        var collection = loop.extensionAttribute("collection")
        if let reference = single("loopDataInputRef", in: loop, owner: owner.id) {
            collection = reference.trimmedText
        }
        if let collection {
            result.collection =
                collection.contains("{")
                ? expression(collection, at: loop, owner: owner.id)
                : ExpressionSource(collection, line: loop.line)
        }
        result.elementVariable = loop.extensionAttribute("elementVariable")
        if let item = single("inputDataItem", in: loop, owner: owner.id) {
            result.elementVariable = item.attribute("name")
        }
        if collection == nil, result.cardinality == nil, loop.child("loopCardinality") == nil {
            reportLoop(
                loop, owner, "The multi-instance activity has neither a number nor a collection.",
                cure: "Give it a loopCardinality or a collection.")
        }
        if collection == nil, result.elementVariable != nil {
            reportLoop(
                loop, owner, "An element variable is given, but no collection.",
                cure: "Give the collection, or remove the element variable.")
        }
    }

    private mutating func reportLoop(
        _ loop: XMLElement, _ owner: XMLElement, _ message: String, cure: String
    ) {
        report(
            "multi-instance", loop, owner: owner.id,
            names: ["\(owner.id ?? "null")#multiInstanceBody"], message, cure: cure)
    }
}
