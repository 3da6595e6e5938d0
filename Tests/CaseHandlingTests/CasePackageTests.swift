import Diagnostics
import JSONTree
import Testing

@testable import CaseHandling

@Suite struct CasePackageTests {
    private let definition = """
        {"key": "bezwaar", "name": "Bezwaar", "versionTag": "1.0.0", "final": true}
        """
    private let schema = """
        {"$id": "bezwaar.schema", "type": "object", "required": ["onderwerp"],
         "properties": {"onderwerp": {"type": "string"}}}
        """

    private func read(_ files: [String: String]) -> (CasePackage, [Diagnostic]) {
        let files = files.sorted { $0.key < $1.key }
        let (package, problems) = CasePackage.read(
            files.map { CasePackage.File(name: $0.key, bytes: Array($0.value.utf8)) })
        return (package, problems)
    }

    @Test("A package is read from its files, whatever folders they are in")
    func readsPackage() throws {
        let (package, problems) = read([
            "config/case/bezwaar/1-0-0/case/definition/bezwaar.case-definition.json": definition,
            "bezwaar.schema.document-definition.json": schema,
            "case/internal-status/bezwaar.internal-case-status.json": """
            [{"key": "nieuw", "title": "Nieuw", "visibleInCaseListByDefault": true, "color": "BLUE"}]
            """,
            "bezwaar.process-document-link.json": """
            [{"processDefinitionKey": "bezwaar-behandelen", "canInitializeDocument": true,
              "startableByUser": false}]
            """,
            "process-link/bezwaar-behandelen.process-link.json": """
            [{"activityId": "zaak-aanmaken", "activityType": "bpmn:ServiceTask:start",
              "processLinkType": "plugin", "pluginActionDefinitionKey": "create-zaak",
              "actionProperties": {"zaaktypeUrl": "BEZWAAR"}}]
            """,
            "bpmn/bezwaar.bpmn": "<not read here>",
        ])
        #expect(problems.isEmpty)
        let read = try #require(package.definition)
        #expect(read.id == "bezwaar:1.0.0")
        #expect(read.isFinal)
        #expect(
            read.internalStatuses == [InternalStatus(key: "nieuw", title: "Nieuw", color: "BLUE")])
        #expect(
            read.processes == [
                CaseProcess(processDefinitionKey: "bezwaar-behandelen", canInitializeDocument: true)
            ])
        #expect(CaseDefinition(read.json) == read)
        let link = try #require(package.processLinks.first)
        #expect(link.processDefinitionKey == "bezwaar-behandelen")
        #expect(link.event == "start")
        #expect(link.actionKey == "create-zaak")
        #expect(link.actionProperties["zaaktypeUrl"] == "BEZWAAR")
    }

    static let mistakes: [(String, [String: String], String)] = [
        ("broken JSON", ["a.process-link.json": "[\n{]"], "json-syntax"),
        ("no array", ["a.process-link.json": "{}"], "process-link-form"),
        (
            "no activity",
            [
                "a.process-link.json": """
                [{"activityType": "bpmn:ServiceTask:start", "processLinkType": "plugin",
                  "pluginActionDefinitionKey": "x"}]
                """
            ], "process-link-activity"
        ),
        (
            "an event that is none",
            [
                "a.process-link.json": """
                [{"activityId": "a", "activityType": "bpmn:ServiceTask:begin",
                  "processLinkType": "url"}]
                """
            ], "process-link-activity-type"
        ),
        (
            "no action",
            [
                "a.process-link.json": """
                [{"activityId": "a", "activityType": "bpmn:ServiceTask:start",
                  "processLinkType": "plugin"}]
                """
            ], "process-link-action"
        ),
        (
            "a schema that is none",
            [
                "a.case-definition.json": #"{"key": "a", "name": "A", "versionTag": "1.0.0"}"#,
                "a.schema.document-definition.json": #"{"type": "nonsense"}"#,
            ], "case-schema-invalid"
        ),
        (
            "no key",
            [
                "a.case-definition.json": #"{"name": "A", "versionTag": "1.0.0"}"#,
                "a.schema.document-definition.json": "{}",
            ], "case-definition-member"
        ),
        (
            "no schema",
            ["a.case-definition.json": #"{"key": "a", "name": "A", "versionTag": "1.0.0"}"#],
            "case-schema"
        ),
    ]

    @Test("A mistake in a file is told with the file and what to do", arguments: mistakes)
    func tellsMistakes(name: String, files: [String: String], rule: String) throws {
        let (_, problems) = read(files)
        let problem = try #require(problems.first { $0.rule == rule })
        #expect(problem.severity == .error)
        #expect(files.keys.contains(problem.file ?? ""))
        #expect(!problem.cure.isEmpty)
    }

    @Test("Broken JSON is told with its line")
    func tellsLine() {
        let (_, problems) = read(["a.process-link.json": "[\n\n{]"])
        #expect(problems.first?.line == 3)
    }

    @Test("A kind of link that is not known is kept with a warning")
    func keepsUnknownKind() {
        let (package, problems) = read([
            "a.processlink.json": """
            {"changesetId": "1", "process-links": [
              {"activityId": "a", "activityType": "bpmn:UserTask:create",
               "processLinkType": "hologram"}]}
            """
        ])
        #expect(package.processLinks.map(\.activityID) == ["a"])
        #expect(package.processLinks.first?.kind == nil)
        #expect(problems.map(\.severity) == [.warning])
    }

    @Test("An error mapping says which refusal becomes which BPMN error")
    func readsErrorMappings() {
        let (package, _) = read([
            "a.process-link.json": """
            [{"activityId": "a", "activityType": "bpmn:ServiceTask:start",
              "processLinkType": "plugin", "pluginActionDefinitionKey": "create-zaak",
              "errorMappings": [{"status": 400, "errorCode": "GEWEIGERD"}, {"status": 500}]}]
            """
        ])
        #expect(
            package.processLinks.first?.errorMappings == [
                .init(status: 400, code: nil, errorCode: "GEWEIGERD")
            ])
    }
}
