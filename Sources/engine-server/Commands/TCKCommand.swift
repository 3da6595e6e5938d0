import CommandLineParsing
import DMN
import ProcessEngine
import ProcessScripts

/// Runs the cases of the DMN technology compatibility kit (github.com/dmn-tck/tck).
enum TCKCommand {
    static let specification = CommandSpecification(
        "tck",
        help:
            "Run the cases of the DMN technology compatibility kit; prints how many passed, and on"
            + " standard error what each other one gave; exit code 1 if any failed",
        options: [
            .value("matching", "TEXT", help: "The folders alone whose names have this part"),
            .flag("quiet", help: "Print the count alone"),
        ],
        operands: ["FOLDER"])

    static func run(_ command: ParsedCommand) async throws -> Int32 {
        let folder = command.operands[0]
        guard FileAccess.isFolder(folder) else { throw FileError(folder, "is no folder") }
        let scripts = ProcessScriptEngine()
        let runner = TCKRunner(
            folder: folder,
            foreign: DecisionExpressions(scriptLanguages: ProcessScriptEngine.javaScriptNames),
            running: { await scripts.run($0, given: [:], at: SystemClock().now, in: .utc) })
        let outcomes = await runner.run(matching: command["matching"])
        if outcomes.isEmpty {
            Terminal.complain(
                "engine-server: \(folder) has no cases in compliance-level-2 or compliance-level-3")
            return 1
        }
        let failed = outcomes.filter { $0.difference != nil }
        if !command.isSet("quiet") {
            for outcome in failed {
                Terminal.complain(
                    "\(outcome.folder)/\(outcome.file) \(outcome.id): \(outcome.difference ?? "")")
            }
        }
        Terminal.say("\(outcomes.count - failed.count) passed, \(failed.count) failed")
        return failed.isEmpty ? 0 : 1
    }
}
