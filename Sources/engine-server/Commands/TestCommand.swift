import CommandLineParsing
import ProcessEngine
import ProcessScripts
import Scenarios

/// Plays scenario files without a server and tells what went otherwise.
enum TestCommand {
    static let specification = CommandSpecification(
        "test",
        help: "Play the scenarios (*.scenario.yaml) of process applications, without a server and"
            + " without a network; exit code 1 if one goes otherwise",
        options: [
            Configuration.option(help: "Take what stands in the place of Java from this file"),
            .flag(
                "explain",
                help: "Tell of every decision which rules matched and why others did not"),
            .flag("quiet", help: "Tell of those that failed alone"),
        ],
        operands: [.repeated("FOLDERS")])

    static func run(
        _ command: ParsedCommand, environment: [String: String]
    ) async throws -> Int32 {
        let configuration = try Configuration.given(to: command, environment: environment)
        let player = ScenarioPlayer(
            LocalFiles(), scripts: { ProcessScriptEngine(timeZone: $0) },
            registry: configuration?.javaRegistry ?? JavaRegistry(),
            registryReader: Configuration.javaRegistry,
            explainsDecisions: command.isSet("explain"))
        var paths: [String] = []
        for operand in command.operands {
            let found =
                FileAccess.isFolder(operand) ? try player.scenarios(below: operand) : [operand]
            if found.isEmpty {
                Terminal.complain(
                    "engine-server: \(operand) holds no \(ScenarioReader.ending) file; docs/scenarios.md"
                        + " tells how to write one")
                return 1
            }
            for path in found where !paths.contains(path) { paths.append(path) }
        }
        var failed = 0
        for path in paths {
            let outcome = await player.play(file: path)
            if !outcome.isPassed { failed += 1 }
            if !outcome.isPassed || !command.isSet("quiet") { Terminal.say(outcome.account) }
        }
        Terminal.say("\(paths.count - failed) passed, \(failed) failed")
        return failed == 0 ? 0 : 1
    }
}

/// The files of this machine, for scenarios.
struct LocalFiles: FileTree {
    func names(in folder: String) throws -> [String] { try FileAccess.names(in: folder) }
    func isFolder(_ path: String) -> Bool { FileAccess.isFolder(path) }
    func read(_ path: String) throws -> [UInt8] { try FileAccess.read(path) }
}
