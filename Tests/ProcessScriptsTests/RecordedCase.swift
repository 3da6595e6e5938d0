import Foundation
import JSONTree
import Testing

/// A case of `Recording/cases.py` with what the reference answered.
struct RecordedCase: Sendable, CustomTestStringConvertible {
    let id: String
    let model: String
    let files: [(name: String, content: String)]
    let variables: JSON
    let steps: [JSON]
    /// What is to be seen after the start and after each step.
    let wanted: [JSON]

    var testDescription: String { id }

    /// Every case of the recording.
    static let all: [RecordedCase] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Recording/scripts.jsonl")
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
        return text.split(separator: "\n").compactMap { line in
            (try? JSON(parsing: Array(line.utf8))).map { RecordedCase($0) }
        }
    }()

    private init(_ line: JSON) {
        id = line["id"]?.stringValue ?? ""
        model = line["model"]?.stringValue ?? ""
        files = (line["files"]?.objectValue?.members ?? []).map {
            ($0.key, $0.value.stringValue ?? "")
        }
        variables = line["variables"] ?? [:]
        steps = line["steps"]?.arrayValue ?? []
        var wanted = line["reference"]?.arrayValue ?? []
        // Where this engine answers otherwise, the case says so and why.
        if let ours = line["ours"]?.objectValue, var last = wanted.last?.objectValue,
            var variables = last["variables"]?.objectValue
        {
            for member in ours.members { variables[member.key] = member.value }
            last["variables"] = .object(variables)
            wanted[wanted.count - 1] = .object(last)
        }
        self.wanted = wanted
    }
}

extension JSON {
    /// The value with the members of objects in order of their names and numbers by their size, so
    /// that equal states are equal.
    var canonical: JSON {
        switch self {
        case .object(let object):
            .object(
                JSONObject(
                    object.members.sorted { $0.key < $1.key }.map {
                        JSONObject.Member($0.key, $0.value.canonical)
                    }))
        case .array(let elements): .array(elements.map(\.canonical))
        case .integer(let number): JSON(double: Double(number)) ?? self
        case .number(let number): number.doubleValue.flatMap { JSON(double: $0) } ?? self
        default: self
        }
    }
}
