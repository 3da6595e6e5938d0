import EngineAPI
import HTTPServer
import JSONTree
import ProcessEngine
import Signing
import Testing

@Suite struct ServerTests {
    @Test func theVersionIsToldToAnybody() async throws {
        let api = try TestAPI(users: [])
        let answer = await api.ask("GET", "/version")
        #expect(answer.status == 200)
        #expect(answer.json["version"]?.stringValue?.hasPrefix("7.") == true)
        #expect(await api.ask("GET", "/health").json == ["status": "UP"])
    }

    @Test(arguments: [
        ("GET", "/nothing", 404, "NotFoundException"),
        ("DELETE", "/task", 405, "NotAllowedException"),
        ("GET", "/task/%zz", 400, "InvalidRequestException"),
        ("GET", "/task?firstResult=x", 404, "QueryParamException"),
        ("GET", "/task?priority=x", 400, "InvalidRequestException"),
        ("GET", "/task?dueBefore=tomorrow", 400, "InvalidRequestException"),
        ("GET", "/task?sortBy=name", 400, "InvalidRequestException"),
        ("GET", "/task?sortBy=colour&sortOrder=asc", 400, "InvalidRequestException"),
        ("GET", "/task?active=perhaps", 400, "InvalidRequestException"),
        ("GET", "/task?processVariables=n_is_1", 400, "InvalidRequestException"),
        ("GET", "/task?assigneeExpression=x", 400, "BadUserRequestException"),
        ("GET", "/task/none", 404, "InvalidRequestException"),
        ("GET", "/process-definition/key/none", 404, "RestException"),
        ("GET", "/external-task/none", 404, "RestException"),
    ])
    func wrongRequestsAreAnsweredInTheReferencesForm(
        method: String, target: String, status: Int, type: String
    ) async throws {
        let answer = await (try TestAPI()).ask(method, target)
        #expect(answer.status == status)
        #expect(answer.json["type"]?.stringValue == type)
        #expect(answer.json["message"]?.stringValue?.isEmpty == false)
        #expect(answer.json.objectValue?.keys.contains("code") == true)
    }

    @Test(arguments: [
        ("{", 400), ("[1]", 400), (#"{"variables":"x"}"#, 400), (#"{"variables":{"a":1}}"#, 400),
        (#"{"sorting":[{"sortBy":"name"}]}"#, 400),
    ])
    func bodiesOfAnotherShapeAreRefused(body: String, status: Int) async throws {
        let api = try TestAPI()
        _ = await api.deploy([("r.bpmn", TestAPI.model(TestAPI.oneTask))])
        let path = body.contains("sorting") ? "/task" : "/process-definition/key/review/start"
        let answer = await api.ask(
            "POST", path, headers: ["content-type": "application/json"], raw: Array(body.utf8))
        #expect(answer.status == status)
        let other = await api.ask(
            "POST", path, headers: ["content-type": "text/plain"], raw: Array(body.utf8))
        #expect(other.status == 415)
    }

    // MARK: Log-in

    private static func api() throws -> TestAPI {
        let cost = Hashing.PasswordCost(rounds: 16, blockSize: 1, repetitions: 1)
        return try TestAPI(users: [
            APIUser(
                id: "ann", password: try PasswordHash(password: "a:ß", cost: cost),
                groups: ["sales"])
        ])
    }

    private static func basic(_ name: String, _ password: String) -> HTTPHeaders {
        let bytes = Array("\(name):\(password)".utf8)
        return ["authorization": "Basic \(TestBase64.encode(bytes))"]
    }

    @Test(arguments: [
        ("ann", "a:ß", 200), ("ann", "wrong", 401), ("bob", "a:ß", 401), ("", "", 401),
    ])
    func onlyTheRightPasswordIsLetIn(name: String, password: String, status: Int) async throws {
        let answer = await (try Self.api()).ask(
            "GET", "/task", headers: Self.basic(name, password))
        #expect(answer.status == status)
        #expect((answer.headers["WWW-Authenticate"] != nil) == (status == 401))
    }

    @Test(arguments: ["", "Basic", "Basic %%%", "Bearer x", "Basic YW5u"])
    func aMalformedAuthorizationIsRefused(header: String) async throws {
        let headers: HTTPHeaders = header.isEmpty ? [:] : ["authorization": header]
        #expect(await (try Self.api()).ask("GET", "/task", headers: headers).status == 401)
    }

    @Test func theUserOfARequestStartsTheInstance() async throws {
        let api = try Self.api()
        let headers = Self.basic("ann", "a:ß")
        #expect(await api.ask("GET", "/engine").status == 200)
        #expect(
            await api.ask(
                "GET", "/process-definition/count", headers: headers
            ).json == ["count": 0])
    }

    // MARK: Modules

    private struct Module: APIModule {
        var routes: [APIRoute] {
            [
                APIRoute("GET", "/api/v1/document/{id}") { request in
                    .json([
                        "id": .string(request.parameters[0]),
                        "user": request.principal.userID.map(JSON.string) ?? .null,
                    ])
                },
                APIRoute("GET", "/api/v1/document/search") { _ in .json(["search": true]) },
                APIRoute("GET", "/api/v1/failing") { _ in throw APIError.invalid("no") },
            ]
        }
    }

    @Test func otherRoomsAddRoutes() async throws {
        let api = try TestAPI(modules: [Module()])
        #expect(
            await api.ask("GET", "/api/v1/document/a%2Fb").json == ["id": "a/b", "user": .null])
        #expect(await api.ask("GET", "/api/v1/document/search").json == ["search": true])
        #expect(await api.ask("GET", "/api/v1/failing").status == 400)
        #expect(await api.ask("GET", "/api/v1/document").status == 404)
        #expect(await api.ask("POST", "/api/v1/document/x").status == 405)
    }

    @Test func theOnlyEngineCanBeNamed() async throws {
        let api = try TestAPI()
        #expect(await api.ask("GET", "/engine/default/task").status == 200)
        #expect(await api.ask("GET", "/engine/other/task").status == 404)
    }
}
