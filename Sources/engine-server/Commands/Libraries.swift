import HTTPClient
import Persistence
import SQLite
import Signing
import XMLTree
import YAMLTree

/// The libraries of the system that this program stands on.
enum Libraries {
    static let all: [(name: String, version: String)] = always + optional

    private static let always = [
        ("libxml2", XMLElement.libraryVersion),
        ("libsqlite3", SQLiteConnection.libraryVersion),
        ("libcurl", HTTPClient.libraryVersion),
        ("libcrypto", Hashing.libraryVersion),
        ("libyaml", YAMLNode.libraryVersion),
    ]

    #if PostgreSQL
    private static let optional = [("libpq", PostgreSQLStore.libraryVersion)]
    #else
    private static let optional: [(String, String)] = []
    #endif
}
