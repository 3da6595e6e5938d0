import Persistence
import Records
import TemporaryFolder
import Testing

@Suite("A query")
struct QueryTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func store(_ driver: StoreDriver, _ rows: [Row]) async throws -> any Store {
        let store = try driver.open(folder)
        try await store.commit(Delta(changes: rows.map { .insert(Fixture.parent, $0) }))
        return store
    }

    @Test("gives every kind of value back as it was written", arguments: StoreDriver.all)
    func values(_ driver: StoreDriver) async throws {
        let rows: [Row] = [
            Fixture.row("a", name: "", order: .min, share: 0.1, content: []),
            Fixture.row(
                "b", name: "één 😀\n'\"%_\\", order: .max, share: -1e300, content: [0, 255]),
            Fixture.row("c"),
        ]
        let store = try await store(driver, rows)
        #expect(try await store.read(Query(Fixture.parent)) == rows)
    }

    @Test("gives large values back, and many rows", arguments: StoreDriver.all)
    func largeValues(_ driver: StoreDriver) async throws {
        let text = String(repeating: "één regel tekst\n", count: 600_000)
        let content = (0..<9_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let store = try await store(driver, [Fixture.row("a", name: text, content: content)])
        let row = try #require(try await store.read(Query(Fixture.parent)).first)
        #expect(row[1].textValue == text)
        #expect(row[4].bytesValue == content)
        try await store.commit(
            Delta(
                changes: (0..<20_000).map {
                    .insert(Fixture.parent, Fixture.row("n\($0)", order: Int64($0)))
                }))
        let numbers = try await store.read(
            Query(
                Fixture.parent, where: .not(.isNull("order")), ordering: [Ordering("order")],
                columns: ["order"]))
        #expect(numbers == (0..<20_000).map { [.integer(Int64($0))] })
    }

    @Test("compares numbers of both kinds by what they are worth", arguments: StoreDriver.all)
    func numbers(_ driver: StoreDriver) async throws {
        // A whole number in a column of binary ones becomes one, and one without a fraction fits.
        let store = try driver.open(folder)
        var rows = [
            Fixture.row("a", order: 3, share: 2.5), Fixture.row("b", order: -1, share: -0.25),
        ]
        rows[0][3] = .integer(2)
        rows[1][2] = .real(7)
        try await store.commit(Delta(changes: rows.map { .insert(Fixture.parent, $0) }))
        #expect(
            try await store.read(Query(Fixture.parent, columns: ["order", "share"]))
                == [[.integer(3), .real(2)], [.integer(7), .real(-0.25)]])
        #expect(try await store.ids(where: .compare("share", .less, .integer(1))) == ["b"])
        #expect(try await store.ids(where: .compare("order", .greater, .real(3.5))) == ["b"])
        try await store.commit(
            Delta(changes: [
                .updateAll(
                    Fixture.parent, where: .equal("id", "a"),
                    set: [
                        ColumnAssignment("share", .integer(5)), ColumnAssignment("order", .null),
                    ])
            ]))
        #expect(
            try await store.read(
                Query(Fixture.parent, where: .equal("id", "a"), columns: ["order", "share"]))
                == [[.null, .real(5)]])
    }

    @Test(
        "compares", arguments: StoreDriver.all,
        [
            (Predicate.compare("name", .equal, .text("Bezwaar")), ["b"]),
            (.compare("name", .notEqual, .text("Bezwaar")), ["a", "d", "e"]),
            (.compare("name", .less, .text("a")), ["a", "b"]),
            (.compare("name", .equalIgnoringCase, .text("BEZWAAR")), ["b", "e"]),
            (.compare("name", .equalIgnoringCase, .text("ÉÉN%")), ["d"]),
            (.compare("name", .notEqualIgnoringCase, .text("BEZWAAR")), ["a", "d"]),
            (.compare("order", .equal, .null), []),
            (.compare("order", .notEqual, .null), []),
            (.compare("order", .lessOrEqual, .integer(2)), ["a", "b"]),
            (.compare("order", .greater, .integer(2)), ["d"]),
            (.compare("order", .greaterOrEqual, .integer(2)), ["b", "d"]),
            (.compareColumns("id", .less, "name"), ["d"]),
            (.equal("order", .null), ["c", "e"]),
            (.not(.isNull("order")), ["a", "b", "d"]),
            (.not(.compare("order", .equal, .integer(1))), ["b", "c", "d", "e"]),
            (.isIn("id", []), []),
            (.not(.isIn("id", [])), ["a", "b", "c", "d", "e"]),
            (.isIn("id", ["e", "a", "x"].map(ColumnValue.text)), ["a", "e"]),
            (.isIn("id", (0..<100).map { .text("\"\($0)\\\n") } + [.text("d")]), ["d"]),
            (.isIn("order", (2..<100).map { .integer($0) }), ["b", "d"]),
            (.and([]), ["a", "b", "c", "d", "e"]),
            (.or([]), []),
            (.none, []),
            (.and([.equal("id", "a"), .compare("order", .equal, .integer(1))]), ["a"]),
            (
                .or([.equal("id", "a"), .and([.equal("id", "b"), .none]), .isNull("name")]),
                ["a", "c"]
            ),
        ])
    func comparisons(_ driver: StoreDriver, _ example: (Predicate, [String])) async throws {
        let store = try await store(
            driver,
            [
                Fixture.row("a", name: "Aanvraag", order: 1),
                Fixture.row("b", name: "Bezwaar", order: 2),
                Fixture.row("c"),
                Fixture.row("d", name: "Één%", order: 3),
                Fixture.row("e", name: "bezwaar"),
            ])
        let expected = example.1
        #expect(try await store.ids(where: example.0) == expected)
        #expect(try await store.count(Query(Fixture.parent, where: example.0)) == expected.count)
    }

    @Test(
        "fits patterns, escaped ones too, with and without case", arguments: StoreDriver.all,
        [
            (Comparison.like, "be%", ["b"]), (.like, "%E%", ["a"]), (.like, "_e%", ["b"]),
            (.like, #"100\%"#, ["c"]), (.like, "100%", ["c", "d"]), (.like, #"a\_b"#, ["e"]),
            (.like, "a_b", ["e", "f"]), (.like, #"%\\%"#, ["g"]),
            (.likeIgnoringCase, "BE%", ["a", "b"]),
            (.likeIgnoringCase, "%ÉÉ%", ["h"]), (.like, "", []), (.like, #"%\"#, []),
            (.likeIgnoringCase, #"%\\\"#, []), (.like, #"c:\\%"#, ["g"]),
            (.like, "%", ["a", "b", "c", "d", "e", "f", "g", "h"]),
        ])
    func patterns(_ driver: StoreDriver, _ example: (Comparison, String, [String])) async throws {
        let names = ["BEZWAAR", "bezwaar", "100%", "100 procent", "a_b", "axb", #"c:\pad"#, "één"]
        let store = try await store(
            driver, zip("abcdefgh", names).map { Fixture.row(String($0), name: $1) })
        let predicate = Predicate.compare("name", example.0, .text(example.1))
        #expect(try await store.ids(where: predicate) == example.2)
    }

    @Test(
        "orders by bytes or without case, nulls where they are asked for, then by key",
        arguments: StoreDriver.all,
        [
            ([Ordering("order")], ["c", "e", "b", "a", "d"]),
            ([Ordering("order", isDescending: true)], ["d", "a", "b", "c", "e"]),
            ([Ordering("order", nullsFirst: false)], ["b", "a", "d", "c", "e"]),
            ([Ordering("order", isDescending: true, nullsFirst: true)], ["c", "e", "d", "a", "b"]),
            ([Ordering("name")], ["e", "b", "d", "c", "a"]),
            ([Ordering("name", ignoresCase: true)], ["e", "c", "b", "d", "a"]),
            (
                [Ordering("name", isDescending: true), Ordering("id", isDescending: true)],
                ["a", "c", "d", "b", "e"]
            ),
            ([Ordering("id", isDescending: true)], ["e", "d", "c", "b", "a"]),
            ([], ["a", "b", "c", "d", "e"]),
        ])
    func order(_ driver: StoreDriver, _ example: ([Ordering], [String])) async throws {
        let store = try await store(
            driver,
            [
                Fixture.row("a", name: "é", order: 2), Fixture.row("b", name: "B", order: 1),
                Fixture.row("c", name: "a"), Fixture.row("d", name: "B", order: 3),
                Fixture.row("e"),
            ])
        #expect(try await store.ids(ordering: example.0) == example.1)
    }

    @Test("gives a page", arguments: StoreDriver.all)
    func pages(_ driver: StoreDriver) async throws {
        let store = try await store(driver, "abcde".map { Fixture.row(String($0)) })
        #expect(try await store.ids(limit: 2) == ["a", "b"])
        #expect(try await store.ids(offset: 3, limit: 5) == ["d", "e"])
        #expect(try await store.ids(offset: 3) == ["d", "e"])
        #expect(try await store.ids(limit: 0) == [])
        #expect(try await store.ids(offset: 9) == [])
        #expect(try await store.count(Query(Fixture.parent, offset: 3, limit: 1)) == 5)
    }

    @Test("sees rows beside its own and asks whether there are some", arguments: StoreDriver.all)
    func related(_ driver: StoreDriver) async throws {
        let store = try await store(
            driver, [Fixture.row("a", name: "x"), Fixture.row("b", name: "y"), Fixture.row("c")])
        try await store.commit(
            Delta(changes: [
                .insert(Fixture.child, [.integer(1), .text("b"), .text("one")]),
                .insert(Fixture.child, [.integer(2), .text("b"), .text("two")]),
                .insert(Fixture.child, [.integer(3), .null, .text("one")]),
                .insert(Fixture.child, [.integer(4), .text("a"), .text("two")]),
            ]))
        let pair = ColumnPair("parent_id", equals: "id")
        func having(_ text: String) -> Predicate {
            .exists(Fixture.child, matching: [pair], .equal("text", text))
        }
        #expect(try await store.ids(where: having("one")) == ["b"])
        #expect(try await store.ids(where: .not(having("one"))) == ["a", "c"])
        // A sub-query in a sub-query: rows with a sibling's text.
        let nested = Predicate.exists(
            Fixture.child, matching: [pair],
            .exists(
                Fixture.child, matching: [ColumnPair("text", equals: "text")],
                .equal("parent_id", "a")))
        #expect(try await store.ids(where: nested) == ["a", "b"])
        // The first of its kind: none with the same text and a smaller key.
        let first = Predicate.not(
            .exists(
                Fixture.child,
                matching: [ColumnPair("text", equals: "text"), ColumnPair("id", .less, "id")], .all)
        )
        #expect(
            try await store.read(Query(Fixture.child, where: first, columns: ["id"]))
                == [[.integer(1)], [.integer(2)]])
        let joined = Query(
            Fixture.child,
            joins: [
                Join(Fixture.parent, as: "above", matching: [ColumnPair("id", equals: "parent_id")])
            ],
            where: .or([.compare("above.name", .greater, .text("a")), .isNull("above.id")]),
            ordering: [Ordering("above.name", nullsFirst: false)],
            columns: ["id", "above.name"])
        #expect(
            try await store.read(joined) == [
                [.integer(4), .text("x")], [.integer(1), .text("y")], [.integer(2), .text("y")],
                [.integer(3), .null],
            ])
        #expect(try await store.count(joined) == 4)
    }

    @Test("that names what is not there says so and harms no other", arguments: StoreDriver.all)
    func wrong(_ driver: StoreDriver) async throws {
        let store = try await store(driver, [Fixture.row("a")])
        for query in [
            Query(Fixture.parent, where: .equal("nothing", "x")),
            Query(Fixture.parent, columns: ["nothing"]),
            Query(TableDefinition("nothing", columns: [ColumnDefinition("id", .text)])),
        ] {
            let error = await #expect(throws: StoreError.self) {
                try await store.read([Query(Fixture.parent), query])
            }
            guard case .invalid(let text) = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
            #expect(text.contains("nothing"))
        }
        #expect(try await store.ids() == ["a"])
    }

    @Test("takes a name or a value with quotes for what it is", arguments: StoreDriver.all)
    func quotes(_ driver: StoreDriver) async throws {
        let table = TableDefinition(
            "a \"table\"",
            columns: [ColumnDefinition("select", .text), ColumnDefinition("a\"b", .text)],
            primaryKey: ["select"])
        let store = try driver.open(folder, [Migration("m", steps: [.createTable(table)])])
        let row: Row = [.text("'; DROP TABLE x; --"), .text("\"")]
        try await store.commit(Delta(changes: [.insert(table, row)]))
        #expect(try await store.read(Query(table, where: .equal("a\"b", "\""))) == [row])
    }
}
