internal import XMLTree

extension ModelReader {
    mutating func readMessageDefinition(
        _ definition: XMLElement, of event: EventContext, in scope: inout ScopeReader
    ) -> MessageEventDefinition {
        let reference = definition.token("messageRef")
        let message = reference.flatMap { resolve($0) }.flatMap { messages[$0] }
        var result = MessageEventDefinition(messageRef: reference, message: message)
        guard event.place.isCatching else {
            result.implementation = readMessageImplementation(definition)
            return result
        }
        guard event.counts else { return result }
        let id = event.element.id
        guard let reference else {
            report(
                "message-reference", definition, owner: id, names: [id], effect: .stop, count: 2,
                "The event does not say which message it waits for.",
                cure: "Choose a message for the event.")
            return result
        }
        guard let message else {
            report(
                "message-reference", definition, owner: id, names: [id], effect: .stop,
                "There is no message with the id '\(reference)'.",
                cure: "Choose a message of this file.")
            return result
        }
        if event.place == .processStart {
            checkMessageStart(message, definition, event.element, in: &scope)
        } else if let key = event.catcherKey {
            subscribe(to: message, on: key, at: definition, names: [id])
            if event.place == .boundary { checkCatcherID(event, definition) }
        } else if isBlank(message) {
            reportUnnamed(message, definition, names: [id])
        }
        return result
    }

    private mutating func checkMessageStart(
        _ message: BPMNMessage, _ definition: XMLElement, _ event: XMLElement,
        in scope: inout ScopeReader
    ) {
        let name = message.name?.text
        if name?.holdsExpression == true {
            report(
                "message-start-name", definition, owner: event.id, names: [event.id],
                "The name '\(name ?? "")' of a message that starts a process holds an expression.",
                cure: "Give the message a fixed name.")
        }
        if isBlank(message) {
            reportUnnamed(message, event, names: [event.id])
        } else if let name, !scope.startMessages.insert(name).inserted {
            report(
                "message-start-unique", event, names: [event.id],
                "Another start event waits for the message '\(name)' too.",
                cure: "Remove one of them, or use another message.")
        }
        breakOnUnnamed(name, on: scope.key, at: event)
    }

    /// Notes that a scope waits for a message, once for each name.
    mutating func subscribe(
        to message: BPMNMessage, on key: String, at element: XMLElement, names: [String?]
    ) {
        let name = message.name?.text
        if isBlank(message) {
            reportUnnamed(message, element, names: names)
        } else if let name, !catchers[key, default: Catchers()].messages.insert(name).inserted {
            report(
                "message-unique", element, owner: names.first ?? nil, names: names,
                "Another event of the same scope waits for the message '\(name)' too.",
                cure: "Remove one of them, or use another message.")
        }
        breakOnUnnamed(name, on: key, at: element)
    }

    /// A message without a name attribute makes the reference break as soon as there is another.
    private mutating func breakOnUnnamed(_ name: String?, on key: String, at element: XMLElement) {
        let before = catchers[key]
        if (name == nil && before?.hasMessages == true) || before?.hasUnnamedMessage == true {
            report(
                "message-name", element, effect: .failure,
                "One of the messages that this scope waits for has no name.",
                cure: "Give each message a name.")
        }
        catchers[key, default: Catchers()].hasMessages = true
        if name == nil { catchers[key]?.hasUnnamedMessage = true }
    }

    private func isBlank(_ message: BPMNMessage) -> Bool {
        message.name?.text.trimmed.isEmpty ?? true
    }

    private mutating func reportUnnamed(
        _ message: BPMNMessage, _ element: XMLElement, names: [String?]
    ) {
        report(
            "message-name", element, owner: names.first ?? nil, names: names,
            "The message '\(message.id)' has no name.", cure: "Give the message a name.")
    }

    /// Some events need an id for what waits in the store.
    mutating func checkCatcherID(_ event: EventContext, _ definition: XMLElement) {
        guard event.element.id == nil else { return }
        report(
            "event-id", definition, names: [nil], "The event has no id.", cure: "Give it an id.")
    }

    mutating func readSignalDefinition(
        _ definition: XMLElement, of event: EventContext, in scope: inout ScopeReader
    ) -> SignalEventDefinition {
        let id = event.element.id
        let reference = definition.token("signalRef")
        let signal = reference.flatMap { resolve($0) }.flatMap { signals[$0] }
        var result = SignalEventDefinition(
            signalRef: reference, signal: signal, isAsync: definition.isExtensionTrue("async"))
        if !event.place.isCatching {
            let mappings = readMappings("in", of: definition, owner: definition, place: id)
            result.inputs = mappings.variables
            result.businessKey = mappings.businessKey
        }
        guard event.counts else { return result }
        guard let signal else {
            report(
                "signal-reference", definition, owner: id, names: [id],
                effect: event.place.isCatching ? .stop : .error,
                reference.map { "There is no signal with the id '\($0)'." }
                    ?? "The event does not say which signal it means.",
                cure: "Choose a signal of this file that has an id and a name.")
            return result
        }
        let name = signal.name?.text ?? ""
        if event.place == .processStart {
            guard !scope.startSignals.insert(name).inserted else { return result }
            report(
                "signal-start-unique", definition, owner: id, names: [id],
                "Another start event waits for the signal '\(name)' too.",
                cure: "Remove one of them, or use another signal.")
        } else if let key = event.catcherKey {
            if !catchers[key, default: Catchers()].signals.insert(name).inserted {
                report(
                    "signal-unique", definition, owner: id, names: [id],
                    "Another event of the same scope waits for the signal '\(name)' too.",
                    cure: "Remove one of them, or use another signal.")
            }
            if event.place == .boundary { checkCatcherID(event, definition) }
        }
        return result
    }
}
