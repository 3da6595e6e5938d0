import BPMNParser
import Diagnostics
import Foundation
import JSONTree
import ProcessValues
import ScriptHost
import SharedMaterial
import Testing

@testable import ProcessEngine
@testable import ProcessScripts

/// The scripts of the models of others, where they are at hand.
private enum ForeignScripts {
    struct Script: Hashable {
        let file: String
        let language: String
        let source: String
    }

    /// The files that hold scripts.
    static func files() -> [URL] { SharedMaterial.models(with: ["script", "language=\""]) }
}

@Suite("Scripts of the models of others", .timeLimit(.minutes(2)))
struct ModelScriptTests {
    /// Why a script ends otherwise than with a value, where it is meant to, or may.
    static let meant: [(source: String, message: String)] = [
        ("throw 'Exception when output", "Exception when output mapping is executed"),
        ("throw new Error(\"I am failing\")", "I am failing"),
        ("throw new Error(\"Hi Thorben\")", "Hi Thorben"),
        ("var test = nonExistingVar", "nonExistingVar"),
    ]

    /// What some scripts read, as their processes set it.
    private static let variables: [VariableInput] = [
        VariableInput("svbResult", .object(ObjectValue(tree: ["leeftijdAanvrager": 41]))),
        VariableInput("szwResult", .object(ObjectValue(tree: ["bijstandsNorm": 1.5]))),
        VariableInput("archivingResult", .object(ObjectValue(tree: ["retentionYears": 7]))),
        VariableInput("itemResponse", .string(#"{"relationship":{"category":3}}"#)),
        VariableInput("approver", .string("demo")), VariableInput("a", .integer(1)),
        VariableInput("b", .integer(2)), VariableInput("reviewAction", .string("change")),
    ]

    private func call(_ source: String, _ sequence: Int) -> ScriptCall {
        let properties = [VariableInput("id", .string("e")), VariableInput("name", .string("n"))]
        return ScriptCall(
            sequence: sequence, language: "javascript", source: source, name: "script",
            executionID: "e",
            executions: [
                ScriptScope(
                    properties: properties, variables: Self.variables, processInstanceID: "e")
            ],
            task: ScriptScope(
                properties: properties + [VariableInput("assignee", .string("demo"))],
                variables: [], parentID: "e"), connector: nil)
    }

    @Test(
        "Each in JavaScript finds all names that it uses",
        .enabled(
            if: SharedMaterial.existing("models") != nil, "the models of others are not at hand"))
    func javaScript() async throws {
        var scripts: Set<ForeignScripts.Script> = []
        for file in ForeignScripts.files() {
            let model = BPMNParser().parse([UInt8](try Data(contentsOf: file))).model
            for process in model?.processes ?? [] {
                let compiled = ProcessCompiler.compile(
                    process, unsupported: .warn,
                    scriptLanguages: ProcessScriptEngine.javaScriptNames
                ).process
                for place in compiled?.scripts ?? []
                where !ScriptLanguage.isBuiltIn(place.code.language) && !place.code.isResource {
                    scripts.insert(
                        ForeignScripts.Script(
                            file: file.lastPathComponent, language: place.code.language,
                            source: place.code.source.text))
                }
            }
        }
        let engine = ProcessScriptEngine(executable: ScriptedEngine.workerPath)
        var met: Set<String> = []
        for (sequence, script) in scripts.enumerated() {
            let outcome = await engine.run(
                call(script.source, sequence), at: Instant(milliseconds: 1_795_246_933_421))
            switch outcome.result {
            case .value: break
            case .thrown(_, let message):
                let meant = Self.meant.first { script.source.contains($0.source) }
                #expect(
                    meant.map { message.contains($0.message) } ?? false,
                    "\(script.file): \(message)\n\(script.source)")
                if let meant { met.insert(meant.source) }
            default: Issue.record("\(script.file): \(outcome.result)\n\(script.source)")
            }
        }
        #expect(scripts.count >= 30, "\(scripts.count)")
        #expect(met.count == Self.meant.count, "\(met)")
    }

    @Test(
        "A mapping of a connector finds what was answered, asked and is around",
        arguments: [
            ("JSON.parse(response).a", ProcessValue.integer(1)),
            ("connector.getVariable('statusCode') + statusCode", .integer(400)),
            ("connector.getVariable('reviewAction')", .string("change")),
            ("approver", .string("connector")),
            ("connector.setVariable('a', 9); connector.getVariable('a')", .integer(9)),
            ("connector.setVariable('a', 9); execution.getVariable('a')", .integer(1)),
        ])
    func connector(script: String, value: ProcessValue) async throws {
        var call = call(script, 1)
        call.task = nil
        call.connector = [
            VariableInput("response", .string(#"{"a":1}"#)),
            VariableInput("statusCode", .integer(200)),
            VariableInput("approver", .string("connector")),
        ]
        let outcome = await ProcessScriptEngine(executable: ScriptedEngine.workerPath).run(
            call, at: Instant(milliseconds: 0))
        guard case .value(let found) = outcome.result else {
            Issue.record("\(outcome.result)")
            return
        }
        #expect(found == value)
        #expect(outcome.writes.isEmpty)
    }

    @Test(
        "Each in another language is refused by the language's name, with what to do",
        .enabled(
            if: SharedMaterial.existing("models") != nil, "the models of others are not at hand"))
    func others() throws {
        var languages: [String: Int] = [:]
        for file in ForeignScripts.files() {
            let model = BPMNParser().parse([UInt8](try Data(contentsOf: file))).model
            for process in model?.executableProcesses ?? [] {
                let found = ProcessCompiler.compile(
                    process, scriptLanguages: ProcessScriptEngine.javaScriptNames
                ).diagnostics
                for problem in found where problem.message.contains(" in ") {
                    for language in ["groovy", "python"]
                    where problem.message.lowercased().contains(" in \(language) ") {
                        #expect(problem.severity == .error && problem.rule == "unsupported")
                        #expect(problem.cure.contains("JavaScript or FEEL"))
                        #expect(problem.line != nil, "\(file.lastPathComponent): \(problem)")
                        languages[language, default: 0] += 1
                    }
                }
            }
        }
        #expect(languages["groovy", default: 0] > 80, "\(languages)")
        #expect(languages["python", default: 0] >= 5, "\(languages)")
    }
}
