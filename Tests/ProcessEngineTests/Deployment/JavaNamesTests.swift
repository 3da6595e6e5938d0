import BPMNParser
import Diagnostics
import Foundation
import ProcessValues
import SharedMaterial
import Testing

@testable import ProcessEngine

@Suite("Java names in models")
struct JavaNamesTests {
    let bench = CoreBench()

    private func problems(_ process: BPMNProcess, _ registry: JavaRegistry) -> [Diagnostic] {
        ProcessCompiler.compile(process, registry: registry, beans: []).diagnostics.filter {
            $0.rule == "unsupported" && $0.message.contains("Java ")
                && !$0.message.hasPrefix("A call of a CMMN")
        }
    }

    /// The name in a problem, as the registry would have it.
    private func name(_ problem: Diagnostic) -> String? {
        for start in ["The Java class ", "The Java bean ", "The call of the Java bean "] {
            guard problem.message.hasPrefix(start),
                let end = problem.message.range(of: " cannot be executed.")
            else { continue }
            let name = problem.message[..<end.lowerBound].dropFirst(start.count)
            return start == "The Java bean "
                ? ProcessCompiler.beanNames(String(name)).first : String(name)
        }
        return nil
    }

    @Test(
        "every name is told with what to do, and with an entry in the registry each is executable",
        .enabled(
            if: SharedMaterial.existing("models") != nil, "the models of others are not at hand"))
    func models() throws {
        let files = SharedMaterial.models(with: [":class=\"", ":delegateExpression=\""])
        #expect(files.count > 300)
        var names = 0
        var without: [String] = []
        for file in files {
            let parsed = BPMNParser().parse([UInt8](try Data(contentsOf: file)))
            for process in parsed.model?.executableProcesses ?? [] {
                let found = problems(process, JavaRegistry())
                for problem in found {
                    #expect(problem.cure.contains("registry"), "\(file.lastPathComponent)")
                    #expect(problem.line != nil)
                }
                let told = Set(found.compactMap(name))
                names += told.count
                if told.count < Set(found.map(\.message)).count {
                    // A bean that is made by an expression has no name: that stays refused.
                    without.append(file.lastPathComponent)
                }
                // What is injected into a class is read once the class has an entry.
                var known = told
                var left: [Diagnostic] = []
                for _ in 0..<3 {
                    let registry = JavaRegistry(
                        Dictionary(
                            uniqueKeysWithValues: known.map { ($0, .expression("${null}")) }))
                    left = problems(process, registry).filter { name($0) != nil }
                    known.formUnion(left.compactMap(name))
                }
                #expect(left.isEmpty, "\(file.lastPathComponent): \(left)")
            }
        }
        #expect(names > 250, "\(names)")
        #expect(without.count < 20, "\(without)")
    }

    // MARK: What a name becomes

    private func deploy(_ content: String, _ entries: [String: JavaRegistry.Target]) throws {
        bench.configuration.registry = JavaRegistry(entries)
        try bench.deploy(
            model(
                "<startEvent id=\"s\"/>" + content + "<userTask id=\"after\"/>" + flow("s", "t")
                    + flow("t", "after")), registry: JavaRegistry(entries))
    }

    @Test(
        "a class, a delegate expression or a bean call is fetched by workers under its topic",
        arguments: [
            ("camunda:class=\"com.example.Send\"", "com.example.Send"),
            ("camunda:delegateExpression=\"${sender}\"", "sender"),
            ("camunda:expression=\"${sender.send(execution)}\"", "sender"),
            ("camunda:expression=\"#{sender.send(execution, 'x')}\"", "sender.send"),
        ])
    func topic(attribute: String, name: String) throws {
        try deploy("<serviceTask id=\"t\" \(attribute)/>", [name: .topic("mail")])
        try bench.start()
        let task = try #require(try bench.typed(ExternalTaskRow.self).first)
        #expect(task.topicName == "mail")
    }

    @Test("what was injected into a class is a variable of its task")
    func fields() throws {
        try deploy(
            """
            <serviceTask id="t" camunda:class="com.example.Send"><extensionElements>\
            <camunda:field name="to" stringValue="ann"/><camunda:field name="text" \
            expression="${1 + 1}"/></extensionElements></serviceTask>
            """, ["com.example.Send": .topic("mail")])
        try bench.start()
        #expect(try bench.variable("to") == .string("ann"))
        #expect(try bench.variable("text") == .long(2))
    }

