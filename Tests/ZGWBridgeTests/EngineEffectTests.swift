import CaseHandling
import Diagnostics
import JSONTree
import Persistence
import ProcessEngine
import ProcessValues
import Records
import Testing
import ZGWSandbox

@testable import ZGWBridge

/// Processes with effects on the real engine, against the sandbox.
@Suite(.timeLimit(.minutes(3))) struct EngineEffectTests {
    /// A process that creates a zaak with its initiator and then asks the resident something.
    private static let model = """
        <?xml version="1.0" encoding="UTF-8"?>
        <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
            xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
            xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="proef">
          <bpmn:error id="geweigerd" name="geweigerd" errorCode="ZAAK_GEWEIGERD" />
          <bpmn:message id="stop" name="stop" />
          <bpmn:process id="proef" isExecutable="true">
            <bpmn:startEvent id="begin" />
            <bpmn:sequenceFlow id="f1" sourceRef="begin" targetRef="zaak" />
            <bpmn:serviceTask id="zaak" camunda:expression="${null}">
              <bpmn:extensionElements>
                <camunda:failedJobRetryTimeCycle>R3/PT1S</camunda:failedJobRetryTimeCycle>
              </bpmn:extensionElements>
            </bpmn:serviceTask>
            <bpmn:boundaryEvent id="niet-gelukt" attachedToRef="zaak">
              <bpmn:errorEventDefinition errorRef="geweigerd" />
            </bpmn:boundaryEvent>
            <bpmn:sequenceFlow id="f2" sourceRef="niet-gelukt" targetRef="herstellen" />
            <bpmn:userTask id="herstellen" />
            <bpmn:sequenceFlow id="f3" sourceRef="zaak" targetRef="rol" />
            <bpmn:serviceTask id="rol" camunda:expression="${null}" />
            <bpmn:sequenceFlow id="f4" sourceRef="rol" targetRef="vraag" />
            <bpmn:userTask id="vraag" name="Een vraag">
              <bpmn:extensionElements>
                <camunda:executionListener event="end"
                    expression="${documentDelegateService.setInternalStatus(execution, 'in-behandeling')}" />
              </bpmn:extensionElements>
            </bpmn:userTask>
            <bpmn:boundaryEvent id="gestopt" attachedToRef="vraag">
              <bpmn:messageEventDefinition messageRef="stop" />
            </bpmn:boundaryEvent>
            <bpmn:sequenceFlow id="f5" sourceRef="gestopt" targetRef="einde" />
            <bpmn:sequenceFlow id="f6" sourceRef="vraag" targetRef="einde" />
            <bpmn:endEvent id="einde" />
          </bpmn:process>
        </bpmn:definitions>
        """

    private func links(zaaktype: String) -> String {
        """
        [{"activityId": "zaak", "activityType": "bpmn:ServiceTask:start",
          "processLinkType": "plugin", "pluginActionDefinitionKey": "create-zaak",
          "actionProperties": {"rsin": "pv:rsin", "zaaktypeUrl": "\(zaaktype)"},
          "errorMappings": [{"status": 400, "code": "invalid", "errorCode": "ZAAK_GEWEIGERD"}]},
         {"activityId": "rol", "activityType": "bpmn:ServiceTask:start",
          "processLinkType": "plugin",
          "pluginActionDefinitionKey": "create-natuurlijk-persoon-zaak-rol",
          "actionProperties": {"roltypeUrl": "Initiator", "inpBsn": "doc:/aanvrager/bsn"}},
         {"activityId": "vraag", "activityType": "bpmn:UserTask:create",
          "processLinkType": "plugin", "pluginActionDefinitionKey": "create-externe-klanttaak",
          "actionProperties": {"config": {"taakSoort": "portaalformulier",
            "portaalformulierValue": "vraag", "taakReceiver": "zaakInitiator"}}},
         {"activityId": "vraag", "activityType": "bpmn:UserTask:complete",
          "processLinkType": "plugin", "pluginActionDefinitionKey": "complete-externe-klanttaak",
          "actionProperties": {"config": {"verzondenDataMapping": [
            {"key": "pv:antwoord", "value": "/antwoord"},
            {"key": "doc:/aanvulling/toelichting", "value": "/antwoord"}]}}}]
        """
    }

    private func fixture(
        zaaktype: String = "GENERIEK", subscribes: Bool = false
    ) async throws -> EngineFixture {
        try await EngineFixture(
            [
                CasePackage.File(name: "proef.bpmn", bytes: Array(Self.model.utf8)),
                CasePackage.File(
                    name: "proef.process-link.json", bytes: Array(links(zaaktype: zaaktype).utf8)),
            ], subscribes: subscribes)
    }

    private let rsin = VariableInput("rsin", .string("517439943"))

    private func objects(_ fixture: EngineFixture) async throws -> [ObjectResource] {
        try await fixture.bridge.services.objecten.objects(
            type: fixture.bridge.catalogue.externeKlanttaak, where: [])
    }

    @Test("Linked tasks make the zaak, the rol and the task object, each once")
    func runsLinks() async throws {
        let fixture = try await fixture()
        let (_, caseID) = try await fixture.start("proef", [rsin])
        try await fixture.settle()
        #expect(try await fixture.jobs().isEmpty)
        let link = try #require(try await fixture.bridge.cases.zaak(of: caseID))
        #expect(try await fixture.bridge.services.zaken.rollen(zaak: link.url).count == 1)
        let object = try #require(try await objects(fixture).first)
        let task = try #require(try await fixture.tasks().first)
        #expect(object.uuid == task.id)
        #expect(object.data["status"] == "open")
        #expect(object.data["koppeling"]?["value"]?.stringValue == link.uuid)
        await fixture.stop()
    }

    @Test("A link that cannot be carried out refuses the deployment, with the file and the cure")
    func refusesLinks() async throws {
        let link = """
            [{"activityId": "zaak", "activityType": "bpmn:ServiceTask:start",
              "processLinkType": "plugin", "pluginActionDefinitionKey": "stuur-duif"}]
            """
        let fixture = try await fixture()
        let error = await #expect(throws: DeploymentError.self) {
            _ = try await fixture.engine.deploy(
                NewDeployment(
                    name: "mis",
                    resources: [
                        .init(name: "proef.bpmn", content: Array(Self.model.utf8)),
                        .init(name: "proef.process-link.json", content: Array(link.utf8)),
                    ]), as: .engine)
        }
        guard case .refused(let problems)? = error else {
            Issue.record("gave \(String(describing: error))")
            return
        }
        let told = problems.flatMap(\.diagnostics)
        #expect(told.map(\.rule) == ["process-link-unknown-action"])
        #expect(told.first?.file == "proef.process-link.json")
        await fixture.stop()
    }

    @Test("A server that fails is tried again until it works, and nothing is made twice")
    func retries() async throws {
        let fixture = try await fixture()
        for moment in [SandboxFault.Moment.after, .before] {
            fixture.bridge.sandbox.inject(
                SandboxFault(
                    method: "POST", pathPrefix: "/zaken/api/v1/zaken", moment: moment,
                    effect: .status(500)))
        }
        fixture.bridge.sandbox.inject(
            SandboxFault(
                method: "GET", pathPrefix: "/zaken/api/v1/zaken", moment: .before,
                effect: .status(500)))
        let (_, caseID) = try await fixture.start("proef", [rsin])
        for _ in 0..<4 {
            try await fixture.settle()
            fixture.bridge.clock.advance(milliseconds: 2000)
        }
        try await fixture.settle()
        #expect(try await fixture.incidents().isEmpty)
        #expect(try await fixture.bridge.cases.zaak(of: caseID) != nil)
        let zaken = try await fixture.bridge.services.zaken.connection.list("/zaken")
        #expect(zaken.count == 1)
        #expect(try await fixture.tasks().map(\.taskDefinitionKey) == ["vraag"])
        await fixture.stop()
    }

    @Test(
        "What no attempt can mend becomes an incident at once, with its cause, and can be retried")
    func incident() async throws {
        let fixture = try await fixture(zaaktype: "BESTAAT-NIET")
        _ = try await fixture.start("proef", [rsin])
        try await fixture.settle()
        let incident = try #require(try await fixture.incidents().first)
        #expect(incident.message?.contains("BESTAAT-NIET") == true)
        let job = try #require(try await fixture.jobs().first)
        #expect(job.retries == 0)
        _ = try await fixture.engine.perform(
            .job(id: job.id, .setRetries(1, dueAt: nil)), as: .engine)
        #expect(try await fixture.incidents().isEmpty)
        await fixture.stop()
    }

    @Test("A refusal that the link maps is a BPMN error for the model")
    func mapsRefusal() async throws {
        let fixture = try await fixture()
        _ = try await fixture.start("proef", [VariableInput("rsin", .string("123456789"))])
        try await fixture.settle()
        #expect(try await fixture.tasks().map(\.taskDefinitionKey) == ["herstellen"])
        #expect(try await fixture.incidents().isEmpty)
        await fixture.stop()
    }

    @Test("The resident's answer completes the task, is kept in the case, and marks the object")
    func takesAnswer() async throws {
        let fixture = try await fixture(subscribes: true)
        let (instance, caseID) = try await fixture.start("proef", [rsin])
        try await fixture.settle()
        let object = try #require(try await objects(fixture).first)
        var data = object.data.objectValue ?? [:]
        var form = data["portaalformulier"]?.objectValue ?? [:]
        form["verzonden_data"] = ["antwoord": "Ja"]
        data["portaalformulier"] = .object(form)
        data["status"] = "afgerond"
        _ = try await fixture.bridge.services.objecten.patchData(of: object, .object(data))
        fixture.bridge.clock.move(to: SystemClock().now.adding(milliseconds: 60_000))
        try await fixture.deliverNotifications()
        try await fixture.settle()

        #expect(try await fixture.tasks().isEmpty)
        #expect(try await objects(fixture).first?.data["status"] == "verwerkt")
        let found = try await fixture.bridge.cases.find(caseID)
        #expect(found?.document["aanvulling"] == ["toelichting": "Ja"])
        #expect(found?.internalStatus == "in-behandeling")
        let variables = try await fixture.bridge.store.read(
            Query(HistoricVariableRow.table, where: .equal("process_instance_id", instance))
        ).map(HistoricVariableRow.init(row:))
        #expect(variables.first { $0.name == "antwoord" }?.textValue == "Ja")
        // The object's own change to verwerkt is announced too, and changes nothing.
        try await fixture.deliverNotifications()
        #expect(try await objects(fixture).first?.data["status"] == "verwerkt")
        await fixture.stop()
    }

    @Test("A cancelled task closes its object", arguments: ["message", "delete"])
    func cancels(way: String) async throws {
        let fixture = try await fixture()
        let (instance, caseID) = try await fixture.start("proef", [rsin])
        try await fixture.settle()
        let command: EngineCommand =
            way == "message"
            ? .correlateMessage(MessageCorrelation(messageName: "stop", businessKey: caseID))
            : .instance(id: instance, .delete(InstanceDeletion(reason: "ingetrokken")))
        _ = try await fixture.engine.perform(command, as: .engine)
        try await fixture.settle()
        #expect(try await objects(fixture).map { $0.data["status"] } == ["gesloten"])
        #expect(try await fixture.jobs().isEmpty)
        await fixture.stop()
    }

    @Test("A task that is cancelled before its object could be made leaves none open")
    func cancelsUnpublished() async throws {
        let fixture = try await fixture()
        fixture.bridge.sandbox.inject(
            SandboxFault(
                method: "POST", pathPrefix: "/objecten", moment: .after, effect: .status(500)))
        fixture.bridge.sandbox.inject(
            SandboxFault(
                method: "GET", pathPrefix: "/objecten/api/v2/objects", moment: .before,
                effect: .status(500)))
        let (instance, _) = try await fixture.start("proef", [rsin])
        try await fixture.settle()
        _ = try await fixture.engine.perform(
            .instance(id: instance, .delete(InstanceDeletion(reason: "weg"))), as: .engine)
        for _ in 0..<4 {
            try await fixture.settle()
            fixture.bridge.clock.advance(milliseconds: 60_000)
        }
        #expect(try await objects(fixture).allSatisfy { $0.data["status"] != "open" })
        await fixture.stop()
    }
}
