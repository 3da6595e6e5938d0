internal import HTTPServer
internal import JSONTree
internal import UniversalIdentifier

/// Takes requests from the HTTP server to the core, and plays the faults.
struct SandboxEndpoint: Sendable {
    private struct BrokenOff: Error {}

    let core: SandboxCore
    let faults: FaultTable
    let log: RequestLog
    let isStopping: StopMark

    func respond(to request: HTTPRequest) async -> HTTPResponse {
        guard let segments = request.pathSegments, let query = request.query else {
            return Self.errorResponse(400, "malformed path or query")
        }
        if segments.isEmpty { return respond(200, AdminPages.root) }
        if segments.first == "_sandbox" {
            return await administer(request, Array(segments.dropFirst()))
        }
        let number = log.add(
            method: request.method, path: request.path, query: request.rawQuery, body: request.body)
        let fault = faults.take(method: request.method, path: request.path)
        if let fault, fault.moment == .before, let response = await play(fault) { return response }
        let response = await answer(request, segments, query)
        log.note(number, status: response.status)
        if let fault, fault.moment == .after, let other = await play(fault) { return other }
        return response
    }

    private func answer(
        _ request: HTTPRequest, _ segments: [String], _ query: [HTTPQueryItem]
    ) async -> HTTPResponse {
        let path = "/" + segments.joined(separator: "/")
        guard let (api, _) = Registry.api(of: path) else {
            return Self.errorResponse(404, "no such API in this sandbox")
        }
        let depth = api.root.split(separator: "/").count
        var headers: [String: String] = [:]
        for field in request.headers.fields { headers[field.name.lowercased()] = field.value }
        let call = Call(
            method: request.method, api: api, parts: Array(segments.dropFirst(depth)),
            query: query.map { (name: $0.name, value: $0.value) }, headers: headers,
            body: request.body)
        let answer = await core.answer(call)
        var response = respond(answer.status, answer.body)
        for (name, value) in answer.headers { response.headers.append(name, value) }
        response.headers.append("API-version", api.version)
        if (api == .zaken && call.parts.first == "zaken")
            || (api == .objecten && call.parts.first == "objects")
        {
            response.headers.append("Content-Crs", "EPSG:4326")
        }
        return response
    }

    /// What a fault answers; nil for one that only takes time.
    private func play(_ fault: SandboxFault) async -> HTTPResponse? {
        switch fault.effect {
        case .status(let status):
            return respond(
                status,
                [
                    "type": "about:blank", "code": "error", "title": "Fault asked for by a test",
                    "status": .integer(Int64(status)), "detail": "",
                    "instance": .string("urn:uuid:\(UniversalIdentifier.random())"),
                ])
        case .drop:
            // A body that fails after its head is the way to make the server cut a connection.
            return HTTPResponse(
                status: 200, headers: ["X-Sandbox": "raderwerk"],
                body: .stream { _ in throw BrokenOff() })
        case .delay(let duration):
            await wait(until: ContinuousClock.now + duration)
            return nil
        case .hang:
            await wait(until: ContinuousClock.now + .seconds(600))
            return Self.errorResponse(504, "hung")
        }
    }

    private func wait(until end: ContinuousClock.Instant) async {
        while ContinuousClock.now < end, !isStopping.isSet {
            // Nobody cancels a handler; the mark ends the wait.
            try? await Task.sleep(for: .milliseconds(10))
        }
    }

    private func respond(_ status: Int, _ body: JSON?) -> HTTPResponse {
        var headers: HTTPHeaders = ["X-Sandbox": "raderwerk"]
        guard let body else { return HTTPResponse(status: status, headers: headers) }
        headers.append("Content-Type", "application/json")
        return HTTPResponse(status: status, headers: headers, body: .bytes(body.serialized))
    }

    /// An answer that the HTTP server gives by itself.
    static let errorResponse: @Sendable (Int, String) -> HTTPResponse = { status, reason in
        let body: JSON = [
            "type": "about:blank", "code": "error", "title": .string(reason),
            "status": .integer(Int64(status)), "detail": .string(reason), "instance": "",
        ]
        return HTTPResponse(
            status: status,
            headers: ["X-Sandbox": "raderwerk", "Content-Type": "application/json"],
            body: .bytes(body.serialized))
    }

    // MARK: Administration

    private func administer(_ request: HTTPRequest, _ parts: [String]) async -> HTTPResponse {
        switch (request.method, parts.first) {
        case ("GET", "requests"?): return respond(200, log.json)
        case ("DELETE", "requests"?):
            log.empty()
            return respond(204, nil)
        case ("GET", "notifications"?):
            let count = (try? await core.pendingDeliveryCount()) ?? 0
            return respond(200, ["pending": .integer(Int64(count))])
        case ("POST", "faults"?):
            guard case .object(let members)? = try? JSON(parsing: request.body),
                let fault = SandboxFault(members)
            else { return Self.errorResponse(400, "no fault: give effect and what it is for") }
            faults.add(fault)
            return respond(204, nil)
        case ("DELETE", "faults"?):
            faults.empty()
            return respond(204, nil)
        case ("POST", "reset"?): return await reset()
        case ("POST", "seed"?): return await seed()
        default: return Self.errorResponse(404, "no such page of the sandbox")
        }
    }

    private func reset() async -> HTTPResponse {
        do {
            try await core.reset()
            log.empty()
            faults.empty()
            return respond(204, nil)
        } catch {
            return Self.errorResponse(500, "\(error)")
        }
    }

    private func seed() async -> HTTPResponse {
        do {
            return respond(200, try await core.seed(DemoCatalogue.make).json)
        } catch {
            return Self.errorResponse(500, "\(error)")
        }
    }
}

/// What the sandbox says of itself.
enum AdminPages {
    static let root: JSON = [
        "naam": "Raderwerk ZGW-sandbox",
        "let op": """
        Dit is een sandbox: een nagebootste omgeving om mee te proberen, op dit apparaat alleen. \
        Zet er geen echte gegevens in.
        """,
        "apis": .object(
            JSONObject(
                API.allCases.map { JSONObject.Member($0.rawValue, .string($0.root + "/")) })),
        "beheer": [
            "POST /_sandbox/seed": "maakt de catalogus en de objecttypen van de demo",
            "POST /_sandbox/reset": "vergeet alles",
            "GET /_sandbox/requests": "de laatste verzoeken",
            "POST /_sandbox/faults": "laat een volgend verzoek mislukken",
            "GET /_sandbox/notifications": "hoeveel notificaties nog niet bezorgd zijn",
        ],
    ]
}
