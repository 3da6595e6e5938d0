import JSONTree
import ProcessValues
import Testing

@testable import ProcessEngine

@Suite("Data objects, data stores and their associations")
struct DataTests {
    let bench = CoreBench()

    private func tree(_ name: String) throws -> JSON? {
        try bench.variable(name)?.plainJSON
    }

    @Test("data that is only drawn makes no variable and no scope")
    func drawn() throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><dataObject id="d"/><dataObjectReference id="r" \
                dataObjectRef="d" name="order"/><userTask id="t"><property id="pr" \
                name="__targetRef_placeholder"/><dataInputAssociation><sourceRef>r</sourceRef>\
                <targetRef>pr</targetRef></dataInputAssociation><dataOutputAssociation>\
                <targetRef>r</targetRef></dataOutputAssociation></userTask>
                """ + flow("s", "t")))
        try bench.start()
        #expect(try bench.typed(VariableRow.self).isEmpty)
        #expect(try bench.executionCount() == 1)
    }

    @Test(
        "assignments copy values into an activity before its inputs and out of it after its outputs"
    )
    func assignments() throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><dataObject id="d" name="order"/><dataObject id="l" \
                name="lines" isCollection="true"/><dataObjectReference id="r" dataObjectRef="d"/>\
                <userTask id="t"><extensionElements><camunda:inputOutput>\
                <camunda:inputParameter name="twice">${amount * 2}</camunda:inputParameter>\
                <camunda:outputParameter name="answer">${twice + 1}</camunda:outputParameter>\
                </camunda:inputOutput></extensionElements><property id="pr"/>\
                <dataInputAssociation><sourceRef>r</sourceRef><targetRef>pr</targetRef>\
                <assignment><from>${start}</from><to>amount</to></assignment>\
                </dataInputAssociation><dataOutputAssociation><targetRef>r</targetRef>\
                <assignment><from>${answer}</from><to>order.total</to></assignment>\
                <assignment><from>amount</from><to>order/parts/first</to></assignment>\
                <assignment><from>order</from><to>d.copy</to></assignment>\
                </dataOutputAssociation></userTask><userTask id="after"/>
                """ + flow("s", "t") + flow("t", "after")))
        try bench.start("p", [VariableInput("start", .integer(5))])
        #expect(bench.lastError == nil)
        #expect(try bench.variable("order") == .null)
        #expect(try bench.variable("amount") == .integer(5))
        #expect(try bench.variable("twice") == .long(10))
        try bench.complete("t")
        #expect(try bench.state() == "p(after)")
        let order = try tree("order")
        #expect(order?["total"] == 11)
        #expect(try bench.variable("amount") == nil)
        #expect(order?["copy"]?["total"] == 11)
        #expect(try bench.variable("lines") == nil)
    }

    @Test("a data object lives in its own scope and begins anew with it")
    func scoped() throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><subProcess id="sub"><startEvent id="i"/><dataObject id="d" \
                name="list" isCollection="true"/><dataObjectReference id="r" dataObjectRef="d"/>\
                <userTask id="t"><dataOutputAssociation><targetRef>r</targetRef><assignment>\
                <from>${x}</from><to>list.0</to></assignment></dataOutputAssociation></userTask>\
                <userTask id="u"/>\(flow("i", "t"))\(flow("t", "u"))</subProcess>\
                <userTask id="after"/>
                """ + flow("s", "sub") + flow("sub", "after")))
        try bench.start("p", [VariableInput("x", .string("a"))])
        #expect(try tree("list") == [])
        try bench.complete("t")
        #expect(try tree("list") == ["a"])
        try bench.complete("u")
        #expect(try bench.variable("list") == nil)
    }

    @Test("a transformation makes the target of the sources; one cancelled writes nothing")
    func transformation() throws {
        let xml = model(
            """
            <startEvent id="s"/><dataObject id="d" name="sum"/><dataObjectReference id="r" \
            dataObjectRef="d"/><userTask id="t"><dataOutputAssociation><targetRef>r</targetRef>\
            <transformation>${a + b}</transformation></dataOutputAssociation></userTask>\
            <boundaryEvent id="bo" attachedToRef="t"><messageEventDefinition messageRef="m"/>\
            </boundaryEvent><userTask id="after"/><userTask id="h"/>
            """ + flow("s", "t") + flow("t", "after") + flow("bo", "h"),
            root: "<message id=\"m\" name=\"go\"/>")
        try bench.deploy(xml)
        let values = [VariableInput("a", .integer(2)), VariableInput("b", .integer(3))]
        try bench.start("p", values)
        try bench.complete("t")
        #expect(try bench.variable("sum") == .long(5))
        let other = CoreBench()
        try other.deploy(xml)
        try other.start("p", values)
        try other.message("go")
        #expect(try other.variable("sum") == .null)
    }

    @Test("a data store outlives instances: the last write counts")
    func store() throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><dataStoreReference id="r" name="counter"/><userTask id="t">\
                <property id="pr" name="old"/><dataInputAssociation><sourceRef>r</sourceRef>\
                <targetRef>pr</targetRef><transformation>counter</transformation>\
                </dataInputAssociation><dataOutputAssociation><targetRef>r</targetRef>\
                <assignment><from>${old == null ? 1 : old + 1}</from><to>counter</to></assignment>\
                </dataOutputAssociation></userTask><userTask id="after"/>
                """ + flow("s", "t") + flow("t", "after")))
        try bench.start()
        #expect(try bench.variable("old") == .null)
        try bench.complete("t")
        try bench.start()
        #expect(try bench.variable("old") == .long(1))
        try bench.complete("t")
        let rows = try bench.typed(DataStoreRow.self)
        #expect(rows.map(\.name) == ["counter"])
        #expect(rows.first?.revision == 2)
        let json = try JSON(parsing: try #require(rows.first).value)
        #expect(KeptValue.value(of: json) == .long(2))
        #expect(try bench.variable("counter") == nil)
    }

    @Test(
        "every sort of value is kept as it was",
        arguments: [
            ProcessValue.null, .string("é"), .integer(4), .long(1 << 40), .double(0.5),
            .boolean(true), .date(Instant(milliseconds: 1_700_000_000_000)), .bytes([0, 255]),
            .object(ObjectValue(tree: ["a": [1, .null]])), .json(JSONContent(text: "{\"b\":1}")),
        ])
    func kept(_ value: ProcessValue) throws {
        let text = KeptValue.json(of: value).serializedText
        #expect(KeptValue.value(of: try JSON(parsing: text)) == value)
    }
}
