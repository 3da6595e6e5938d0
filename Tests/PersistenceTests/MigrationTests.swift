import Persistence
import Records
import TemporaryFolder
import Testing

@Suite("Migrations")
struct MigrationTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static let note = TableDefinition(
        "note", columns: [ColumnDefinition("id", .text, isRequired: true)])
    private static let addition = Migration(
        "suite-2-remark",
        steps: [
            .addColumn(ColumnDefinition("remark", .text), table: "child"),
            .createIndex(IndexDefinition("child_remark", on: ["remark"]), table: "child"),
            .createTable(note),
        ])

    /// The text of the schema error that opening with a list of migrations gives.
    private func refusal(_ driver: StoreDriver, _ migrations: [Migration]) -> String? {
        do {
            _ = try driver.open(folder, migrations)
            return nil
        } catch StoreError.schema(let text) {
            return text
        } catch {
            return "another error: \(error)"
        }
    }

    @Test("are made once, and later ones when they come", arguments: StoreDriver.all)
    func later(_ driver: StoreDriver) async throws {
        do {
            let store = try driver.open(folder)
            try await store.commit(
                Delta(changes: [.insert(Fixture.child, [.integer(1), .null, .text("old")])]))
        }
        for _ in 0..<2 {
            let store = try driver.open(folder, Fixture.migrations + [Self.addition])
            let query = Query(Fixture.child, columns: ["text", "remark"])
            #expect(try await store.read(query) == [[.text("old"), .null]])
            #expect(try await store.read(Query(Self.note)) == [])
        }
    }

    @Test("made by a newer release are followed if they only add", arguments: StoreDriver.all)
    func newer(_ driver: StoreDriver) throws {
        let contraction = Migration("suite-3-less", .contract, steps: [.sql("DROP TABLE child")])
        _ = try driver.open(folder, Fixture.migrations + [Self.addition])
        #expect(refusal(driver, Fixture.migrations) == nil)
        _ = try driver.open(folder, Fixture.migrations + [Self.addition, contraction])
        let text = try #require(refusal(driver, Fixture.migrations + [Self.addition]))
        #expect(text.contains("suite-3-less") && text.contains("newer release"))
    }

    @Test("that were changed after they were made are refused", arguments: StoreDriver.all)
    func changed(_ driver: StoreDriver) throws {
        _ = try driver.open(folder)
        let other = Migration("suite-1-tables", steps: [.createTable(Fixture.parent)])
        let text = try #require(refusal(driver, [other]))
        #expect(text.contains("suite-1-tables") && text.contains("never changed"))
        let renamed = try #require(refusal(driver, [Self.addition]))
        #expect(renamed.contains("another program"))
    }

    @Test("that fail are not made in part", arguments: StoreDriver.all)
    func failing(_ driver: StoreDriver) throws {
        let broken = Migration(
            "suite-2-broken", steps: [.createTable(Self.note), .sql("NO STATEMENT")])
        let text = try #require(refusal(driver, Fixture.migrations + [broken]))
        #expect(text.contains("suite-2-broken") && text.contains("NO STATEMENT"))
        #expect(refusal(driver, Fixture.migrations + [Self.addition]) == nil)
    }
}
