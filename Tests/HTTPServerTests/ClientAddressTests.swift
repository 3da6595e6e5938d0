import Testing

@testable import HTTPServer

struct ClientAddressTests {
    private static let cases:
        [(proxies: [String], peer: String, fields: [String], client: String)] =
            [
                ([], "203.0.113.7", ["198.51.100.1"], "203.0.113.7"),
                (["127.0.0.1"], "203.0.113.7", ["198.51.100.1"], "203.0.113.7"),
                (["127.0.0.1"], "127.0.0.1", [], "127.0.0.1"),
                (["127.0.0.1"], "127.0.0.1", ["198.51.100.1"], "198.51.100.1"),
                (["127.0.0.1"], "127.0.0.1", ["6.6.6.6, 198.51.100.1"], "198.51.100.1"),
                (
                    ["127.0.0.1", "10.0.0.0/8"], "127.0.0.1", ["6.6.6.6", "1.2.3.4,10.9.8.7"],
                    "1.2.3.4"
                ),
                (["10.0.0.0/8"], "10.0.0.1", ["10.0.0.9, 10.0.0.2"], "10.0.0.9"),
                (["10.0.0.0/8"], "10.0.0.1", ["1.2.3.4:5678"], "1.2.3.4"),
                (["10.0.0.0/8"], "10.0.0.1", ["1.2.3.4, unknown"], "10.0.0.1"),
                (["10.0.0.0/8"], "10.0.0.1", ["1.2.3.4,"], "10.0.0.1"),
                (["::1"], "::1", ["[2001:DB8::1]:443"], "2001:db8::1"),
                (["2001:db8::/32"], "2001:db8::9", ["::ffff:1.2.3.4"], "1.2.3.4"),
                (["0.0.0.0/0"], "9.9.9.9", ["8.8.8.8"], "8.8.8.8"),
                (["::/0"], "9.9.9.9", ["8.8.8.8"], "8.8.8.8"),
                (["10.0.0.0/15"], "10.1.255.255", ["8.8.8.8"], "8.8.8.8"),
                (["10.0.0.0/15"], "10.2.0.0", ["8.8.8.8"], "10.2.0.0"),
            ]

    @Test("Only what trusted proxies report counts", arguments: cases)
    func forwarded(proxies: [String], peer: String, fields: [String], client: String) throws {
        var headers: HTTPHeaders = ["x-other": "1"]
        for field in fields { headers.append("x-forwarded-for", field) }
        let address = try #require(NetworkAddress(peer))
        let found = try ClientAddress(proxies: proxies).find(peer: address, headers: headers)
        #expect((found ?? address).text == client)
    }

    @Test("A proxy that is no address is refused at the start")
    func malformed() {
        for text in ["", "proxy", "10.0.0.0/33", "::1/129", "10.0.0.0/", "1.2.3.4/8/8", "10/8"] {
            #expect(throws: HTTPServerError.malformedAddress(text)) {
                try ClientAddress(proxies: [text])
            }
        }
    }

    @Test("A handler sees the client's address")
    func handler() async throws {
        var configuration = HTTPServerConfiguration()
        configuration.port = 0
        configuration.trustedProxies = ["127.0.0.1"]
        let server = try HTTPServer(configuration: configuration) { request in
            HTTPResponse(status: 200, body: .bytes(Array("<\(request.remoteAddress)>".utf8)))
        }
        let plain = "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"
        #expect(try await RawClient(port: server.port).exchange(plain).hasSuffix("<127.0.0.1>"))
        let forwarded =
            "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nX-Forwarded-For: ::2\r\n\r\n"
        #expect(try await RawClient(port: server.port).exchange(forwarded).hasSuffix("<::2>"))
        await server.shutdown()
    }
}
