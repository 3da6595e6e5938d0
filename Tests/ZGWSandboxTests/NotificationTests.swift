import JSONTree
import TemporaryFolder
import Testing

@testable import ZGWSandbox

@Suite struct NotificationTests {
    @Test func aZaakAndWhatBelongsToItAreAnnounced() async throws {
        let server = try await start()
        let listener = try CallbackListener()
        let catalogue = try await server.seedDemoCatalogue()
        let caller = try SandboxCaller(server.baseURL)
        try await subscribe(caller, listener.url + "/zaken", [:])
        let zaak = try await DemoCalls.makeZaak(caller, catalogue, identificatie: "Z-1").url
        let status = try await DemoCalls.setStatus(
            caller, zaak, catalogue.statustypen["Geregistreerd"], "2026-11-20T10:00:00Z")
        try await caller.call("PATCH", zaak, ["toelichting": "x"])
        try await caller.call("DELETE", zaak)
        let messages = try await listener.received(at: "/zaken", count: 4)
        await server.shutdown()
        await listener.shutdown()
        let told = Set(
            messages.map { "\($0["resource"] ?? "") \($0["actie"] ?? "")" })
        #expect(
            told == [
                #""zaak" "create""#, #""status" "create""#, #""zaak" "partial_update""#,
                #""zaak" "destroy""#,
            ])
        let ofStatus = messages.first { $0["resource"] == "status" }
        #expect(ofStatus?["hoofdObject"]?.stringValue == zaak)
        #expect(ofStatus?["resourceUrl"]?.stringValue == status.url)
        #expect(ofStatus?["kenmerken"]?["zaaktype"]?.stringValue == catalogue.zaaktype)
    }

    @Test func aFilterLetsOnlyWhatItNamesThrough() async throws {
        let server = try await start()
        let listener = try CallbackListener()
        let catalogue = try await server.seedDemoCatalogue()
        let caller = try SandboxCaller(server.baseURL)
        try await subscribe(
            caller, listener.url + "/other", ["vertrouwelijkheidaanduiding": "geheim"])
        try await subscribe(
            caller, listener.url + "/same", ["zaaktype": .string(catalogue.zaaktype)])
        _ = try await DemoCalls.makeZaak(caller, catalogue, identificatie: "Z-1")
        let messages = try await listener.received(at: "/same", count: 1)
        let others = listener.received(at: "/other")
        await server.shutdown()
        await listener.shutdown()
        #expect(messages.count == 1)
        #expect(others.isEmpty)
    }

    @Test func whatIsRefusedIsDeliveredAgain() async throws {
        let server = try await start()
        let listener = try CallbackListener()
        let catalogue = try await server.seedDemoCatalogue()
        let caller = try SandboxCaller(server.baseURL)
        try await subscribe(caller, listener.url + "/flaky", [:])
        listener.failNext(3)
        _ = try await DemoCalls.makeZaak(caller, catalogue, identificatie: "Z-1")
        let messages = try await listener.received(at: "/flaky", count: 1)
        await server.shutdown()
        await listener.shutdown()
        #expect(messages.count == 1)
    }

    @Test func whatWasNotDeliveredIsDeliveredAfterARestart() async throws {
        let folder = try TemporaryFolder()
        var configuration = SandboxConfiguration(
            port: 0, databasePath: folder.path("sandbox.db"), clients: [SandboxCaller.client])
        configuration.notificationRetryDelay = .milliseconds(200)
        let listener = try CallbackListener()
        let first = try await SandboxServer(configuration: configuration)
        let catalogue = try await first.seedDemoCatalogue()
        let caller = try SandboxCaller(first.baseURL)
        try await subscribe(caller, listener.url + "/flaky", [:])
        listener.failNext(1_000)
        _ = try await DemoCalls.makeZaak(caller, catalogue, identificatie: "Z-1")
        await first.shutdown()
        listener.failNext(0)
        let second = try await SandboxServer(configuration: configuration)
        let messages = try await listener.received(at: "/flaky", count: 1)
        await second.shutdown()
        await listener.shutdown()
        #expect(messages.count == 1)
    }

    @Test func aSubscriberBeyondThisMachineIsRefused() async throws {
        let server = try await start()
        let caller = try SandboxCaller(server.baseURL)
        let reply = try await caller.call(
            "POST", "/notificaties/api/v1/abonnement",
            [
                "callbackUrl": "https://example.com/callback", "auth": "Token x",
                "kanalen": [["naam": "zaken", "filters": [:]]],
            ])
        await server.shutdown()
        #expect(
            AnswerCodes(status: reply.status, body: reply.body).parameters
                == ["nonFieldErrors:invalid-callback-url"])
    }

    private func subscribe(_ caller: SandboxCaller, _ url: String, _ filters: JSON) async throws {
        let reply = try await caller.call(
            "POST", "/notificaties/api/v1/abonnement",
            [
                "callbackUrl": .string(url), "auth": .string(CallbackListener.secret),
                "kanalen": [["naam": "zaken", "filters": filters]],
            ])
        #expect(reply.status == 201)
    }

    private func start() async throws -> SandboxServer {
        var configuration = SandboxConfiguration(
            port: 0, databasePath: ":memory:", clients: [SandboxCaller.client])
        configuration.notificationRetryDelay = .milliseconds(20)
        return try await SandboxServer(configuration: configuration)
    }
}
