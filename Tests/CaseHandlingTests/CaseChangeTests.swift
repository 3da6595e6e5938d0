import JSONTree
import Records
import Testing

@testable import CaseHandling

/// A kind of case for tests: a text `onderwerp` that must be there, a number `aantal`.
func bezwaar() throws -> UsableCaseDefinition {
    try UsableCaseDefinition(
        CaseDefinition(
            key: "bezwaar", name: "Bezwaar", versionTag: "1.0.0",
            schema: [
                "type": "object", "required": ["onderwerp"],
                "properties": [
                    "onderwerp": ["type": "string"], "aantal": ["type": "integer"],
                    "stukken": ["type": "array"],
                ],
            ],
            internalStatuses: [
                InternalStatus(key: "nieuw", title: "Nieuw"),
                InternalStatus(key: "behandeling", title: "In behandeling"),
            ]))
}

@Suite struct CaseChangeTests {
    private func stored() throws -> Case {
        try CaseChange(
            creating: "c1", of: bezwaar(), document: ["onderwerp": "hek"], at: 1000, by: "jan"
        ).current
    }

    @Test("A new case has the first internal status, version 1 and a version kept")
    func creates() throws {
        let change = try CaseChange(
            creating: "c1", of: bezwaar(), document: ["onderwerp": "hek"], at: 1000, by: "jan")
        #expect(change.current.internalStatus == "nieuw")
        #expect(change.current.documentVersion == 1)
        let changes = change.delta(storedAs: nil).changes
        let tables = changes.compactMap { change -> String? in
            if case .insert(let table, _) = change { table.name } else { nil }
        }
        #expect(tables == ["case_instance", "case_document_version", "case_status_history"])
        guard case .insert(_, let row)? = changes.first else { return }
        #expect(Case(row: row) == change.current)
    }

    @Test("A document that does not fit its schema is refused with its places")
    func refuses() throws {
        let error = #expect(throws: CaseError.self) {
            _ = try CaseChange(
                creating: "c1", of: try bezwaar(), document: ["aantal": "veel"], at: 0, by: nil)
        }
        #expect(error?.description.contains("onderwerp") == true)
        #expect(error?.description.contains("/aantal") == true)
    }

    @Test("Several writes of one step are one new version, and an update expects the revision")
    func changes() throws {
        let stored = try stored()
        var change = CaseChange(changing: stored, of: try bezwaar(), at: 2000, by: "piet")
        try change.write(3, at: DocumentPath("/aantal"))
        try change.write(
            "a.pdf", at: DocumentPath("/stukken/-"))
        #expect(change.current.documentVersion == 2)
        let delta = change.delta(storedAs: stored)
        guard case .update(_, _, _, let revision)? = delta.changes.first else {
            Issue.record("no update: \(delta.changes)")
            return
        }
        #expect(revision == 1)
        #expect(delta.changes.count == 2)
        #expect(
            change.current.document
                == ["onderwerp": "hek", "aantal": 3, "stukken": ["a.pdf"]])
    }

    @Test("A write that breaks the schema changes nothing")
    func keepsOnRefusal() throws {
        let stored = try stored()
        var change = CaseChange(changing: stored, of: try bezwaar(), at: 2000, by: nil)
        #expect(throws: CaseError.self) { try change.write("x", at: DocumentPath("/aantal")) }
        #expect(throws: CaseError.self) {
            try change.write("x", at: DocumentPath("/onderwerp/diep"))
        }
        #expect(change.delta(storedAs: stored).isEmpty)
    }

    @Test("A status that the kind of case does not have is refused by name")
    func knowsStatuses() throws {
        var change = CaseChange(changing: try stored(), of: try bezwaar(), at: 2000, by: nil)
        #expect(throws: CaseError.unknownStatus("klaar", known: ["nieuw", "behandeling"])) {
            try change.setInternalStatus("klaar", historyID: "h")
        }
        try change.setInternalStatus("behandeling", historyID: "h")
        #expect(change.current.internalStatus == "behandeling")
    }

    static let paths: [(String, [String], String)] = [
        ("", [], ""),
        ("/a/b/0", ["a", "b", "0"], "/a/b/0"),
        ("a.b[0]", ["a", "b", "0"], "/a/b/0"),
        ("$.a", ["a"], "/a"),
        ("/a~1b/c~0d", ["a/b", "c~d"], "/a~1b/c~0d"),
        ("/a//b", ["a", "", "b"], "/a//b"),
    ]

    @Test("A place is read in both spellings", arguments: paths)
    func readsPaths(text: String, steps: [String], pointer: String) {
        #expect(DocumentPath(text).steps == steps)
        #expect(DocumentPath(text).pointer == pointer)
    }

    static let merges: [(JSON, JSON, JSON)] = [
        (["a": "b"], ["a": "c"], ["a": "c"]),
        (["a": "b"], ["a": .null], [:]),
        (["a": ["b": "c"]], ["a": ["d": 1]], ["a": ["b": "c", "d": 1]]),
        (["a": [1]], ["a": ["b": .null]], ["a": [:]]),
        (["a": [1, 2]], ["a": [3]], ["a": [3]]),
    ]

    @Test("A merge patch does what RFC 7396 says", arguments: merges)
    func mergesDocuments(target: JSON, patch: JSON, result: JSON) {
        #expect(target.merging(patch) == result)
    }

    @Test(
        "Moments are written in UTC",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (1_795_246_933_421, "2026-11-21T07:42:13.421Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
        ] as [(Int64, String)])
    func writesMoments(milliseconds: Int64, text: String) {
        #expect(utcText(milliseconds: milliseconds) == text)
    }
}
