import Foundation
import HTTPClient
import JSONTree
import TemporaryFolder
import Testing

/// What fails around the running server: nothing is lost, and it goes on when that is mended.
@Suite("Outages around the running server", .timeLimit(.minutes(5)))
struct OutageTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private var database: String { folder.path("engine.db") }

    // MARK: A full disk

    /// Starts the server with its database on a file system of its own, which can be filled; nil
    /// where this user may not make one.
    private func serverOnSmallDisk() async throws -> (RunningServer, URL)? {
        let disk = folder.url.appending(path: "disk")
        try FileManager.default.createDirectory(at: disk, withIntermediateDirectories: true)
        let namespaces = getuid() == 0 ? ["-m"] : ["-r", "-m"]
        let mount = "mount -t tmpfs -o size=6m tmpfs \"$0\""
        let probe = Process()
        probe.executableURL = URL(filePath: "/usr/bin/unshare")
        probe.arguments = namespaces + ["sh", "-c", mount, disk.path]
        probe.standardError = FileHandle.nullDevice
        try probe.run()
        probe.waitUntilExit()
        guard probe.terminationStatus == 0 else { return nil }
        let server = try await RunningServer(
            ["serve", "--auth", "none", "--database", "\(disk.path)/engine.db"], in: folder.url,
            wrapper: ["/usr/bin/unshare"] + namespaces + [
                "sh", "-c", mount + " && exec \"$@\"", disk.path,
            ])
        return (server, URL(filePath: "/proc/\(server.process.processIdentifier)/root\(disk.path)"))
    }

    @Test("A full disk refuses what cannot be stored, answers what can be read, and loses nothing")
    func fullDisk() async throws {
        guard let (server, disk) = try await serverOnSmallDisk() else {
            print(
                "This user may not mount a small file system: a full disk is tried in the store's tests alone."
            )
            return
        }
        let deployed = try await server.deploy([
            "p.bpmn": BadInputTests.model("<userTask id=\"t\"/>")
        ])
        #expect(deployed.status == 200, "\(deployed.text)")
        let start = "/engine-rest/process-definition/key/p/start"
        #expect(try await server.call("POST", start, "{}").status == 200)

        let filler = disk.appending(path: "filler")
        try Data().write(to: filler)
        let handle = try FileHandle(forWritingTo: filler)
        do {
            while true { try handle.write(contentsOf: Data(repeating: 1, count: 4_096)) }
        } catch {
            try? handle.close()
        }
        let large = String(repeating: "x", count: 100_000)
        let body =
            #"{"variables":{"a":{"value":"\#(large)","type":"Object","valueInfo":"#
            + #"{"serializationDataFormat":"application/json","objectTypeName":"x"}}}}"#
        var kept = 1
        var refusal: RunningServer.Answer?
        for _ in 0..<200 where refusal == nil {
            let answer = try await server.call("POST", start, body)
            if answer.status == 200 { kept += 1 } else { refusal = answer }
        }
        let refused = try #require(refusal, "the disk was never full")
        #expect(refused.status == 500)
        #expect(refused.message.contains("full"), "\(refused.text)")
        let count = try await server.call("GET", "/engine-rest/process-instance/count")
        #expect(count.body["count"]?.intValue == kept)

        try FileManager.default.removeItem(at: filler)
        let after = try await server.call("POST", start, "{}")
        #expect(after.status == 200, "\(after.text)")
        let all = try await server.call("GET", "/engine-rest/process-instance/count")
        #expect(all.body["count"]?.intValue == kept + 1)
    }

    // MARK: ZGW servers that fail

    private func sandbox(port: Int = 0) async throws -> RunningServer {
        try await RunningServer(
            ["sandbox", "--database", folder.path("sandbox.db")], port: port,
            in: folder.url)
    }

    private func engine(on sandbox: RunningServer) async throws -> RunningServer {
        let root = "http://127.0.0.1:\(sandbox.port)"
        let port = try RunningServer.freePort()
        var environment = [
            "RADERWERK_ZGW_SWEEP_SECONDS": "1",
            "RADERWERK_ZGW_CALLBACK_URL":
                "http://127.0.0.1:\(port)/api/v1/notificatiesapi/callback",
        ]
        for (name, path) in [
            ("ZAKEN", "zaken/api/v1"), ("CATALOGI", "catalogi/api/v1"),
            ("NOTIFICATIES", "notificaties/api/v1"), ("OBJECTEN", "objecten/api/v2"),
            ("OBJECTTYPEN", "objecten/api/v2"),
        ] {
            environment["RADERWERK_ZGW_\(name)_URL"] = "\(root)/\(path)"
        }
        return try await RunningServer(
            [
                "serve", "--config", "processes/demo.yaml", "--auth", "none", "--database",
                database,
            ], port: port, in: folder.url, environment: environment)
    }

    /// Waits until the engine is told of objects.
    private func subscription(at sandbox: RunningServer) async throws {
        _ = try await sandbox.until("the subscription") {
            let requests = try await sandbox.call("GET", "/_sandbox/requests", password: nil)
            return requests.body.arrayValue?.first {
                $0["path"]?.stringValue?.hasSuffix("/abonnement") == true
                    && $0["status"]?.intValue == 201
            }
        }
    }

    /// Puts an object with a type by name into the Objecten API.
    private func put(
        _ id: String, _ typeName: String, _ data: String, to sandbox: RunningServer
    ) async throws {
        let token = [
            HTTPHeader("Authorization", "Token raderwerk-sandbox-objecten-token"),
            HTTPHeader("Content-Crs", "EPSG:4326"), HTTPHeader("Accept-Crs", "EPSG:4326"),
        ]
        let types = try await sandbox.call(
            "GET", "/objecten/api/v2/objecttypes?pageSize=100", password: nil, headers: token)
        let type = types.body["results"]?.arrayValue?.first {
            $0["name"]?.stringValue == typeName
        }
        let url = try #require(type?["url"]?.stringValue)
        let object = """
            {"uuid": "\(id)", "type": "\(url)",
             "record": {"typeVersion": 1, "startAt": "2026-01-05", "data": \(data)}}
            """
        let made = try await sandbox.call(
            "POST", "/objecten/api/v2/objects", object, password: nil, headers: token)
        #expect(made.status == 201, "\(made.text)")
    }

    /// Hands in a request.
    private func handIn(_ id: String, to sandbox: RunningServer) async throws {
        try await put(
            id, "Productaanvraag",
            """
            {"type": "bezwaar", "submission_id": "\(id)", "bsn": "111222333",
             "data": {"naam": "J. Jansen", "onderwerp": "Bezwaar", "toelichting": "-",
                      "besluitMeegestuurd": true}}
            """, to: sandbox)
    }

    /// Makes an answered portal task of ours for a user task that never was.
    private func answerTaskThatNeverWas(at sandbox: RunningServer) async throws {
        try await put(
            UUID().uuidString.lowercased(), "Externe klanttaak",
            """
            {"titel": "Stukken", "status": "afgerond", "soort": "portaalformulier",
             "eigenaar": "raderwerk",
             "verwerker_taak_id": "9e7b9f5e-0000-4000-8000-000000000000",
             "identificatie": {"type": "bsn", "value": "111222333"},
             "portaalformulier": {"formulier": {"soort": "id", "value": "x"},
                                  "data": {}, "verzonden_data": {"a": 1}}}
            """, to: sandbox)
    }

    private func incident(_ engine: RunningServer, _ part: String) async throws -> String {
        try await engine.until("an incident of '\(part)'") {
            let answer = try await engine.call("GET", "/engine-rest/incident")
            let found = answer.body.arrayValue?.first {
                $0["incidentMessage"]?.stringValue?.contains(part) == true
            }
            return found?["configuration"]?.stringValue
        }
    }

    /// Has a job tried once more, as an administrator does.
    private func retry(_ engine: RunningServer, _ job: String) async throws
        -> RunningServer.Answer
    {
        let answer = try await engine.call(
            "PUT", "/engine-rest/job/\(job)/retries", #"{"retries": 1}"#)
        #expect(answer.status == 204, "\(answer.text)")
        return try await engine.call("POST", "/engine-rest/job/\(job)/execute")
    }

    @Test("A zaaksysteem that fails, then is gone, then is back leaves one zaak and no gap")
    func zaaksysteem() async throws {
        let first = try await sandbox()
        let engine = try await engine(on: first)
        let fault =
            #"{"method": "POST", "pathPrefix": "/zaken/api/v1/zaken", "effect": "status", "status": 503, "count": 2}"#
        #expect(try await first.call("POST", "/_sandbox/faults", fault).status < 300)
        try await subscription(at: first)
        try await handIn(UUID().uuidString.lowercased(), to: first)

        let job = try await engine.until("the failed try") {
            let jobs = try await engine.call("GET", "/engine-rest/job?withException=true")
            return jobs.body.arrayValue?.first?["id"]?.stringValue
        }
        let failing = try await retry(engine, job)
        #expect(failing.status == 500)
        #expect(failing.message.contains("answered 503"), "\(failing.text)")
        #expect(try await incident(engine, "answered 503") == job)

        let port = first.port
        first.kill()
        let unreachable = try await retry(engine, job)
        #expect(unreachable.status == 500)
        #expect(unreachable.message.contains("127.0.0.1:\(port)"), "\(unreachable.text)")
        #expect(try await incident(engine, "127.0.0.1:\(port)") == job)

        let second = try await self.sandbox(port: port)
        let mended = try await retry(engine, job)
        #expect(mended.status == 204, "\(mended.text)")
        _ = try await engine.until("the first task") {
            let tasks = try await engine.call("GET", "/engine-rest/task")
            return tasks.body.arrayValue?.first
        }
        #expect(
            try await engine.call("GET", "/engine-rest/incident/count").body["count"]?.intValue
                == 0)
        let requests = try await second.call("GET", "/_sandbox/requests", password: nil)
        let zaken = requests.body.arrayValue?.filter {
            $0["method"]?.stringValue == "POST" && $0["path"]?.stringValue == "/zaken/api/v1/zaken"
                && $0["status"]?.intValue == 201
        }
        #expect(zaken?.count == 1)
    }

    @Test("A notification of a task that never was is kept for a person, one of rubbish refused")
    func notifications() async throws {
        let sandbox = try await sandbox()
        let engine = try await engine(on: sandbox)
        let callback = "/api/v1/notificatiesapi/callback"
        let ours = [HTTPHeader("Authorization", "raderwerk-demo-notificaties")]
        let rubbish = try await engine.call(
            "POST", callback, "{\"kanaal\": 1}", password: nil, headers: ours)
        #expect(rubbish.status == 400, "\(rubbish.text)")
        let stranger = try await engine.call("POST", callback, "{}", password: nil)
        #expect([401, 403].contains(stranger.status), "\(stranger.text)")

        try await subscription(at: sandbox)
        try await answerTaskThatNeverWas(at: sandbox)
        let failed = try await engine.until("the message to be listed") {
            let list = try await engine.call(
                "GET", "/api/management/v1/notificatiesapi/inbound-events/failed")
            return list.text.contains("9e7b9f5e-0000-4000-8000-000000000000") ? list : nil
        }
        #expect(failed.status == 200)
    }
}
