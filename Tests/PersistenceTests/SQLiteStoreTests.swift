import Foundation
import Persistence
import Records
import TemporaryFolder
import Testing

@Suite("A store in a SQLite file")
struct SQLiteStoreTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func open(pageLimit: Int? = nil) throws -> SQLiteStore {
        try SQLiteStore(
            SQLiteStore.Configuration(path: folder.path("store.db"), pageLimit: pageLimit),
            migrations: Fixture.migrations)
    }

    @Test("belongs to one process at a time, and to the next when that has ended")
    func lock() async throws {
        let store = try open()
        let error = #expect(throws: StoreError.self) { _ = try open() }
        #expect(error?.description.contains("in use by another engine-server") == true)
        #expect(error?.description.contains("\(getpid())") == true)
        store.close()
    }

    @Test("says which file cannot be opened")
    func noFolder() {
        let error = #expect(throws: StoreError.self) {
            _ = try SQLiteStore(
                SQLiteStore.Configuration(path: folder.path("missing/store.db")), migrations: [])
        }
        #expect(error?.description.contains("missing/store.db") == true)
    }

    @Test("refuses a file that is no database")
    func garbage() throws {
        try Data(repeating: 65, count: 8_192).write(
            to: URL(fileURLWithPath: folder.path("store.db")))
        let error = #expect(throws: StoreError.self) { _ = try open() }
        guard case .unavailable = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("writes what waits when it is closed, and nothing after")
    func close() async throws {
        let store = try open()
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<50 {
                group.addTask {
                    try? await store.commit(Fixture.inserting(Fixture.row("n\(number)")))
                }
            }
        }
        store.close()
        store.close()
        await #expect(throws: StoreError.unavailable("it is closed")) {
            try await store.commit(Fixture.inserting(Fixture.row("late")))
        }
    }

    @Test(
        "on a full disk fails the whole group, keeps what was there and goes on when there is room")
    func full() async throws {
        let path = folder.path("store.db")
        do {
            let store = try open(pageLimit: 64)
            let big = [UInt8](repeating: 7, count: 20_000)
            var kept = 0
            await #expect(throws: StoreError.self) {
                while kept < 100 {
                    try await store.commit(
                        Fixture.inserting(Fixture.row("big\(kept)", content: big)))
                    kept += 1
                }
            }
            #expect(kept > 5 && kept < 20)
            // Concurrent ones share the fate of their group, each told that the disk is full.
            let failures = await withTaskGroup(of: StoreError?.self) { group in
                for number in 0..<8 {
                    group.addTask {
                        do throws(StoreError) {
                            try await store.commit(
                                Fixture.inserting(Fixture.row("more\(number)", content: big)))
                            return nil
                        } catch {
                            return error
                        }
                    }
                }
                return await group.reduce(into: [StoreError]()) { list, error in
                    if let error { list.append(error) }
                }
            }
            #expect(failures.count == 8)
            for case .unavailable(let text) in failures { Issue.record("\(text)") }
            #expect(try await store.count(Query(Fixture.parent)) == kept)
            try await store.commit(
                Delta(changes: [
                    .delete(Fixture.parent, key: [.text("big0")], expectedRevision: nil)
                ]))
            try await store.commit(Fixture.inserting(Fixture.row("small")))
            #expect(try await store.count(Query(Fixture.parent)) == kept)
        }
        #expect(FileManager.default.fileExists(atPath: path))
        #expect(try await open().ids(where: .equal("id", "small")) == ["small"])
    }

    @Test("has let go of the file when close returns, so that the next finds it whole")
    func reopening() async throws {
        for round in 1...20 {
            let store = try open()
            try await store.commit(Fixture.inserting(Fixture.row("r\(round)")))
            #expect(try await store.count(Query(Fixture.parent)) == round)
            store.close()
            // The journal is folded into the file and gone: nothing is left to be done later.
            #expect(!FileManager.default.fileExists(atPath: folder.path("store.db-wal")))
            await #expect(throws: StoreError.unavailable("it is closed")) {
                try await store.count(Query(Fixture.parent))
            }
        }
    }

    @Test("loses no commit that was answered when the process is killed")
    func killed() async throws {
        let path = folder.path("store.db")
        let answers = folder.path("answers")
        await #expect(processExitsWith: .signal(SIGKILL)) {
            [path = path as String, answers = answers as String] in
            let store = try SQLiteStore(
                SQLiteStore.Configuration(path: path), migrations: Fixture.migrations)
            await CommitStorm.rage(on: store, noting: answers, until: 200)
        }
        let answered = try String(contentsOfFile: answers, encoding: .utf8)
            .split(separator: "\n").map(String.init)
        #expect(answered.count > 200)
        let store = try open()
        let stored = Set(try await store.ids())
        #expect(answered.allSatisfy { stored.contains($0) && stored.contains($0 + "+") })
        // Each delta is there whole: as many first rows as second ones.
        #expect(
            try await store.count(Query(Fixture.parent, where: .equal("order", .integer(1))))
                == store.count(Query(Fixture.parent, where: .equal("order", .integer(2)))))
    }
}