    @Test(
        "a form handler, which is a class, is told with its line",
        arguments: ["userTask", "startEvent"])
    func formHandler(element: String) throws {
        let source = model("\n<\(element) id=\"x\" camunda:formHandlerClass=\"com.example.Form\"/>")
        let parsed = BPMNParser().parse(Array(source.utf8), file: "test.bpmn")
        let process = try #require(parsed.model?.executableProcesses.first)
        let found = ProcessCompiler.compile(process, registry: JavaRegistry(), beans: [])
            .diagnostics
        #expect(found.map(\.elementID) == ["x"])
        #expect(found.first?.line == 5)
        #expect(found.first?.message.contains("'com.example.Form'") == true)
    }

    @Test("an expression takes the place of a class, a listener and a bean")
    func expression() throws {
        try deploy(
            """
            <serviceTask id="t" camunda:delegateExpression="${rates}" >\
            <extensionElements><camunda:executionListener event="end" \
            class="com.example.Listener"/><camunda:inputOutput><camunda:inputParameter \
            name="half">${maths.half(x)}</camunda:inputParameter></camunda:inputOutput>\
            </extensionElements></serviceTask>
            """,
            [
                "rates": .expression("${execution.setVariable('rate', half + 1)}"),
                "com.example.Listener": .expression("${execution.setVariable('seen', true)}"),
                "maths.half": .expression("${arguments[0] / 2}"),
            ])
        try bench.start("p", [VariableInput("x", .integer(8))])
        #expect(bench.lastError == nil)
        #expect(try bench.variable("rate") == .double(5))
        #expect(try bench.variable("seen") == .boolean(true))
    }

    @Test("an action is an effect that the token waits for")
    func action() throws {
        try deploy(
            "<serviceTask id=\"t\" camunda:class=\"com.example.Zaak\"/>",
            [
                "com.example.Zaak": .effect(
                    handler: "zgw", action: "create-zaak", properties: "{}")
            ])
        try bench.start()
        let job = try #require(try bench.typed(JobRow.self).first)
        #expect(job.effectHandler == "zgw")
        #expect(job.effectAction == "create-zaak")
        try bench.run(.job(id: job.id, .deliverEffect(.done(variables: []))))
        #expect(try bench.state() == "p(after)")
    }

    @Test("a topic cannot take the place of a listener, and says so")
    func listener() throws {
        let process = try #require(
            BPMNParser().parse(
                Array(
                    model(
                        """
                        <startEvent id="s"><extensionElements><camunda:executionListener \
                        event="end" class="com.example.Listener"/></extensionElements></startEvent>
                        """
                    ).utf8)
            ).model?.executableProcesses.first)
        let found = ProcessCompiler.compile(
            process, registry: JavaRegistry(["com.example.Listener": .topic("t")])
        ).diagnostics
        #expect(found.first?.cure == "Give it an expression in the registry.")
    }

    @Test("expressions of the registry that call each other for ever are stopped")
    func endless() throws {
        try deploy(
            "<serviceTask id=\"t\" camunda:expression=\"${a.x()}\"/>",
            ["a.x": .expression("${b.x()}"), "b.x": .expression("${a.x()}")])
        try bench.start()
        #expect(bench.lastError?.message.contains("for ever") == true)
    }

    @Test(
        "a method that no value has is taken for that of a bean",
        arguments: [
            ("${mailer.send(x)}", ["mailer"]), ("${x.toUpperCase()}", []),
            ("${date.plusDays(3)}", []), ("${a.b.send()}", []),
            ("${execution.getVariable('x')}", []),
            ("${x.trim().concat(mailer.text())}", ["mailer"]), ("${known.send()}", []),
        ])
    func calls(text: String, beans: [String]) throws {
        let process = try #require(
            BPMNParser().parse(
                Array(
                    model(
                        "<startEvent id=\"s\"/><serviceTask id=\"t\" camunda:expression=\"\(text)\"/>"
                            + flow("s", "t")
                    ).utf8)
            ).model?.executableProcesses.first)
        let found = ProcessCompiler.compile(process, beans: ["known"]).diagnostics
        #expect(
            found.filter { $0.severity == .error }.compactMap(name).map {
                $0.split(separator: ".").first.map(String.init)
            } == beans)
    }
}
