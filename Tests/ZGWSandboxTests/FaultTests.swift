import HTTPClient
import JSONTree
import Testing

@testable import ZGWSandbox

@Suite struct FaultTests {
    private static let zaken = "/zaken/api/v1/zaken"

    @Test func aFaultBeforeTheWorkStoresNothing() async throws {
        let (server, caller, catalogue) = try await start()
        server.inject(SandboxFault(method: "POST", pathPrefix: Self.zaken, effect: .status(503)))
        let failed = try await DemoCalls.makeZaak(caller, catalogue, identificatie: "Z-1")
        let again = try await DemoCalls.makeZaak(caller, catalogue, identificatie: "Z-1")
        await server.shutdown()
        #expect([failed.status, again.status] == [503, 201])
    }

    @Test func aFaultAfterTheWorkHidesWhatWasStored() async throws {
        let (server, caller, catalogue) = try await start()
        server.inject(
            SandboxFault(
                method: "POST", pathPrefix: Self.zaken, moment: .after, effect: .status(500)))
        let failed = try await DemoCalls.makeZaak(caller, catalogue, identificatie: "Z-1")
        let again = try await DemoCalls.makeZaak(caller, catalogue, identificatie: "Z-1")
        await server.shutdown()
        #expect([failed.status, again.status] == [500, 400])
    }

    @Test func aDroppedConnectionIsNoAnswerThoughTheWorkIsDone() async throws {
        let (server, caller, catalogue) = try await start()
        server.inject(
            SandboxFault(method: "POST", pathPrefix: Self.zaken, moment: .after, effect: .drop))
        await #expect(throws: HTTPClientError.self) {
            _ = try await DemoCalls.makeZaak(caller, catalogue, identificatie: "Z-1")
        }
        let found = try await caller.call("GET", Self.zaken + "?identificatie=Z-1")
        await server.shutdown()
        #expect(found.body["count"] == 1)
    }

    @Test func aHangingRequestEndsWithTheSandbox() async throws {
        let (server, caller, _) = try await start()
        server.inject(SandboxFault(pathPrefix: Self.zaken, effect: .hang))
        let call = Task { try await caller.call("GET", Self.zaken) }
        while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
        let begin = ContinuousClock.now
        await server.shutdown()
        _ = await call.result
        // Nothing but the shutdown ends it before the client's own limit, which is longer.
        #expect(ContinuousClock.now - begin < .seconds(25))
    }

    @Test func aDelayedAnswerIsTheRealOne() async throws {
        let (server, caller, _) = try await start()
        server.inject(SandboxFault(pathPrefix: Self.zaken, effect: .delay(.milliseconds(200))))
        let begin = ContinuousClock.now
        let reply = try await caller.call("GET", Self.zaken)
        await server.shutdown()
        #expect(reply.status == 200)
        #expect(ContinuousClock.now - begin >= .milliseconds(200))
    }

    @Test func faultsAreCountedOffAndSkipWhatTheyShould() async throws {
        let (server, caller, _) = try await start()
        server.inject(
            SandboxFault(
                method: "GET", pathPrefix: Self.zaken, effect: .status(502), skip: 1, count: 2))
        var statuses: [Int] = []
        for _ in 0..<5 { statuses.append(try await caller.call("GET", Self.zaken).status) }
        await server.shutdown()
        #expect(statuses == [200, 502, 502, 200, 200])
    }

    @Test func faultsAndRequestsAreAtHandOverHTTP() async throws {
        let (server, caller, _) = try await start()
        let fault: JSON = [
            "method": "GET", "pathPrefix": .string(Self.zaken), "effect": "status", "status": 418,
        ]
        let added = try await caller.send("POST", "/_sandbox/faults", [], fault.serialized)
        let refused = try await caller.send(
            "POST", "/_sandbox/faults", [], Array(#"{"effect":"explode"}"#.utf8))
        let failed = try await caller.call("GET", Self.zaken + "?identificatie=a")
        let fine = try await caller.call("GET", Self.zaken)
        let log = try await caller.send("GET", "/_sandbox/requests", [], nil)
        await server.shutdown()
        #expect(
            [added.status, refused.status, failed.status, fine.status] == [204, 400, 418, 200])
        #expect(log.body.arrayValue?.count == 2)
        #expect(log.body[0]?["path"]?.stringValue == Self.zaken)
        #expect(log.body[0]?["query"] == "identificatie=a")
        #expect(log.body[1]?["status"] == 200)
    }

    @Test func theRequestLogIsBounded() {
        let log = RequestLog(limit: 10)
        for index in 0..<100 {
            let number = log.add(method: "GET", path: "/\(index)", query: nil, body: [])
            log.note(number, status: 200)
        }
        #expect(log.requests.count <= 10)
        #expect(log.requests.last?.path == "/99")
        #expect(log.requests.allSatisfy { $0.status == 200 })
    }

    private func start() async throws -> (SandboxServer, SandboxCaller, SandboxDemoCatalogue) {
        let server = try await SandboxServer(
            configuration: SandboxConfiguration(
                port: 0, databasePath: ":memory:", clients: [SandboxCaller.client]))
        let catalogue = try await server.seedDemoCatalogue()
        return (server, try SandboxCaller(server.baseURL), catalogue)
    }
}
