internal import XMLTree

extension ModelReader {
    /// Warns of what the reference accepts without a word, though it is hardly meant.
    mutating func advise(on node: FlowNode, at element: XMLElement, in scope: ScopeReader) {
        guard scope.known[node.id] != nil else { return }
        if node.incoming.isEmpty, scope.kind != .adHoc, needsIncoming(node) {
            report(
                "unreachable", element, effect: .unnoticed,
                "Nothing leads to '\(node.name ?? node.id)', so it is never reached.",
                cure: "Draw a flow to it, or remove it.")
        }
        if let timer = timer(of: node), !timer.value.holdsExpression,
            !TimerText.isReadable(timer.value.text, as: timer.schedule)
        {
            report(
                "timer-text", element, effect: .unnoticed,
                "'\(timer.value.text)' is no \(TimerText.description(of: timer.schedule)).",
                cure: TimerText.example(of: timer.schedule))
        }
    }

    private func needsIncoming(_ node: FlowNode) -> Bool {
        if node.isForCompensation { return false }
        switch node.kind {
        case .startEvent, .boundaryEvent: return false
        case .subProcess(let inner): return !inner.isTriggeredByEvent
        case .receiveTask(let task): return !task.isInstantiating
        case .eventBasedGateway(let gateway): return !gateway.isInstantiating
        case .intermediateCatchEvent(let event):
            if case .link? = event.definition?.kind { return false }
            return true
        default: return true
        }
    }

    private func timer(of node: FlowNode) -> TimerEventDefinition? {
        let definition: EventDefinition? =
            switch node.kind {
            case .startEvent(let event): event.definition
            case .intermediateCatchEvent(let event): event.definition
            case .boundaryEvent(let event): event.definition
            default: nil
            }
        guard case .timer(let timer)? = definition?.kind, !timer.value.text.isEmpty else {
            return nil
        }
        return timer
    }

    /// Warns of flow nodes of executable processes that a file with a diagram does not draw.
    mutating func adviseOnDrawing(_ model: BPMNModel) {
        guard !model.diagrams.isEmpty else { return }
        let drawn = Set(model.diagrams.flatMap { $0.shapes.map(\.element) })
        for process in model.executableProcesses {
            for node in process.scope.allFlowNodes where !drawn.contains(node.id) {
                let place = XMLElement(
                    name: "flowNode", attributes: [XMLAttribute(name: "id", value: node.id)],
                    line: node.line ?? 0)
                report(
                    "not-drawn", place, effect: .unnoticed,
                    "'\(node.name ?? node.id)' is not in the diagram.",
                    cure: "Open the file in a modeler and draw it.")
            }
        }
    }
}

/// The texts of timers that stand in a model as they are.
enum TimerText {
    /// Whether a text has the shape of its sort; whether the instant exists is not looked at.
    static func isReadable(_ text: String, as schedule: TimerEventDefinition.Schedule) -> Bool {
        switch schedule {
        case .date: isDate(text)
        case .duration: isDuration(text[...]) || isRepetition(text)
        case .cycle: isRepetition(text) || isDuration(text[...]) || isCron(text)
        }
    }

    static func description(of schedule: TimerEventDefinition.Schedule) -> String {
        switch schedule {
        case .date: "date"
        case .duration: "duration"
        case .cycle: "repetition"
        }
    }

    static func example(of schedule: TimerEventDefinition.Schedule) -> String {
        switch schedule {
        case .date: "Write an ISO 8601 date such as 2027-01-31T09:00:00, or an expression."
        case .duration: "Write an ISO 8601 duration such as P14D or PT1H30M, or an expression."
        case .cycle: "Write R3/PT10M, a cron expression such as 0 0 9 * * ?, or an expression."
        }
    }

    private static func isDate(_ text: String) -> Bool {
        let year = text.utf8.prefix(4)
        return year.count == 4 && year.allSatisfy(isDigit)
    }

    /// `P1Y2M3W4DT5H6M7.5S`, at least one part.
    private static func isDuration(_ text: Substring) -> Bool {
        guard text.hasPrefix("P") else { return false }
        var units: [UInt8] = Array("YMWD".utf8)
        var isTime = false
        var digits = 0
        var parts = 0
        for byte in text.dropFirst().utf8 {
            if isDigit(byte) || (digits > 0 && (byte == 0x2E || byte == 0x2C)) {
                digits += 1
            } else if byte == UInt8(ascii: "T"), !isTime, digits == 0 {
                (isTime, units) = (true, Array("HMS".utf8))
            } else if let unit = units.firstIndex(of: byte), digits > 0 {
                units.removeSubrange(...unit)
                digits = 0
                parts += 1
            } else {
                return false
            }
        }
        return digits == 0 && parts > 0
    }

    /// `R3/PT10M`, `R/2027-01-01T00:00:00/P1D`.
    private static func isRepetition(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2 || parts.count == 3, parts[0].hasPrefix("R"),
            parts[0].dropFirst().utf8.allSatisfy(isDigit)
        else { return false }
        return parts.dropFirst().contains { isDuration($0) }
    }

    /// Six or seven fields, or one of the words that stand for them.
    private static func isCron(_ text: String) -> Bool {
        if text.hasPrefix("@") { return true }
        let fields = text.split(separator: " ")
        return fields.count == 6 || fields.count == 7
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
