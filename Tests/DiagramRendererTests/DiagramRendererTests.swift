import BPMNParser
import DiagramRenderer
import Testing
import XMLTree

@Suite struct DiagramRendererTests {
    private static func draw(_ marks: DiagramMarks = DiagramMarks()) throws -> XMLElement {
        let svg = try #require(DiagramRenderer().svg(of: Gallery.model(), marks: marks))
        return try XMLParser.parse(text: svg)
    }

    /// The group of an element.
    private static func group(_ id: String, in svg: XMLElement) throws -> XMLElement {
        try #require(svg.children.first { $0.attribute("data-element-id") == id })
    }

    /// The names and classes of all that is below an element, such as `rect g.marker loop`.
    private static func outline(_ element: XMLElement) -> String {
        element.children.map { child in
            let kind = child.attribute("class").map { ".\($0)" } ?? ""
            let inner = outline(child)
            return child.name + kind + (inner.isEmpty ? "" : "(\(inner))")
        }.joined(separator: " ")
    }

    @Test(arguments: [
        ("plain", "task", "rect"),
        ("user", "user-task", "title rect g.icon(path path path path) text(tspan tspan)"),
        ("service", "service-task", "rect g.icon(path path path path)"),
        ("send", "send-task", "rect g.icon(path path)"),
        ("receive", "receive-task", "rect g.icon(path)"),
        ("script", "script-task", "rect g.icon(path path)"),
        ("manual", "manual-task", "rect g.icon(path path)"),
        ("rule", "business-rule-task", "rect g.icon(path path path)"),
        ("call", "call-activity", "rect g.marker collapsed(path)"),
        ("handler", "task", "rect g.marker compensation(path)"),
        ("looped", "task", "rect g.marker loop(path)"),
        ("parallel", "task", "rect g.marker parallel(path)"),
        ("sequential", "task", "rect g.marker sequential(path)"),
        ("collapsed", "sub-process", "rect g.marker collapsed(path)"),
        ("expanded", "sub-process", "rect"),
        ("transaction", "sub-process", "rect rect g.marker collapsed(path)"),
        ("adHoc", "sub-process", "rect g.marker collapsed(path) g.marker ad-hoc(path)"),
        ("exclusive", "exclusive-gateway", "path g.sign(path)"),
        ("unmarked", "exclusive-gateway", "path g.sign"),
        ("fork", "parallel-gateway", "path g.sign(path)"),
        ("inclusive", "inclusive-gateway", "path g.sign(circle)"),
        ("events", "event-based-gateway", "path g.sign(circle circle path)"),
        ("complex", "complex-gateway", "path g.sign(path)"),
        ("start", "start-event", "circle"),
        ("startMessage", "start-event", "circle g.sign message(path path)"),
        ("timer", "intermediate-catch-event", "circle circle g.sign timer(path path)"),
        ("condition", "intermediate-catch-event", "circle circle g.sign conditional(path path)"),
        ("signal", "intermediate-throw-event", "circle circle g.sign signal(path)"),
        ("link", "intermediate-throw-event", "circle circle g.sign link(path)"),
        ("multiple", "intermediate-catch-event", "circle circle g.sign multiple(path)"),
        ("error", "boundary-event", "circle circle g.sign error(path)"),
        ("escalation", "boundary-event", "circle circle g.sign escalation(path)"),
        ("terminate", "end-event", "circle g.sign terminate(path)"),
        ("cancel", "end-event", "circle g.sign cancel(path)"),
        ("compensate", "end-event", "circle g.sign compensation(path)"),
        ("pool", "participant", "title rect path g(text(tspan))"),
        ("lane", "lane", "title rect g(text(tspan tspan))"),
        ("note", "text-annotation", "title path text"),
        ("frame", "group", "rect"),
        ("data", "data-object", "title path path text(tspan tspan)"),
        ("list", "data-object", "path path path path path"),
        ("store", "data-store", "title path path path path text(tspan)"),
        ("flow", "sequence-flow", "path path text(tspan)"),
        ("defaultFlow", "sequence-flow", "path path path"),
        ("conditional", "sequence-flow", "path path path"),
        ("message", "message-flow", "path circle path text(tspan)"),
        ("association", "association", "path path path"),
        ("dataFlow", "data-association", "path path"),
    ])
    func eachElementHasItsSymbol(id: String, kind: String, outline: String) throws {
        let group = try Self.group(id, in: try Self.draw())
        #expect(group.attribute("class") == kind)
        #expect(Self.outline(group) == outline)
    }

    @Test func everyShapeAndLineOfTheFileIsDrawnOnce() throws {
        let svg = try Self.draw()
        let drawn = svg.children.compactMap { $0.attribute("data-element-id") }
        let diagram = try #require(Gallery.model().diagrams.first)
        let wanted = diagram.shapes.map(\.element) + diagram.edges.map(\.element)
        #expect(drawn.sorted() == wanted.sorted())
    }

