internal import JSONTree
internal import ProcessEngine
internal import YAMLTree

/// Reads steps.
extension ScenarioReading {
    /// What can be done, with the keys that belong to it.
    private static let actions: [(key: String, companions: [String])] = [
        ("complete", ["variables", "by"]), ("resident", ["answer"]), ("advance", []),
        ("message", ["variables", "keys", "businessKey", "by"]), ("signal", ["variables", "by"]),
        ("startActivity", ["variables", "by"]), ("finish", ["by"]),
        ("external", ["variables", "failure", "retries", "error", "errorMessage"]),
        ("retry", ["by"]), ("set", ["by"]), ("cancel", ["by"]),
    ]

    mutating func step(_ node: YAMLNode) -> Scenario.Step? {
        let companions = Set(Self.actions.flatMap(\.companions)).sorted()
        let keys = Self.actions.map(\.key)
        guard let fields = fields(of: node, "a step", ["name", "expect"] + keys + companions)
        else { return nil }
        let found = Self.actions.filter { fields[$0.key] != nil }
        if found.count > 1 {
            tell(
                node.line, "scenario-action",
                "The step does several things: \(found.map(\.key).joined(separator: ", "))",
                "Make a step of each")
        }
        for companion in companions where fields[companion] != nil {
            if found.contains(where: { $0.companions.contains(companion) }) { continue }
            let owners = Self.actions.filter { $0.companions.contains(companion) }.map(\.key)
            tell(
                fields[companion]?.line ?? node.line, "scenario-action",
                "\"\(companion)\" belongs to nothing that the step does",
                "Use it with \(owners.joined(separator: ", ")), or take it away")
        }
        var step = Scenario.Step(
            name: fields["name"].flatMap { mention($0, "name")?.text }, line: node.line,
            action: found.first.flatMap { action($0.key, fields) },
            user: fields["by"].flatMap { mention($0, "by")?.text }, refusal: nil,
            expectations: [])
        if let expect = fields["expect"] { readExpectations(expect, into: &step) }
        if found.isEmpty, step.expectations.isEmpty {
            tell(
                node.line, "scenario-step", "The step does nothing and expects nothing",
                "Add an action (\(keys.joined(separator: ", "))) or expect:")
        }
        return step
    }

    private mutating func action(
        _ kind: String, _ fields: [String: YAMLNode]
    ) -> Scenario.Action? {
        guard let node = fields[kind] else { return nil }
        switch kind {
        case "advance": return delay(node).map(Scenario.Action.advance)
        case "set": return .set(variables(node))
        case "external":
            guard let element = mention(node, kind) else { return nil }
            return .external(element, workerResult(fields, element.line))
        default: break
        }
        guard let subject = mention(node, kind) else { return nil }
        let values = variables(fields["variables"])
        switch kind {
        case "complete": return .complete(subject, variables: values)
        case "resident":
            return .resident(subject, answer: fields["answer"].map { json($0) } ?? [:])
        case "message":
            return .message(
                subject, variables: values, keys: variables(fields["keys"]),
                businessKey: fields["businessKey"].flatMap { mention($0, "businessKey")?.text })
        case "signal": return .signal(subject, variables: values)
        case "startActivity": return .startActivity(subject, variables: values)
        case "finish": return .finish(subject)
        case "retry": return .retry(subject)
        default: return .cancel(subject.text)
        }
    }

    private mutating func delay(_ node: YAMLNode) -> Scenario.Delay? {
        guard let text = mention(node, "advance")?.text else { return nil }
        if ScenarioMoment.isPeriod(text) { return .by(text) }
        if let instant = ScenarioMoment.instant(text) { return .to(instant) }
        tell(
            node.line, "scenario-period", "\"\(text)\" is neither a period nor a moment",
            "Write a period such as P14D or PT2H, or a moment such as 2026-03-02T09:00:00+01:00")
        return nil
    }

    private mutating func workerResult(
        _ fields: [String: YAMLNode], _ line: Int
    ) -> Scenario.WorkerResult {
        let failure = fields["failure"].flatMap { mention($0, "failure")?.text }
        let code = fields["error"].flatMap { mention($0, "error")?.text }
        switch (failure, code) {
        case (nil, nil): return .completed(variables: variables(fields["variables"]))
        case (let failure?, nil):
            let retries = fields["retries"].flatMap { integer($0, "retries") } ?? 0
            return .failed(message: failure, retries: retries)
        case (let failure, let code?):
            if failure != nil {
                tell(
                    line, "scenario-action", "The worker both fails and throws a BPMN error",
                    "Keep failure: or error:")
            }
            return .bpmnError(
                code: code,
                message: fields["errorMessage"].flatMap { mention($0, "errorMessage")?.text },
                variables: variables(fields["variables"]))
        }
    }
}
