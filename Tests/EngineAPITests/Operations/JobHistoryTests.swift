import HTTPServer
import JSONTree
import ProcessEngine
import ProcessValues
import Testing

private typealias Models = OperationModels

@Suite("The log of jobs, and timers worked out anew")
struct JobHistoryTests {
    /// A service that fails while `ok` is not there, then a task with a timer.
    private static let process =
        "<startEvent id=\"s\"/>" + Models.flow("s", "t")
        + "<serviceTask id=\"t\" camunda:asyncBefore=\"true\" camunda:expression=\"${ok}\"/>"
        + Models.flow("t", "u") + Models.task("u")
        + Models.boundary("b", on: "u", Models.timer("${d}"), interrupting: false)
        + Models.flow("b", "e") + "<endEvent id=\"e\"/>"

    private func started() async throws -> (api: TestAPI, definition: String, instance: String) {
        let api = try TestAPI()
        let definition = await api.definition(Self.process)
        let instance = await api.instance(
            of: definition, ["d": ["value": "PT1H", "type": "String"]])
        return (api, definition, instance)
    }

    private func logs(_ api: TestAPI, _ query: String) async -> [JSON] {
        await api.ask("GET", "/history/job-log?\(query)").json.arrayValue ?? []
    }

    @Test("an incident names the entry of the log that tells the failure")
    func failureOfIncident() async throws {
        let (api, _, instance) = try await started()
        for _ in 1...3 { #expect(await api.runJobs(of: instance) == [404]) }
        let log = await logs(api, "processInstanceId=\(instance)&failureLog=true")
        let ids = log.compactMap { $0["id"]?.stringValue }
        #expect(ids.count == 3)
        let incident = await api.ask("GET", "/history/incident?processInstanceId=\(instance)").json
        #expect(incident[0]?["historyConfiguration"]?.stringValue == ids.max())
    }

    @Test("what is made, fails, is done and is deleted is told in order, with the job as it was")
    func story() async throws {
        let (api, definition, instance) = try await started()
        #expect(await api.runJobs(of: instance) == [404])
        _ = await api.ask(
            "PUT", "/process-instance/\(instance)/variables/ok",
            ["value": 1, "type": "Integer"])
        #expect(await api.runJobs(of: instance) == [204])
        let timer =
            await api.ask("GET", "/job?processInstanceId=\(instance)").json[0]?["id"]?.stringValue
            ?? ""
        #expect(await api.ask("DELETE", "/job/\(timer)").status == 204)
        let rows = await logs(
            api, "processInstanceId=\(instance)&sortBy=timestamp&sortOrder=asc")
        let told = rows.map { row in
            let states = ["creationLog", "failureLog", "successLog", "deletionLog"].filter {
                row[$0]?.boolValue ?? false
            }
            return [
                row["activityId"]?.stringValue ?? "", states.joined(),
                "\(row["jobRetries"]?.intValue ?? -1)",
                row["jobDefinitionConfiguration"]?.stringValue ?? "null",
            ].joined(separator: " ")
        }
        #expect(
            told.sorted() == [
                "b creationLog 3 DURATION: ${d}", "b deletionLog 3 DURATION: ${d}",
                "t creationLog 3 async-before", "t failureLog 3 async-before",
                "t successLog 2 async-before",
            ])
        let failure = try #require(rows.first { $0["failureLog"] == true })
        #expect(failure["failedActivityId"] == "t")
        #expect(failure["jobExceptionMessage"]?.stringValue?.contains("ok") == true)
        #expect(failure["processDefinitionId"] == .string(definition))
        #expect(failure["jobDefinitionType"] == "async-continuation")
        #expect(failure["rootProcessInstanceId"] == .string(instance))
        #expect(failure["hostname"] == "node")
        #expect(rows.filter { $0["jobExceptionMessage"]?.isNull ?? false }.count == 4)
    }

    @Test("one is told by its id, with its stack trace where it failed")
    func one() async throws {
        let (api, _, instance) = try await started()
        _ = await api.runJobs(of: instance)
        let failure = await logs(api, "failureLog=true")[0]
        let creation = await logs(api, "creationLog=true")[0]
        let path = "/history/job-log/"
        let id = failure["id"]?.stringValue ?? ""
        #expect(await api.ask("GET", path + id).json == failure)
        let trace = await api.ask("GET", path + id + "/stacktrace")
        #expect(trace.status == 200 && trace.text.contains("ok"))
        #expect(trace.headers["content-type"]?.hasPrefix("text/plain") == true)
        let other = creation["id"]?.stringValue ?? ""
        #expect(await api.ask("GET", path + other + "/stacktrace").status == 204)
        #expect(await api.ask("GET", path + "none").status == 404)
        #expect(await api.ask("GET", path + "none/stacktrace").status == 404)
    }

    /// Filters with the number of entries that they leave of a creation and a failure.
    static let filters: [(query: String, count: Int64)] = [
        ("", 2), ("creationLog=true", 1), ("failureLog=true", 1), ("successLog=true", 0),
        ("deletionLog=true", 0), ("activityIdIn=t,x", 2), ("failedActivityIdIn=t", 1),
        ("jobDefinitionType=async-continuation", 2), ("jobDefinitionType=x", 0),
        ("jobDefinitionConfiguration=async-before", 2),
        ("jobDefinitionConfiguration=async-after", 0), ("processDefinitionKey=p", 2),
        ("jobPriorityLowerThanOrEquals=0", 2), ("jobPriorityHigherThanOrEquals=1", 0),
        ("hostname=node", 2), ("hostname=x", 0), ("withoutTenantId=true", 2),
        ("tenantIdIn=x", 0), ("logId=x", 0), ("jobId=x", 0), ("deploymentId=x", 0),
        ("processInstanceId=x", 0), ("executionIdIn=x", 0), ("processDefinitionId=x", 0),
        ("jobDefinitionId=x", 0), ("jobExceptionMessage=x", 0),
    ]

