import HTTPClient
import SQLite
import Signing
import XMLTree
import YAMLTree

/// The libraries of the system that this program stands on.
enum Libraries {
    static let all: [(name: String, version: String)] = [
        ("libxml2", XMLElement.libraryVersion),
        ("libsqlite3", SQLiteConnection.libraryVersion),
        ("libcurl", HTTPClient.libraryVersion),
        ("libcrypto", Hashing.libraryVersion),
        ("libyaml", YAMLNode.libraryVersion),
    ]
}
