import Foundation
import HTTPClient
import JSONTree
import Signing
import TemporaryFolder
import Testing

@testable import ZGWSandbox

@Suite struct SandboxServerTests {
    @Test(arguments: ["0.0.0.0", "::", "192.168.1.10", "10.0.0.1", "example.com", "127.0.0.1.nl"])
    func refusesToListenBeyondThisMachine(host: String) async {
        await #expect(throws: SandboxError.notLoopback(host)) {
            _ = try await SandboxServer(
                configuration: SandboxConfiguration(host: host, port: 0, databasePath: ":memory:"))
        }
    }

    @Test func listensOnIPv6Loopback() async throws {
        let server = try await SandboxServer(
            configuration: SandboxConfiguration(host: "::1", port: 0, databasePath: ":memory:"))
        let caller = try SandboxCaller(server.baseURL)
        let reply = try await caller.send("GET", "/", [], nil)
        await server.shutdown()
        #expect(reply.status == 200)
    }

    @Test func saysWhatIsWrongWithAPortInUse() async throws {
        let first = try await start()
        await #expect(throws: SandboxError.self) {
            _ = try await SandboxServer(
                configuration: SandboxConfiguration(port: first.port, databasePath: ":memory:"))
        }
        await first.shutdown()
    }

    @Test func saysWhatIsWrongWithAFileThatCannotBeUsed() async {
        await #expect(throws: SandboxError.self) {
            _ = try await SandboxServer(
                configuration: SandboxConfiguration(
                    port: 0, databasePath: "/no/such/folder/sandbox.db"))
        }
    }

    @Test(arguments: [
        ("GET", "/", 200), ("GET", "/nowhere", 404), ("GET", "/zaken/api/v1/zaken", 403),
        ("GET", "/objecten/api/v2/objects", 401), ("GET", "/selectielijst/api/v1/resultaten", 200),
        ("GET", "/_sandbox/requests", 200), ("GET", "/_sandbox/nowhere", 404),
        ("GET", "/zaken/api/v1/zaken?page=%zz", 400),
    ])
    func labelsEveryAnswerAsASandbox(method: String, path: String, status: Int) async throws {
        let server = try await start()
        let caller = try SandboxCaller(server.baseURL)
        let reply = try await caller.send(method, path, [], nil)
        await server.shutdown()
        #expect(reply.status == status)
        #expect(reply.header("X-Sandbox") == "raderwerk")
    }

    @Test func rootSaysThatItIsASandbox() async throws {
        let server = try await start()
        let reply = try await SandboxCaller(server.baseURL).send("GET", "/", [], nil)
        await server.shutdown()
        #expect(reply.body["let op"]?.stringValue?.contains("sandbox") == true)
        #expect(reply.body["apis"]?["zaken"] == "/zaken/api/v1/")
    }

    @Test func keepsEverythingOverARestart() async throws {
        let folder = try TemporaryFolder()
        let configuration = SandboxConfiguration(
            port: 0, databasePath: folder.path("sandbox.db"), clients: [SandboxCaller.client])
        let first = try await SandboxServer(configuration: configuration)
        let catalogue = try await first.seedDemoCatalogue()
        let zaak = try await DemoCalls.makeZaak(
            SandboxCaller(first.baseURL), catalogue, identificatie: "BEZWAAR-1")
        #expect(zaak.status == 201)
        await first.shutdown()
        let second = try await SandboxServer(configuration: configuration)
        let caller = try SandboxCaller(second.baseURL)
        let uuid = zaak.body["uuid"]?.stringValue ?? ""
        let read = try await caller.call("GET", "/zaken/api/v1/zaken/\(uuid)")
        let again = try await second.seedDemoCatalogue()
        await second.shutdown()
        #expect(read.body["identificatie"] == "BEZWAAR-1")
        // Its own URLs follow the address that it is reached by now.
        #expect(read.body["zaaktype"]?.stringValue == again.zaaktype)
        #expect(read.url.hasPrefix(second.baseURL))
    }

    @Test func whatIsAnsweredIsInTheFile() async throws {
        let (folder, other) = (try TemporaryFolder(), try TemporaryFolder())
        let path = folder.path("sandbox.db")
        let clients = [SandboxCaller.client]
        let server = try await SandboxServer(
            configuration: SandboxConfiguration(port: 0, databasePath: path, clients: clients))
        let catalogue = try await server.seedDemoCatalogue()
        let caller = try SandboxCaller(server.baseURL)
        _ = try await DemoCalls.makeZaak(caller, catalogue, identificatie: "Z-1")
        // The files as a killed process would leave them.
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.url.path) {
            try FileManager.default.copyItem(
                atPath: folder.path(name), toPath: other.path(name))
        }
        await server.shutdown()
        let second = try await SandboxServer(
            configuration: SandboxConfiguration(
                port: 0, databasePath: other.path("sandbox.db"), clients: clients))
        let found = try await SandboxCaller(second.baseURL).call(
            "GET", "/zaken/api/v1/zaken?bronorganisatie=517439943&identificatie=Z-1")
        await second.shutdown()
        #expect(found.body["count"] == 1)
    }

    @Test func anAuditTrailSaysWhoWroteWhatAndWhy() async throws {
        let server = try await start()
        let catalogue = try await server.seedDemoCatalogue()
        let caller = try SandboxCaller(server.baseURL)
        let zaak = try await DemoCalls.makeZaak(caller, catalogue, identificatie: "Z-1").url
        _ = try await DemoCalls.setStatus(
            caller, zaak, catalogue.statustypen["Geregistreerd"], "2026-11-20T10:00:00Z")
        let trail = try await caller.call("GET", zaak + "/audittrail")
        await server.shutdown()
        let entries = trail.body.arrayValue ?? []
        #expect(entries.map { $0["resource"]?.stringValue } == ["zaak", "status"])
        #expect(entries.allSatisfy { $0["gebruikersId"] == "j.jansen" })
        #expect(entries.allSatisfy { $0["hoofdObject"]?.stringValue == zaak })
    }

    @Test(arguments: [
        "page=9223372036854775807", "page=0", "page=-1", "page=2", "pageSize=5&page=99999999999",
    ])
    func aPageThatIsNotThereIsNotFound(query: String) async throws {
        let server = try await start()
        let reply = try await SandboxCaller(server.baseURL).call(
            "GET", "/zaken/api/v1/zaken?" + query)
        await server.shutdown()
        #expect(reply.status == 404)
    }

    @Test func aTokenOfATimeBeyondAllMeasureIsRefused() async throws {
        let server = try await start()
        let caller = try SandboxCaller(server.baseURL)
        let token = try JSONWebToken.make(
            claims: [
                "client_id": .string(caller.identifier),
                "iat": .number(JSONNumber(1e300) ?? .zero),
            ], secret: Array(caller.secret.utf8))
        let reply = try await caller.send(
            "GET", "/catalogi/api/v1/zaaktypen",
            [HTTPHeader("Authorization", "Bearer " + token)], nil)
        await server.shutdown()
        #expect(reply.body["code"] == "jwt-missing-iat-claim")
    }

    @Test func makesTheDemoCatalogueOnce() async throws {
        let server = try await start()
        let first = try await server.seedDemoCatalogue()
        let second = try await server.seedDemoCatalogue()
        let caller = try SandboxCaller(server.baseURL)
        let zaaktypen = try await caller.call(
            "GET", "/catalogi/api/v1/zaaktypen?identificatie=GENERIEK")
        let types = try await caller.call("GET", "/objecten/api/v2/objecttypes")
        let eindstatus = try await caller.call("GET", first.statustypen["Afgehandeld"] ?? "")
        let earlier = try await caller.call("GET", first.statustypen["In behandeling"] ?? "")
        await server.shutdown()
        #expect(first == second)
        #expect(zaaktypen.body["count"] == 1)
        #expect(zaaktypen.body["results"]?[0]?["concept"] == false)
        #expect(types.body["count"] == 2)
        #expect(eindstatus.body["isEindstatus"] == true)
        #expect(earlier.body["isEindstatus"] == false)
    }

    @Test func forgetsEverythingWhenAskedTo() async throws {
        let server = try await start()
        try await server.seedDemoCatalogue()
        let caller = try SandboxCaller(server.baseURL)
        #expect(try await caller.send("POST", "/_sandbox/reset", [], nil).status == 204)
        let zaaktypen = try await caller.call("GET", "/catalogi/api/v1/zaaktypen")
        await server.shutdown()
        // The client is known still.
        #expect(zaaktypen.status == 200)
        #expect(zaaktypen.body["count"] == 0)
    }

    @Test func makesOneZaakOfManySuchRequestsAtOnce() async throws {
        let server = try await start()
        let catalogue = try await server.seedDemoCatalogue()
        let caller = try SandboxCaller(server.baseURL)
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    try await DemoCalls.makeZaak(caller, catalogue, identificatie: "Z-1").status
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        await server.shutdown()
        #expect(statuses.sorted() == [201] + [Int](repeating: 400, count: 7))
    }

    @Test func takesItsOwnURLsUnderAnyNameOfTheLoopbackAddress() async throws {
        let server = try await start()
        let catalogue = try await server.seedDemoCatalogue()
        var other = catalogue
        other.zaaktype = catalogue.zaaktype.replacing("127.0.0.1", with: "localhost")
        let reply = try await DemoCalls.makeZaak(
            SandboxCaller(server.baseURL), other, identificatie: "Z-1")
        await server.shutdown()
        #expect(reply.status == 201)
        #expect(reply.body["zaaktype"]?.stringValue == catalogue.zaaktype)
    }

    private func start() async throws -> SandboxServer {
        try await SandboxServer(
            configuration: SandboxConfiguration(
                port: 0, databasePath: ":memory:", clients: [SandboxCaller.client]))
    }
}
