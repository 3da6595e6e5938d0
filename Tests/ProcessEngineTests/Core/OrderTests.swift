import ProcessValues
import Testing

@testable import ProcessEngine

/// In which order things happen, as listeners that write a log tell it.
@Suite("The order of what happens")
struct OrderTests {
    let bench = CoreBench()

    private func log(_ id: String, _ events: [String]) -> String {
        let marks = ["start": "+", "end": "-", "take": ""]
        let listeners = events.map { event in
            "<camunda:executionListener event=\"\(event)\" expression="
                + "\"${execution.setVariable('log', log.concat('\(id)\(marks[event] ?? "") '))}\"/>"
        }
        return "<extensionElements>\(listeners.joined())</extensionElements>"
    }

    private func told() throws -> String? {
        let rows = try bench.typed(HistoricVariableRow.self).filter { $0.name == "log" }
        return rows.first?.textValue
    }

    private let empty = [VariableInput("log", .string(""))]

    private func ends(_ first: String, of source: String) -> String {
        """
        <endEvent id="a">\(log("a", ["start"]))</endEvent>
        <endEvent id="b">\(log("b", ["start"]))</endEvent>
        <sequenceFlow id="f1" sourceRef="\(source)" targetRef="a">\(log("f1", ["take"]))\
        </sequenceFlow>
        <sequenceFlow id="f2" sourceRef="\(source)" targetRef="b">\(log("f2", ["take"]))\
        </sequenceFlow>
        """ + first
    }

    @Test("a fork on the way takes its flows in the order of the file")
    func fork() throws {
        try bench.deploy(
            model(ends("<startEvent id=\"s\"/><task id=\"t\"/>" + flow("s", "t"), of: "t")))
        try bench.start("p", empty)
        #expect(try told() == "f1 a+ f2 b+ ")
    }

    @Test("flows out of a task that waited are taken one after another, the last of the file first")
    func forkAfterWait() throws {
        try bench.deploy(
            model(ends("<startEvent id=\"s\"/><userTask id=\"t\"/>" + flow("s", "t"), of: "t")))
        try bench.start("p", empty)
        try bench.complete("t")
        #expect(try told() == "f2 b+ f1 a+ ")
    }

    @Test("what waits for a job tells its end listeners when its scope is interrupted")
    func interruptedWhileWaiting() throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><userTask id="t" camunda:asyncBefore="true">\
                \(log("t", ["start", "end"]))</userTask>
                <subProcess id="es" triggeredByEvent="true"><startEvent id="on">\
                <signalEventDefinition signalRef="sg"/></startEvent>\
                <endEvent id="e">\(log("e", ["start"]))</endEvent>\(flow("on", "e"))</subProcess>
                """ + flow("s", "t"), root: "<signal id=\"sg\" name=\"all\"/>"))
        try bench.start("p", empty)
        try bench.signal("all")
        #expect(bench.lastError == nil)
        #expect(try told() == "t- e+ ")
        #expect(try bench.passages() == "e es on s")
    }

    @Test(
        "an event sub-process that a signal of its own scope starts runs, and the thrower is gone")
    func ownSignal() throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><intermediateThrowEvent id="th"><signalEventDefinition \
                signalRef="sg"/></intermediateThrowEvent><userTask id="never"/>
                <subProcess id="es" triggeredByEvent="true"><startEvent id="on">\
                <signalEventDefinition signalRef="sg"/></startEvent>\
                <userTask id="t"/>\(flow("on", "t"))</subProcess>
                """ + flow("s", "th") + flow("th", "never"),
                root: "<signal id=\"sg\" name=\"all\"/>"))
        try bench.start()
        #expect(bench.lastError == nil)
        #expect(try bench.state() == "p(es(t))")
    }

    @Test("a signal end event that is the last of its scope ends it before its event sub-process")
    func ownSignalAtTheEnd() throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><endEvent id="e"><signalEventDefinition signalRef="sg"/>\
                </endEvent><subProcess id="es" triggeredByEvent="true"><startEvent id="on">\
                <signalEventDefinition signalRef="sg"/></startEvent>\
                <userTask id="t"/>\(flow("on", "t"))</subProcess>
                """ + flow("s", "e"), root: "<signal id=\"sg\" name=\"all\"/>"))
        try bench.start()
        #expect(try bench.instanceState() == "COMPLETED")
    }

    @Test("an instance whose only token throws a signal that the instance itself catches ends once")
    func ownSignalOfInstance() throws {
        let process = model(
            """
            <extensionElements><camunda:executionListener event="end" expression=\
            "${execution.setVariable('log', log.concat('P- '))}"/></extensionElements>\
            <startEvent id="s"/><endEvent id="t">\(log("t", ["start", "end"]))\
            <signalEventDefinition signalRef="sg"/></endEvent>
            <subProcess id="es" triggeredByEvent="true">\(log("es", ["start", "end"]))\
            <startEvent id="on"><signalEventDefinition signalRef="sg"/></startEvent></subProcess>
            """ + flow("s", "t"), root: "<signal id=\"sg\" name=\"all\"/>")
        try bench.deploy(process)
        try bench.start("p", empty)
        #expect(bench.lastError == nil)
        #expect(try told() == "t+ t- P- ")
        #expect(try bench.instanceState() == "COMPLETED")
    }
}
