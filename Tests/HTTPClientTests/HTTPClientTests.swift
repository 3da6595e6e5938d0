import Testing

@testable import HTTPClient

@Suite(.timeLimit(.minutes(1)))
struct HTTPClientTests {
    private let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-A:  b \r\n\r\nok"

    private func client(_ policy: DestinationPolicy? = nil) throws -> HTTPClient {
        let open = DestinationPolicy(schemes: "http", addresses: .any)
        return try HTTPClient(HTTPClient.Configuration(policy: policy ?? open))
    }

    private func url(_ server: LoopbackServer) -> String { "http://127.0.0.1:\(server.port)/" }

    @Test("A response comes with status, headers and body, over one connection")
    func response() async throws {
        let server = try LoopbackServer { [ok] _, _ in .send(ok) }
        defer { server.stop() }
        let client = try client()
        for _ in 0..<3 {
            let response = try await client.send(HTTPRequest(url: url(server)))
            #expect(response.status == 200 && response.body == Array("ok".utf8))
            #expect(response[header: "x-a"] == "b")
        }
        #expect(server.requests == Array(repeating: "GET / HTTP/1.1", count: 3))
    }

    @Test("A redirect is handed back, not followed")
    func redirect() async throws {
        let server = try LoopbackServer { _, _ in
            .send("HTTP/1.1 302 Found\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n")
        }
        defer { server.stop() }
        let response = try await client().send(HTTPRequest(url: url(server)))
        #expect(response.status == 302 && response[header: "Location"] == "/other")
        #expect(server.requests.count == 1)
    }

