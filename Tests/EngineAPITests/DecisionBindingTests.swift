import JSONTree
import Testing

/// Which version of a decision a business rule task asks: each case is the reference's answer.
@Suite("Bindings of decisions")
struct DecisionBindingTests {
    private static func decision(_ value: String, tag: String? = nil) -> (String, String) {
        let tag = tag.map { " camunda:versionTag=\"\($0)\"" } ?? ""
        return (
            "k.dmn",
            """
            <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"
                xmlns:camunda="http://camunda.org/schema/1.0/dmn" id="d" name="d" namespace="t">
              <decision id="k" name="k"\(tag)><decisionTable hitPolicy="FIRST">
                <input id="i"><inputExpression id="ie" typeRef="string"><text>x</text>
                </inputExpression></input>
                <output id="o" name="out" typeRef="string"/>
                <rule id="r"><inputEntry id="e"><text></text></inputEntry>
                  <outputEntry id="u"><text>"\(value)"</text></outputEntry></rule>
              </decisionTable></decision>
            </definitions>
            """
        )
    }

    private static func process(
        _ attributes: String, more: String = ""
    ) -> (name: String, content: String) {
        (
            "p.bpmn",
            TestAPI.model(
                """
                <process id="p" isExecutable="true">
                  <startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="b"/>
                  <businessRuleTask id="b" \(attributes) camunda:resultVariable="res"
                      camunda:mapDecisionResult="singleEntry"/>
                  <sequenceFlow id="g" sourceRef="b" targetRef="t"/><userTask id="t"/>\(more)
                </process>
                """)
        )
    }

    /// Versions 1 "one" (tag a), 2 "two" (tag b), 3 "three" (tags c of two versions), 4 "four";
    /// of tenant t1 versions 1 (tag a) and 2 (tag q).
    private static func api() async throws -> TestAPI {
        let api = try TestAPI()
        for (value, tag) in [("one", "a"), ("two", "b"), ("three", "c"), ("four", "c")] {
            #expect(await api.deploy([decision(value, tag: tag)]).status == 200)
        }
        for (value, tag) in [("t1-one", "a"), ("t1-two", "q")] {
            #expect(await api.deploy([decision(value, tag: tag)], tenant: "t1").status == 200)
        }
        return api
    }

    /// What the task gave, or why it did not.
    private static func outcome(
        _ api: TestAPI, variables: JSONObject, tenant: String?
    ) async -> String {
        let path = tenant.map { "/tenant-id/\($0)" } ?? ""
        let started = await api.ask(
            "POST", "/process-definition/key/p\(path)/start", ["variables": .object(variables)])
        guard let id = started.json["id"]?.stringValue else {
            return "\(started.status) \(started.json["message"]?.stringValue ?? "")"
        }
        let value = await api.ask("GET", "/process-instance/\(id)/variables/res")
        return value.json["value"]?.stringValue ?? "nothing"
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let attributes: String
        let variables: JSONObject
        let tenant: String?
        let expected: String

        init(_ attributes: String, _ expected: String) {
            self.init(attributes, [:], tenant: nil, expected)
        }

        init(_ attributes: String, _ variables: JSONObject, _ expected: String) {
            self.init(attributes, variables, tenant: nil, expected)
        }

        init(_ attributes: String, tenant: String, _ expected: String) {
            self.init(attributes, [:], tenant: tenant, expected)
        }

        private init(
            _ attributes: String, _ variables: JSONObject, tenant: String?, _ expected: String
        ) {
            self.attributes = attributes
            self.variables = variables
            self.tenant = tenant
            self.expected = expected
        }

        var testDescription: String { "\(attributes) \(variables) \(tenant ?? "")" }
    }

    private static let ref = #"camunda:decisionRef="k""#

    private static func version(_ version: String) -> String {
        "\(ref) camunda:decisionRefBinding=\"version\" camunda:decisionRefVersion=\"\(version)\""
    }

    private static func tag(_ tag: String) -> String {
        "\(ref) camunda:decisionRefBinding=\"versionTag\" camunda:decisionRefVersionTag=\"\(tag)\""
    }

    private static func tenant(_ id: String) -> String { "camunda:decisionRefTenantId=\"\(id)\"" }

    private static func text(_ value: String) -> JSONObject {
        ["v": ["value": .string(value), "type": "String"]]
    }

    private static let missing: JSONObject = ["v": ["value": .null, "type": "Null"]]

