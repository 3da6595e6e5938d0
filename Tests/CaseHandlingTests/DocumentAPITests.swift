import Foundation
import JSONTree
import Persistence

import ProcessValues
import Records
import TemporaryFolder
import Testing

@testable import CaseHandling
@testable import ProcessEngine

@Suite(.timeLimit(.minutes(1))) struct DocumentAPITests {
    /// A store with one deployed kind of case.
    private final class Fixture {
        let store: SQLiteStore
        let cases: CaseRepository
        private let folder: TemporaryFolder

        init() async throws {
            folder = try TemporaryFolder()
            store = try SQLiteStore(
                SQLiteStore.Configuration(path: folder.path("cases.db"), isDurable: false),
                migrations: EngineSchema.migrations + CaseTables.migrations)
            cases = CaseRepository(store)
            try await deploy("1", key: "bezwaar", required: "onderwerp", at: 1)
        }

        func deploy(_ id: String, key: String, required: String, at instant: Int64) async throws {
            let files = [
                "\(key).case-definition.json":
                    #"{"key": "\#(key)", "name": "Bezwaar", "versionTag": "\#(id).0.0"}"#,
                "\(key).schema.document-definition.json":
                    #"{"type": "object", "required": ["\#(required)"]}"#,
                "\(key).internal-case-status.json":
                    #"[{"key": "nieuw", "title": "Nieuw"}, {"key": "bezig", "title": "Bezig"}]"#,
            ]
            let rows = files.map { name, text in
                DeploymentResourceRow(
                    id: "\(id)-\(name)", deploymentID: id, name: name, content: Array(text.utf8),
                    createdAt: Instant(milliseconds: instant))
            }
            try await store.commit(
                Delta(changes: rows.map { .insert(DeploymentResourceRow.table, $0.row) }))
        }

        func ask(
            _ method: String, _ rest: [String] = [], _ body: JSON? = nil, id: String = "c1"
        ) async -> CaseResponse? {
            await DocumentAPI(cases).answer(
                CaseRequest(
                    method: method, path: ["v1", "document"] + rest, body: body, user: "jan",
                    instant: 1_795_246_933_421, identifier: id))
        }

        deinit { store.close() }
    }

    private let new: JSON = ["definition": "bezwaar", "content": ["onderwerp": "hek", "a": 1]]

    @Test("A case is made, read, changed whole and in part")
    func lives() async throws {
        let fixture = try await Fixture()
        let made = try #require(await fixture.ask("POST", [], new))
        #expect(made.status == 200)
        #expect(made.body?["document"]?["id"] == "c1")
        #expect(made.body?["errors"] == [])

        let put = await fixture.ask(
            "PUT", [], ["documentId": "c1", "content": ["onderwerp": "schutting"]])
        #expect(put?.body?["document"]?["version"] == 2)
        let patched = await fixture.ask("PATCH", ["c1"], ["b": true])
        #expect(patched?.body?["content"] == ["onderwerp": "schutting", "b": true])

        let read = await fixture.ask("GET", ["c1"])
        #expect(read?.status == 200)
        #expect(read?.body?["version"] == 3)
        #expect(read?.body?["createdBy"] == "jan")
        #expect(read?.body?["createdOn"] == "2026-11-21T07:42:13.421Z")
        #expect(read?.body?["internalStatus"] == "nieuw")
        #expect(read?.body?["definitionId"]?["name"] == "bezwaar")
        let versions = try await fixture.store.read(Query(CaseTables.documentVersion))
        #expect(versions.count == 3)
    }

    static let refusals: [(String, String, [String], JSON?, Int)] = [
        ("an unknown case", "GET", ["nergens"], nil, 404),
        ("a change of an unknown case", "PATCH", ["nergens"], [:], 404),
        ("an unknown definition", "POST", [], ["definition": "x", "content": [:]], 400),
        ("no content", "POST", [], ["definition": "bezwaar"], 400),
        (
            "a document that does not fit", "POST", [],
            ["definition": "bezwaar", "content": ["a": 1]], 400
        ),
        ("a change that is no object", "PATCH", ["c1"], [1], 400),
        ("a method that is not taken", "DELETE", ["c1"], nil, 405),
    ]

    @Test("A bad request is refused and changes nothing", arguments: refusals)
    func refuses(
        name: String, method: String, rest: [String], body: JSON?, status: Int
    ) async throws {
        let fixture = try await Fixture()
        _ = await fixture.ask("POST", [], new)
        let answer = await fixture.ask(method, rest, body, id: "c2")
        #expect(answer?.status == status)
        #expect(answer?.body != nil)
        let rows = try await fixture.store.read(Query(CaseTables.documentVersion))
        #expect(rows.count == 1)
    }

    @Test("What breaks the schema is told by its place")
    func tellsViolations() async throws {
        let fixture = try await Fixture()
        let answer = await fixture.ask("POST", [], ["definition": "bezwaar", "content": [:]])
        #expect(answer?.body?["errors"]?[0]?.stringValue?.contains("onderwerp") == true)
    }

    @Test("Changes made at once are all made, each on what the other left")
    func changesAtOnce() async throws {
        let fixture = try await Fixture()
        _ = await fixture.ask("POST", [], new)
        let cases = fixture.cases
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<4 {
                group.addTask {
                    _ = try await cases.change("c1", at: 5, by: nil) { change throws(CaseError) in
                        try change.write(
                            .integer(Int64(index)), at: DocumentPath("/veld\(index)"))
                    }
                }
            }
            try await group.waitForAll()
        }
        let found = try await cases.find("c1")
        #expect((0..<4).allSatisfy { found?.document["veld\($0)"] != nil })
        #expect(found?.documentVersion == 5)
    }

    @Test("A new version of the definition holds for new cases, old ones keep theirs")
    func versions() async throws {
        let fixture = try await Fixture()
        _ = await fixture.ask("POST", [], new)
        try await fixture.deploy("2", key: "bezwaar", required: "kenmerk", at: 2)
        #expect(await fixture.ask("POST", [], new, id: "c2")?.status == 400)
        #expect(await fixture.ask("PATCH", ["c1"], ["a": 2])?.status == 200)
    }

    @Test("A bean called twice in one command sees what it wrote before")
    func beansSeeTheirWrites() async throws {
        let fixture = try await Fixture()
        _ = await fixture.ask("POST", [], new)
        let host = CaseHost(
            fixture.cases, store: fixture.store, resolvers: ValueResolvers())
        let now = Instant(milliseconds: 100)
        func call(_ sequence: Int, _ method: String, _ arguments: [ProcessValue]) async
            -> HostAnswer
        {
            var call = HostCall(
                sequence: sequence, name: "valueResolverDelegateService", method: method,
                arguments: arguments)
            call.businessKey = "c1"
            return await host.answer(call, for: .engine, at: now, after: Delta())
        }
        let first = await call(1, "handleValue", [.string("doc:/x"), .integer(1)])
        let second = await call(2, "handleValue", [.string("doc:/y"), .integer(2)])
        let third = await call(3, "resolveValue", [.string("doc:/x")])
        guard case .value(let value) = third.result else {
            Issue.record("\(third.result)")
            return
        }
        #expect(value == .integer(1))
        var delta = first.delta
        delta.append(second.delta)
        try await fixture.store.commit(delta)
        let found = try await fixture.cases.find("c1")
        #expect(found?.document["x"] == 1)
        #expect(found?.document["y"] == 2)
        #expect(found?.documentVersion == 3)
    }

    @Test("Two commands in the same millisecond can both set the internal status")
    func setsStatusTwice() async throws {
        let fixture = try await Fixture()
        _ = await fixture.ask("POST", [], new)
        let host = CaseHost(
            fixture.cases, store: fixture.store, resolvers: ValueResolvers())
        for status in ["bezig", "nieuw"] {
            var call = HostCall(
                sequence: 1, name: "documentDelegateService", method: "setInternalStatus",
                arguments: [.string(status)], processInstanceID: nil, businessKey: "c1",
                executionID: nil, activityID: nil, taskID: nil)
            call.command = status
            let answer = await host.answer(
                call, for: .engine, at: Instant(milliseconds: 100), after: Delta())
            try await fixture.store.commit(answer.delta)
            #expect(try await fixture.cases.find("c1")?.internalStatus == status)
        }
    }

    @Test(
        "A bean rests on what the caller writes with the command, and on no other command's calls")
    func beansSeeWhatIsGiven() async throws {
        let fixture = try await Fixture()
        _ = await fixture.ask("POST", [], new)
        let host = CaseHost(
            fixture.cases, store: fixture.store, resolvers: ValueResolvers())
        let now = Instant(milliseconds: 100)
        func write(_ place: String, in command: String, _ sequence: Int, after given: Delta) async
            -> Delta
        {
            var call = HostCall(
                sequence: sequence, name: "valueResolverDelegateService", method: "handleValue",
                arguments: [.string("doc:/\(place)"), .integer(1)])
            call.businessKey = "c1"
            call.command = command
            return await host.answer(call, for: .engine, at: now, after: given).delta
        }
        let stored = try #require(try await fixture.cases.find("c1"))
        var answer = CaseChange(
            changing: stored, of: try await fixture.cases.definition(id: stored.definitionID),
            at: 100, by: nil)
        try answer.write(2, at: DocumentPath("/answer"))
        let given = answer.delta(storedAs: stored)
        var delta = given
        delta.append(await write("x", in: "first", 1, after: given))
        try await fixture.store.commit(delta)
        // The same instant, a later place, another command.
        try await fixture.store.commit(await write("y", in: "second", 2, after: Delta()))
        let found = try await fixture.cases.find("c1")
        #expect(found?.document["answer"] == 2)
        #expect(found?.document["x"] == 1)
        #expect(found?.document["y"] == 1)
        #expect(found?.documentVersion == 4)
    }
}