    @Test("Each limit has its own failure")
    func limits() async throws {
        let silent = try LoopbackServer { _, _ in .hang("") }
        let stuck = try LoopbackServer { _, _ in
            .hang("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab")
        }
        defer {
            silent.stop()
            stuck.stop()
        }
        let client = try client()
        let short = Duration.milliseconds(100)
        await #expect(throws: HTTPClientError.firstByteTimeout) {
            try await client.send(
                HTTPRequest(url: url(silent), limits: HTTPRequest.Limits(firstByte: short)))
        }
        await #expect(throws: HTTPClientError.totalTimeout) {
            try await client.send(
                HTTPRequest(url: url(stuck), limits: HTTPRequest.Limits(total: short)))
        }
        await #expect(throws: HTTPClientError.responseTooLarge) {
            try await client.send(
                HTTPRequest(url: url(stuck), limits: HTTPRequest.Limits(responseBytes: 8)))
        }
    }

    @Test("Cancelling ends a transfer, and one that is cancelled before its start")
    func cancelling() async throws {
        let server = try LoopbackServer { _, _ in .hang("") }
        defer { server.stop() }
        let client = try client()
        let request = HTTPRequest(url: url(server))
        let task = Task { try await client.send(request) }
        while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        let late = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await client.send(request)
        }
        late.cancel()
        await #expect(throws: CancellationError.self) { try await late.value }
    }

    @Test("The policy holds for hosts, addresses and schemes")
    func policy() async throws {
        let server = try LoopbackServer { [ok] _, _ in .send(ok) }
        defer { server.stop() }
        let strict = try client(DestinationPolicy(schemes: "http"))
        await #expect(throws: HTTPClientError.addressNotAllowed) {
            try await strict.send(HTTPRequest(url: url(server)))
        }
        let pin = DestinationPolicy.PinnedAddress(
            host: "api.example.nl", port: server.port, address: "127.0.0.1")
        let pinned = try client(
            DestinationPolicy(
                schemes: "http", hosts: ["api.example.nl"], addresses: .any, pinned: [pin]))
        let named = HTTPRequest(url: "http://api.example.nl:\(server.port)/")
        #expect(try await pinned.send(named).status == 200)
        await #expect(throws: HTTPClientError.hostNotAllowed("127.0.0.1")) {
            try await pinned.send(HTTPRequest(url: "http://api.example.nl@127.0.0.1/"))
        }
        await #expect(throws: HTTPClientError.invalidRequest("https://api.example.nl/")) {
            try await pinned.send(HTTPRequest(url: "https://api.example.nl/"))
        }
    }

    @Test("A list of hosts holds for the port too, where one is named")
    func hostsAndPorts() throws {
        func isAllowed(_ hosts: Set<String>, _ url: String) -> Bool {
            (try? DestinationPolicy(hosts: hosts).check(url: url)) != nil
        }
        #expect(
            isAllowed(["a.nl"], "https://A.nl:8443/x") && isAllowed(["a.nl:443"], "https://a.nl"))
        #expect(
            !isAllowed(["a.nl:443"], "https://a.nl:8443") && !isAllowed(["a.nl:443"], "http://a.nl")
        )
        #expect(
            isAllowed(["[::1]:80"], "http://[::1]/") && !isAllowed(["[::1]:80"], "http://[::2]/"))
        #expect(
            !isAllowed(["a.nl"], "https://a.nl@b.nl/") && !isAllowed(["a.nl"], "https://b.a.nl"))
        #expect(!isAllowed(["a.nl:80"], "http://a.nl:80@b.nl/") && !isAllowed([], "https://a.nl"))
    }

    @Test("A policy made of servers allows these and no others")
    func servers() async throws {
        let server = try LoopbackServer { [ok] _, _ in .send(ok) }
        let other = try LoopbackServer { [ok] _, _ in .send(ok) }
        defer {
            server.stop()
            other.stop()
        }
        let client = try client(DestinationPolicy(servers: [url(server) + "zaken/api/v1"]))
        #expect(try await client.send(HTTPRequest(url: url(server))).status == 200)
        await #expect(throws: HTTPClientError.hostNotAllowed("127.0.0.1")) {
            try await client.send(HTTPRequest(url: url(other)))
        }
        for text in ["", "a.nl", "ftp://a.nl", "file:///etc/passwd", "http://"] {
            #expect(throws: HTTPClientError.self) { try DestinationPolicy(servers: [text]) }
        }
        #expect(try DestinationPolicy(servers: ["https://a", "http://b"]).schemes == "http,https")
        #expect(try DestinationPolicy(servers: []).hosts == [])
    }

    @Test("A multipart body has its parts between boundaries")
    func multipart() {
        var body = MultipartBody()
        body.append("deployment-name", "Bezwaar")
        body.append("a\"b", file: [0, 13, 10], filename: "c\r\nd", contentType: "text/xml")
        let boundary = body.contentType.dropFirst("multipart/form-data; boundary=".count)
        #expect((1...70).contains(boundary.count))
        let expected =
            "--\(boundary)\r\nContent-Disposition: form-data; name=\"deployment-name\"\r\n\r\n"
            + "Bezwaar\r\n--\(boundary)\r\nContent-Disposition: form-data; name=\"a%22b\"; "
            + "filename=\"c%0D%0Ad\"\r\nContent-Type: text/xml\r\n\r\n\0\r\n\r\n--\(boundary)--\r\n"
        #expect(String(decoding: body.bytes, as: UTF8.self) == expected)
        #expect(MultipartBody().contentType != body.contentType)
    }

    @Test("libcurl repeats a request on a kept connection, and not on a fresh one")
    func repetition() async throws {
        // Every second request gets no answer.
        let server = try LoopbackServer { [ok] _, number in
            number.isMultiple(of: 2) ? .drop : .send(ok)
        }
        defer { server.stop() }
        let kept = try client()
        var post = HTTPRequest(method: "POST", url: url(server), body: .bytes([]))
        _ = try await kept.send(HTTPRequest(url: url(server)))
        _ = try await kept.send(post)
        #expect(server.requests.count == 3)
        // The server serves one connection at a time: let it have the next.
        kept.close()
        post.needsFreshConnection = true
        let fresh = try client()
        await #expect(throws: HTTPClientError.self) { try await fresh.send(post) }
        #expect(server.requests.count == 4)
    }

    @Test("Closing ends what is under way and refuses what comes later")
    func closing() async throws {
        let server = try LoopbackServer { _, _ in .hang("") }
        defer { server.stop() }
        let client = try client()
        let request = HTTPRequest(url: url(server))
        let task = Task { try await client.send(request) }
        while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
        client.close()
        await #expect(throws: HTTPClientError.closed) { try await task.value }
        await #expect(throws: HTTPClientError.closed) { try await client.send(request) }
    }

    @Test("Line breaks in headers are refused")
    func headers() async throws {
        let request = HTTPRequest(url: "http://127.0.0.1/", headers: [HTTPHeader("A", "b\r\nC: d")])
        await #expect(throws: HTTPClientError.invalidRequest("header A")) {
            try await client().send(request)
        }
    }

    @Test("Only public addresses count as public")
    func addresses() {
        let hidden: [UInt32] = [0x7f00_0001, 0x0a01_0203, 0xa9fe_a9fe, 0xac1f_ffff, 0x6440_0001]
        for address in hidden { #expect(!isPublic(v4: address)) }
        #expect(isPublic(v4: 0x0101_0101) && isPublic(v4: 0xac20_0000))
        let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 127, 0, 0, 1]
        #expect(!isPublic(v6: mapped))
        #expect(!isPublic(v6: [0xfd] + [UInt8](repeating: 0, count: 15)))
        #expect(isPublic(v6: [0x26, 6] + [UInt8](repeating: 1, count: 14)))
    }
}
