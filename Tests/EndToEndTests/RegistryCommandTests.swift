import Foundation
import SharedMaterial
import Testing

/// The commands without a server, told which configuration the models will run under.
@Suite("The registry in the commands without a server")
struct RegistryCommandTests {
    /// A class that a worker stands for, a bean that an expression stands for, one that is an
    /// action, and a listener.
    private static let model = """
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
            xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="t">
          <process id="brief" isExecutable="true">
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="tarief"/>
            <serviceTask id="tarief" camunda:expression="${rates.current(bedrag)}"
                camunda:resultVariable="tarief">
              <extensionElements><camunda:executionListener event="end"
                  delegateExpression="${auditListener}"/></extensionElements>
            </serviceTask>
            <sequenceFlow id="f2" sourceRef="tarief" targetRef="versturen"/>
            <serviceTask id="versturen" camunda:class="com.example.SendLetter"/>
            <sequenceFlow id="f3" sourceRef="versturen" targetRef="status"/>
            <serviceTask id="status" camunda:delegateExpression="${statusDelegate}"/>
            <sequenceFlow id="f4" sourceRef="status" targetRef="klaar"/><userTask id="klaar"/>
          </process>
        </definitions>
        """

    private static let configuration = """
        server: { port: 9999 }
        registry:
          - name: com.example.SendLetter
            topic: letters
          - name: rates.current
            expression: ${arguments[0] * 2}
          - name: auditListener
            expression: ${execution.setVariable('gezien', true)}
          - name: statusDelegate
            topic: statussen
        """

    private static func scenario(_ more: String = "") -> String {
        """
        scenario: Een brief
        process: brief
        \(more)
        start: { variables: { bedrag: 21 } }
        steps:
          - expect: { waiting: [versturen], variables: { tarief: 42, gezien: true } }
          - external: versturen
            expect: { waiting: [status] }
          - external: status
            expect: { waiting: [klaar] }
        """
    }

    @Test("validate refuses Java names, and accepts those that the configuration has")
    func validates() throws {
        try withFolder(["p.bpmn": Self.model, "engine.yaml": Self.configuration]) { folder in
            let without = try ProgramRun(["validate", "p.bpmn"], in: folder)
            #expect(without.code == 1)
            for name in [
                "com.example.SendLetter", "rates.current", "${auditListener}", "${statusDelegate}",
            ] {
                #expect(without.output.contains(name), "\(without.output)")
            }
            let with = try ProgramRun(
                ["validate", "--config", "engine.yaml", "p.bpmn"], in: folder)
            #expect(with.code == 0, "\(with.output)")
            #expect(with.output.hasSuffix("1 files, 0 errors, 0 warnings\n"))
            let named = try ProgramRun(
                ["validate", "p.bpmn"], in: folder,
                environment: ["RADERWERK_CONFIG": "engine.yaml"])
            #expect(named.code == 0, "\(named.output)")
        }
    }

    @Test("validate tells as warnings what a server of the configuration accepts")
    func warns() throws {
        try withFolder([
            "p.bpmn": Self.model, "engine.yaml": "deploy: { unsupported: warn }",
        ]) { folder in
            let run = try ProgramRun(["validate", "--config", "engine.yaml", "p.bpmn"], in: folder)
            #expect(run.code == 0, "\(run.output)")
            #expect(run.output.hasSuffix("1 files, 0 errors, 4 warnings\n"), "\(run.output)")
        }
    }

