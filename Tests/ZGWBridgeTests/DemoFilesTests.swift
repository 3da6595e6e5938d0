import BPMNParser
import CaseHandling
import Diagnostics
import JSONTree
import ProcessEngine
import ProcessValues
import Testing

@testable import ZGWBridge

@Suite struct DemoFilesTests {
    @Test("The demo's process has no error or warning, and is drawn whole")
    func parses() throws {
        let file = try #require(try demoFiles().first { $0.name.hasSuffix(".bpmn") })
        let result = BPMNParser().parse(file.bytes, file: file.name)
        #expect(result.diagnostics.map(\.description) == [])
        #expect(result.reference.warnings.isEmpty)
    }

    @Test("The demo's other files have no problem, and every linked activity is in the process")
    func links() throws {
        let files = try demoFiles()
        let problems = ProcessLinkBinder().diagnostics(
            of: files.map { ($0.name, $0.bytes) })
        #expect(problems.map(\.description) == [])
        let package = CasePackage.read(files).package
        #expect(package.definition?.id == "generieke-zaak:1.0.0")
        let model = try #require(files.first { $0.name.hasSuffix(".bpmn") })
        let text = String(decoding: model.bytes, as: UTF8.self)
        for link in package.processLinks {
            #expect(text.contains("id=\"\(link.activityID)\""), "\(link.activityID)")
        }
    }

    @Test("The demo's links are bound: seven service tasks wait, the portal task is followed")
    func binds() throws {
        let resources = try demoFiles().map {
            DeploymentResourceRow(
                id: $0.name, deploymentID: "d", name: $0.name, content: $0.bytes,
                createdAt: Instant(milliseconds: 0))
        }
        let bindings = ProcessLinkBinder().bindings(
            ofProcess: "generieke-zaak", resources: resources)
        #expect(bindings.count { $0.isBlocking } == 7)
        let followed = bindings.filter { $0.activityID == "documenten-aanleveren" }
        #expect(
            Set(followed.map(\.action)) == [
                "create-externe-klanttaak", "update-externe-klanttaak",
                "complete-externe-klanttaak", "close-externe-klanttaak",
            ])
        #expect(
            ProcessLinkBinder().bindings(ofProcess: "ander-proces", resources: resources).isEmpty)
    }

    @Test("A link to an action that there is not is bound, so that it fails where it is reached")
    func bindsUnknownAction() {
        let link = """
            [{"activityId": "a", "activityType": "bpmn:ServiceTask:start",
              "processLinkType": "plugin", "pluginActionDefinitionKey": "stuur-duif"}]
            """
        let bindings = ProcessLinkBinder().bindings(
            ofProcess: "p",
            resources: [
                DeploymentResourceRow(
                    id: "1", deploymentID: "d", name: "p.process-link.json",
                    content: Array(link.utf8), createdAt: Instant(milliseconds: 0))
            ])
        #expect(bindings.map(\.action) == ["stuur-duif"])
        #expect(bindings.first?.isBlocking == true)
    }

    @Test("A link to an action that there is not is refused with those that there are")
    func refusesUnknownAction() {
        let link = """
            [{"activityId": "a", "activityType": "bpmn:ServiceTask:start",
              "processLinkType": "plugin", "pluginActionDefinitionKey": "stuur-duif"},
             {"activityId": "b", "activityType": "bpmn:ServiceTask:start",
              "processLinkType": "plugin", "pluginActionDefinitionKey": "create-zaak"}]
            """
        let problems = ProcessLinkBinder().diagnostics(
            of: [("p.process-link.json", Array(link.utf8))])
        #expect(
            problems.map(\.rule) == [
                "process-link-unknown-action", "process-link-property", "process-link-property",
            ])
        #expect(problems.first?.cure.contains("set-zaakstatus") == true)
    }
}
