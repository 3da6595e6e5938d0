import DMN
import Diagnostics
import FEEL
import Foundation
import JSONTree
import ProcessEngine
import SharedMaterial
import Testing

/// The reference engine's answers, compared with ours without a server in between.
@Suite struct RecordedDecisionsTests {
    @Test("Decisions of the reference engine's models are answered as it answered them")
    func recorded() throws {
        let environment = ProcessInfo.processInfo.environment
        let shared = SharedMaterial.folder.path
        let path = "\(shared)/conformance/golden/decisions.jsonl"
        guard let data = FileManager.default.contents(atPath: path) else {
            print("The recordings are not at \(path): set RADERWERK_SHARED to compare with them.")
            #expect(environment["CI"] == nil)
            return
        }
        var passed = 0
        var failed = 0
        for line in data.split(separator: UInt8(ascii: "\n")) {
            let recording = try JSON(parsing: Array(line))
            let name = recording["name"]?.text ?? ""
            if let difference = difference(recording, folder: "\(shared)/models/operaton", name) {
                failed += 1
                print("DIFFERS \(name) \(difference)")
            } else {
                passed += 1
            }
        }
        print("\(passed) passed, \(failed) failed")
        #expect(passed >= 193)
    }

    private func difference(_ recording: JSON, folder: String, _ name: String) -> String? {
        let file = "\(folder)/\(name.split(separator: "__").joined(separator: "/"))"
        guard let content = FileManager.default.contents(atPath: file) else { return "is missing" }
        let (model, diagnostics) = DecisionModel.parse(
            Array(content), dialect: .operaton, foreign: DecisionExpressions())
        let refused = diagnostics.filter {
            $0.severity == .error && !DecisionModel.toleratedRules.contains($0.rule)
        }
        let status = recording["deploy"]?.items?.first
        guard let model, refused.isEmpty else {
            return status == .integer(500) ? nil : "refused: \(refused)"
        }
        guard status == .integer(200) else { return "deployed, but should be refused" }
        for decision in recording["decisions"]?.items ?? [] {
            for answer in decision["answers"]?.items ?? [] {
                if let found = difference(answer, model, decision["key"]?.text ?? "") {
                    return found
                }
            }
        }
        return nil
    }

    private func difference(_ answer: JSON, _ model: DecisionModel, _ key: String) -> String? {
        guard let parts = answer.items, parts.count == 3 else { return "unreadable recording" }
        var variables: [String: FEELValue] = [:]
        for member in parts[0].members {
            variables[member.key] = FEELValue(member.value["value"] ?? .null)
        }
        let given = variables
        let expected = parts[1] == .integer(200) ? parts[2] : .null
        var actual = JSON.null
        var message = ""
        do {
            let result = try model.evaluate(key) { given[$0] }
            actual = .array(result.rows.map { .object(JSONObject(row: $0)) })
        } catch {
            message = error.message
        }
        if FEELValue(actual) == FEELValue(expected) { return nil }
        let input = String(decoding: parts[0].serialized, as: UTF8.self)
        return """
            \(key) \(input): expected \(String(decoding: expected.serialized, as: UTF8.self)), \
            found \(String(decoding: actual.serialized, as: UTF8.self)) \(message)
            """
    }

}

extension JSON {
    fileprivate var text: String? {
        if case .string(let text) = self { text } else { nil }
    }
    fileprivate var items: [JSON]? {
        if case .array(let items) = self { items } else { nil }
    }
    fileprivate var members: [JSONObject.Member] {
        if case .object(let object) = self { object.members } else { [] }
    }
}

extension JSONObject {
    /// A row of a result as the REST API writes it: name, type, value; names in order.
    fileprivate init(row: [DecisionResult.Entry]) {
        self.init()
        for entry in row.sorted(by: { ($0.name ?? "") < ($1.name ?? "") }) {
            let type: JSON
            switch entry.typeReference {
            case _ where entry.value.isNull && entry.typeReference == nil: type = .string("Null")
            case _ where entry.value.isNull: type = .string("Null")
            case "string": type = .string("String")
            case "integer": type = .string("Integer")
            case "long": type = .string("Long")
            case "double": type = .string("Double")
            case "boolean": type = .string("Boolean")
            case "date": type = .string("Date")
            default: type = .null
            }
            self[entry.name ?? ""] = .array([type, entry.value.json])
        }
    }
}
