import Foundation
import Persistence
import Records
import TemporaryFolder
import Testing

/// A database that the suite runs on.
struct StoreDriver: Sendable, CustomTestStringConvertible {
    let name: String
    /// Opens the database of a folder, made by these migrations.
    let open: @Sendable (TemporaryFolder, [Migration]) throws -> any Store

    var testDescription: String { name }

    /// The databases that are there to be tested.
    static let all = [sqlite] + (TestServer.shared.map { [postgreSQL($0)] } ?? [])

    private static let sqlite = StoreDriver(name: "SQLite") { folder, migrations in
        try SQLiteStore(
            SQLiteStore.Configuration(path: folder.path("store.db")), migrations: migrations)
    }

    private static func postgreSQL(_ server: TestServer) -> StoreDriver {
        StoreDriver(name: "PostgreSQL") { folder, migrations in
            try PostgreSQLStore(
                PostgreSQLStore.Configuration(url: try server.url(for: folder), readers: 3),
                migrations: migrations)
        }
    }

    /// Opens an empty database with the table of the suite.
    func open(_ folder: TemporaryFolder) throws -> any Store {
        try open(folder, Fixture.migrations)
    }
}
