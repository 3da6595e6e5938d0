import CommandLineParsing
import DMN
import Diagnostics
import FEEL
import JSONTree
import ProcessEngine
import ProcessScripts
import Synchronization

/// Evaluates a decision of a DMN file and explains the result.
enum DecideCommand {
    static let specification = CommandSpecification(
        "decide",
        help: "Evaluate a decision of a DMN file; prints the result as JSON and, on standard error,"
            + " which rules matched and why others did not",
        options: [
            .value("input", "JSON", default: "{}", help: "The variables, or @FILE that has them"),
            .value("decision", "ID", help: "Which decision; else the one that no other needs"),
            .flag("quiet", help: "Print the result alone"),
        ],
        operands: ["MODEL"])

    static func run(_ command: ParsedCommand) async throws -> Int32 {
        let path = command.operands[0]
        let (model, diagnostics) = DecisionModel.parse(
            try FileAccess.read(path), file: path, dialect: .operaton,
            foreign: DecisionExpressions(scriptLanguages: ProcessScriptEngine.javaScriptNames))
        let errors = diagnostics.filter { $0.severity == .error }
        guard let model, errors.isEmpty else {
            for problem in errors { Terminal.complain(problem.description) }
            return 1
        }
        let input = try variables(command["input"] ?? "{}")
        let id = try chosenDecision(command["decision"], of: model, path)
        do {
            let now = SystemClock().now
            let asked = Mutex<Set<String>>([])
            let scripts = ProcessScriptEngine()
            let result = try await model.evaluate(
                id, at: CivilZone("UTC").dateTime(at: now), explainingMismatches: true,
                running: { await scripts.run($0, given: [:], at: now, in: .utc) },
                variable: { name in
                    asked.withLock { _ = $0.insert(name) }
                    return input[name].map { FEELValue($0) }
                })
            Terminal.say(result.value.json.prettyPrinted)
            if !command.isSet("quiet") {
                for trace in result.evaluations {
                    Terminal.complain(trace.account().joined(separator: "\n"))
                }
                tellOfNames(input, asked.withLock { $0 }, result, of: model)
                for finding in model.tableFindings() {
                    Terminal.complain("note: \(finding.message)")
                }
            }
            return 0
        } catch {
            let places = [
                error.decisionID.map { "decision \($0)" }, error.elementID.map { "element \($0)" },
            ]
            .compactMap { $0 }.joined(separator: ", ")
            Terminal.complain(
                "\(path): the decision '\(id)' cannot be made: \(error)"
                    + (places.isEmpty ? "" : " (\(places))"))
            return 1
        }
    }

    /// Tells of names that the model asks for and the input lacks, and the other way round: most often
    /// they are spelt otherwise.
    private static func tellOfNames(
        _ input: JSONObject, _ asked: Set<String>, _ result: DecisionResult, of model: DecisionModel
    ) {
        let given = Set(input.members.map(\.key))
        let outputs = Set(result.evaluations.flatMap { $0.rows.joined().compactMap(\.name) })
        // A word of a script may be anything.
        let words = Set(model.scripts.flatMap(\.words))
        for name in asked.subtracting(given).subtracting(outputs).subtracting(words).sorted() {
            Terminal.complain("note: the model asks for '\(name)', which the input does not have")
        }
        for name in given.subtracting(asked).sorted() {
            Terminal.complain("note: nothing asks for '\(name)' of the input")
        }
    }

    private static func variables(_ text: String) throws -> JSONObject {
        let source = text.hasPrefix("@") ? String(text.dropFirst()) : "--input"
        let bytes = text.hasPrefix("@") ? try FileAccess.read(source) : Array(text.utf8)
        let json: JSON
        do throws(JSONSyntaxError) {
            json = try JSON(parsing: bytes)
        } catch {
            throw FileError(source, "is not JSON: \(error)")
        }
        guard let object = json.objectValue else {
            throw FileError(source, "is no JSON object of names and values")
        }
        return object
    }

    /// The decision that is asked for, or the only one that no other needs.
    private static func chosenDecision(
        _ wanted: String?, of model: DecisionModel, _ path: String
    ) throws(FileError) -> String {
        let ids = model.decisions.map(\.id)
        if let wanted {
            if ids.contains(wanted) { return wanted }
            throw FileError(
                path, "has no decision '\(wanted)'; it has \(ids.joined(separator: ", "))")
        }
        let needed = Set(model.decisions.flatMap(\.requiredDecisions))
        let last = ids.filter { !needed.contains($0) }
        if last.count == 1 { return last[0] }
        throw FileError(
            path,
            "has several decisions; choose one with --decision: \(ids.joined(separator: ", "))")
    }
}
