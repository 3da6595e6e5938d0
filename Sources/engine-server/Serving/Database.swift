import JSONTree
import Persistence
import Records
import StructuredLog

extension Configuration {
    /// Opens the database that is configured and makes the migrations that are still to be made.
    ///
    /// - Throws: `StoreError` if it cannot be used, `ConfigurationError` if it is PostgreSQL and
    ///   this program was built without, `FileError` if the file of the password cannot be read.
    func openDatabase(migrations: [Migration], log: StructuredLog) throws -> any Store {
        guard let url = self["database.url"] else {
            return try SQLiteStore(
                SQLiteStore.Configuration(path: self["database.file"] ?? "raderwerk.db"),
                migrations: migrations)
        }
        #if PostgreSQL
        return try PostgreSQLStore(
            PostgreSQLStore.Configuration(
                url: url, password: try databasePassword(),
                readers: integer("database.connections"),
                timeLimit: integer("database.timeLimit") * 1_000,
                report: { log(.warning, "database", ["problem": .string($0)]) }),
            migrations: migrations)
        #else
        throw ConfigurationError(problems: [
            "database.url: this engine-server was built without PostgreSQL."
        ])
        #endif
    }

    /// The password for the database, if there is one beside its URL.
    private func databasePassword() throws(FileError) -> String? {
        guard let path = self["database.passwordFile"] else { return self["database.password"] }
        return try FileAccess.readText(path).split(
            separator: "\n", maxSplits: 1, omittingEmptySubsequences: false
        ).first.map { $0.hasSuffix("\r") ? String($0.dropLast()) : String($0) }
    }
}
