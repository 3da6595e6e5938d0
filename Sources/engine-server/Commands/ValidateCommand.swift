import BPMNParser
import CommandLineParsing
import Diagnostics

/// Tells every problem of models without a server.
enum ValidateCommand {
    static let specification = CommandSpecification(
        "validate",
        help: "Tell every problem of BPMN and DMN files; exit code 1 if any is an error",
        options: [.flag("quiet", help: "Leave warnings out")],
        operands: [.repeated("FILES")])

    static func run(_ command: ParsedCommand) throws -> Int32 {
        var errors = 0
        var warnings = 0
        var files = 0
        for operand in command.operands {
            let paths =
                FileAccess.isFolder(operand)
                ? try FileAccess.files(below: operand).filter(isModel) : [operand]
            for path in paths {
                files += 1
                for problem in try diagnostics(of: path) {
                    if problem.severity == .error { errors += 1 } else { warnings += 1 }
                    if problem.severity == .error || !command.isSet("quiet") { print(problem) }
                }
            }
        }
        print("\(files) files, \(errors) errors, \(warnings) warnings")
        return errors == 0 ? 0 : 1
    }

    static func isModel(_ path: String) -> Bool {
        [".bpmn", ".bpmn20.xml", ".dmn", ".dmn11.xml"].contains { path.hasSuffix($0) }
    }

    private static func diagnostics(of path: String) throws(FileError) -> [Diagnostic] {
        BPMNParser().parse(try FileAccess.read(path), file: path).diagnostics
    }
}
