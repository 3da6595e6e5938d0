import CaseHandling
import JSONTree
import Persistence
import ProcessEngine
import ProcessValues
import Records
import Testing
import ZGWSandbox

@testable import ZGWBridge

@Suite(.timeLimit(.minutes(2))) struct ActionTests {
    /// A failure of the server, by when it comes and what the client sees.
    static let failures: [SandboxFault] = [
        SandboxFault(method: "POST", moment: .after, effect: .drop),
        SandboxFault(method: "POST", moment: .after, effect: .status(500)),
        SandboxFault(method: "POST", moment: .before, effect: .status(503)),
        SandboxFault(method: "POST", moment: .before, effect: .drop),
    ]

    private let zaakProperties: JSONObject = [
        "rsin": "517439943", "zaaktypeUrl": "GENERIEK", "description": "doc:/onderwerp",
    ]

    /// Runs an action until it is done, as jobs do, at most three times.
    private func run(
        _ request: ActionRequest, on fixture: BridgeFixture
    ) async throws -> ActionResult {
        let runner = ActionRunner(fixture.services)
        let notes = Notes()
        var request = request
        for attempt in 1...3 {
            do {
                return try await runner.run(request, noting: notes.recorder)
            } catch let failure as ActionFailure where failure.mayPass && attempt < 3 {
                request.mayBeRepeat = true
                request.progress = notes.last
            }
        }
        throw ActionFailure.misuse("three attempts were not enough")
    }

    /// A case with its zaak.
    private func withZaak(_ fixture: BridgeFixture) async throws -> (Case, ZaakLink) {
        let found = try await fixture.makeCase()
        let result = try await run(
            ActionRequest(
                id: "job-zaak", action: "create-zaak", properties: zaakProperties,
                askedAt: fixture.clock.now.milliseconds, currentCase: found), on: fixture)
        try await fixture.store.commit(result.delta)
        return (found, try #require(try await fixture.cases.zaak(of: found.id)))
    }

    @Test("Whatever happens to the answer, a case has one zaak", arguments: failures)
    func createsOneZaak(fault: SandboxFault) async throws {
        let fixture = try await BridgeFixture()
        fixture.sandbox.inject(fault)
        let (found, link) = try await withZaak(fixture)
        let zaken = try await fixture.services.zaken.connection.list("/zaken")
        #expect(zaken.map { $0["url"]?.stringValue } == [link.url])
        #expect(link.identificatie.hasPrefix("ZAAK-"))
        #expect(link.caseID == found.id)
        #expect(zaken.first?["omschrijving"] == "Bezwaar tegen de dakkapel")
        await fixture.stop()
    }

    @Test("Whatever happens to the answer, a zaak has one initiator", arguments: failures)
    func createsOneRol(fault: SandboxFault) async throws {
        let fixture = try await BridgeFixture()
        let (found, link) = try await withZaak(fixture)
        fixture.sandbox.inject(fault)
        _ = try await run(
            ActionRequest(
                id: "job-rol", action: "create-natuurlijk-persoon-zaak-rol",
                properties: [
                    "roltypeUrl": "Initiator", "rolToelichting": "Indiener",
                    "inpBsn": "doc:/aanvrager/bsn",
                ], askedAt: fixture.clock.now.milliseconds, currentCase: found, zaak: link),
            on: fixture)
        let rollen = try await fixture.services.zaken.rollen(zaak: link.url)
        #expect(rollen.count == 1)
        #expect(rollen.first?["betrokkeneIdentificatie"]?["inpBsn"] == "111222333")
        let urls = fixture.sandbox.requests.map { $0.path + ($0.query ?? "") }
        #expect(urls.allSatisfy { !$0.contains("111222333") })
        await fixture.stop()
    }

    @Test("Whatever happens to the answer, a status is set once", arguments: failures)
    func setsStatusOnce(fault: SandboxFault) async throws {
        let fixture = try await BridgeFixture()
        let (found, link) = try await withZaak(fixture)
        fixture.sandbox.inject(fault)
        _ = try await run(
            ActionRequest(
                id: "job-status", action: "set-zaakstatus",
                properties: ["statustypeUrl": "Geregistreerd"],
                askedAt: fixture.clock.now.milliseconds, currentCase: found, zaak: link),
            on: fixture)
        let statussen = try await fixture.services.zaken.statussen(zaak: link.url)
        #expect(
            statussen.map { $0["statustype"]?.stringValue }
                == [fixture.catalogue.statustypen["Geregistreerd"]])
        await fixture.stop()
    }

    @Test("A zaak is closed by its resultaat and its last status, each once", arguments: failures)
    func closes(fault: SandboxFault) async throws {
        let fixture = try await BridgeFixture()
        let (found, link) = try await withZaak(fixture)
        let now = fixture.clock.now.milliseconds
        let close = ActionRequest(
            id: "job-einde", action: "set-zaakstatus",
            properties: ["statustypeUrl": "Afgehandeld"], askedAt: now, currentCase: found,
            zaak: link)
        let tooEarly = await #expect(throws: ActionFailure.self) {
            _ = try await run(close, on: fixture)
        }
        guard case .server(.refused(let problem))? = tooEarly else {
            Issue.record("gave \(String(describing: tooEarly))")
            return
        }
        #expect(problem.has(code: "resultaat-does-not-exist"))

        fixture.sandbox.inject(fault)
        let resultaat = ActionRequest(
            id: "job-resultaat", action: "create-zaakresultaat",
            properties: ["resultaattypeUrl": "Gegrond"], askedAt: now, currentCase: found,
            zaak: link)
        _ = try await run(resultaat, on: fixture)
        fixture.sandbox.inject(fault)
        _ = try await run(close, on: fixture)
        #expect(try await fixture.services.zaken.resultaat(zaak: link.url) != nil)
        let zaak = try await fixture.services.zaken.zaak(url: link.url)
        #expect(zaak?.json["einddatum"]?.stringValue != nil)

        var other = resultaat
        other.properties = ["resultaattypeUrl": "Ongegrond"]
        await #expect(throws: ActionFailure.self) { _ = try await run(other, on: fixture) }
        await fixture.stop()
    }

    @Test("Statussen asked for in the same millisecond are all set, each after the one before")
    func spacesStatussen() async throws {
        let fixture = try await BridgeFixture()
        let (found, link) = try await withZaak(fixture)
        let now = fixture.clock.now.milliseconds
        let names = ["Geregistreerd", "Geaccepteerd", "In behandeling"] + ["Geaccepteerd"]
        for (job, status) in zip(["a", "b", "c", "d"], names) {
            _ = try await run(
                ActionRequest(
                    id: job, action: "set-zaakstatus",
                    properties: ["statustypeUrl": .string(status)],
                    askedAt: now, currentCase: found, zaak: link), on: fixture)
        }
        #expect(try await fixture.services.zaken.statussen(zaak: link.url).count == 4)
        await fixture.stop()
    }

    @Test("With the engine's clock ahead a status is set now, and the moment noted for repeats")
    func staysInThePast() async throws {
        let fixture = try await BridgeFixture()
        let (found, link) = try await withZaak(fixture)
        let notes = Notes()
        let request = ActionRequest(
            id: "later", action: "set-zaakstatus", properties: ["statustypeUrl": "Geregistreerd"],
            askedAt: fixture.clock.now.milliseconds + 86_400_000 * 30, currentCase: found,
            zaak: link)
        _ = try await ActionRunner(fixture.services).run(request, noting: notes.recorder)
        var again = request
        again.progress = notes.last
        again.mayBeRepeat = true
        _ = try await ActionRunner(fixture.services).run(again, noting: notes.recorder)
        #expect(try await fixture.services.zaken.statussen(zaak: link.url).count == 1)
        await fixture.stop()
    }

    @Test("Names that the catalogus does not have are told, and trying again is of no use")
    func tellsUnknownNames() async throws {
        let fixture = try await BridgeFixture()
        let (found, link) = try await withZaak(fixture)
        let failure = await #expect(throws: ActionFailure.self) {
            _ = try await run(
                ActionRequest(
                    id: "x", action: "set-zaakstatus", properties: ["statustypeUrl": "Klaar"],
                    askedAt: 0, currentCase: found, zaak: link), on: fixture)
        }
        #expect(failure?.mayPass == false)
        #expect(failure?.description.contains("Geregistreerd") == true)
        await fixture.stop()
    }

    @Test("An unreachable server may be tried again, with nothing done")
    func toleratesUnreachable() async throws {
        let fixture = try await BridgeFixture()
        let found = try await fixture.makeCase()
        await fixture.sandbox.shutdown()
        let failure = await #expect(throws: ActionFailure.self) {
            _ = try await ActionRunner(fixture.services).run(
                ActionRequest(
                    id: "x", action: "create-zaak", properties: zaakProperties, askedAt: 0,
                    currentCase: found), noting: { _ in })
        }
        #expect(failure?.mayPass == true)
        await fixture.stop()
    }

    static let misuses: [(String, JSONObject, String)] = [
        ("set-zaakstatus", ["statustypeUrl": "Geregistreerd"], "no zaak yet"),
        ("create-zaak", ["zaaktypeUrl": "GENERIEK"], "rsin"),
        ("create-zaak", ["rsin": "doc:/weg", "zaaktypeUrl": "GENERIEK"], "rsin"),
        ("teleporteer-zaak", [:], "no action"),
    ]

    @Test("A link that asks for what cannot be is told by name", arguments: misuses)
    func tellsMisuse(action: String, properties: JSONObject, part: String) async throws {
        let fixture = try await BridgeFixture()
        let found = try await fixture.makeCase()
        let failure = await #expect(throws: ActionFailure.self) {
            _ = try await run(
                ActionRequest(
                    id: "x", action: action, properties: properties, askedAt: 0,
                    currentCase: found), on: fixture)
        }
        #expect(failure?.description.contains(part) == true)
        #expect(failure?.mayPass == false)
        await fixture.stop()
    }
}
