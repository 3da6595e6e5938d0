import ProcessValues
import Testing

@testable import ProcessEngine

@Suite("Submitted forms")
struct FormSubmissionTests {
    let bench = CoreBench()

    static let fields = """
        <camunda:formField id="a" type="string"><camunda:validation>\
        <camunda:constraint name="required"/><camunda:constraint name="minlength" config="2"/>\
        <camunda:constraint name="maxlength" config="4"/></camunda:validation></camunda:formField>\
        <camunda:formField id="n" type="long" defaultValue="5"><camunda:validation>\
        <camunda:constraint name="min" config="1"/><camunda:constraint name="max" config="10"/>\
        </camunda:validation></camunda:formField>\
        <camunda:formField id="d" type="date" defaultValue="01/02/2020"/>\
        <camunda:formField id="e" type="enum"><camunda:value id="x" name="X"/>\
        <camunda:value id="y" name="Y"/></camunda:formField>\
        <camunda:formField id="b" type="boolean" defaultValue="${1 == 1}"/>\
        <camunda:formField id="ro" type="string" defaultValue="fixed"><camunda:validation>\
        <camunda:constraint name="readonly"/></camunda:validation></camunda:formField>
        """

    private func start(_ variables: [VariableInput]) throws -> String? {
        var start = StartInstance(
            definition: .latest(key: "p", tenantID: nil), variables: variables)
        start.submitsForm = true
        guard case .started(let started) = try bench.run(.startInstance(start))?.result else {
            return nil
        }
        return started.id
    }

    private func deploy() throws {
        let form =
            "<extensionElements><camunda:formData>\(Self.fields)</camunda:formData></extensionElements>"
        try bench.deploy(
            model(
                "<startEvent id=\"s\">\(form)</startEvent><userTask id=\"u\">\(form)</userTask>"
                    + flow("s", "u")))
    }

    static let day = Instant(year: 2020, month: 2, day: 1, hour: 0)

    @Test(
        "a field submitted without a value becomes nothing of its type",
        arguments: [
            ("n", ValueType.long), ("d", .date), ("e", .string), ("b", .boolean), ("ro", .string),
        ])
    func nulls(field: String, type: ValueType) throws {
        try deploy()
        #expect(
            try start([VariableInput("a", .string("abcd")), VariableInput(field, .null)]) != nil)
        #expect(try bench.variable(field) == .typedNull(type))
    }

    @Test("defaults are added and values converted to the types of the fields")
    func conversions() throws {
        try deploy()
        #expect(
            try start([
                VariableInput("a", .string("abcd")), VariableInput("n", .integer(7)),
                VariableInput("e", .string("x")), VariableInput("more", .double(1)),
            ]) != nil)
        #expect(try bench.variable("n") == .long(7))
        #expect(try bench.variable("d") == .date(Self.day))
        #expect(try bench.variable("b") == .boolean(true))
        #expect(try bench.variable("ro") == .string("fixed"))
        #expect(try bench.variable("more") == .double(1))
    }

    @Test(
        "what breaks a rule is refused, and nothing starts",
        arguments: [
            [:], ["a": .string("")], ["a": .null], ["a": .string("a")], ["a": .string("abcde")],
            ["a": .integer(12)], ["a": .string("abc"), "n": .integer(0)],
            ["a": .string("abc"), "n": .long(11)], ["a": .string("abc"), "n": .string("7")],
            ["a": .string("abc"), "e": .string("z")], ["a": .string("abc"), "d": .string("today")],
            ["a": .string("abc"), "d": .boolean(true)], ["a": .string("abc"), "ro": .string("x")],
        ] as [[String: ProcessValue]])
    func rules(values: [String: ProcessValue]) throws {
        try deploy()
        let variables = values.sorted { $0.key < $1.key }.map { VariableInput($0.key, $0.value) }
        #expect(try start(variables) == nil)
        #expect(try bench.executionCount() == 0)
        // Variables that no form brings are taken as they are.
        #expect(try bench.start("p", variables) != nil)
    }

    @Test("a task's form is submitted to its scope, and completes it or gives it back")
    func tasks() throws {
        try deploy()
        _ = try start([VariableInput("a", .string("abc"))])
        let task = try #require(try bench.typed(TaskRow.self).first)
        // Required, and there already.
        let submission = TaskOperation.submitForm(
            variables: [VariableInput("d", .string("3/4/2021"))], wantsVariables: false)
        try bench.run(.task(id: task.id, .delegate(userID: "ann")))
        try bench.run(.task(id: task.id, submission))
        #expect(try bench.typed(TaskRow.self).first?.delegationState == "RESOLVED")
        #expect(
            try bench.variable("d") == .date(Instant(year: 2021, month: 4, day: 3, hour: 0)))
        try bench.run(.task(id: task.id, submission))
        #expect(try bench.instanceState() == "COMPLETED")
    }
}

