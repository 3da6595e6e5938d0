import Persistence
import Records
import TemporaryFolder
import Testing

@Suite("A delta")
struct DeltaTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func key(_ id: String) -> [ColumnValue] { [.text(id)] }

    @Test("inserts, updates, replaces and deletes in order", arguments: StoreDriver.all)
    func changes(_ driver: StoreDriver) async throws {
        let store = try driver.open(folder)
        let table = Fixture.parent
        try await store.commit(
            Delta(changes: [
                .insert(table, Fixture.row("a", name: "one", order: 1)),
                .insert(table, Fixture.row("b")),
                .update(
                    table, key: key("a"), set: [ColumnAssignment("name", .text("two"))],
                    expectedRevision: 1),
                .update(table, key: key("a"), set: [], expectedRevision: 2),
                .delete(table, key: key("b"), expectedRevision: 1),
                .upsert(table, Fixture.row("c", order: 4)),
                .upsert(table, Fixture.row("c", order: 5)),
                .insert(table, Fixture.row("d", name: "x", order: 9)),
                .insert(table, Fixture.row("e", name: "x", order: 9)),
                .updateAll(
                    table, where: .equal("name", "x"), set: [ColumnAssignment("order", .integer(6))]
                ),
                .deleteAll(table, where: .equal("id", "e")),
                .deleteAll(table, where: .none),
            ]))
        let rows = try await store.read(
            Query(table, columns: ["id", "name", "order", "revision"]))
        #expect(
            rows == [
                [.text("a"), .text("two"), .integer(1), .integer(3)],
                [.text("c"), .null, .integer(5), .integer(1)],
                [.text("d"), .text("x"), .integer(6), .integer(2)],
            ])
    }

    enum Refusal: Sendable { case conflict, duplicate, invalid }

    /// A delta that cannot be applied.
    struct Refused: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let delta: Delta
        let refusal: Refusal

        init(
            _ description: String, _ refusal: Refusal, _ changes: RowChange...,
            guards: [Guard] = []
        ) {
            testDescription = description
            delta = Delta(guards: guards, changes: changes)
            self.refusal = refusal
        }

        static let all: [Refused] = [
            Refused(
                "update of another revision", .conflict,
                .update(Fixture.parent, key: [.text("a")], set: [], expectedRevision: 2)),
            Refused(
                "update of no row", .conflict,
                .update(Fixture.parent, key: [.text("x")], set: [], expectedRevision: nil)),
            Refused(
                "delete of another revision", .conflict,
                .delete(Fixture.parent, key: [.text("a")], expectedRevision: 7)),
            Refused(
                "delete of no row", .conflict,
                .delete(Fixture.parent, key: [.text("x")], expectedRevision: nil)),
            Refused("second row of a key", .duplicate, .insert(Fixture.parent, Fixture.row("a"))),
            Refused(
                "second row of a unique index", .duplicate,
                .insert(Fixture.parent, Fixture.row("z", uniqueName: "only"))),
            Refused("too few values", .invalid, .insert(Fixture.parent, [.text("z")])),
            Refused(
                "bytes for a text", .invalid,
                .insert(Fixture.child, [.integer(1), .text("a"), .bytes([1])])),
            Refused(
                "text for a number", .invalid,
                .insert(Fixture.child, [.text("x"), .null, .null])),
            Refused(
                "guard for a row that is not there", .conflict,
                guards: [.exists(Fixture.parent, where: .equal("name", "x"))]),
            Refused(
                "guard against a row that is there", .conflict,
                guards: [.none(Fixture.parent, where: .equal("id", "a"))]),
        ]
    }

    @Test(
        "that cannot be applied leaves nothing behind", arguments: StoreDriver.all, Refused.all)
    func refusals(_ driver: StoreDriver, _ example: Refused) async throws {
        let store = try driver.open(folder)
        try await store.commit(Fixture.inserting(Fixture.row("a", uniqueName: "only")))
        var delta = example.delta
        delta.changes.insert(.insert(Fixture.parent, Fixture.row("new")), at: 0)
        let error = await #expect(throws: StoreError.self) { try await store.commit(delta) }
        switch (error, example.refusal) {
        case (.conflict, .conflict), (.duplicate, .duplicate), (.invalid, .invalid): break
        default: Issue.record("\(String(describing: error)) is not \(example.refusal)")
        }
        #expect(try await store.ids() == ["a"])
        try await store.commit(Fixture.inserting(Fixture.row("b")))
        #expect(try await store.ids() == ["a", "b"])
    }

    @Test("whose guards hold is applied", arguments: StoreDriver.all)
    func guards(_ driver: StoreDriver) async throws {
        let store = try driver.open(folder)
        try await store.commit(Fixture.inserting(Fixture.row("a", name: "latest")))
        try await store.commit(
            Delta(
                guards: [
                    .exists(Fixture.parent, where: .equal("name", "latest")),
                    .none(Fixture.parent, where: .equal("id", "b")),
                ], changes: [.insert(Fixture.parent, Fixture.row("b"))]))
        #expect(try await store.ids() == ["a", "b"])
    }

    @Test("that fails in a group fails alone", arguments: StoreDriver.all)
    func isolation(_ driver: StoreDriver) async throws {
        let store = try driver.open(folder)
        try await store.commit(Fixture.inserting(Fixture.row("taken", order: -1)))
        let failed = await withTaskGroup(of: Int?.self) { group in
            for number in 0..<400 {
                group.addTask {
                    var delta = Fixture.inserting(
                        Fixture.row("n\(number)", order: Int64(number)))
                    if number % 3 == 0 {
                        delta.changes.append(.insert(Fixture.parent, Fixture.row("taken")))
                    }
                    do {
                        try await store.commit(delta)
                        return nil
                    } catch {
                        return number
                    }
                }
            }
            return await group.reduce(into: Set<Int>()) { set, number in
                if let number { set.insert(number) }
            }
        }
        let expected = Set((0..<400).filter { $0 % 3 == 0 })
        #expect(failed == expected)
        let rows = try await store.read(Query(Fixture.parent, columns: ["order"]))
        let written = Set(rows.compactMap { $0[0].integerValue })
        #expect(written == Set((-1..<400).filter { $0 == -1 || $0 % 3 != 0 }))
    }

    @Test(
        "of the many that count up one row by its revision wins once a revision",
        arguments: StoreDriver.all)
    func counting(_ driver: StoreDriver) async throws {
        let store = try driver.open(folder)
        try await store.commit(Fixture.inserting(Fixture.row("a", order: 0)))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<16 {
                group.addTask {
                    var done = 0
                    while done < 20 {
                        let row = try await store.read(Query(Fixture.parent)).first ?? []
                        guard let order = row[2].integerValue, let revision = row[6].integerValue
                        else { return }
                        let delta = Delta(changes: [
                            .update(
                                Fixture.parent, key: [.text("a")],
                                set: [ColumnAssignment("order", .integer(order + 1))],
                                expectedRevision: revision)
                        ])
                        do {
                            try await store.commit(delta)
                            done += 1
                        } catch StoreError.conflict {}
                    }
                }
            }
            try await group.waitForAll()
        }
        let row = try await store.read(Query(Fixture.parent)).first
        #expect(row?[2] == .integer(320) && row?[6] == .integer(321))
    }

    @Test("is seen whole or not at all by those who read meanwhile", arguments: StoreDriver.all)
    func reading(_ driver: StoreDriver) async throws {
        let store = try driver.open(folder)
        try await store.commit(
            Fixture.inserting(Fixture.row("a", order: 500), Fixture.row("b", order: 500)))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for turn in 1...200 {
                    let amount = Int64(turn % 7)
                    try await store.commit(
                        Delta(changes: [
                            .update(
                                Fixture.parent, key: [.text("a")],
                                set: [ColumnAssignment("order", .integer(500 - amount))],
                                expectedRevision: nil),
                            .update(
                                Fixture.parent, key: [.text("b")],
                                set: [ColumnAssignment("order", .integer(500 + amount))],
                                expectedRevision: nil),
                        ]))
                }
            }
            for _ in 0..<3 {
                group.addTask {
                    for _ in 0..<300 {
                        // Two queries of one read see one moment.
                        let lists = try await store.read([
                            Query(Fixture.parent, where: .equal("id", "a")),
                            Query(Fixture.parent, where: .equal("id", "b")),
                        ])
                        let sum = lists.joined().compactMap { $0[2].integerValue }.reduce(0, +)
                        #expect(sum == 1_000)
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
