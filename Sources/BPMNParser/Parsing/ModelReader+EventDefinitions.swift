internal import XMLTree

extension ModelReader {
    mutating func readTimerDefinition(
        _ definition: XMLElement, of event: EventContext
    ) -> TimerEventDefinition {
        checkCatcherID(event, definition)
        let timer = readTimer(definition, owner: event.element)
        if timer.schedule == .cycle, event.isInterrupting,
            event.place == .boundary || event.place == .eventSubProcessStart
        {
            report(
                "timer-cycle-interrupting", definition, owner: event.element.id,
                names: [event.element.id], effect: .warning,
                "The timer repeats, but the event interrupts, so it fires once.",
                cure: "Make the event non-interrupting, or use a duration.")
        }
        return timer
    }

    /// Reads a timer, of an event or of a task listener.
    mutating func readTimer(_ definition: XMLElement, owner: XMLElement) -> TimerEventDefinition {
        let schedules: [(String, TimerEventDefinition.Schedule)] = [
            ("timeDate", .date), ("timeCycle", .cycle), ("timeDuration", .duration),
        ]
        for (name, schedule) in schedules {
            guard let element = single(name, in: definition, owner: owner.id) else { continue }
            return TimerEventDefinition(
                id: definition.id, schedule: schedule,
                value: expression(element.trimmedText, at: element, owner: owner.id))
        }
        report(
            "timer-value", definition, owner: owner.id, names: [owner.id], effect: .stop,
            "The timer has neither a date, nor a duration, nor a cycle.",
            cure: "Give it one of the three.")
        return TimerEventDefinition(
            id: definition.id, schedule: .duration,
            value: ExpressionSource("", line: definition.line))
    }

    mutating func readErrorDefinition(
        _ definition: XMLElement, of event: EventContext
    ) -> ErrorEventDefinition {
        let reference = definition.token("errorRef")
        let error = reference.flatMap { errors[$0] }
        if event.place == .end {
            if reference?.isEmpty ?? true {
                report(
                    "error-reference", definition, owner: event.element.id,
                    names: [event.element.id],
                    "The error end event does not say which error it throws.",
                    cure: "Choose an error.")
            } else if let error, error.code?.isEmpty ?? true {
                report(
                    "error-code", definition, owner: event.element.id, names: [event.element.id],
                    "The error '\(error.id)' that is thrown has no code.",
                    cure: "Give the error a code.")
            }
        }
        return ErrorEventDefinition(
            errorRef: reference, error: error,
            codeVariable: definition.extensionAttribute("errorCodeVariable"),
            messageVariable: definition.extensionAttribute("errorMessageVariable"))
    }

    mutating func readEscalationDefinition(
        _ definition: XMLElement, of event: EventContext
    ) -> EscalationEventDefinition {
        let id = event.element.id
        let reference = definition.token("escalationRef")
        let escalation = reference.flatMap { escalations[$0] }
        let code = escalation?.code.flatMap { $0.isEmpty ? nil : $0 }
        if escalation == nil, reference != nil || !event.place.isCatching {
            report(
                "escalation-reference", definition, owner: id, names: [id],
                reference.map { "There is no escalation with the id '\($0)'." }
                    ?? "The event does not say which escalation it throws.",
                cure: "Choose an escalation of this file that has an id.")
        } else if !event.place.isCatching, code == nil {
            report(
                "escalation-code", definition, owner: id, names: [id],
                "The escalation '\(reference ?? "")' that is thrown has no code.",
                cure: "Give the escalation a code.")
        }
        if let key = event.catcherKey {
            noteEscalationHandler(code, on: key, definition, event)
        }
        return EscalationEventDefinition(
            escalationRef: reference, escalation: escalation,
            codeVariable: definition.extensionAttribute("escalationCodeVariable"))
    }

    private mutating func noteEscalationHandler(
        _ code: String?, on key: String, _ definition: XMLElement, _ event: EventContext
    ) {
        let sort: WritableKeyPath<Catchers, EscalationCodes> =
            event.place == .boundary ? \.boundaryEscalations : \.subProcessEscalations
        var handled = catchers[key, default: Catchers()][keyPath: sort]
        let isNew = code.map { handled.codes.insert($0).inserted } ?? handled.isEmpty
        if !isNew || handled.includesAll {
            report(
                "escalation-unique", definition, owner: event.element.id,
                names: [event.element.id],
                "Another event of the same scope handles this escalation too.",
                cure: "Let each handler have a code of its own, or one handler have none.")
        }
        handled.isEmpty = false
        handled.includesAll = handled.includesAll || code == nil
        catchers[key, default: Catchers()][keyPath: sort] = handled
    }

