import CaseHandling
import JSONTree
import Persistence
import ProcessEngine
import ProcessValues
import Records
import Testing
import ZGWSandbox

@testable import ZGWBridge

@Suite(.timeLimit(.minutes(2))) struct PortalTaskTests {
    private let taskID = "0198c1f0-0000-7000-8000-0000000000aa"

    private let properties: JSONObject = [
        "objecttype": "Externe klanttaak", "eigenaar": "raderwerk",
        "config": [
            "taakTitel": "Stuur het besluit mee", "taakSoort": "portaalformulier",
            "taakReceiver": "zaakInitiator", "portaalformulierSoort": "id",
            "portaalformulierValue": "documenten-aanleveren",
            "portaalformulierData": [["key": "doc:/onderwerp", "value": "/onderwerp"]],
            "koppelingRegistratie": "zaak", "koppelingUuid": "zaak:uuid",
        ],
    ]

    private func run(
        _ action: String, _ properties: JSONObject, _ found: Case, _ link: ZaakLink?,
        on fixture: BridgeFixture, dueAt: Int64? = nil, mayBeRepeat: Bool = false
    ) async throws {
        _ = try await ActionRunner(fixture.services).run(
            ActionRequest(
                id: "job-\(action)", action: action, properties: properties,
                askedAt: fixture.clock.now.milliseconds, currentCase: found, zaak: link,
                task: PortalTaskSource(id: taskID, name: "Documenten aanleveren", dueAt: dueAt),
                mayBeRepeat: mayBeRepeat), noting: { _ in })
    }

    /// A case with a zaak that has an initiator.
    private func prepared(_ fixture: BridgeFixture) async throws -> (Case, ZaakLink) {
        let found = try await fixture.makeCase()
        let runner = ActionRunner(fixture.services)
        let now = fixture.clock.now.milliseconds
        let result = try await runner.run(
            ActionRequest(
                id: "zaak", action: "create-zaak",
                properties: ["rsin": "517439943", "zaaktypeUrl": "GENERIEK"], askedAt: now,
                currentCase: found), noting: { _ in })
        try await fixture.store.commit(result.delta)
        let link = try #require(try await fixture.cases.zaak(of: found.id))
        _ = try await runner.run(
            ActionRequest(
                id: "rol", action: "create-natuurlijk-persoon-zaak-rol",
                properties: ["roltypeUrl": "Initiator", "inpBsn": "doc:/aanvrager/bsn"],
                askedAt: now, currentCase: found, zaak: link), noting: { _ in })
        return (found, link)
    }

    @Test("A published task is one object with every member that portals need")
    func publishes() async throws {
        let fixture = try await BridgeFixture()
        let (found, link) = try await prepared(fixture)
        fixture.sandbox.inject(
            SandboxFault(
                method: "POST", pathPrefix: "/objecten", moment: .after, effect: .drop))
        for attempt in 0..<2 {
            try await run(
                "create-externe-klanttaak", properties, found, link, on: fixture,
                dueAt: 1_795_246_933_421, mayBeRepeat: attempt > 0)
        }
        let objects = try await fixture.services.objecten.objects(
            type: fixture.catalogue.externeKlanttaak, where: [])
        #expect(objects.count == 1)
        let object = try #require(objects.first)
        #expect(object.uuid == taskID)
        #expect(
            object.data == [
                "titel": "Stuur het besluit mee", "status": "open", "soort": "portaalformulier",
                "portaalformulier": [
                    "formulier": ["soort": "id", "value": "documenten-aanleveren"],
                    "data": ["onderwerp": "Bezwaar tegen de dakkapel"], "verzonden_data": [:],
                ], "identificatie": ["type": "bsn", "value": "111222333"],
                "koppeling": ["registratie": "zaak", "value": .string(link.uuid)],
                "verloopdatum": "2026-11-21T07:42:13Z", "eigenaar": "raderwerk",
                "verwerker_taak_id": .string(taskID),
            ])
        await fixture.stop()
    }

    @Test("Cancelling, completing and moving the task change its object accordingly")
    func follows() async throws {
        let fixture = try await BridgeFixture()
        let (found, link) = try await prepared(fixture)
        try await run("create-externe-klanttaak", properties, found, link, on: fixture)
        try await run(
            "update-externe-klanttaak", properties, found, link, on: fixture,
            dueAt: 1_795_246_933_421)
        var object = try #require(try await fixture.services.objecten.object(uuid: taskID))
        #expect(object.data["verloopdatum"] == "2026-11-21T07:42:13Z")
        _ = try await fixture.services.objecten.patchData(of: object, ["status": "afgerond"])
        try await run("complete-externe-klanttaak", properties, found, link, on: fixture)
        try await run("close-externe-klanttaak", properties, found, link, on: fixture)
        object = try #require(try await fixture.services.objecten.object(uuid: taskID))
        #expect(object.data["status"] == "verwerkt")
        await fixture.stop()
    }

    @Test("A cancelled task that was open is closed; one never published is nothing to close")
    func closes() async throws {
        let fixture = try await BridgeFixture()
        let (found, link) = try await prepared(fixture)
        try await run("close-externe-klanttaak", properties, found, link, on: fixture)
        try await run("create-externe-klanttaak", properties, found, link, on: fixture)
        try await run("close-externe-klanttaak", properties, found, link, on: fixture)
        let object = try await fixture.services.objecten.object(uuid: taskID)
        #expect(object?.data["status"] == "gesloten")
        await fixture.stop()
    }

    @Test("A zaak without an initiator is told, since nobody can be asked")
    func needsInitiator() async throws {
        let fixture = try await BridgeFixture()
        let found = try await fixture.makeCase()
        let runner = ActionRunner(fixture.services)
        let result = try await runner.run(
            ActionRequest(
                id: "zaak", action: "create-zaak",
                properties: ["rsin": "517439943", "zaaktypeUrl": "GENERIEK"],
                askedAt: fixture.clock.now.milliseconds, currentCase: found), noting: { _ in })
        try await fixture.store.commit(result.delta)
        let link = try await fixture.cases.zaak(of: found.id)
        let failure = await #expect(throws: ActionFailure.self) {
            try await run("create-externe-klanttaak", properties, found, link, on: fixture)
        }
        #expect(failure?.description.contains("initiator") == true)
        await fixture.stop()
    }

    @Test("A task whose id is no uuid gets an object with one that follows from it")
    func derivesUUID() throws {
        let uuid = try PortalTaskDefaults.uuid(forTask: "taak-17")
        #expect(uuid == (try PortalTaskDefaults.uuid(forTask: "taak-17")))
        #expect(uuid.utf8.count == 36)
        #expect(try PortalTaskDefaults.uuid(forTask: uuid.uppercased()) == uuid)
    }
}
