internal import HTTPClient
internal import JSONTree

/// Calls subscribers, on the loopback addresses alone.
struct CallbackClient: Sendable {
    private let client: HTTPClient
    private let limit: Duration

    init(limit: Duration) throws {
        self.limit = limit
        client = try HTTPClient(
            HTTPClient.Configuration(
                policy: DestinationPolicy(
                    schemes: "http,https", hosts: ["127.0.0.1", "localhost", "::1", "[::1]"],
                    addresses: .any)))
    }

    /// Sends a message.
    ///
    /// - Returns: The status.
    func send(_ message: String, to url: String, auth: String?) async throws -> Int {
        var headers = [HTTPHeader("Content-Type", "application/json")]
        if let auth, !auth.isEmpty { headers.append(HTTPHeader("Authorization", auth)) }
        let request = HTTPRequest(
            method: "POST", url: url, headers: headers, body: .bytes(Array(message.utf8)),
            limits: HTTPRequest.Limits(
                connect: .seconds(2), firstByte: limit, total: limit, responseBytes: 64 * 1024))
        return try await client.send(request).status
    }

    /// Tries a callback before an abonnement is stored: it must refuse a call without
    /// `Authorization`, and take one with it.
    func probe(_ url: String, auth: String, checksRefusal: Bool) async throws {
        let message: JSON = [
            "kanaal": "test", "hoofdObject": "http://some.hoofdobject.nl/",
            "resource": "some_resource", "resourceUrl": "http://some.resource.nl/",
            "actie": "create", "aanmaakdatum": "2019-01-01T12:00:00Z", "kenmerken": [:],
        ]
        let text = message.serializedText
        do {
            if checksRefusal {
                let status = try await send(text, to: url, auth: nil)
                guard [401, 403].contains(status) else {
                    throw Problem.invalid(
                        "nonFieldErrors", "no-auth-on-callback-url",
                        "De callbackUrl weigert geen aanroep zonder Authorization.")
                }
            }
            let status = try await send(text, to: url, auth: auth)
            guard (200...299).contains(status) else {
                throw Problem.invalid(
                    "nonFieldErrors", "invalid-callback-url",
                    "De callbackUrl antwoordde met \(status).")
            }
        } catch HTTPClientError.hostNotAllowed(let host) {
            throw Problem.invalid(
                "nonFieldErrors", "invalid-callback-url",
                "De sandbox roept alleen loopback-adressen aan, niet \(host).")
        } catch is HTTPClientError {
            // The real server answers 500 when nobody listens there.
            throw Problem.serverError
        }
    }

    func close() { client.close() }
}
