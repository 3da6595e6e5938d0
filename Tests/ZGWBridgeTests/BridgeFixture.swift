import CaseHandling
import Foundation
import JSONTree
import Persistence
import ProcessEngine
import ProcessValues
import Records
import Synchronization
import TemporaryFolder
import ZGWSandbox

@testable import ZGWBridge

/// The folder of the demo's process application in this package.
let demoFolder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "processes/generieke-zaak")

/// The files of the demo, by their path below its folder.
func demoFiles() throws -> [CasePackage.File] {
    let paths = try FileManager.default.subpathsOfDirectory(atPath: demoFolder.path).sorted()
    return paths.compactMap { path in
        let file = demoFolder.appending(path: path)
        guard !file.hasDirectoryPath, path.contains("."),
            let bytes = try? Data(contentsOf: file)
        else { return nil }
        return CasePackage.File(name: path, bytes: Array(bytes))
    }
}

/// A sandbox with the demo's catalogus, a store with the demo's files, and clients for both.
final class BridgeFixture {
    let sandbox: SandboxServer
    let store: SQLiteStore
    let services: ZGWServices
    let cases: CaseRepository
    let clock: MovableClock
    let catalogue: SandboxDemoCatalogue
    private let folder: TemporaryFolder

    /// The id of the deployment of the demo.
    static let deployment = "demo"

    init() async throws {
        folder = try TemporaryFolder()
        sandbox = try await SandboxServer(
            configuration: SandboxConfiguration(
                port: 0, databasePath: folder.path("sandbox.db")))
        catalogue = try await sandbox.seedDemoCatalogue()
        store = try SQLiteStore(
            SQLiteStore.Configuration(
                path: folder.path("engine.db"), isDurable: false),
            migrations: EngineSchema.migrations + CaseTables.migrations
                + NotificationInbox.migrations)
        services = try ZGWServices(Self.configuration(sandbox.baseURL))
        cases = CaseRepository(store)
        clock = MovableClock(at: Instant(milliseconds: wallClockSeconds() * 1000 - 60_000))
        try await deploy()
    }

    /// The configuration for a sandbox.
    static func configuration(_ base: String) -> ZGWServices.Configuration {
        let jwt = ZGWAuthentication.jwt(
            JWTCredentials(clientID: "raderwerk", secret: "raderwerk-sandbox-geheim-van-32-tekens"))
        let token = ZGWAuthentication.token(SandboxConfiguration.demoToken)
        return ZGWServices.Configuration(
            zaken: ZGWEndpoint(root: base + "/zaken/api/v1", authentication: jwt),
            catalogi: ZGWEndpoint(root: base + "/catalogi/api/v1", authentication: jwt),
            objecten: ZGWEndpoint(root: base + "/objecten/api/v2", authentication: token),
            objecttypen: ZGWEndpoint(root: base + "/objecten/api/v2", authentication: token),
            notificaties: ZGWEndpoint(root: base + "/notificaties/api/v1", authentication: jwt))
    }

    private func deploy() async throws {
        let rows = try demoFiles().map { file in
            DeploymentResourceRow(
                id: "resource-\(file.name)", deploymentID: Self.deployment, name: file.name,
                content: file.bytes, createdAt: clock.now)
        }
        try await store.commit(
            Delta(changes: rows.map { .insert(DeploymentResourceRow.table, $0.row) }))
    }

    func stop() async {
        await sandbox.shutdown()
        store.close()
    }

    /// A case of the demo, stored.
    func makeCase(_ id: String = "0198c1f0-0000-7000-8000-000000000001") async throws -> Case {
        let change = try CaseChange(
            creating: id, of: try await cases.newestDefinition(key: "generieke-zaak"),
            document: [
                "soort": "bezwaar", "onderwerp": "Bezwaar tegen de dakkapel",
                "toelichting": "Het besluit is onjuist",
                "aanvrager": ["bsn": "111222333", "naam": "J. Jansen"],
            ], at: clock.now.milliseconds, by: nil)
        try await cases.insert(change)
        return change.current
    }

    /// Everything that an API of the sandbox has under a path.
    func list(_ connection: ZGWConnection, _ path: String) async throws -> [JSON] {
        try await connection.list(path)
    }
}

/// Keeps what actions note.
final class Notes: Sendable {
    private let kept = Mutex<JSONObject>([:])
    var last: JSONObject { kept.withLock { $0 } }
    var recorder: ProgressRecorder { { note in self.kept.withLock { $0 = note } } }
}
