import CaseHandling
import JSONTree
import Persistence
import ProcessEngine
import ProcessValues
import Records
import Synchronization
import Testing
import ZGWSandbox

@testable import ZGWBridge

/// Commits what a command brings with it and keeps the command, in the place of an engine.
private final class CommandLog: ProcessCommands {
    private let store: SQLiteStore
    private let kept = Mutex<[EngineCommand]>([])
    private let refusal = Mutex<EngineError?>(nil)

    init(_ store: SQLiteStore) { self.store = store }

    var commands: [EngineCommand] { kept.withLock { $0 } }
    func refuse(with error: EngineError?) { refusal.withLock { $0 = error } }

    func run(
        _ command: EngineCommand, as principal: Principal, adding delta: Delta
    ) async throws(EngineError) {
        if let error = refusal.withLock({ $0 }) { throw error }
        do {
            try await store.commit(delta)
        } catch {
            throw EngineError(.optimisticLocking, "\(error)")
        }
        kept.withLock { $0.append(command) }
    }
}

@Suite(.timeLimit(.minutes(2))) struct NotificationTests {
    private let taskID = "0198c1f0-0000-7000-8000-0000000000bb"

    private func worker(
        _ fixture: BridgeFixture, _ log: CommandLog
    ) -> (NotificationIntake, NotificationWorker) {
        (
            NotificationIntake(store: fixture.store, authorization: "Token geheim"),
            NotificationWorker(
                services: fixture.services, cases: fixture.cases, store: fixture.store,
                commands: log, clock: fixture.clock)
        )
    }

    private func message(_ url: String, _ type: String, _ actie: String = "create") -> JSON {
        [
            "kanaal": "objecten", "hoofdObject": .string(url), "resource": "object",
            "resourceUrl": .string(url), "actie": .string(actie),
            "aanmaakdatum": "2026-11-21T07:49:56.151Z", "kenmerken": ["objectType": .string(type)],
        ]
    }

    private func receive(
        _ message: JSON, _ intake: NotificationIntake, _ fixture: BridgeFixture, id: String = "n1"
    ) async -> Int {
        await intake.receive(
            authorization: "Token geheim", body: message.serialized,
            at: fixture.clock.now.milliseconds, identifier: id)
    }

    private func inbox(_ fixture: BridgeFixture) async throws -> [InboxEntry] {
        try await fixture.store.read(
            Query(NotificationInbox.table, ordering: [Ordering("received_at"), Ordering("id")])
        ).compactMap(InboxEntry.init(row:))
    }

    private func productaanvraag(
        _ fixture: BridgeFixture, _ data: JSON, type: String = "bezwaar"
    ) async throws -> ObjectResource {
        try await fixture.services.objecten.createObject(
            uuid: "0198c1f0-0000-7000-8000-0000000000cc", type: fixture.catalogue.productaanvraag,
            version: 1, startAt: "2026-11-21",
            data: [
                "type": .string(type), "submission_id": "s1", "bsn": "111222333", "data": data,
            ])
    }

    private func answeredTask(_ fixture: BridgeFixture, owner: String = "raderwerk") async throws
        -> ObjectResource
    {
        try await fixture.services.objecten.createObject(
            uuid: taskID, type: fixture.catalogue.externeKlanttaak, version: 1,
            startAt: "2026-11-21",
            data: [
                "titel": "t", "status": "afgerond", "soort": "portaalformulier",
                "portaalformulier": [
                    "formulier": ["soort": "id", "value": "f"],
                    "verzonden_data": ["toelichting": "Hierbij", "aangeleverd": true],
                ], "identificatie": ["type": "bsn", "value": "111222333"],
                "eigenaar": .string(owner), "verwerker_taak_id": .string(taskID),
            ])
    }

    /// Rows of a case whose process waits at the portal task.
    private func waitingTask(_ fixture: BridgeFixture) async throws -> Case {
        let found = try await fixture.makeCase()
        let now = fixture.clock.now
        try await fixture.store.commit(
            Delta(changes: [
                .insert(
                    ProcessDefinitionRow.table,
                    ProcessDefinitionRow(
                        id: "d:1", key: "generieke-zaak", version: 1,
                        deploymentID: BridgeFixture.deployment, resourceName: "x.bpmn"
                    ).row),
                .insert(
                    HistoricProcessInstanceRow.table,
                    HistoricProcessInstanceRow(
                        id: "p1", rootInstanceID: "p1", businessKey: found.id, definitionID: "d:1",
                        definitionKey: "generieke-zaak", startedAt: now, state: "ACTIVE"
                    ).row),
                .insert(
                    TaskRow.table,
                    TaskRow(
                        id: taskID, rootInstanceID: "p1", processInstanceID: "p1",
                        definitionID: "d:1", definitionKey: "generieke-zaak",
                        taskDefinitionKey: "documenten-aanleveren", createdAt: now,
                        state: "created"
                    ).row),
            ]))
        return found
    }

    @Test("Only a message with the right Authorization is taken, and a test message is not kept")
    func guardsDoor() async throws {
        let fixture = try await BridgeFixture()
        let (intake, _) = worker(fixture, CommandLog(fixture.store))
        let body = message("http://o/1", "http://t/1").serialized
        func send(_ authorization: String?, _ body: [UInt8]) async -> Int {
            await intake.receive(
                authorization: authorization, body: body, at: 0, identifier: "x")
        }
        #expect(await send(nil, body) == 403)
        #expect(await send("Token fout", body) == 401)
        #expect(await send("Token geheim", Array("{".utf8)) == 400)
        #expect(await send("Token geheim", Array("{}".utf8)) == 400)
        let test: JSON = [
            "kanaal": "test", "hoofdObject": "h", "resource": "r", "resourceUrl": "u",
            "actie": "create", "aanmaakdatum": "d", "kenmerken": [:],
        ]
        #expect(await send("Token geheim", test.serialized) == 204)
        #expect(try await inbox(fixture).isEmpty)
        await fixture.stop()
    }

    @Test("A message delivered three times is kept once")
    func deduplicates() async throws {
        let fixture = try await BridgeFixture()
        let (intake, _) = worker(fixture, CommandLog(fixture.store))
        let sent = message("http://o/1", "http://t/1")
        for id in ["a", "b", "c"] {
            #expect(await receive(sent, intake, fixture, id: id) == 204)
        }
        #expect(try await inbox(fixture).map(\.id) == ["a"])
        await fixture.stop()
    }

    @Test("A productaanvraag starts one case with its process, however often it is announced")
    func startsCase() async throws {
        let fixture = try await BridgeFixture()
        let log = CommandLog(fixture.store)
        let (intake, worker) = worker(fixture, log)
        let object = try await productaanvraag(
            fixture,
            ["naam": "J. Jansen", "onderwerp": "Dakkapel", "besluitMeegestuurd": false])
        var sent = message(object.url, fixture.catalogue.productaanvraag)
        _ = await receive(sent, intake, fixture, id: "a")
        if case .object(var members) = sent {
            members["aanmaakdatum"] = "2026-11-21T08:00:00Z"
            sent = .object(members)
        }
        _ = await receive(sent, intake, fixture, id: "b")
        await worker.processDue()

        #expect(log.commands.count == 1)
        guard case .startInstance(let start)? = log.commands.first else {
            Issue.record("no start: \(log.commands)")
            return
        }
        #expect(start.businessKey == object.uuid)
        let variables = Dictionary(
            start.variables.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
        #expect(variables["soort"] == .string("bezwaar"))
        #expect(variables["besluitMeegestuurd"] == .boolean(false))
        let made = try #require(try await fixture.cases.find(object.uuid))
        #expect(made.document["aanvrager"] == ["bsn": "111222333", "naam": "J. Jansen"])
        #expect(try await inbox(fixture).map(\.state) == [.processed, .processed])
        await fixture.stop()
    }

    @Test("A productaanvraag that makes no valid case is kept as failed with the reason")
    func keepsInvalid() async throws {
        let fixture = try await BridgeFixture()
        let (intake, worker) = worker(fixture, CommandLog(fixture.store))
        let object = try await productaanvraag(fixture, ["naam": "J. Jansen"])
        _ = await receive(
            message(object.url, fixture.catalogue.productaanvraag), intake, fixture)
        await worker.processDue()
        let entry = try #require(try await inbox(fixture).first)
        #expect(entry.state == .failed)
        #expect(entry.explanation?.contains("onderwerp") == true)
        #expect(entry.dueAt == nil)
        await fixture.stop()
    }

    @Test("A productaanvraag of a type that nothing is configured for is reported")
    func reportsUnknownType() async throws {
        let fixture = try await BridgeFixture()
        let (intake, worker) = worker(fixture, CommandLog(fixture.store))
        let object = try await productaanvraag(fixture, [:], type: "verhuizing")
        _ = await receive(
            message(object.url, fixture.catalogue.productaanvraag), intake, fixture)
        await worker.processDue()
        #expect(try await inbox(fixture).first?.state == .unknown)
        await fixture.stop()
    }

    @Test("An answered portal task completes its user task with the mapped data")
    func completesTask() async throws {
        let fixture = try await BridgeFixture()
        let log = CommandLog(fixture.store)
        let (intake, worker) = worker(fixture, log)
        let found = try await waitingTask(fixture)
        let object = try await answeredTask(fixture)
        _ = await receive(
            message(object.url, fixture.catalogue.externeKlanttaak, "update"), intake, fixture)
        await worker.processDue()
        guard case .task(let id, .complete(let variables, _))? = log.commands.first else {
            Issue.record("no completion: \(log.commands)")
            return
        }
        #expect(id == taskID)
        #expect(variables == [VariableInput("documentenAangeleverd", .boolean(true))])
        let changed = try await fixture.cases.find(found.id)
        #expect(changed?.document["aanvulling"] == ["toelichting": "Hierbij"])
        #expect(changed?.documentVersion == 2)
        await fixture.stop()
    }

    @Test("An answer for a task that never was is kept and listed, and can be tried again")
    func keepsUnknownTask() async throws {
        let fixture = try await BridgeFixture()
        let (intake, worker) = worker(fixture, CommandLog(fixture.store))
        let object = try await answeredTask(fixture)
        _ = await receive(
            message(object.url, fixture.catalogue.externeKlanttaak, "update"), intake, fixture)
        await worker.processDue()
        let api = NotificationInboxAPI(store: fixture.store)
        let base = ["management", "v1", "notificatiesapi", "inbound-events"]
        func ask(_ method: String, _ rest: [String]) async -> CaseResponse? {
            await api.answer(
                CaseRequest(
                    method: method, path: base + rest,
                    instant: fixture.clock.now.milliseconds, identifier: ""))
        }
        let listed = await ask("GET", ["failed"])
        #expect(listed?.body?[0]?["status"] == "UNKNOWN")
        #expect(listed?.body?[0]?["explanation"]?.stringValue?.contains(taskID) == true)
        #expect(await ask("GET", ["failed", "count"])?.body == 1)
        #expect(await ask("POST", ["n1", "retry"])?.status == 204)
        #expect(await ask("POST", ["nergens", "retry"])?.status == 404)
        #expect(try await inbox(fixture).first?.state == .received)
        await fixture.stop()
    }

    @Test("An answer for a task that is over already changes nothing")
    func completesOnce() async throws {
        let fixture = try await BridgeFixture()
        let log = CommandLog(fixture.store)
        let (intake, worker) = worker(fixture, log)
        try await fixture.store.commit(
            Delta(changes: [
                .insert(
                    HistoricTaskRow.table,
                    HistoricTaskRow(
                        id: taskID, startedAt: fixture.clock.now, endedAt: fixture.clock.now,
                        deleteReason: "completed"
                    ).row)
            ]))
        let object = try await answeredTask(fixture)
        _ = await receive(
            message(object.url, fixture.catalogue.externeKlanttaak, "update"), intake, fixture)
        await worker.processDue()
        #expect(log.commands.isEmpty)
        #expect(try await inbox(fixture).first?.state == .processed)
        await fixture.stop()
    }

    @Test("While the Objecten API fails a notification waits and is tried again")
    func waitsForServer() async throws {
        let fixture = try await BridgeFixture()
        let log = CommandLog(fixture.store)
        let (intake, worker) = worker(fixture, log)
        _ = try await waitingTask(fixture)
        let object = try await answeredTask(fixture)
        fixture.sandbox.inject(
            SandboxFault(
                method: "GET", pathPrefix: "/objecten/api/v2/objects/", effect: .status(500)))
        _ = await receive(
            message(object.url, fixture.catalogue.externeKlanttaak, "update"), intake, fixture)
        await worker.processDue()
        let waiting = try #require(try await inbox(fixture).first)
        #expect(waiting.state == .received)
        #expect(waiting.attempts == 1)
        #expect(await worker.nextDue() == waiting.dueAt)
        fixture.clock.advance(milliseconds: 2000)
        await worker.processDue()
        #expect(log.commands.count == 1)
        #expect(try await inbox(fixture).first?.state == .processed)
        await fixture.stop()
    }

    @Test("A race for the task leaves the notification waiting, and the case as it was")
    func survivesRace() async throws {
        let fixture = try await BridgeFixture()
        let log = CommandLog(fixture.store)
        let (intake, worker) = worker(fixture, log)
        let found = try await waitingTask(fixture)
        let object = try await answeredTask(fixture)
        log.refuse(with: EngineError(.optimisticLocking, "somebody was first"))
        _ = await receive(
            message(object.url, fixture.catalogue.externeKlanttaak, "update"), intake, fixture)
        await worker.processDue()
        #expect(try await inbox(fixture).first?.state == .received)
        #expect(try await fixture.cases.find(found.id)?.documentVersion == 1)
        log.refuse(with: nil)
        fixture.clock.advance(milliseconds: 5000)
        await worker.processDue()
        #expect(try await inbox(fixture).first?.state == .processed)
        #expect(log.commands.count == 1)
        #expect(try await fixture.cases.find(found.id)?.documentVersion == 2)
        await fixture.stop()
    }

    @Test("The sweep finds an answered task whose notification was lost, once, and only ours")
    func sweeps() async throws {
        let fixture = try await BridgeFixture()
        let log = CommandLog(fixture.store)
        let (intake, worker) = worker(fixture, log)
        _ = try await waitingTask(fixture)
        _ = try await answeredTask(fixture)
        let sweep = PortalTaskSweep(
            services: fixture.services, cases: fixture.cases, intake: intake, clock: fixture.clock)
        #expect(try await sweep.run() == 1)
        #expect(try await sweep.run() == 1)
        await worker.processDue()
        #expect(log.commands.count == 1)
        #expect(try await inbox(fixture).count == 1)

        let object = try #require(try await fixture.services.objecten.object(uuid: taskID))
        _ = try await fixture.services.objecten.patchData(of: object, ["eigenaar": "ander"])
        #expect(try await sweep.run() == 0)
        await fixture.stop()
    }
}
