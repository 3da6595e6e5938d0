import Foundation
import PostgreSQL
import TemporaryFolder
import Testing

/// The PostgreSQL server that `scripts/test.sh` has started for the tests.
struct TestServer: Sendable {
    /// The URL of a database in which everything is allowed.
    let url: String

    /// The port that it listens on.
    var port: UInt16 {
        URLComponents(string: url)?.port.flatMap { UInt16(exactly: $0) } ?? 5_432
    }

    /// The server, if there is one: `RADERWERK_TEST_POSTGRESQL` has its URL.
    static let shared: TestServer? = {
        if let url = ProcessInfo.processInfo.environment["RADERWERK_TEST_POSTGRESQL"] {
            return TestServer(url: url)
        }
        print("RADERWERK_TEST_POSTGRESQL is not set: nothing is tested on PostgreSQL.")
        return nil
    }()

    /// The URL of a schema of its own for each folder, made if it is not there yet.
    func url(for folder: TemporaryFolder) throws -> String {
        let connection = try PostgreSQLConnection(url: url)
        try connection.execute("CREATE SCHEMA IF NOT EXISTS \"\(folder.name)\"")
        return "\(url)?options=-csearch_path%3D\(folder.name)"
    }
}

@Suite("The tests on PostgreSQL")
struct TestServerTests {
    @Test(
        "are not left out where everything is to be tested",
        .enabled(if: ProcessInfo.processInfo.environment["CI"] == "true"))
    func isThere() {
        #expect(TestServer.shared != nil)
    }
}