    @Test func poolsLieBehindLinesAndEventsAtBordersInFront() throws {
        let svg = try Self.draw()
        let order = svg.children.compactMap { $0.attribute("data-element-id") }
        let places = ["pool", "lane", "frame", "expanded", "flow", "plain", "error"]
            .compactMap { order.firstIndex(of: $0) }
        #expect(places.count == 7)
        #expect(places == places.sorted())
    }

    @Test func textOfTheModelIsEscapedAndBroken() throws {
        let group = try Self.group("user", in: try Self.draw())
        #expect(group.child("title")?.text == "Beoordelen & <besluiten>")
        let lines = group.child("text")?.children.map(\.text)
        #expect(lines == ["Beoordelen &", "<besluiten>"])
    }

    @Test func activeElementsAreMarkedWithTheNumberOfTokens() throws {
        let marks = DiagramMarks(active: ["user": 3], completed: ["start", "flow"])
        let svg = try Self.draw(marks)
        #expect(try Self.group("user", in: svg).attribute("class") == "user-task active")
        #expect(try Self.group("start", in: svg).attribute("class") == "start-event completed")
        #expect(try Self.group("flow", in: svg).attribute("class") == "sequence-flow completed")
        let badges = svg.children.filter { $0.attribute("class") == "badge token" }
        #expect(badges.count == 1)
        #expect(badges.first?.attribute("data-count") == "3")
        let plain = try Self.group("user", in: try Self.draw()).child("rect")?.attribute("fill")
        #expect(try Self.group("user", in: svg).child("rect")?.attribute("fill") != plain)
    }

    @Test func openIncidentsAreMarkedWithTheirNumber() throws {
        let svg = try Self.draw(DiagramMarks(incidents: ["service": 2, "unknown": 1]))
        let badges = svg.children.filter { $0.attribute("class") == "badge incident" }
        #expect(badges.map { $0.attribute("data-count") } == ["2"])
    }

    @Test func tokensInsideAClosedSubProcessAreCountedOnIt() throws {
        var model = Gallery.model()
        let index = try #require(
            model.processes[0].scope.flowNodes.firstIndex { $0.id == "collapsed" })
        let inner = FlowScope(flowNodes: [FlowNode(id: "hidden", kind: .task)])
        model.processes[0].scope.flowNodes[index].kind = .subProcess(SubProcess(scope: inner))
        let marks = DiagramMarks(active: ["hidden": 2, "nowhere": 1])
        let svg = try #require(DiagramRenderer().svg(of: model, marks: marks))
        let badges = try XMLParser.parse(text: svg).children.filter {
            $0.attribute("class") == "badge token"
        }
        #expect(badges.map { $0.attribute("data-element-id") } == ["collapsed"])
        #expect(badges.map { $0.attribute("data-count") } == ["2"])
    }

    @Test func coloursOfTheFileAreKept() throws {
        let svg = try Self.draw()
        #expect(try Self.group("plain", in: svg).child("rect")?.attribute("fill") == "#ffe0b2")
    }

    @Test(arguments: ["red\" onload=\"x", "url(#a)", "expression(1)", "#12", "rgb(1,2,3);a"])
    func aColourThatIsNoneIsNotTaken(color: String) throws {
        var model = Gallery.model()
        let index = try #require(model.diagrams[0].shapes.firstIndex { $0.element == "plain" })
        model.diagrams[0].shapes[index].colors = DiagramColors(stroke: color, fill: color)
        let svg = try #require(DiagramRenderer().svg(of: model))
        let group = try Self.group("plain", in: try XMLParser.parse(text: svg))
        #expect(group.child("rect")?.attribute("fill") == "#fff")
        #expect(!svg.contains("onload"))
    }

    @Test(arguments: [
        DiagramBounds(x: -1e300, y: 1e300, width: 1e300, height: -5),
        DiagramBounds(x: 0, y: 2, width: 100, height: 1e125),
        DiagramBounds(x: 1e308, y: -1e308, width: -1e308, height: 1e308),
    ])
    func absurdPlacesAreBounded(bounds: DiagramBounds) throws {
        var model = Gallery.model()
        for index in model.diagrams[0].shapes.indices {
            model.diagrams[0].shapes[index].bounds = bounds
        }
        let svg = try #require(DiagramRenderer().svg(of: model))
        #expect(!svg.contains("inf") && !svg.contains("nan"))
        #expect(try XMLParser.parse(text: svg).name == "svg")
    }

    @Test func aModelWithoutDiagramGivesNoPicture() {
        #expect(DiagramRenderer().svg(of: BPMNModel()) == nil)
        #expect(DiagramRenderer().svg(of: BPMNModel(diagrams: [Diagram()])) == nil)
        #expect(DiagramRenderer().svg(of: Gallery.model(), processID: "other") == nil)
    }

    @Test func theDiagramOfAProcessIsFoundThroughItsCollaboration() {
        #expect(DiagramRenderer().svg(of: Gallery.model(), processID: "p") != nil)
    }
}
