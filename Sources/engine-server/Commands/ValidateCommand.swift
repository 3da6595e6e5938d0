import CommandLineParsing
import Diagnostics

/// Tells every problem of models and process applications without a server.
enum ValidateCommand {
    static let specification = CommandSpecification(
        "validate",
        help: "Tell every problem of BPMN and DMN files, process links, case definitions and"
            + " scenarios; exit code 1 if any is an error",
        options: [
            Configuration.option(help: "Take what stands in the place of Java from this file"),
            .flag("quiet", help: "Leave warnings out"),
        ],
        operands: [.repeated("FILES")])

    static func run(
        _ command: ParsedCommand, environment: [String: String]
    ) async throws -> Int32 {
        var validation = Validation(
            try Configuration.given(to: command, environment: environment))
        for operand in command.operands {
            if FileAccess.isFolder(operand) {
                for path in try FileAccess.files(below: operand) where Validation.reads(path) {
                    validation.add(path)
                }
            } else if Validation.reads(operand) {
                validation.add(operand)
            } else {
                Terminal.complain(
                    "engine-server: \(operand) is none of the files that can be checked:"
                        + " \(Validation.endings.joined(separator: ", "))")
                return 1
            }
        }
        let verdicts = try validation.verdicts()
        let scripts = try await validation.scriptWarnings()
        if verdicts.isEmpty {
            Terminal.complain("engine-server: there is nothing to check here")
            return 1
        }
        let problems = verdicts.flatMap { $0.problems + (scripts[$0.path] ?? []) }
        for problem in problems
        where problem.severity == .error || !command.isSet("quiet") {
            Terminal.say(problem.description)
        }
        let errors = problems.count { $0.severity == .error }
        Terminal.say(
            "\(verdicts.count) files, \(errors) errors, \(problems.count - errors) warnings")
        return errors == 0 ? 0 : 1
    }
}
