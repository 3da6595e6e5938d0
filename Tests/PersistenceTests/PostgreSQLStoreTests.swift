import Foundation
import Persistence
import PostgreSQL
import Records
import TemporaryFolder
import Testing

@Suite("A store in PostgreSQL", .enabled(if: TestServer.shared != nil))
struct PostgreSQLStoreTests {
    private let folder: TemporaryFolder
    private let server: TestServer

    init() throws {
        folder = try TemporaryFolder()
        server = try #require(TestServer.shared)
    }

    private func open(
        through proxy: CuttingProxy? = nil, timeLimit: Int = 30_000
    ) throws -> PostgreSQLStore {
        var url = try server.url(for: folder) + "&application_name=\(folder.name)"
        if let proxy { url = url.replacing(":\(server.port)/", with: ":\(proxy.port)/") }
        return try PostgreSQLStore(
            PostgreSQLStore.Configuration(url: url, readers: 2, timeLimit: timeLimit),
            migrations: Fixture.migrations)
    }

    private func error(_ body: () async throws -> Void) async -> StoreError? {
        do {
            try await body()
            return nil
        } catch {
            return error as? StoreError
        }
    }

    @Test("refuses a text with NUL, which PostgreSQL cannot keep, and nothing else of the group")
    func nul() async throws {
        let store = try open()
        try await withThrowingTaskGroup(of: StoreError?.self) { group in
            for number in 0..<20 {
                group.addTask {
                    let name = number % 2 == 0 ? "fine" : "a\u{0}b"
                    return await error {
                        try await store.commit(
                            Fixture.inserting(Fixture.row("n\(number)", name: name)))
                    }
                }
            }
            var refused = 0
            for try await error in group {
                guard let error else { continue }
                refused += 1
                guard case .invalid(let text) = error else {
                    Issue.record("\(error)")
                    continue
                }
                #expect(text.contains("NUL (U+0000)") && text.contains("INSERT INTO"))
            }
            #expect(refused == 10)
        }
        #expect(try await store.count(Query(Fixture.parent)) == 10)
        let asked = await error { _ = try await store.ids(where: .equal("name", "a\u{0}b")) }
        guard case .invalid = asked else {
            Issue.record("\(String(describing: asked))")
            return
        }
    }

    @Test("says nothing of the values of a row that is there already")
    func privacy() async throws {
        let store = try open()
        try await store.commit(Fixture.inserting(Fixture.row("a", uniqueName: "123456782")))
        let double = await error {
            try await store.commit(Fixture.inserting(Fixture.row("b", uniqueName: "123456782")))
        }
        let text = try #require(double?.description)
        #expect(text.contains("parent_unique_name") && !text.contains("123456782"))
        let missing = await error {
            try await store.commit(
                Fixture.inserting([
                    .text("c"), .text("123456782"), .null, .null, .null, .null, .null,
                ]))
        }
        let other = try #require(missing?.description)
        #expect(other.contains("revision") && !other.contains("123456782"))
    }

