import HTTPClient
import JSONTree
import Signing
import Synchronization
import Testing

@testable import ZGWBridge

/// A client that may call loopback servers over HTTP.
func loopbackClient(hosts: Set<String>? = ["127.0.0.1"]) throws -> HTTPClient {
    try HTTPClient(
        .init(policy: DestinationPolicy(schemes: "http", hosts: hosts, addresses: .any)))
}

@Suite(.timeLimit(.minutes(1))) struct ClientTests {
    private func connection(
        to server: ScriptedServer,
        _ authentication: ZGWAuthentication = .none,
        limits: HTTPRequest.Limits = HTTPRequest.Limits()
    ) throws -> ZGWConnection {
        ZGWConnection(
            ZGWEndpoint(root: server.root, authentication: authentication, limits: limits),
            client: try loopbackClient(), seconds: { 1_800_000_000 })
    }

    @Test(
        "A request carries a fresh JWT with the claims that servers ask for, and both CRS headers")
    func signsEveryRequest() async throws {
        let server = try ScriptedServer { _ in .json(200, ["count": 0, "results": []]) }
        let secret = "a-secret-of-more-than-32-characters"
        let zaken = ZakenAPI(
            try connection(
                to: server,
                .jwt(JWTCredentials(clientID: "raderwerk", secret: secret, userID: "j.jansen"))))
        _ = try await zaken.zaak(identificatie: "Z-1", bronorganisatie: "517439943")

        let call = try #require(server.calls.first)
        let authorization = try #require(call.headers["authorization"])
        #expect(authorization.hasPrefix("Bearer "))
        let claims = try JSONWebToken.verify(
            String(authorization.dropFirst(7)), with: .secret(Array(secret.utf8)))
        #expect(claims["client_id"] == "raderwerk")
        #expect(claims["iss"] == "raderwerk")
        #expect(claims["iat"] == 1_799_999_998)
        #expect(claims["user_id"] == "j.jansen")
        #expect(claims["exp"] == nil)
        #expect(call.headers["accept-crs"] == "EPSG:4326")
        #expect(call.headers["content-crs"] == "EPSG:4326")
        #expect(call.query == ["identificatie": "Z-1", "bronorganisatie": "517439943"])
        await server.stop()
    }

    @Test("A token API is shown the key")
    func showsToken() async throws {
        let server = try ScriptedServer { _ in .json(404, ["code": "not_found"]) }
        let objecten = ObjectenAPI(try connection(to: server, .token("sleutel")))
        let object = try await objecten.object(uuid: "018f0000-0000-7000-8000-000000000001")
        #expect(object == nil)
        #expect(server.calls.first?.headers["authorization"] == "Token sleutel")
        await server.stop()
    }

    static let problems: [(String, Int, JSON, String)] = [
        (
            "RFC 7807", 400,
            [
                "code": "invalid", "title": "Invalid input.", "status": 400,
                "invalidParams": [
                    [
                        "name": "identificatie", "code": "identificatie-niet-uniek",
                        "reason": "bestaat al",
                    ]
                ],
            ], "identificatie-niet-uniek"
        ),
        (
            "Open Object 4", 400,
            [
                "code": "invalid", "status": 400,
                "invalid_params": [["name": "uuid", "code": "unique", "reason": "exists"]],
            ], "unique"
        ),
    ]

    @Test("A refusal is read in each dialect", arguments: problems)
    func readsProblems(name: String, status: Int, body: JSON, code: String) async throws {
        let server = try ScriptedServer { _ in .json(status, body) }
        let connection = try connection(to: server)
        let error = await #expect(throws: ZGWError.self) {
            _ = try await connection.post("/zaken", [:])
        }
        #expect(error?.problem?.has(code: code) == true)
        #expect(error?.mayPass == false)
        await server.stop()
    }

    @Test("The bare form of Objects API 3 gives the fields that were refused")
    func readsBareProblem() {
        let problem = ZGWProblem(
            status: 400, body: ["non_field_errors": ["Object met deze uuid bestaat al."]])
        #expect(
            problem.invalidParameters == [
                .init(
                    name: "non_field_errors", code: "", reason: "Object met deze uuid bestaat al.")
            ])
    }

    @Test("A refused token is made anew once, any other refusal is not repeated")
    func remintsOnce() async throws {
        let server = try ScriptedServer { call in
            .json(403, ["code": call.path.hasSuffix("/oud") ? "jwt-expired" : "permission_denied"])
        }
        let connection = try connection(to: server)
        _ = try? await connection.get("/oud")
        #expect(server.calls.count == 2)
        _ = try? await connection.get("/verboden")
        #expect(server.calls.count == 3)
        await server.stop()
    }

    @Test("A server's failure, silence or rubbish leaves it open whether a write was done")
    func unclearOutcomes() async throws {
        let server = try ScriptedServer { call in
            switch call.path {
            case "/api/v1/stuk": .json(500, ["code": "error", "instance": "urn:uuid:1"])
            case "/api/v1/traag": .late
            default: .text(200, "<html>", headers: [:])
            }
        }
        let connection = try connection(
            to: server, limits: HTTPRequest.Limits(total: .milliseconds(150)))
        for path in ["/stuk", "/traag", "/onzin"] {
            let error = await #expect(throws: ZGWError.self) {
                _ = try await connection.post(path, [:])
            }
            guard case .unclear? = error else {
                Issue.record("\(path) gave \(String(describing: error))")
                continue
            }
            #expect(error?.mayPass == true)
        }
        await server.stop()
    }

    @Test("Nobody listening means that nothing was done, and may pass")
    func unreachable() async throws {
        let server = try ScriptedServer { _ in .json(200, [:]) }
        let connection = try connection(to: server)
        await server.stop()
        let error = await #expect(throws: ZGWError.self) {
            _ = try await connection.post("/zaken", [:])
        }
        guard case .unreachable? = error else {
            Issue.record("gave \(String(describing: error))")
            return
        }
        #expect(error?.mayPass == true)
    }

    @Test("A gateway's wish to wait is passed on")
    func throttled() async throws {
        let server = try ScriptedServer { _ in .text(429, "", headers: ["Retry-After": "7"]) }
        let connection = try connection(to: server)
        await #expect(throws: ZGWError.throttled(retryAfterSeconds: 7)) {
            _ = try await connection.get("/zaken")
        }
        await server.stop()
    }

    @Test("A host that is not listed and a URL of another server are never called")
    func staysAtHome() async throws {
        let server = try ScriptedServer { _ in .json(200, [:]) }
        let stranger = ZGWConnection(
            ZGWEndpoint(root: server.root, authentication: .token("geheim")),
            client: try loopbackClient(hosts: ["openzaak.example.nl"]))
        for path in ["/zaken", "http://elders.example.nl/api/v1/zaken/1"] {
            let error = await #expect(throws: ZGWError.self) { _ = try await stranger.get(path) }
            guard case .misconfigured? = error else {
                Issue.record("\(path) gave \(String(describing: error))")
                continue
            }
        }
        #expect(server.calls.isEmpty)
        await server.stop()
    }

    @Test("Pages are followed to the end, a bare array is a list too")
    func readsLists() async throws {
        let own = Mutex("")
        let server = try ScriptedServer { call in
            switch (call.path, call.query["page"]) {
            case ("/api/v1/bladen", nil):
                .json(
                    200,
                    [
                        "next": .string(own.withLock { $0 } + "/bladen?page=2"),
                        "results": [1, 2],
                    ])
            case ("/api/v1/bladen", _): .json(200, ["next": .null, "results": [3]])
            default: .json(200, [4, 5])
            }
        }
        own.withLock { $0 = server.root }
        let connection = try connection(to: server)
        #expect(try await connection.list("/bladen") == [1, 2, 3])
        #expect(try await connection.list("/rij") == [4, 5])
        await server.stop()
    }

    @Test(
        "Personal numbers are masked in what people read",
        arguments: [
            ("BSN 111222333 bestaat", "BSN ********* bestaat"),
            ("taak 123456789 en 1112223334", "taak 123456789 en 1112223334"),
        ])
    func masks(text: String, masked: String) {
        #expect(maskingPersonalNumbers(in: text) == masked)
    }

    @Test("Types are found by their names and kept, a wrong name tells which there are")
    func resolvesTypes() async throws {
        let server = try ScriptedServer { call in
            switch call.path {
            case "/api/v1/zaaktypen":
                let known = call.query["identificatie"].map { $0 == "BEZWAAR" } ?? true
                let type: JSON = [
                    "url": "http://z/1", "identificatie": "BEZWAAR",
                    "omschrijving": "Bezwaar behandelen",
                ]
                return .json(200, ["next": .null, "results": known ? [type] : []])
            default:
                return .json(
                    200,
                    [
                        "next": .null,
                        "results": [
                            [
                                "url": "http://s/1", "omschrijving": "Geregistreerd",
                                "volgnummer": 1,
                            ],
                            ["url": "http://s/2", "omschrijving": "Afgehandeld", "volgnummer": 2],
                        ],
                    ])
            }
        }
        let catalogi = CatalogiAPI(try connection(to: server))
        for name in ["BEZWAAR", "Bezwaar behandelen"] {
            let type = try await catalogi.zaaktype(name, on: "2026-11-21")
            #expect(type["url"] == "http://z/1")
        }
        #expect(try await catalogi.statustype("Afgehandeld", of: "http://z/1") == "http://s/2")
        #expect(try await catalogi.statustype("1", of: "http://z/1") == "http://s/1")
        let asked = server.calls.count
        _ = try await catalogi.statustype("Geregistreerd", of: "http://z/1")
        #expect(server.calls.count == asked)
        let error = await #expect(throws: ZGWError.self) {
            _ = try await catalogi.statustype("Klaar", of: "http://z/1")
        }
        #expect(error?.description.contains("Geregistreerd, Afgehandeld") == true)
        await server.stop()
    }

    @Test("A PATCH of an object gives its geometry back")
    func keepsGeometry() async throws {
        let point: JSON = ["type": "Point", "coordinates": [4.9, 52.37]]
        let object: JSON = [
            "url": "http://127.0.0.1/x", "uuid": "u", "type": "t",
            "record": ["data": ["status": "open"], "geometry": point],
        ]
        let own = Mutex(JSON.null)
        let server = try ScriptedServer { _ in .json(200, own.withLock { $0 }) }
        var shown = object
        if case .object(var members) = object {
            members["url"] = .string(server.root + "/objects/u")
            shown = .object(members)
        }
        own.withLock { [shown] in $0 = shown }
        let objecten = ObjectenAPI(try connection(to: server))
        let found = try #require(try await objecten.object(uuid: "u"))
        _ = try await objecten.patchData(of: found, ["status": "gesloten"])
        let sent = server.calls.last?.body
        #expect(sent?["record"]?["geometry"] == point)
        #expect(sent?["record"]?["data"] == ["status": "gesloten"])
        await server.stop()
    }

    @Test("Subscribing again uses the abonnement there is and takes surplus ones away")
    func subscribesOnce() async throws {
        let own = Mutex("")
        let server = try ScriptedServer { call in
            let root = own.withLock { $0 }
            let entry: (String) -> JSON = { id in
                ["url": .string("\(root)/abonnement/\(id)"), "callbackUrl": "http://wij/callback"]
            }
            switch call.method {
            case "GET": return .json(200, [entry("1"), entry("2")])
            case "DELETE": return .text(204, "", headers: [:])
            default: return .json(200, entry("1"))
            }
        }
        own.withLock { $0 = server.root }
        let notificaties = NotificatiesAPI(try connection(to: server))
        let url = try await notificaties.subscribe(
            callbackURL: "http://wij/callback", authorization: "Token x",
            channels: [.init("objecten")])
        #expect(url == server.root + "/abonnement/1")
        #expect(server.calls.map(\.method) == ["GET", "DELETE", "PUT"])
        #expect(server.calls.last?.body?["auth"] == "Token x")
        await server.stop()
    }
}
