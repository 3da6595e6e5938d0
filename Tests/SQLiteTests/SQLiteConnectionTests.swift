import SQLite
import Testing

@Suite("A SQLite connection")
struct SQLiteConnectionTests {
    private func connection() throws -> SQLiteConnection {
        let connection = try SQLiteConnection(path: ":memory:")
        try connection.execute(
            "CREATE TABLE thing (id TEXT PRIMARY KEY, n INTEGER, x REAL, b BLOB) STRICT")
        return connection
    }

    @Test("gives back every kind of value as it was bound, empty ones too")
    func values() throws {
        let connection = try connection()
        let insert = try connection.statement("INSERT INTO thing VALUES (?, ?, ?, ?)")
        insert.bind(1, "")
        insert.bind(2, Int64.min)
        insert.bind(3, 0.1)
        insert.bind(4, [])
        try insert.run()
        let select = try connection.statement("SELECT id, n, x, b, NULL FROM thing")
        #expect(try select.step())
        #expect((0..<5).map { select.kind($0) } == [.text, .integer, .real, .bytes, .null])
        #expect(select.text(0) == "" && select.integer(1) == .min && select.real(2) == 0.1)
        #expect(select.bytes(3) == [])
        #expect(try select.step() == false)
    }

    @Test("prepares a text once")
    func prepared() throws {
        let connection = try connection()
        let one = try connection.statement("SELECT 1")
        #expect(try connection.statement("SELECT 1") === one)
    }

    @Test("tells a second row of the same key from other failures")
    func duplicates() throws {
        let connection = try connection()
        let insert = try connection.statement("INSERT INTO thing (id) VALUES ('a')")
        try insert.run()
        let error = #expect(throws: SQLiteError.self) { try insert.run() }
        #expect(error?.isUniqueViolation == true && error?.isDiskFull == false)
    }

    @Test("names the statement that is wrong")
    func wrong() throws {
        let error = #expect(throws: SQLiteError.self) {
            try connection().statement("SELECT nothing FROM thing")
        }
        #expect(error?.description.contains("SELECT nothing FROM thing") == true)
    }
}