    @Test("is migrated once by many processes that start at once")
    func migrations() async throws {
        let url = try server.url(for: folder)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    // Threads of their own: opening waits where it stands.
                    try await withCheckedThrowingContinuation { continuation in
                        Thread {
                            continuation.resume(
                                with: Result {
                                    try PostgreSQLStore(
                                        PostgreSQLStore.Configuration(url: url),
                                        migrations: Fixture.migrations
                                    ).close()
                                })
                        }.start()
                    }
                }
            }
            try await group.waitForAll()
        }
        let made = try PostgreSQLConnection(url: url).run("SELECT number FROM schema_migration")
        #expect(made.rows == [[.integer(1)]])
    }

    @Test("lets one of two processes win where each rules out the other's row")
    func twoProcesses() async throws {
        let stores = [try open(), try open()]
        for round in 0..<20 {
            let delta = { @Sendable (id: String) in
                Delta(
                    guards: [.none(Fixture.parent, where: .equal("name", "round \(round)"))],
                    changes: [
                        .insert(Fixture.parent, Fixture.row(id, name: "round \(round)"))
                    ])
            }
            let outcomes = await withTaskGroup(of: StoreError?.self) { group in
                for (number, store) in stores.enumerated() {
                    group.addTask {
                        await error { try await store.commit(delta("r\(round)-\(number)")) }
                    }
                }
                return await group.reduce(into: [StoreError?]()) { $0.append($1) }
            }
            #expect(outcomes.filter { $0 == nil }.count == 1)
            guard case .conflict = outcomes.compactMap({ $0 }).first else {
                Issue.record("\(outcomes)")
                return
            }
        }
    }

    @Test("goes on after the server has ended its connections")
    func terminated() async throws {
        let store = try open()
        try await store.commit(Fixture.inserting(Fixture.row("a")))
        #expect(try await store.ids() == ["a"])
        let administrator = try PostgreSQLConnection(url: server.url)
        for round in 1...3 {
            let ended = try administrator.run(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1",
                [.text(folder.name)])
            #expect(ended.rows.count >= 2)
            #expect(try await store.count(Query(Fixture.parent)) == round)
            try await store.commit(Fixture.inserting(Fixture.row("b\(round)")))
        }
    }

    @Test(
        "does a change once when the connection is lost just before or after COMMIT",
        arguments: [CuttingProxy.Rule.cutBeforeCommit, .cutAfterCommit])
    func lostCommit(_ rule: CuttingProxy.Rule) async throws {
        let proxy = try CuttingProxy(before: server.port)
        let store = try open(through: proxy)
        proxy.set(rule)
        // Done twice, the second time would be a conflict and a duplicate.
        try await store.commit(
            Delta(
                guards: [.none(Fixture.parent, where: .equal("id", "a"))],
                changes: [.insert(Fixture.parent, Fixture.row("a"))]))
        #expect(proxy.cutCount == 1)
        #expect(try await store.ids() == ["a"])
        try await store.commit(Fixture.inserting(Fixture.row("b")))
        #expect(try await store.ids() == ["a", "b"])
    }

    @Test("tells each delta of a group its own outcome when the answer to COMMIT is lost")
    func lostGroup() async throws {
        let proxy = try CuttingProxy(before: server.port)
        let store = try open(through: proxy)
        proxy.set(.cutAfterCommit)
        let conflicts = await withTaskGroup(of: Int?.self) { group in
            for number in 0..<40 {
                group.addTask {
                    var delta = Fixture.inserting(Fixture.row("n\(number)"))
                    if number % 4 == 0 {
                        delta.guards = [.exists(Fixture.parent, where: .equal("id", "nobody"))]
                    }
                    let outcome = await error { try await store.commit(delta) }
                    if case .conflict = outcome { return number }
                    #expect(outcome == nil)
                    return nil
                }
            }
            return await group.reduce(into: Set<Int>()) { if let number = $1 { $0.insert(number) } }
        }
        #expect(proxy.cutCount == 1)
        #expect(conflicts == Set((0..<40).filter { $0 % 4 == 0 }))
        #expect(try await store.count(Query(Fixture.parent)) == 30)
    }

    @Test("says that it does not know where COMMIT was sent and the server cannot be asked")
    func unknown() async throws {
        let proxy = try CuttingProxy(before: server.port)
        let store = try open(through: proxy, timeLimit: 1_000)
        proxy.set(.cutAfterCommitForGood)
        let outcome = await error {
            try await store.commit(Fixture.inserting(Fixture.row("a")))
        }
        guard case .unavailable(let text) = outcome else {
            Issue.record("\(String(describing: outcome))")
            return
        }
        #expect(text.contains("lost while the change was committed"))
        // The next does not wait long, and all is well when the server is back.
        let next = await error {
            try await store.commit(Fixture.inserting(Fixture.row("b")))
        }
        guard case .unavailable(let reason) = next else {
            Issue.record("\(String(describing: next))")
            return
        }
        #expect(!reason.contains("committed"))
        let read = await error { _ = try await store.ids() }
        guard case .unavailable = read else {
            Issue.record("\(String(describing: read))")
            return
        }
        proxy.set(.pass)
        try await store.commit(Fixture.inserting(Fixture.row("c")))
        #expect(try await store.ids() == ["a", "c"])
    }

    @Test("gives a server up that is silent for longer than the time limit")
    func silent() async throws {
        let proxy = try CuttingProxy(before: server.port)
        let store = try open(through: proxy, timeLimit: 1_000)
        #expect(try await store.ids() == [])
        proxy.set(.silence)
        // The proxy would hang up only after a minute, which would be another error.
        let outcome = await error { _ = try await store.ids() }
        guard case .unavailable(let text) = outcome else {
            Issue.record("\(String(describing: outcome))")
            return
        }
        #expect(text.contains("was silent"))
        proxy.set(.pass)
    }

    @Test(
        "refuses a password that is wrong, a database and a server that are not there, with a word")
    func refusals() throws {
        let administrator = try PostgreSQLConnection(url: server.url)
        try? administrator.execute("CREATE ROLE locked")
        try administrator.execute("ALTER ROLE locked LOGIN NOSUPERUSER PASSWORD 'goed'")
        func text(_ url: String, password: String? = nil) -> String {
            do {
                try PostgreSQLStore(
                    PostgreSQLStore.Configuration(url: url, password: password), migrations: []
                ).close()
                return "opened"
            } catch {
                return error.description
            }
        }
        let locked = "postgresql://locked@127.0.0.1:\(server.port)/postgres"
        let wrong = text(locked, password: "fout")
        #expect(wrong.contains("password authentication failed for user \"locked\""), "\(wrong)")
        #expect(wrong.contains("database.password") && !wrong.contains("fout"), "\(wrong)")
        #expect(text(locked).contains("no password supplied"))
        let database = text("postgresql://raderwerk@127.0.0.1:\(server.port)/nergens")
        #expect(database.contains("database \"nergens\" does not exist"), "\(database)")
        let port = text("postgresql://raderwerk@127.0.0.1:1/postgres")
        #expect(port.contains("port 1 failed: Connection refused"), "\(port)")
        let schema = text(
            "\(server.url)?options=-csearch_path%3Dnergens")
        #expect(schema.contains("no schema of the search_path"), "\(schema)")
        // Let in, the user may make no tables: the server's word for it reaches the administrator.
        try administrator.execute("CREATE SCHEMA IF NOT EXISTS not_yours")
        do {
            try PostgreSQLStore(
                PostgreSQLStore.Configuration(
                    url: "\(locked)?options=-csearch_path%3Dpublic", password: "goed"),
                migrations: Fixture.migrations
            ).close()
            Issue.record("opened")
        } catch {
            #expect(error.description.contains("permission denied for schema"), "\(error)")
        }
    }

    @Test("writes what waits when it is closed, and nothing after")
    func close() async throws {
        let store = try open()
        try await store.commit(Fixture.inserting(Fixture.row("a")))
        store.close()
        store.close()
        await #expect(throws: StoreError.unavailable("it is closed")) {
            try await store.commit(Fixture.inserting(Fixture.row("late")))
        }
        await #expect(throws: StoreError.unavailable("it is closed")) { try await store.ids() }
    }

    @Test("loses no commit that was answered when the process is killed")
    func killed() async throws {
        let answers = folder.path("answers")
        let url = try server.url(for: folder)
        await #expect(processExitsWith: .signal(SIGKILL)) {
            [url = url as String, answers = answers as String] in
            let store = try PostgreSQLStore(
                PostgreSQLStore.Configuration(url: url), migrations: Fixture.migrations)
            await CommitStorm.rage(on: store, noting: answers, until: 100)
        }
        let answered = try String(contentsOfFile: answers, encoding: .utf8)
            .split(separator: "\n").map(String.init)
        #expect(answered.count > 100)
        let store = try open()
        let stored = Set(try await store.ids())
        #expect(answered.allSatisfy { stored.contains($0) && stored.contains($0 + "+") })
        #expect(stored.count % 2 == 0)
    }

    @Test("keeps a bounded number of statements prepared, and finds those it let go again")
    func preparedStatements() throws {
        let connection = try PostgreSQLConnection(url: server.url, statementLimit: 8)
        for number in 0..<100 {
            let result = try connection.run("SELECT \(number) + $1", [.integer(1)])
            #expect(result.rows == [[.integer(Int64(number) + 1)]])
            #expect(try connection.run("SELECT $1", [.text("often")]).rows == [[.text("often")]])
            #expect(connection.preparedCount <= 17)
        }
        let known = try connection.run("SELECT count(*) FROM pg_prepared_statements").rows
        #expect((known.first?.first?.integerValue ?? 100) <= 18)
        // One that cannot be prepared is not taken for one that was.
        for _ in 0..<2 {
            #expect(throws: PostgreSQLError.self) { try connection.run("SELECT nothing") }
        }
        #expect(try connection.run("SELECT 1").rows == [[.integer(1)]])
    }
}
