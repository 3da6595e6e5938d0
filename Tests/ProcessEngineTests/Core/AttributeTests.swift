import ProcessValues
import Testing

@testable import ProcessEngine

@Suite("Attributes of elements")
struct AttributeTests {
    let bench = CoreBench()

    @Test(
        "names, descriptions and assignees of tasks must be texts",
        arguments: [
            "name=\"${v}\"", "camunda:assignee=\"${v}\"",
        ])
    func texts(attribute: String) throws {
        try bench.deploy(
            model("<startEvent id=\"s\"/><userTask id=\"a\" \(attribute)/>" + flow("s", "a")))
        for value in [ProcessValue.integer(5), .boolean(true), .double(2.5)] {
            #expect(try bench.start("p", [VariableInput("v", value)]) == nil)
            #expect(bench.lastError?.typeName == "ClassCastException")
        }
        #expect(try bench.start("p", [VariableInput("v", .null)]) != nil)
        #expect(try bench.start("p", [VariableInput("v", .string("x"))]) != nil)
    }

    @Test("candidates must be texts or lists, and not null")
    func candidates() throws {
        try bench.deploy(
            model(
                "<startEvent id=\"s\"/><userTask id=\"a\" camunda:candidateUsers=\"${v}\"/>"
                    + flow("s", "a")))
        #expect(try bench.start("p", [VariableInput("v", .null)]) == nil)
        #expect(try bench.start("p", [VariableInput("v", .string("x,y"))]) != nil)
    }

    @Test("the version of a called process is an Integer or a text that reads as one")
    func versions() throws {
        try bench.deploy(
            model("<startEvent id=\"s\"/><userTask id=\"u\"/>" + flow("s", "u"), id: "called"))
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><callActivity id="c" calledElement="called" \
                camunda:calledElementBinding="version" camunda:calledElementVersion="${v}"/>
                """ + flow("s", "c")))
        for (value, type) in [
            (ProcessValue.boolean(true), "ProcessEngineException"),
            (.long(1), "ProcessEngineException"), (.string("one"), "NumberFormatException"),
        ] {
            #expect(try bench.start("p", [VariableInput("v", value)]) == nil)
            #expect(bench.lastError?.typeName == type)
        }
        for value in [ProcessValue.integer(1), .string("1")] {
            #expect(try bench.start("p", [VariableInput("v", value)]) != nil)
        }
    }

    @Test("a timeout tells its own listener alone, whatever that changes")
    func timeout() throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><userTask id="a"><extensionElements>\
                <camunda:taskListener event="timeout" id="late" \
                expression="${task.setAssignee('ann')}"><timerEventDefinition><timeDuration>PT1H\
                </timeDuration></timerEventDefinition></camunda:taskListener>\
                <camunda:taskListener event="assignment" \
                expression="${task.setVariable('assigned', 1)}"/></extensionElements></userTask>
                """ + flow("s", "a")))
        try bench.start()
        try bench.execute("a")
        #expect(try bench.typed(TaskRow.self).first?.assignee == "ann")
        #expect(try bench.variable("assigned") == nil)
    }

    @Test("expressions can ask who gives the command")
    func authentication() throws {
        let expression =
            "${execution.processEngineServices.identityService.currentAuthentication.userId}"
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><serviceTask id="a" camunda:resultVariable="who" \
                camunda:expression="\(expression)"/><userTask id="u"/>
                """ + flow("s", "a") + flow("a", "u")))
        try bench.start()
        #expect(try bench.variable("who") == .string("demo"))
        bench.principal = .engine
        try bench.start()
        let values = try bench.typed(VariableRow.self).filter { $0.name == "who" }
        #expect(values.map { $0.value(large: nil) } == [.string("demo"), .null])
    }
}