    @Test("A configuration that is wrong is told with its line, and nothing is checked")
    func wrong() throws {
        try withFolder([
            "p.bpmn": Self.model, "engine.yaml": "registry:\n  - name: a\n    action: fly",
        ]) { folder in
            for command in ["validate", "test"] {
                let run = try ProgramRun([command, "--config", "engine.yaml", "."], in: folder)
                #expect(run.code == 78)
                #expect(
                    run.complaints.hasPrefix("engine.yaml:2: there is no action 'fly'"),
                    "\(run.complaints)")
            }
        }
    }

    @Test(
        "Scenarios are played with the registry of the option, or of the file that they name",
        arguments: [
            (["test", "--config", "engine.yaml", "."], ""),
            (["test", "."], "configuration: engine.yaml"),
            (["test", "."], "configuration: ./deep/../engine.yaml"),
        ])
    func scenarios(arguments: [String], key: String) throws {
        try withFolder([
            "p.bpmn": Self.model, "engine.yaml": Self.configuration, "deep/x": "",
            "p.scenario.yaml": Self.scenario(key),
        ]) { folder in
            let run = try ProgramRun(arguments, in: folder)
            #expect(run.code == 0, "\(run.output)\(run.complaints)")
            #expect(run.output.hasSuffix("1 passed, 0 failed\n"), "\(run.output)")
        }
    }

    @Test("A scenario without a registry tells what its models lack")
    func lacks() throws {
        try withFolder(["p.bpmn": Self.model, "p.scenario.yaml": Self.scenario()]) { folder in
            let run = try ProgramRun(["test", "."], in: folder)
            #expect(run.code == 1)
            #expect(run.output.contains("The Java class com.example.SendLetter"), "\(run.output)")
        }
    }

    @Test("A scenario whose configuration is not there, or is wrong, is told at its line")
    func noConfiguration() throws {
        try withFolder([
            "p.bpmn": Self.model, "wrong.yaml": "registry: 1",
            "p.scenario.yaml": Self.scenario("configuration: nergens.yaml"),
            "q.scenario.yaml": Self.scenario("configuration: wrong.yaml"),
        ]) { folder in
            for command in ["validate", "test"] {
                let run = try ProgramRun([command, "."], in: folder)
                #expect(run.code == 1)
                #expect(
                    run.output.contains("p.scenario.yaml:3: error:")
                        && run.output.contains("q.scenario.yaml:3: error:"), "\(run.output)")
                #expect(run.output.contains("wrong.yaml:1: registry is a list."), "\(run.output)")
            }
        }
    }

    // MARK: Models of others

    /// The names that problems ask an entry for.
    private static func names(in output: String) -> Set<String> {
        var names: Set<String> = []
        for line in output.split(separator: "\n") {
            for start in ["The Java class ", "The Java bean ", "The call of the Java bean "] {
                guard let begin = line.range(of: start),
                    let end = line.range(of: " cannot be executed")
                else { continue }
                let name = line[begin.upperBound..<end.lowerBound]
                names.insert(name.trimmingCharacters(in: CharacterSet(charactersIn: "${} ")))
            }
        }
        // A bean that is made by an expression has no name.
        return names.filter { name in
            name.allSatisfy { $0.isLetter || $0.isNumber || "._$".contains($0) }
        }
    }

    @Test(
        "The Java names that validate tells of in models of others are those that a registry takes",
        .enabled(
            if: SharedMaterial.existing("models") != nil, "the models of others are not at hand"))
    func models() throws {
        let files = SharedMaterial.models(with: [":class=\"", ":delegateExpression=\""]).map(\.path)
        #expect(files.count > 50)
        try withFolder([:]) { folder in
            let without = try ProgramRun(["validate"] + files, in: folder)
            #expect(without.code == 1)
            var names = Self.names(in: without.output)
            #expect(names.count > 20, "\(names)")
            // What is injected into a class is read once the class has an entry.
            for _ in 0..<3 {
                let entries = names.sorted().map {
                    "  - name: \($0)\n    expression: ${null}\n"
                }
                try ("registry:\n" + entries.joined()).write(
                    to: folder.appending(path: "engine.yaml"), atomically: true, encoding: .utf8)
                let with = try ProgramRun(
                    ["validate", "--config", "engine.yaml"] + files, in: folder)
                let left = Self.names(in: with.output)
                if left.isEmpty {
                    let before = without.output.split(separator: "\n").count {
                        $0.contains("The Java ")
                    }
                    let after = with.output.split(separator: "\n").count {
                        $0.contains("The Java ")
                    }
                    #expect(before > 20 && after < before / 4, "\(before), \(after)")
                    return
                }
                #expect(left.isDisjoint(with: names), "\(left.intersection(names))")
                names.formUnion(left)
            }
            Issue.record("Names are left after three rounds.")
        }
    }
}
