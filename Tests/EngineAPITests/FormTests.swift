import HTTPServer
import JSONTree
import ProcessEngine
import Testing

@Suite("Forms")
struct FormTests {
    private static func process(_ extensions: String, task: String = "", key: String = "p")
        -> String
    {
        """
        <process id="\(key)" isExecutable="true">
          <startEvent id="s"><extensionElements>\(extensions)</extensionElements></startEvent>
          <sequenceFlow id="f" sourceRef="s" targetRef="t"/>
          <userTask id="t" \(task)><extensionElements>\(extensions)</extensionElements></userTask>
        </process>
        """
    }

    private static func running(
        _ extensions: String, task: String = "", variables: JSON = [:]
    ) async throws -> (TestAPI, String) {
        let api = try TestAPI()
        let instance = await api.start(
            process(extensions, task: task), key: "p", variables: variables)
        let tasks = await api.ask("GET", "/task?processInstanceId=\(instance)")
        return (api, try #require(tasks.json[0]?["id"]?.stringValue))
    }

    static let fields = """
        <camunda:formData>
          <camunda:formField id="name" label="Name &lt;b&gt; ${1 + 1}" type="string" defaultValue="a&quot;b">
            <camunda:validation><camunda:constraint name="required"/>
              <camunda:constraint name="minlength" config="2"/></camunda:validation>
          </camunda:formField>
          <camunda:formField id="day" type="date" datePattern="yyyy-MM-dd"/>
          <camunda:formField id="kind" type="enum"><camunda:value id="x" name="The X"/></camunda:formField>
        </camunda:formData>
        """

    @Test("a generated form is shown as XHTML, with all its text escaped")
    func rendering() async throws {
        let (api, task) = try await Self.running(Self.fields)
        for path in ["/task/\(task)", "/process-definition/key/p"] {
            let answer = await api.ask("GET", path + "/rendered-form")
            #expect(answer.status == 200)
            #expect(answer.headers["content-type"] == "application/xhtml+xml")
            for part in [
                #"<label for="name" ng-non-bindable="">Name &lt;b&gt; 2</label>"#,
                #"cam-variable-name="name" required="required" minlength="2" type="text" value="a&quot;b" />"#,
                #"uib-datepicker-popup="yyyy-MM-dd""#,
                #"<option value="x" ng-non-bindable="">The X</option>"#,
            ] { #expect(answer.text.contains(part), "\(part)") }
        }
        let form = await api.ask("GET", "/task/\(task)/form").json
        #expect(
            form["key"] == .string("embedded:engine://engine/:engine/task/\(task)/rendered-form"))
    }

    @Test("fields declared in the old way are shown with the values of their variables")
    func properties() async throws {
        let (api, task) = try await Self.running(
            """
            <camunda:formProperty id="p" name="P" type="string" required="true" default="d"/>
            <camunda:formProperty id="q" type="long" writable="false"/>
            <camunda:formProperty id="hidden" type="string" readable="false"/>
            <camunda:formProperty id="t" type="string" variable="template"/>
            """, variables: ["q": ["value": 7], "template": ["value": "{{evil()}}"]])
        let start = await api.ask("GET", "/process-definition/key/p/rendered-form").text
        #expect(start.contains(#"required="required" type="text" value="d" />"#))
        let shown = await api.ask("GET", "/task/\(task)/rendered-form").text
        #expect(
            shown.contains(#"cam-variable-name="q" disabled="disabled" type="text" value="7" />"#))
        #expect(!shown.contains("hidden"))
        #expect(!shown.contains("evil"))
        #expect(await api.ask("GET", "/task/\(task)/form").json["key"] == .null)
    }

    @Test("the variables of a form are converted to its fields")
    func variables() async throws {
        let (api, task) = try await Self.running(
            Self.fields,
            variables: [
                "day": ["value": "2020-01-31T10:00:00.000+0000", "type": "Date"],
                "name": ["value": 7], "other": ["value": true],
            ])
        let shown = await api.ask("GET", "/task/\(task)/form-variables").json
        #expect(shown["day"]?["value"] == "2020-01-31")
        #expect(shown["name"]?["value"] == "7")
        #expect(shown["kind"] == ["type": "String", "value": .null, "valueInfo": [:]])
        #expect(shown["other"]?["value"] == true)
        let chosen = await api.ask("GET", "/task/\(task)/form-variables?variableNames=name").json
        #expect(chosen.objectValue?.members.count == 1)
    }

    @Test("a default that fails is an error wherever its form is asked for")
    func failures() async throws {
        let (api, task) = try await Self.running(
            #"<camunda:formData><camunda:formField id="a" type="string" defaultValue="${nope}"/></camunda:formData>"#
        )
        for (path, form) in [("/task/\(task)", "form"), ("/process-definition/key/p", "startForm")]
        {
            #expect(await api.ask("GET", "\(path)/\(form)").status == 400)
            for part in ["form-variables", "rendered-form"] {
                let answer = await api.ask("GET", "\(path)/\(part)")
                #expect(answer.status == 500)
                #expect(answer.json["type"] == "ProcessEngineException")
            }
        }
    }

    @Test("a form that is not there is not found")
    func missing() async throws {
        let (api, task) = try await Self.running("")
        for path in ["/task/\(task)", "/process-definition/key/p", "/process-definition/key/none"] {
            #expect(await api.ask("GET", path + "/rendered-form").status == 404)
        }
        #expect(await api.ask("GET", "/task/none/rendered-form").status == 500)
        #expect(await api.ask("GET", "/process-definition/none/rendered-form").status == 400)
    }

    @Test(
        "tasks say which deployed form they have, under the names of both engines",
        arguments: [
            (#"camunda:formRef="f" camunda:formRefBinding="latest""#, "f", "latest", .null),
            (#"camunda:formRef="f" camunda:formRefBinding="deployment""#, "f", "deployment", .null),
            (
                #"camunda:formRef="${k}" camunda:formRefBinding="version" camunda:formRefVersion="${v}""#,
                "g", "version", 3
            ),
        ] as [(String, String, String, JSON)])
    func references(attributes: String, key: String, binding: String, version: JSON) async throws {
        let (api, task) = try await Self.running(
            "", task: attributes, variables: ["k": ["value": "g"], "v": ["value": "3"]])
        let expected: JSON = ["key": .string(key), "binding": .string(binding), "version": version]
        let answers = [
            await api.ask("GET", "/task").json[0], await api.ask("POST", "/task", [:]).json[0],
            await api.ask("GET", "/task/\(task)").json,
            await api.ask("GET", "/task?withTaskVariablesInReturn=true").json[0],
            await api.ask("GET", "/task/\(task)/form").json,
        ]
        for answer in answers {
            #expect(answer?["camundaFormRef"] == expected)
            #expect(answer?["operatonFormRef"] == expected)
        }
    }

    static let address = #"{"id":"address","components":[]}"#

    @Test(
        "a deployed form is found by its file or by its own key, for a task and for starting",
        arguments: [
            (#"camunda:formKey="embedded:deployment:x/f.html""#, 200, "<form></form>"),
            (#"camunda:formKey="deployment:x/f.html""#, 200, "<form></form>"),
            (#"camunda:formKey="camunda-forms:deployment:f.form""#, 200, address),
            (#"camunda:formRef="address" camunda:formRefBinding="latest""#, 200, address),
            (#"camunda:formRef="address" camunda:formRefBinding="deployment""#, 200, address),
            (
                #"camunda:formRef="address" camunda:formRefBinding="version" camunda:formRefVersion="1""#,
                200, address
            ),
            (
                #"camunda:formRef="address" camunda:formRefBinding="version" camunda:formRefVersion="9""#,
                404, "version: 9"
            ),
            (#"camunda:formRef="other" camunda:formRefBinding="latest""#, 404, "'other'"),
            (#"camunda:formKey="embedded:deployment:none.html""#, 404, "'none.html'"),
            (#"camunda:formKey="embedded:app:f.html""#, 400, "does not reference a deployed form"),
            ("", 400, "formKey"),
        ])
    func deployedForms(attributes: String, status: Int, text: String) async throws {
        let api = try TestAPI()
        let model = TestAPI.model(
            """
            <process id="p" isExecutable="true"><startEvent id="s" \(attributes)/>
            <sequenceFlow id="f" sourceRef="s" targetRef="t"/><userTask id="t" \(attributes)/></process>
            """)
        _ = await api.deploy([
            ("p.bpmn", model), ("f.form", Self.address), ("x/f.html", "<form></form>"),
        ])
        _ = await api.ask("POST", "/process-definition/key/p/start", [:])
        let tasks = await api.ask("GET", "/task")
        let id = try #require(tasks.json[0]?["id"]?.stringValue)
        for path in ["/task/\(id)/deployed-form", "/process-definition/key/p/deployed-start-form"] {
            let answer = await api.ask("GET", path)
            #expect(answer.status == status)
            #expect(answer.text.contains(text))
            if status == 200 {
                #expect(
                    answer.headers["content-type"]
                        == (text == Self.address ? "application/json" : "application/xhtml+xml"))
            }
        }
    }

    @Test("the latest form of a key is the one that was deployed last, and versions count from 1")
    func formVersions() async throws {
        let api = try TestAPI()
        for (number, binding) in ["latest", "version\" camunda:formRefVersion=\"1"].enumerated() {
            let model = TestAPI.model(
                """
                <process id="p\(number)" isExecutable="true"><startEvent id="s" camunda:formRef="address" \
                camunda:formRefBinding="\(binding)"/></process>
                """)
            _ = await api.deploy([
                ("p.bpmn", model), ("f.form", #"{"id":"address","n":\#(number)}"#),
            ])
            api.clock.advance(milliseconds: 1_000)
        }
        let latest = await api.ask("GET", "/process-definition/key/p0/deployed-start-form")
        #expect(latest.json["n"]?.intValue == 1)
        let first = await api.ask("GET", "/process-definition/key/p1/deployed-start-form")
        #expect(first.json["n"]?.intValue == 0)
    }

    @Test("there is no deployed form of a task or definition that does not exist")
    func noDeployedForm() async throws {
        let api = try TestAPI()
        for path in [
            "/task/none/deployed-form", "/process-definition/none/deployed-start-form",
            "/process-definition/key/none/deployed-start-form",
        ] {
            let answer = await api.ask("GET", path)
            #expect(answer.status == 404)
        }
    }
}