    static let cases = [
        // The latest, also where the binding is none that there is.
        Case(ref, "four"), Case("\(ref) camunda:decisionRefBinding=\"latest\"", "four"),
        Case("\(ref) camunda:decisionRefBinding=\"foo\"", "four"),
        Case("\(ref) camunda:decisionRefBinding=\"\"", "four"),
        Case("\(ref) camunda:decisionRefVersion=\"1\"", "four"),
        Case(#"camunda:decisionRef="${v}""#, text("k"), "four"),
        Case(
            #"camunda:decisionRef="${v}""#, text("none"),
            "500 no decision definition deployed with key 'none' and tenant-id 'null'"),
        Case(
            #"camunda:decisionRef="${v}""#, text(""),
            "500 no decision definition deployed with key '' and tenant-id 'null'"),
        Case(#"camunda:decisionRef="${v}""#, missing, "500 The key of the decision is null."),
        Case(
            #"camunda:decisionRef="none""#,
            "500 no decision definition deployed with key 'none' and tenant-id 'null'"),
        // A version.
        Case(version("1"), "one"), Case(version("2"), "two"),
        Case(version("+1"), "one"),
        Case(
            version("9"),
            "500 no decision definition deployed with key = 'k', version = '9' and tenant-id 'null'"
        ),
        Case(
            version("-1"),
            "500 no decision definition deployed with key = 'k', version = '-1' and tenant-id 'null'"
        ),
        Case(version("${v}"), ["v": ["value": 2, "type": "Integer"]], "two"),
        Case(version("${v}"), text("1"), "one"),
        Case(version("abc"), #"500 For input string: "abc""#),
        Case(version(" 1 "), #"500 For input string: " 1 ""#),
        Case(version("99999999999"), #"500 For input string: "99999999999""#),
        Case(
            version("${v}"), missing,
            "500 It is not possible to transform 'null' into a version: '${v}' must give an Integer"
                + " or a text."),
        // A version tag, which only one version may have.
        Case(tag("a"), "one"), Case(tag("b"), "two"), Case(tag("${v}"), text("b"), "two"),
        Case(
            tag("z"),
            "500 no decision definition deployed with key = 'k', versionTag = 'z' and tenant-id"
                + " 'null'"),
        Case(
            tag("c"),
            "500 ENGINE-03085 Found more than one decision definition for key 'k' and versionTag 'c'"
        ),
        // Tenants: a process has that of its own, or the one that it names.
        Case(ref, tenant: "t1", "t1-two"), Case(version("1"), tenant: "t1", "t1-one"),
        Case(tag("q"), tenant: "t1", "t1-two"),
        Case(
            tag("b"), tenant: "t1",
            "500 no decision definition deployed with key = 'k', versionTag = 'b' and tenant-id"
                + " 't1'"),
        Case(
            ref, tenant: "t2",
            "500 no decision definition deployed with key 'k' and tenant-id 't2'"),
        Case("\(ref) \(tenant("t1"))", "t1-two"),
        Case("\(ref) \(tenant(""))", tenant: "t1", "t1-two"),
        Case("\(ref) \(tenant("${v}"))", text("t1"), "t1-two"),
        Case("\(ref) \(tenant("${v}"))", missing, "four"),
        Case("\(ref) \(tenant("${null}"))", tenant: "t1", "four"),
        Case("\(version("2")) \(tenant("t1"))", "t1-two"),
        Case("\(tag("a")) \(tenant("t1"))", "t1-one"),
        Case(
            "\(version("8")) \(tenant("t1"))",
            "500 no decision definition deployed with key = 'k', version = '8' and tenant-id 't1'"),
        Case(
            "\(ref) \(tenant("zz"))",
            "500 no decision definition deployed with key 'k' and tenant-id 'zz'"),
    ]

    @Test("A business rule task asks the version that it names, of its tenant", arguments: cases)
    func binds(_ example: Case) async throws {
        let api = try await Self.api()
        let deployed = await api.deploy(
            [Self.process(example.attributes)], tenant: example.tenant)
        #expect(deployed.status == 200, "\(deployed.text)")
        let found = await Self.outcome(
            api, variables: example.variables, tenant: example.tenant)
        if example.expected.hasPrefix("500 ") {
            #expect(found.hasPrefix("500 "))
            #expect(found.contains(example.expected.dropFirst(4)), "\(found)")
        } else {
            #expect(found == example.expected)
        }
    }

    @Test(
        "A task bound to a deployment asks the decision of its own, whatever comes later",
        arguments: [("", nil), ("", "t1"), (tenant("t1"), nil)] as [(String, String?)])
    func bindsToDeployment(more: String, tenant: String?) async throws {
        let api = try await Self.api()
        let attributes = "\(Self.ref) \(more) camunda:decisionRefBinding=\"deployment\""
        let files = [Self.process(attributes), Self.decision("own")]
        #expect(await api.deploy(files, tenant: tenant).status == 200)
        #expect(await api.deploy([Self.decision("later")], tenant: tenant).status == 200)
        #expect(await Self.outcome(api, variables: [:], tenant: tenant) == "own")
        // The next version of the process comes without a decision.
        let deployed = await api.deploy(
            [Self.process(attributes, more: "<!-- 2 -->")], tenant: tenant)
        let id = deployed.json["id"]?.stringValue ?? ""
        let found = await Self.outcome(api, variables: [:], tenant: tenant)
        #expect(
            found.contains(
                "no decision definition deployed with key = 'k' in deployment = '\(id)'"),
            "\(found)")
    }

    @Test("The latest is the one before, once its deployment is deleted; its tag is gone")
    func deletes() async throws {
        let api = try await Self.api()
        let last = await api.deploy([Self.decision("gone", tag: "del")])
        _ = await api.deploy([Self.process(Self.ref)])
        #expect(await Self.outcome(api, variables: [:], tenant: nil) == "gone")
        let id = try #require(last.json["id"]?.stringValue)
        #expect(await api.ask("DELETE", "/deployment/\(id)").status == 204)
        #expect(await Self.outcome(api, variables: [:], tenant: nil) == "four")
        _ = await api.deploy([Self.process(Self.tag("del"))])
        #expect(await Self.outcome(api, variables: [:], tenant: nil).hasPrefix("500 "))
    }

    @Test(
        "Behind a continuation a version that is missing, or a tag of many, is an incident",
        arguments: [
            (version("77"), "no decision definition deployed with key = 'k', version = '77'"),
            (tag("c"), "ENGINE-03085 Found more than one decision definition"),
        ])
    func incidents(attributes: String, message: String) async throws {
        let api = try await Self.api()
        _ = await api.deploy([Self.process(attributes + " camunda:asyncBefore=\"true\"")])
        let started = await api.ask("POST", "/process-definition/key/p/start", [:])
        let id = try #require(started.json["id"]?.stringValue)
        let path = "/job?processInstanceId=\(id)"
        for left in [2, 1, 0] {
            let job = await api.ask("GET", path).json[0]?["id"]?.stringValue ?? ""
            #expect(await api.ask("POST", "/job/\(job)/execute").status >= 400)
            #expect(await api.ask("GET", path).json[0]?["retries"] == .integer(Int64(left)))
        }
        let incident = await api.ask("GET", "/incident?processInstanceId=\(id)").json[0]
        #expect(incident?["incidentType"] == "failedJob" && incident?["activityId"] == "b")
        #expect(incident?["incidentMessage"]?.stringValue?.contains(message) == true)
    }

    @Test("An error event does not catch a version that is missing")
    func catchesNothing() async throws {
        let api = try await Self.api()
        let more = """
            <boundaryEvent id="e" attachedToRef="b"><errorEventDefinition/></boundaryEvent>
            <sequenceFlow id="h" sourceRef="e" targetRef="t"/>
            """
        _ = await api.deploy([Self.process(Self.version("77"), more: more)])
        #expect(await Self.outcome(api, variables: [:], tenant: nil).hasPrefix("500 "))
    }

    @Test("A binding to a version or a tag that is not there is refused", arguments: ["", #"="""#])
    func refuses(value: String) async throws {
        for (binding, attribute) in [
            ("version", "decisionRefVersion"), ("versionTag", "decisionRefVersionTag"),
        ] {
            let given = value.isEmpty ? "" : "camunda:\(attribute)\(value)"
            let answer = await (try Self.api()).deploy([
                Self.process("\(Self.ref) camunda:decisionRefBinding=\"\(binding)\" \(given)")
            ])
            // An empty one is none of the versions, as it turns out when the task is reached.
            #expect(answer.status == (value.isEmpty ? 400 : 200), "\(answer.text)")
        }
    }
}
