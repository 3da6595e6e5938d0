import Synchronization
import Testing

@testable import HTTPServer

/// Requests that two parsers could take for different ones: each must be refused and the
/// connection closed, so that what follows is never served.
@Suite(.timeLimit(.minutes(1))) struct SmugglingTests {
    private static let smuggled = "GET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n"
    private static let post = "POST /first HTTP/1.1\r\nHost: h\r\n"
    private static let chunked = post + "Transfer-Encoding: chunked\r\n\r\n"

    private static func length(_ value: String) -> String {
        post + "Content-Length:\(value)\r\n\r\n" + smuggled
    }

    private static func coding(_ value: String) -> String {
        post + "Transfer-Encoding:\(value)\r\n\r\n0\r\n\r\n" + smuggled
    }

    private static func field(_ text: String) -> String {
        "GET /first HTTP/1.1\r\nHost: h\r\n\(text)\r\n\r\n" + smuggled
    }

    private static let framing: [(name: String, text: String)] = [
        (
            "Content-Length before Transfer-Encoding",
            post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + smuggled
        ),
        (
            "Transfer-Encoding before Content-Length",
            post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + smuggled
        ),
        (
            "two equal Content-Lengths",
            post + "Content-Length: 0\r\nContent-Length: 0\r\n\r\n" + smuggled
        ),
        (
            "two different Content-Lengths",
            post + "Content-Length: 0\r\nContent-Length: 5\r\n\r\n" + smuggled
        ),
        ("a list of Content-Lengths", length(" 0, 0")), ("a signed Content-Length", length(" +0")),
        ("a negative Content-Length", length(" -0")), ("an empty Content-Length", length("")),
        ("a hexadecimal Content-Length", length(" 0x0")),
        ("a spaced Content-Length", length(" 0 0")),
        ("a Content-Length with a vertical tab", length("\u{0B}0")),
        ("a Content-Length with other digits", length(" \u{0660}")),
        ("a Content-Length beyond 64 bits", length(" 18446744073709551616")),
        (
            "two Transfer-Encodings",
            post + "Transfer-Encoding: chunked\r\n"
                + String(coding(" chunked").dropFirst(post.count))
        ),
        ("a list of Transfer-Encodings", coding(" chunked, chunked")),
        ("identity and chunked", coding(" identity, chunked")), ("identity", coding(" identity")),
        ("gzip and chunked", coding(" gzip, chunked")), ("a misspelt coding", coding(" xchunked")),
        ("a quoted coding", coding(" \"chunked\"")),
        ("a coding with a parameter", coding(" chunked;a=b")),
        ("a coding with a vertical tab", coding(" \u{0B}chunked")),
        ("a coding with a no-break space", coding(" chunked\u{A0}")),
        ("a coding with a Kelvin sign", coding(" chun\u{212A}ed")), ("an empty coding", coding("")),
        (
            "chunked in HTTP/1.0",
            "POST /first HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + smuggled
        ),
    ]

    private static let heads: [(name: String, text: String)] = [
        ("a folded field", field("A: b\r\n c")), ("a field folded by a tab", field("A: b\r\n\tc")),
        (
            "a folded first field",
            "GET /first HTTP/1.1\r\n A: b\r\nHost: h\r\n\r\n" + smuggled
        ),
        ("a space before the colon", field("Content-Length : 40")),
        ("a tab before the colon", field("Transfer-Encoding\t: chunked")),
        ("a field without a colon", field("Content-Length")),
        ("a field without a name", field(": 1")),
        ("a space in a name", field("A B: c")), ("a NUL in a name", field("A\0: c")),
        ("a NUL in a value", field("A: b\0c")),
        ("a carriage return in a value", field("A: b\rC: d")),
        ("a DEL in a value", field("A: b\u{7F}")),
        ("a letter beyond ASCII in a name", field("Ä: b")),
        ("two Hosts", field("Host: h")), ("two different Hosts", field("hOST: other")),
        ("no Host", "GET /first HTTP/1.1\r\nA: b\r\n\r\n" + smuggled),
        ("a Host with a user", "GET /first HTTP/1.1\r\nHost: u@h\r\n\r\n" + smuggled),
        ("bare line feeds", "GET /first HTTP/1.1\nHost: h\n\n" + smuggled),
        ("one bare line feed", "GET /first HTTP/1.1\r\nHost: h\nA: b\r\n\r\n" + smuggled),
        ("a bare line feed at the end", "GET /first HTTP/1.1\r\nHost: h\r\n\n" + smuggled),
        ("carriage returns alone", "GET /first HTTP/1.1\rHost: h\r\r\n\r\n" + smuggled),
        ("two spaces", "GET  /first HTTP/1.1\r\nHost: h\r\n\r\n" + smuggled),
        ("a space at the end", "GET /first HTTP/1.1 \r\nHost: h\r\n\r\n" + smuggled),
        ("a tab between the parts", "GET\t/first\tHTTP/1.1\r\nHost: h\r\n\r\n" + smuggled),
        ("a space before the method", " GET /first HTTP/1.1\r\nHost: h\r\n\r\n" + smuggled),
        ("no version", "GET /first\r\nHost: h\r\n\r\n" + smuggled),
        ("a version in lower case", "GET /first http/1.1\r\nHost: h\r\n\r\n" + smuggled),
        ("a long version", "GET /first HTTP/1.10\r\nHost: h\r\n\r\n" + smuggled),
        ("a version to come", "GET /first HTTP/1.2\r\nHost: h\r\n\r\n" + smuggled),
        ("a fragment", "GET /first#a HTTP/1.1\r\nHost: h\r\n\r\n" + smuggled),
        ("a NUL in the target", "GET /first\0 HTTP/1.1\r\nHost: h\r\n\r\n" + smuggled),
        ("a target without its slash", "GET first HTTP/1.1\r\nHost: h\r\n\r\n" + smuggled),
        ("a user in the target", "GET http://u@h/first HTTP/1.1\r\nHost: h\r\n\r\n" + smuggled),
    ]

    private static let chunks: [(name: String, text: String)] = [
        ("no chunk size", chunked + "\r\n" + smuggled),
        ("a signed size", chunked + "+0\r\n\r\n" + smuggled),
        ("a negative size", chunked + "-1\r\n\r\n" + smuggled),
        ("a size with its prefix", chunked + "0x0\r\n\r\n" + smuggled),
        ("a size with an underscore", chunked + "0_0\r\n\r\n" + smuggled),
        ("a space before the size", chunked + " 0\r\n\r\n" + smuggled),
        ("a space behind the size", chunked + "0 \r\n\r\n" + smuggled),
        ("a size of too many digits", chunked + "000000000\r\n\r\n" + smuggled),
        ("a size beyond 64 bits", chunked + "10000000000000000\r\n\r\n" + smuggled),
        ("a bare line feed behind the size", chunked + "0\n\r\n" + smuggled),
        ("a carriage return in an extension", chunked + "0;a\rb\r\n\r\n" + smuggled),
        ("a bare line feed in an extension", chunked + "0;a\n\r\n\r\n" + smuggled),
        ("a NUL in an extension", chunked + "0;a\0\r\n\r\n" + smuggled),
        ("data longer than the size", chunked + "1\r\nab\r\n0\r\n\r\n" + smuggled),
        ("data without a line end", chunked + "1\r\na0\r\n\r\n" + smuggled),
        ("data with a bare line feed", chunked + "1\r\na\n0\r\n\r\n" + smuggled),
        ("a trailer without a colon", chunked + "0\r\nGET /smuggled HTTP/1.1\r\n\r\n"),
        ("a folded trailer", chunked + "0\r\nA: b\r\n c\r\n\r\n" + smuggled),
        ("a trailer with a bare line feed", chunked + "0\r\nA: b\n\r\n" + smuggled),
        ("a trailer with a carriage return", chunked + "0\r\nA: b\rc\r\n\r\n" + smuggled),
    ]

    /// Sends a text; the answer and the paths that reached a handler.
    private func exchange(_ text: String) async throws -> (answer: String, paths: [String]) {
        let paths = Mutex<[String]>([])
        var configuration = HTTPServerConfiguration()
        configuration.port = 0
        configuration.loops = 1
        let server = try HTTPServer(configuration: configuration) { request in
            paths.withLock { $0.append(request.path) }
            return HTTPResponse(status: 200)
        }
        let client = RawClient(port: server.port)
        client.send(text)
        client.finish()
        let answer = try await client.receive()
        await server.shutdown()
        return (answer, paths.withLock { $0 })
    }

    @Test(
        "A request that could be read in two ways is refused and ends its connection",
        arguments: framing + heads + chunks)
    func refused(name: String, text: String) async throws {
        let (answer, paths) = try await exchange(text)
        #expect(answer.hasPrefix("HTTP/1.1 4") || answer.hasPrefix("HTTP/1.1 5"), "\(answer)")
        #expect(answer.contains("Connection: close\r\n"))
        #expect(answer.split(separator: "HTTP/1.1 ").count == 1, "one answer, then the end")
        #expect(paths.isEmpty, "nothing is served")
    }

    @Test("Bodies of both framings end where they say, and what follows is a request of its own")
    func served() async throws {
        let (answer, paths) = try await exchange(
            Self.post + "Content-Length: \(Self.smuggled.utf8.count)\r\n\r\n" + Self.smuggled
                + Self.chunked + "1;a=\"b\"\r\n\n\r\n0\r\nA: b\r\n\r\n"
                + "GET /last HTTP/1.1\r\nHost: h\r\n\r\n")
        #expect(paths == ["/first", "/first", "/last"])
        #expect(answer.split(separator: "HTTP/1.1 200 OK").count == 3)
    }
}
