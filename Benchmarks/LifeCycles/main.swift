// Life cycles of a process with one user task, without HTTP: `life-cycles FOLDER [SECONDS [store|engine]]`.
// One line for each kind of load and number of clients; run it beside `commit-bound`.
import Foundation
import Persistence
import ProcessEngine
import Records
import Synchronization

let folder = CommandLine.arguments.count > 1 ? CommandLine.arguments[1] : NSTemporaryDirectory()
let seconds = CommandLine.arguments.count > 2 ? Double(CommandLine.arguments[2]) ?? 5 : 5

/// Counts life cycles.
final class Counter: Sendable {
    private let value = Atomic(0)

    var count: Int { value.load(ordering: .relaxed) }

    func next() -> Int { value.add(1, ordering: .relaxed).newValue }
}

nonisolated func measure(
    _ name: String, clients: Int, in folder: String, seconds: Double, _ migrations: [Migration],
    _ prepare: (any Store) async throws -> @Sendable (Int) async throws -> Void
) async throws {
    let path = "\(folder)/life-cycles.db"
    for suffix in ["", "-wal", "-shm", ".lock"] {
        try? FileManager.default.removeItem(atPath: path + suffix)
    }
    let store = try SQLiteStore(SQLiteStore.Configuration(path: path), migrations: migrations)
    let cycle = try await prepare(store)
    let numbers = Counter()
    let begin = ContinuousClock.now
    try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<clients {
            group.addTask {
                while ContinuousClock.now - begin < .seconds(seconds) {
                    try await cycle(numbers.next())
                }
            }
        }
        try await group.waitForAll()
    }
    let rate =
        Double(numbers.count) / ((ContinuousClock.now - begin) / .seconds(1))
    print("\(name) clients=\(clients) life_cycles_per_s=\(Int(rate))")
    store.close()
}

let kinds = CommandLine.arguments.dropFirst(3)
for clients in [1, 16, 64] {
    if kinds.isEmpty || kinds.contains("store") {
        try await measure(
            "store", clients: clients, in: folder, seconds: seconds, StoreLifeCycle.migrations
        ) { store in
            { number in try await StoreLifeCycle(number: number).run(on: store) }
        }
    }
    if kinds.isEmpty || kinds.contains("engine") {
        try await measure(
            "engine", clients: clients, in: folder, seconds: seconds, EngineSchema.migrations
        ) { store in
            let cycle = try await EngineLifeCycle(on: store)
            return { _ in try await cycle.run() }
        }
    }
}