@Suite("Submitted fields declared in the old way")
struct FormPropertySubmissionTests {
    let bench = CoreBench()

    private func deploy(_ properties: String) throws {
        let form = "<extensionElements>\(properties)</extensionElements>"
        try bench.deploy(
            model(
                "<startEvent id=\"s\">\(form)</startEvent><userTask id=\"u\">\(form)</userTask>"
                    + flow("s", "u")))
    }

    private func start(_ variables: [VariableInput]) throws -> String? {
        var start = StartInstance(
            definition: .latest(key: "p", tenantID: nil), variables: variables)
        start.submitsForm = true
        guard case .started(let started) = try bench.run(.startInstance(start))?.result else {
            return nil
        }
        return started.id
    }

    static let values =
        #"<camunda:value id="x" name="X"/><camunda:value id="y" name="Y"/>"#
    static let day = Instant(year: 2021, month: 4, day: 3, hour: 0)

    @Test(
        "values become the types of the fields, in the variables that these name",
        arguments: [
            (#"type="string""#, .integer(3), "p", .string("3")),
            (#"type="long""#, .string("7"), "p", .long(7)),
            (#"type="long""#, .string(""), "p", nil),
            (#"type="boolean" variable="v""#, .string("TRUE"), "v", .boolean(true)),
            (#"type="boolean""#, .integer(1), "p", .boolean(false)),
            (#"type="date" datePattern="dd-MM-yyyy""#, .string("03-04-2021"), "p", .date(day)),
            (#"type="date""#, .string("3/4/2021"), "p", .date(day)),
            (#"type="enum""#, .string("x"), "p", .string("x")),
            ("", .double(1.5), "p", .double(1.5)),
            (#"type="long" default="${4 + 1}""#, nil, "p", .long(5)),
            (#"default="${5}""#, nil, "p", .string("5")),
            (#"writable="false" default="d""#, nil, "p", .string("d")),
            (#"readable="false""#, .string("a"), "p", .string("a")),
            (##"variable="v" expression="#{other}""##, .string("a"), "v", .string("a")),
        ] as [(String, ProcessValue?, String, ProcessValue?)])
    func conversions(
        attributes: String, submitted: ProcessValue?, variable: String, expected: ProcessValue?
    ) throws {
        try deploy(
            "<camunda:formProperty id=\"p\" \(attributes)>\(Self.values)</camunda:formProperty>")
        #expect(try start(submitted.map { [VariableInput("p", $0)] } ?? []) != nil)
        #expect(try bench.variable(variable) == expected)
        if variable != "p" { #expect(try bench.variable("p") == nil) }
    }

    @Test(
        "what a field refuses starts nothing",
        arguments: [
            (#"required="true""#, nil), (#"required="true" default="${null}""#, nil),
            (#"writable="false""#, .string("a")), (#"type="long""#, .string("x")),
            (#"type="long""#, .double(1.5)), (#"type="date""#, .string("today")),
            (#"type="date""#, .date(day)), (#"type="enum""#, .string("z")),
            (#"type="enum""#, .integer(1)), (#"type="string""#, .null),
            (##"expression="#{unknown}""##, .string("a")), (#"expression="name""#, .string("a")),
            (#"type="boolean" default="${unknown}""#, nil),
        ] as [(String, ProcessValue?)])
    func refusals(attributes: String, submitted: ProcessValue?) throws {
        try deploy(
            "<camunda:formProperty id=\"p\" \(attributes)>\(Self.values)</camunda:formProperty>")
        #expect(try start(submitted.map { [VariableInput("p", $0)] } ?? []) == nil)
        #expect(try bench.executionCount() == 0)
    }

    @Test("an expression names the variable of the instance that a task's field sets")
    func expression() throws {
        try deploy(##"<camunda:formProperty id="p" type="long" expression="#{ target }"/>"##)
        _ = try bench.start("p", [VariableInput("target", .string("old"))])
        let task = try #require(try bench.typed(TaskRow.self).first)
        try bench.run(
            .task(
                id: task.id,
                .submitForm(variables: [VariableInput("p", .string("8"))], wantsVariables: false)))
        #expect(try bench.instanceState() == "COMPLETED")
        let history = try bench.typed(HistoricVariableRow.self)
        #expect(history.map(\.name) == ["target"])
        #expect(history.count == 1)
    }

    @Test("the field that is the business key is neither checked nor converted")
    func businessKey() throws {
        try deploy(
            """
            <camunda:formData businessKey="k"><camunda:formField id="k" type="long" \
            defaultValue="3"><camunda:validation><camunda:constraint name="required"/>\
            </camunda:validation></camunda:formField></camunda:formData>
            """)
        #expect(try start([]) != nil)
        #expect(try bench.variable("k") == nil)
        #expect(try start([VariableInput("k", .string("x"))]) != nil)
    }
}