    @Test("the list can be asked for what counts")
    func lists() async throws {
        let (api, _, instance) = try await started()
        api.clock.advance(milliseconds: 1_000)
        _ = await api.runJobs(of: instance)
        for (query, count) in Self.filters {
            let answer = await api.ask("GET", "/history/job-log/count?\(query)")
            #expect(answer.json["count"] == .integer(count), "\(query)")
            #expect(await logs(api, query).count == Int(count), "\(query)")
        }
        for order in [
            "timestamp", "jobId", "jobDueDate", "jobRetries", "jobPriority", "jobDefinitionId",
            "activityId", "executionId", "processInstanceId", "processDefinitionId",
            "processDefinitionKey", "deploymentId", "hostname", "occurrence", "tenantId",
        ] {
            #expect(await logs(api, "sortBy=\(order)&sortOrder=desc").count == 2, "\(order)")
        }
        let bad = await api.ask("GET", "/history/job-log?sortBy=colour&sortOrder=asc")
        #expect(bad.status == 400)
        let posted = await api.ask(
            "POST", "/history/job-log?maxResults=1",
            [
                "processInstanceId": .string(instance),
                "sorting": [["sortBy": "timestamp", "sortOrder": "desc"]],
            ])
        #expect(posted.json.arrayValue?.count == 1)
        #expect(posted.json[0]?["failureLog"] == true)
    }

    @Test("a timer that starts instances is logged, and its log goes with the definition's history")
    func startTimer() async throws {
        let api = try TestAPI()
        let definition = await api.definition(
            "<startEvent id=\"yearly\"><timerEventDefinition><timeCycle>R3/2041-01-01T00:00:00/P1Y"
                + "</timeCycle></timerEventDefinition></startEvent>" + Models.flow("yearly", "a")
                + Models.task("a"))
        let job = await api.ask("GET", "/job?timers=true").json[0]?["id"]?.stringValue ?? ""
        #expect(await api.ask("POST", "/job/\(job)/execute").status == 204)
        let rows = await logs(api, "activityIdIn=yearly")
        #expect(rows.count == 3)
        #expect(
            rows.allSatisfy {
                $0["jobDefinitionConfiguration"] == "CYCLE: R3/2041-01-01T00:00:00/P1Y"
                    && $0["processInstanceId"]?.isNull ?? false
            })
        let path = "/process-definition/\(definition)?cascade=true"
        #expect(await api.ask("DELETE", path).status == 200)
        #expect(await logs(api, "").isEmpty)
    }

    // MARK: Due dates

    @Test("a timer is worked out anew by its model, from its creation or from now")
    func recalculation() async throws {
        let (api, _, instance) = try await started()
        _ = await api.ask(
            "PUT", "/process-instance/\(instance)/variables/ok",
            ["value": 1, "type": "Integer"])
        _ = await api.runJobs(of: instance)
        func timer() async -> JSON {
            await api.ask("GET", "/job?processInstanceId=\(instance)").json[0] ?? .null
        }
        let path = "/job/\(await timer()["id"]?.stringValue ?? "")/duedate"
        _ = await api.ask("PUT", path, ["duedate": "2030-01-01T00:00:00.000+0000"])
        _ = await api.ask(
            "PUT", "/process-instance/\(instance)/variables/d",
            ["value": "PT2H", "type": "String"])
        #expect(await api.ask("POST", path + "/recalculate").status == 204)
        #expect(await timer()["dueDate"] == "2026-11-21T14:00:00.000+0000")
        api.clock.advance(milliseconds: 600_000)
        #expect(
            await api.ask("POST", path + "/recalculate?creationDateBased=true").status == 204)
        #expect(await timer()["dueDate"] == "2026-11-21T14:00:00.000+0000")
        #expect(
            await api.ask("POST", path + "/recalculate?creationDateBased=false").status == 204)
        #expect(await timer()["dueDate"] == "2026-11-21T14:10:00.000+0000")
    }

    @Test("a timer that starts instances is worked out anew too")
    func recalculatedStart() async throws {
        let api = try TestAPI()
        _ = await api.definition(
            "<startEvent id=\"later\">" + Models.timer("PT1H") + "</startEvent>"
                + Models.flow("later", "a") + Models.task("a"))
        let id = await api.ask("GET", "/job").json[0]?["id"]?.stringValue ?? ""
        api.clock.advance(milliseconds: 60_000)
        let path = "/job/\(id)/duedate/recalculate?creationDateBased=false"
        #expect(await api.ask("POST", path).status == 204)
        let due = await api.ask("GET", "/job").json[0]?["dueDate"]
        #expect(due == "2026-11-21T13:01:00.000+0000")
    }

    @Test("no other job is, and none that is not there")
    func notRecalculated() async throws {
        let (api, _, instance) = try await started()
        let id =
            await api.ask("GET", "/job?processInstanceId=\(instance)").json[0]?["id"]?.stringValue
            ?? ""
        let answer = await api.ask("POST", "/job/\(id)/duedate/recalculate")
        #expect(answer.status == 500)
        #expect(answer.json["type"] == "InvalidRequestException")
        #expect(
            answer.json["message"]?.stringValue?.contains("Only timer jobs") == true)
        let unknown = await api.ask("POST", "/job/none/duedate/recalculate")
        #expect(unknown.status == 404 && unknown.json["code"] == 0)
    }
}
