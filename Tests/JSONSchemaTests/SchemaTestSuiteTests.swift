import Foundation
import JSONSchema
import JSONTree
import SharedMaterial
import Testing

/// Runs the cases of JSON-Schema-Test-Suite, which lie beside the repository.
struct SchemaTestSuiteTests {
    private static let folder = SharedMaterial.folder
        .appending(path: "json-schema-test-suite/tests")

    /// Groups that are not run, each with the reason; `*` stands for all groups of a file.
    private static let exclusions: [(file: String, group: String, reason: String)] = [
        (
            "draft7/definitions", "validate definition against metaschema",
            "the metaschema is remote"
        ),
        ("draft7/ref", "remote ref, containing refs itself", "the metaschema is remote"),
        ("draft2020-12/defs", "validate definition against metaschema", "the metaschema is remote"),
        ("draft2020-12/ref", "remote ref, containing refs itself", "the metaschema is remote"),
        ("draft2020-12/dynamicRef", "*", "$dynamicRef is refused"),
        (
            "draft2020-12/unevaluatedItems", "unevaluatedItems with $dynamicRef",
            "$dynamicRef is refused"
        ),
        (
            "draft2020-12/unevaluatedProperties", "unevaluatedProperties with $dynamicRef",
            "$dynamicRef is refused"
        ),
        (
            "draft2020-12/vocabulary",
            "schema that uses custom metaschema with with no validation vocabulary",
            "the metaschema is remote"
        ),
    ]

    /// What a run came to.
    private struct Tally {
        var passed = 0
        var failed: [String] = []
        var excluded: [String: Int] = [:]
    }

    private var isThere: Bool {
        guard !FileManager.default.fileExists(atPath: Self.folder.path) else { return true }
        let isAllowed = ProcessInfo.processInfo.environment["CI"] != "true"
        print("JSON Schema test suite: not run, \(Self.folder.path) is absent")
        #expect(isAllowed, "the test suite must be there in CI")
        return false
    }

    private func run(
        _ file: String, draft: String, options: Schema.Options = Schema.Options(),
        into tally: inout Tally
    ) throws {
        let data = try Data(contentsOf: Self.folder.appendingPathComponent("\(file).json"))
        let groups = try #require(try JSON(parsing: Array(data)).arrayValue)
        let others = file.contains("refRemote") ? try remotes(of: draft) : [:]
        for group in groups {
            let name = try #require(group["description"]?.stringValue)
            let cases = try #require(group["tests"]?.arrayValue)
            let exclusion = Self.exclusions.first {
                $0.file == file && ($0.group == name || $0.group == "*")
            }
            if let exclusion {
                tally.excluded["\(file): \(exclusion.group): \(exclusion.reason)", default: 0] +=
                    cases.count
                continue
            }
            var document = try #require(group["schema"])
            if draft == "draft7", var object = document.objectValue, object["$schema"] == nil {
                object["$schema"] = "http://json-schema.org/draft-07/schema#"
                document = .object(object)
            }
            let schema = Result {
                try Schema(compiling: document, others: others, options: options)
            }
            for test in cases {
                let title = "\(file): \(name): \(test["description"]?.stringValue ?? "")"
                let value = try #require(test["data"])
                let expected = try #require(test["valid"]?.boolValue as Bool?)
                switch schema {
                case .success(let schema):
                    let violations = schema.validate(value)
                    if violations.isEmpty == expected && schema.isValid(value) == expected {
                        tally.passed += 1
                    } else {
                        tally.failed.append("\(title): \(violations)")
                    }
                case .failure(let error): tally.failed.append("\(title): \(error)")
                }
            }
        }
    }

    /// The documents that the suite's references expect at a server.
    private func remotes(of draft: String) throws -> [String: JSON] {
        let folder = Self.folder.deletingLastPathComponent().appendingPathComponent("remotes")
        let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
        var documents: [String: JSON] = [:]
        for path in paths where path.hasSuffix(".json") {
            guard !path.hasPrefix("draft") && !path.hasPrefix("v1") || path.hasPrefix(draft + "/")
            else { continue }
            let data = try Data(contentsOf: folder.appendingPathComponent(path))
            documents["http://localhost:1234/" + path] = try JSON(parsing: Array(data))
        }
        #expect(documents.count > 10)
        return documents
    }

    private func names(in folder: String) throws -> [String] {
        try FileManager.default
            .contentsOfDirectory(atPath: Self.folder.appendingPathComponent(folder).path)
            .filter { $0.hasSuffix(".json") }.map { "\(folder)/\($0.dropLast(5))" }.sorted()
    }

    @Test(
        "All required cases but those on other documents and $dynamicRef are answered as asked",
        arguments: [("draft7", 927), ("draft2020-12", 1299)])
    func required(draft: String, count: Int) throws {
        guard isThere else { return }
        var tally = Tally()
        for file in try names(in: draft) { try run(file, draft: draft, into: &tally) }
        for (exclusion, count) in tally.excluded.sorted(by: { $0.key < $1.key }) {
            print("JSON Schema test suite: not run: \(exclusion) (\(count) cases)")
        }
        print(
            "JSON Schema test suite, \(draft): \(tally.passed) passed, \(tally.failed.count) failed"
        )
        #expect(tally.failed.isEmpty)
        let excluded = tally.excluded.values.reduce(0, +)
        #expect(tally.passed + tally.failed.count + excluded == count)
    }

    @Test(
        "Asserted formats and patterns follow the optional cases",
        arguments: ["draft7", "draft2020-12"])
    func optional(draft: String) throws {
        guard isThere else { return }
        var options = Schema.Options()
        options.assertsFormats = true
        var tally = Tally()
        var files = ["ecmascript-regex", "non-bmp-regex", "float-overflow", "bignum"]
        files += [
            "format/date", "format/date-time", "format/email", "format/ipv4", "format/ipv6",
            "format/json-pointer", "format/regex", "format/time", "format/uri",
            "format/uri-reference", "format/unknown",
        ]
        if draft == "draft2020-12" { files += ["format/duration", "format/uuid"] }
        for file in files {
            try run("\(draft)/optional/\(file)", draft: draft, options: options, into: &tally)
        }
        print(
            "JSON Schema test suite, \(draft), optional: \(tally.passed) passed, "
                + "\(tally.failed.count) failed")
        for title in tally.failed { print("JSON Schema test suite: failed: \(title)") }
        #expect(tally.failed.isEmpty)
    }
}
