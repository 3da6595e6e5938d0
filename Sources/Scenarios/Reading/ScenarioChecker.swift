internal import BPMNParser
internal import Diagnostics
internal import JSONTree

/// Holds what a scenario names against its models.
struct ScenarioChecker {
    private let scenario: Scenario
    private let models: ScenarioModels
    private let elements: [String: FlowNode]
    private var problems: [Diagnostic] = []

    private init(_ scenario: Scenario, _ models: ScenarioModels) {
        self.scenario = scenario
        self.models = models
        elements = models.elements
    }

    /// Every name that the models do not have.
    static func problems(of scenario: Scenario, in models: ScenarioModels) -> [Diagnostic] {
        var checker = ScenarioChecker(scenario, models)
        for disturbance in scenario.disturbances { checker.checkElement(disturbance.element) }
        if let message = scenario.start.message { checker.checkMessage(message) }
        for step in scenario.steps {
            if let action = step.action { checker.check(action) }
            for expectation in step.expectations { checker.check(expectation.fact) }
        }
        return checker.problems
    }

    private mutating func tell(
        _ mention: Scenario.Mention, _ rule: String, _ message: String, among known: [String]
    ) {
        let hint = closest(to: mention.text, among: known).map { "Did you mean \"\($0)\"? " } ?? ""
        let shown = known.sorted().prefix(30).joined(separator: ", ")
        problems.append(
            Diagnostic(
                file: scenario.file, line: mention.line, rule: rule, message: message,
                cure: hint + (shown.isEmpty ? "There are none" : "There are: \(shown)")))
    }

    @discardableResult
    private mutating func checkElement(_ mention: Scenario.Mention) -> FlowNode? {
        if let node = elements[mention.text] { return node }
        tell(
            mention, "scenario-unknown-element", "No process has an element \"\(mention.text)\"",
            among: elements.values.filter(\.hasWrittenID).map(\.id))
        return nil
    }

    private mutating func checkUserTask(_ mention: Scenario.Mention) {
        guard let node = checkElement(mention) else { return }
        if case .userTask = node.kind { return }
        let tasks = elements.values.filter {
            if case .userTask = $0.kind { true } else { false }
        }
        tell(
            mention, "scenario-no-user-task", "The element \"\(mention.text)\" is no user task",
            among: tasks.map(\.id))
    }

    private mutating func checkMessage(_ mention: Scenario.Mention) {
        guard let known = models.messages, !known.contains(mention.text) else { return }
        tell(
            mention, "scenario-unknown-message", "No model has a message \"\(mention.text)\"",
            among: Array(known))
    }

    private mutating func check(_ action: Scenario.Action) {
        switch action {
        case .complete(let task, _), .resident(let task, _): checkUserTask(task)
        case .external(let element, _), .retry(let element), .startActivity(let element, _),
            .finish(let element):
            checkElement(element)
        case .message(let name, _, _, _): checkMessage(name)
        case .signal(let name, _):
            guard let known = models.signals, !known.contains(name.text) else { return }
            tell(
                name, "scenario-unknown-signal", "No model has a signal \"\(name.text)\"",
                among: Array(known))
        case .advance, .set, .cancel: break
        }
    }

    private mutating func check(_ fact: Scenario.Fact) {
        switch fact {
        case .waiting(let names), .passed(let names), .notReached(let names),
            .incidents(let names):
            for name in names { checkElement(name) }
        case .tasks(let values), .portalTasks(let values):
            for value in values { checkUserTask(value.name) }
        case .timers(let timers): for timer in timers { checkElement(timer.element) }
        case .decisions(let values):
            for value in values where !models.decisions.contains(value.name.text) {
                tell(
                    value.name, "scenario-unknown-decision",
                    "No model has a decision \"\(value.name.text)\"",
                    among: Array(models.decisions))
            }
        case .internalStatus, .document: break
        case .ended, .variables, .statuses, .roles, .result, .zaak: break
        }
    }
}
