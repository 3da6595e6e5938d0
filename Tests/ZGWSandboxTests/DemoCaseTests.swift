import JSONTree
import Testing

@testable import ZGWSandbox

@Suite struct DemoCaseTests {
    private static let taskID = "0192f0c1-2f6e-7c1a-9d2b-5f0a1b2c3d4e"

    @Test func aZaakGoesFromRegistrationToItsEnd() async throws {
        let server = try await start()
        let catalogue = try await server.seedDemoCatalogue()
        let caller = try SandboxCaller(server.baseURL)
        let zaak = try await DemoCalls.makeZaak(caller, catalogue, identificatie: "BEZWAAR-1").url
        let rol = try await caller.call(
            "POST", "/zaken/api/v1/rollen",
            [
                "zaak": .string(zaak), "betrokkeneType": "natuurlijk_persoon",
                "roltype": .string(catalogue.roltypen["Initiator"] ?? ""),
                "roltoelichting": "Indiener", "betrokkeneIdentificatie": ["inpBsn": "111222333"],
            ])
        #expect(rol.status == 201)
        var statuses: [Int] = []
        for (index, name) in ["Geregistreerd", "Geaccepteerd", "In behandeling"].enumerated() {
            statuses.append(
                try await DemoCalls.setStatus(
                    caller, zaak, catalogue.statustypen[name], "2026-11-20T10:00:0\(index)Z"
                ).status)
        }
        #expect(statuses == [201, 201, 201])
        let end = catalogue.statustypen["Afgehandeld"]
        let early = try await DemoCalls.setStatus(caller, zaak, end, "2026-11-20T11:00:00Z")
        #expect(
            AnswerCodes(status: early.status, body: early.body).parameters
                == ["nonFieldErrors:resultaat-does-not-exist"])
        let resultaat = try await caller.call(
            "POST", "/zaken/api/v1/resultaten",
            [
                "zaak": .string(zaak),
                "resultaattype": .string(catalogue.resultaattypen["Gegrond"] ?? ""),
            ])
        #expect(resultaat.status == 201)
        let closing = try await DemoCalls.setStatus(caller, zaak, end, "2026-11-20T11:00:00Z")
        #expect(closing.status == 201)
        let closed = try await caller.call("GET", zaak)
        await server.shutdown()
        #expect(closed.body["einddatum"] == "2026-11-20")
        #expect(closed.body["archiefactiedatum"] == "2031-11-20")
        #expect(closed.body["status"]?.stringValue == closing.url)
        #expect(closed.body["rollen"]?[0]?.stringValue == rol.url)
    }

    @Test func theResidentAnswersATaskAndTheSubscriberHearsOfIt() async throws {
        let server = try await start()
        let listener = try CallbackListener()
        let catalogue = try await server.seedDemoCatalogue()
        let caller = try SandboxCaller(server.baseURL)
        let subscription = try await caller.call(
            "POST", "/notificaties/api/v1/abonnement",
            [
                "callbackUrl": .string(listener.url + "/callback"),
                "auth": .string(CallbackListener.secret),
                "kanalen": [
                    [
                        "naam": "objecten",
                        "filters": ["object_type": .string(catalogue.externeKlanttaak)],
                    ]
                ],
            ])
        #expect(subscription.status == 201)
        let task = DemoCalls.task(catalogue, Self.taskID)
        let made = try await caller.call("POST", "/objecten/api/v2/objects", task)
        let repeated = try await caller.call("POST", "/objecten/api/v2/objects", task)
        let answered = try await caller.call(
            "PUT", made.url,
            [
                "type": .string(catalogue.externeKlanttaak),
                "record": [
                    "typeVersion": 1, "startAt": "2026-11-21", "correctionFor": 1,
                    "data": DemoCalls.data(
                        Self.taskID, status: "afgerond", sent: ["toelichting": "Zie bijlage"]),
                ],
            ])
        let handled = try await caller.call(
            "PATCH", made.url, ["record": ["data": ["status": "verwerkt"]]])
        let found = try await caller.call(
            "GET",
            "/objecten/api/v2/objects?data_attr=verwerker_taak_id__exact__\(Self.taskID)"
                + "&data_attr=status__exact__verwerkt")
        let messages = try await listener.received(at: "/callback", count: 3)
        await server.shutdown()
        await listener.shutdown()
        #expect(
            [made.status, repeated.status, answered.status, handled.status] == [201, 400, 200, 200])
        #expect(
            handled.body["record"]?["data"]?["portaalformulier"]?["verzonden_data"]
                == ["toelichting": "Zie bijlage"])
        #expect(found.body["count"] == 1)
        #expect(
            Set(messages.compactMap { $0["actie"]?.stringValue })
                == ["create", "update", "partial_update"])
        #expect(messages.allSatisfy { $0["resourceUrl"]?.stringValue == made.url })
        #expect(
            messages.allSatisfy {
                $0["kenmerken"]?["objectType"]?.stringValue == catalogue.externeKlanttaak
            })
    }

    @Test(arguments: [
        ("status", JSON.string("kapot")), ("verwerker_taak_id", .null),
        ("onbekend", .string("x")),
    ])
    func aTaskThatDoesNotFitItsSchemaIsRefused(member: String, value: JSON) async throws {
        let server = try await start()
        let catalogue = try await server.seedDemoCatalogue()
        let caller = try SandboxCaller(server.baseURL)
        guard case .object(var data) = DemoCalls.data(Self.taskID, status: "open", sent: [:]) else {
            return
        }
        data[member] = value
        let reply = try await caller.call(
            "POST", "/objecten/api/v2/objects",
            [
                "type": .string(catalogue.externeKlanttaak),
                "record": [
                    "typeVersion": 1, "startAt": "2026-11-20", "data": .object(data),
                ],
            ])
        await server.shutdown()
        #expect(
            AnswerCodes(status: reply.status, body: reply.body).parameters
                == ["nonFieldErrors:invalid-json-schema"])
    }

    private func start() async throws -> SandboxServer {
        let clock = TestClock((Moment("2026-11-21T12:00:00Z")?.microseconds ?? 0))
        var configuration = SandboxConfiguration(
            port: 0, databasePath: ":memory:", clients: [SandboxCaller.client])
        configuration.clock = { max(clock.now, Moment.now.microseconds) }
        return try await SandboxServer(configuration: configuration)
    }
}