    mutating func readConditionalDefinition(
        _ definition: XMLElement, of event: EventContext, in scope: inout ScopeReader
    ) -> ConditionalEventDefinition {
        let id = event.element.id
        guard let element = single("condition", in: definition, owner: id) else {
            report(
                "condition", definition, owner: id, names: [id], effect: .stop,
                "The conditional event has no condition.", cure: "Give it a condition.")
            return ConditionalEventDefinition(
                condition: ExpressionSource("", line: definition.line))
        }
        let condition = readCondition(element, owner: event.element)
        if event.counts, event.place == .processStart,
            !scope.startConditions.insert(condition.text).inserted
        {
            report(
                "condition-start-unique", event.element, names: [id],
                "Another start event has the condition '\(condition.text)' too.",
                cure: "Remove one of them.")
        }
        return ConditionalEventDefinition(
            condition: condition,
            variableName: definition.extensionAttribute("variableName"),
            variableEvents: readVariableEvents(definition, of: event))
    }

    /// Reads a condition, of an event or of a flow.
    mutating func readCondition(_ element: XMLElement, owner: XMLElement) -> ExpressionSource {
        let text = element.trimmedText
        guard let language = element.attribute("language") else {
            return expression(text, at: element, owner: owner.id)
        }
        if language.trimmed.isEmpty {
            report(
                "condition-language", element, owner: owner.id, names: [owner.id],
                "The language of the condition is empty.",
                cure: "Name the language, or remove the attribute.")
        }
        var source = ExpressionSource(text, line: element.line)
        source.language = language
        source.resource = element.extensionAttribute("resource")
        return source
    }

    private mutating func readVariableEvents(
        _ definition: XMLElement, of event: EventContext
    ) -> [ConditionalEventDefinition.VariableEvent] {
        guard let text = definition.extensionAttribute("variableEvents") else { return [] }
        var result: [ConditionalEventDefinition.VariableEvent] = []
        for part in text.split(separator: ",") {
            let name = String(part).trimmed
            if let known = ConditionalEventDefinition.VariableEvent(rawValue: name) {
                result.append(known)
            } else {
                report(
                    "variable-events", definition, owner: event.element.id,
                    names: [event.element.id], effect: .warning,
                    "'\(name)' is no change of a variable.",
                    cure: "Write create, update, delete, or several of them with commas.")
            }
        }
        return result
    }

    mutating func readCompensateDefinition(
        _ definition: XMLElement, of event: EventContext, in scope: inout ScopeReader
    ) -> CompensateEventDefinition {
        let activity = definition.token("activityRef")
        let waits = definition.token("waitForCompletion")
        if event.place.isCatching {
            if definition.attribute("activityRef") != nil || waits != nil {
                report(
                    "compensation-catch-attributes", definition, owner: event.element.id,
                    names: [event.element.id], effect: .warning,
                    "activityRef and waitForCompletion mean nothing on an event that catches.",
                    cure: "Remove them.")
            }
        } else {
            if let activity { noteCompensation(of: activity, definition, event, in: &scope) }
            if let waits, waits != "true" {
                report(
                    "compensation-wait", definition, owner: event.element.id,
                    names: [event.element.id], effect: .warning,
                    "Thrown compensation is always waited for.",
                    cure: "Remove waitForCompletion.")
            }
        }
        return CompensateEventDefinition(
            activityRef: activity, waitsForCompletion: waits != "false")
    }

    private func noteCompensation(
        of activity: String, _ definition: XMLElement, _ event: EventContext,
        in scope: inout ScopeReader
    ) {
        if scope.known[activity] != nil { return }
        let reference = CompensationReference(event: event.element, definition: definition)
        if scope.kind == .eventSubProcess {
            if scope.outerNodes.contains(activity) { return }
            scope.outerBacklog[activity] = reference
        } else {
            scope.backlog[activity] = reference
        }
    }

    /// Reports thrown compensation of activities that the scope does not have.
    mutating func checkBacklog(_ scope: ScopeReader) {
        for (activity, reference) in scope.backlog.sorted(by: { $0.key < $1.key }) {
            report(
                "compensation-activity", reference.definition, owner: reference.event.id,
                names: [reference.event.id],
                "There is no activity '\(activity)' in the scope of the event.",
                cure: "Refer to an activity of the same scope.")
        }
    }
}
