/// Numbers that are the same for the same seed.
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: Int) { state = UInt64(truncatingIfNeeded: seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func flip(_ chance: Double = 0.5) -> Bool {
        Double.random(in: 0..<1, using: &self) < chance
    }
}

/// A random model of nested blocks, each with one way in and one way out, so that every run of it
/// can end: the same for the same seed.
struct RandomModel {
    /// What the blocks are made of.
    enum Style {
        /// Nothing is ever cancelled: tokens may wait for jobs anywhere.
        case undisturbed
        /// Boundary events, errors and event sub-processes cancel and interrupt.
        case disturbed
    }

    private(set) var roots = ""
    private var numbers: SeededNumbers
    private var count = 0
    private var budget: Int
    private let style: Style
    private let hasInclusiveGateways: Bool
    /// The process that call activities start, if there are any.
    private(set) var called: String?
    private var isInsideCalled = false

    /// The file; the process `p` is to be started, with a variable `n`.
    private(set) var text = ""

    init(seed: Int, style: Style, hasInclusiveGateways: Bool = false) {
        numbers = SeededNumbers(seed: seed)
        self.style = style
        self.hasInclusiveGateways = hasInclusiveGateways
        budget = Int.random(in: 4...14, using: &numbers)
        let content = body(depth: 0)
        text = model(content, root: roots)
        if let called { self.called = model(called, root: roots, id: "called") }
    }

    private mutating func id(_ prefix: String) -> String {
        count += 1
        return "\(prefix)\(count)"
    }

    private mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &numbers)]
    }

    private var asynchronous: String {
        mutating get {
            guard style == .undisturbed else { return "" }
            return pick(
                ["", "", "", "", " camunda:asyncBefore=\"true\"", " camunda:asyncAfter=\"true\""])
        }
    }

    /// A block: its elements and flows, its first and its last element.
    private typealias Block = (xml: String, first: String, last: String)

    private mutating func body(depth: Int, ending: String = "") -> String {
        let start = id("start")
        let end = id("end")
        let inner = chain(most: depth == 0 ? 4 : 2, depth: depth)
        var xml =
            "<startEvent id=\"\(start)\"/>\(inner.xml)<endEvent id=\"\(end)\">\(ending)</endEvent>"
            + flow(start, inner.first) + flow(inner.last, end)
        if numbers.flip(0.3), budget > 0 { xml += eventSubProcess(depth: depth + 1) }
        // Associations come after all flow elements.
        let parts = xml.components(of: "<association ", to: "/>")
        return parts.rest + parts.found.joined()
    }

    private mutating func chain(most: Int, depth: Int) -> Block {
        var result = block(depth: depth)
        for _ in 1..<Int.random(in: 2...(most + 1), using: &numbers) where budget > 0 {
            let next = block(depth: depth)
            result = (
                result.xml + next.xml + flow(result.last, next.first), result.first, next.last
            )
        }
        return result
    }

    private mutating func block(depth: Int) -> Block {
        budget -= 1
        var kinds: [(inout RandomModel, Int) -> Block] = [
            { model, _ in model.task("userTask") }, { model, _ in model.service() },
            { model, _ in model.receive() }, { model, _ in model.timer() },
            { model, _ in model.multiInstance() },
        ]
        if budget > 0, depth < 4 {
            kinds += [
                { $0.split("parallel", depth: $1) }, { $0.split("parallel", depth: $1) },
                { $0.split("exclusive", depth: $1) }, { $0.loop(depth: $1) },
                { $0.subProcess(depth: $1) }, { $0.compensation(depth: $1) },
                { $0.besideTask(depth: $1) },
            ]
            if !isInsideCalled { kinds.append { model, _ in model.callActivity() } }
            if hasInclusiveGateways { kinds.append { $0.split("inclusive", depth: $1) } }
            if style == .disturbed {
                kinds += [{ $0.interrupted(depth: $1) }, { $0.failing(depth: $1) }]
            }
        }
        return pick(kinds)(&self, depth)
    }

    // MARK: Blocks

    private mutating func task(_ name: String) -> Block {
        let task = id("user")
        return ("<\(name) id=\"\(task)\"\(asynchronous)/>", task, task)
    }

    private mutating func service() -> Block {
        let task = id("service")
        let expression = pick(["${n + 1}", "${n * 2}", "${n - 1}"])
        return (
            "<serviceTask id=\"\(task)\" camunda:expression=\"\(expression)\" "
                + "camunda:resultVariable=\"n\"\(asynchronous)/>", task, task
        )
    }

    private mutating func message() -> String {
        let message = id("message")
        roots += "<message id=\"\(message)\" name=\"\(message)\"/>"
        return message
    }

    private mutating func receive() -> Block {
        let task = id("receive")
        return (
            "<receiveTask id=\"\(task)\" messageRef=\"\(message())\"\(asynchronous)/>", task, task
        )
    }

    private mutating func timer() -> Block {
        let event = id("timer")
        return (
            """
            <intermediateCatchEvent id="\(event)"><timerEventDefinition><timeDuration \
            xsi:type="tFormalExpression">PT1H</timeDuration></timerEventDefinition>\
            </intermediateCatchEvent>
            """, event, event
        )
    }

    private mutating func multiInstance() -> Block {
        let task = id("many")
        return (
            """
            <userTask id="\(task)"><multiInstanceLoopCharacteristics \
            isSequential="\(numbers.flip())"><loopCardinality xsi:type="tFormalExpression">\
            \(Int.random(in: 1...3, using: &numbers))</loopCardinality>\
            </multiInstanceLoopCharacteristics></userTask>
            """, task, task
        )
    }

    private mutating func split(_ kind: String, depth: Int) -> Block {
        let opening = id("\(kind)Split")
        let closing = id("\(kind)Join")
        let branches = Int.random(in: 2...3, using: &numbers)
        var xml = ""
        var standard = ""
        for branch in 0..<branches {
            let inner = chain(most: 2, depth: depth + 1)
            let isDefault = kind != "parallel" && branch == branches - 1
            let condition = kind == "parallel" || isDefault ? nil : pick(["${n > 1}", "${n > 3}"])
            xml +=
                inner.xml + flow(opening, inner.first, condition?.replacing(">", with: "&gt;"))
                + flow(inner.last, closing)
            if isDefault { standard = " default=\"\(opening)-\(inner.first)\"" }
        }
        xml += "<\(kind)Gateway id=\"\(opening)\"\(standard)/><\(kind)Gateway id=\"\(closing)\"/>"
        return (xml, opening, closing)
    }

    private mutating func loop(depth: Int) -> Block {
        let join = id("loopJoin")
        let counter = id("count")
        let step = id("service")
        let decide = id("loopDecide")
        let after = id("user")
        let inner = chain(most: 1, depth: depth + 1)
        let xml =
            """
            <exclusiveGateway id="\(join)"/>\(inner.xml)<serviceTask id="\(step)" \
            camunda:expression="${execution.hasVariable('\(counter)') ? \(counter) + 1 : 1}" \
            camunda:resultVariable="\(counter)"/>\
            <exclusiveGateway id="\(decide)" default="\(decide)-\(after)"/>\
            <manualTask id="\(after)"/>
            """ + flow(join, inner.first) + flow(inner.last, step) + flow(step, decide)
            + flow(decide, join, "${\(counter) &lt; 2}") + flow(decide, after)
        return (xml, join, after)
    }

    private mutating func subProcess(depth: Int) -> Block {
        let scope = id("sub")
        return (
            "<subProcess id=\"\(scope)\"\(asynchronous)>\(body(depth: depth + 1))</subProcess>",
            scope, scope
        )
    }

    private mutating func callActivity() -> Block {
        let call = id("call")
        if called == nil {
            let budget = self.budget
            self.budget = 2
            isInsideCalled = true
            called = body(depth: 3)
            isInsideCalled = false
            self.budget = budget
        }
        return (
            """
            <callActivity id="\(call)" calledElement="called"><extensionElements>\
            <camunda:in variables="all"/><camunda:out source="n" target="n"/></extensionElements>\
            </callActivity>
            """, call, call
        )
    }

    /// A task with an event that starts something beside it.
    private mutating func besideTask(depth: Int) -> Block {
        let host = task("userTask")
        let event = id("boundary")
        let end = id("end")
        let beside = chain(most: 1, depth: depth + 1)
        return (
            host.xml
                + """
                <boundaryEvent id="\(event)" attachedToRef="\(host.first)" cancelActivity="false">\
                <messageEventDefinition messageRef="\(message())"/></boundaryEvent>\(beside.xml)\
                <endEvent id="\(end)"/>
                """ + flow(event, beside.first) + flow(beside.last, end), host.first, host.last
        )
    }

    /// A sub-process that a message interrupts.
    private mutating func interrupted(depth: Int) -> Block {
        let host = subProcess(depth: depth)
        return attached(
            to: host, "<messageEventDefinition messageRef=\"\(message())\"/>", depth: depth)
    }

    /// A sub-process whose end is an error.
    private mutating func failing(depth: Int) -> Block {
        let scope = id("sub")
        let error = id("error")
        roots += "<error id=\"\(error)\" errorCode=\"\(error)\"/>"
        let definition = "<errorEventDefinition errorRef=\"\(error)\"/>"
        let xml =
            "<subProcess id=\"\(scope)\">\(body(depth: depth + 1, ending: definition))</subProcess>"
        return attached(to: (xml, scope, scope), definition, depth: depth)
    }

    private mutating func attached(to host: Block, _ definition: String, depth: Int) -> Block {
        let event = id("boundary")
        let join = id("exclusiveJoin")
        let handler = chain(most: 1, depth: depth + 1)
        return (
            host.xml
                + """
                <boundaryEvent id="\(event)" attachedToRef="\(host.first)">\(definition)\
                </boundaryEvent>\(handler.xml)<exclusiveGateway id="\(join)"/>
                """ + flow(event, handler.first) + flow(handler.last, join) + flow(host.last, join),
            host.first, join
        )
    }

    private mutating func compensation(depth: Int) -> Block {
        let done = id("user")
        let hook = id("boundary")
        let undo = id("undo")
        let throwing = id("throw")
        let between = chain(most: 1, depth: depth + 1)
        return (
            """
            <userTask id="\(done)"/><boundaryEvent id="\(hook)" attachedToRef="\(done)">\
            <compensateEventDefinition/></boundaryEvent>\
            <userTask id="\(undo)" isForCompensation="true"/>\
            <association id="\(id("association"))" sourceRef="\(hook)" targetRef="\(undo)"/>\
            \(between.xml)<intermediateThrowEvent id="\(throwing)"><compensateEventDefinition/>\
            </intermediateThrowEvent>
            """ + flow(done, between.first) + flow(between.last, throwing), done, throwing
        )
    }

    private mutating func eventSubProcess(depth: Int) -> String {
        let scope = id("eventSub")
        let start = id("start")
        let end = id("end")
        let inner = chain(most: 1, depth: depth)
        let interrupts = style == .disturbed && numbers.flip()
        return """
            <subProcess id="\(scope)" triggeredByEvent="true">\
            <startEvent id="\(start)" isInterrupting="\(interrupts)">\
            <messageEventDefinition messageRef="\(message())"/></startEvent>\(inner.xml)\
            <endEvent id="\(end)"/>\(flow(start, inner.first))\(flow(inner.last, end))</subProcess>
            """
    }
}

extension String {
    /// Takes out the parts that begin and end so.
    fileprivate func components(of start: String, to end: String) -> (found: [String], rest: String)
    {
        var found: [String] = []
        var rest = ""
        var remaining = self[...]
        while let first = remaining.firstRange(of: start) {
            rest += remaining[..<first.lowerBound]
            let tail = remaining[first.lowerBound...]
            guard let last = tail.firstRange(of: end) else { break }
            found.append(String(tail[..<last.upperBound]))
            remaining = tail[last.upperBound...]
        }
        return (found, rest + remaining)
    }
}
