import CZlib
import Testing

@testable import HTTPServer

struct CompressionTests {
    private func gunzip(_ bytes: [UInt8]) -> [UInt8] {
        var stream = z_stream()
        var input = bytes
        var output = [UInt8](repeating: 0, count: 1 << 20)
        return withUnsafeMutablePointer(to: &stream) { stream in
            inflateInit2_(stream, 31, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
            defer { inflateEnd(stream) }
            let code = input.withUnsafeMutableBufferPointer { input in
                output.withUnsafeMutableBufferPointer { output in
                    stream.pointee.next_in = input.baseAddress
                    stream.pointee.avail_in = UInt32(input.count)
                    stream.pointee.next_out = output.baseAddress
                    stream.pointee.avail_out = UInt32(output.count)
                    return inflate(stream, Z_FINISH)
                }
            }
            #expect(code == Z_STREAM_END)
            return Array(output.prefix(Int(stream.pointee.total_out)))
        }
    }

    private func answer(
        _ response: HTTPResponse, accept: String? = "gzip, deflate, br"
    ) async -> HTTPResponse {
        var request = HTTPRequest(method: "GET", path: "/")
        if let accept { request.headers.append("accept-encoding", accept) }
        return await compressed(response, for: request, from: 100)
    }

    private func json(_ count: Int) -> HTTPResponse {
        HTTPResponse(
            status: 200, headers: ["Content-Type": "application/json"],
            body: .bytes(Array(repeating: UInt8(ascii: "1"), count: count)))
    }

    @Test("Small and large texts are compressed and come back whole", arguments: [100, 500_000])
    func roundTrip(count: Int) async throws {
        let answer = await answer(json(count))
        guard case .bytes(let packed) = answer.body else {
            Issue.record("the body stays in memory")
            return
        }
        #expect(answer.headers["Content-Encoding"] == "gzip")
        #expect(answer.headers["Vary"] == "Accept-Encoding")
        #expect(packed.count < count)
        #expect(gunzip(packed) == Array(repeating: UInt8(ascii: "1"), count: count))
    }

    @Test(
        "Clients are given gzip only if they take it",
        arguments: [
            (nil, false), ("", false), ("gzip", true), ("br, GZIP;q=0.5", true),
            ("gzip;q=0", false),
            ("gzip; q=0.000", false), ("*", true), ("*;q=0", false), ("gzip;q=0, *", false),
            ("identity", false), ("gzipped", false), ("x-gzip", true),
        ])
    func acceptance(field: String?, isAccepted: Bool) async {
        let answer = await answer(json(200), accept: field)
        #expect((answer.headers["Content-Encoding"] == "gzip") == isAccepted)
        #expect(answer.headers["Vary"] == "Accept-Encoding")
    }

    @Test("Only texts that are worth it are compressed")
    func choice() async {
        let long = [UInt8](repeating: 65, count: 200)
        func isPacked(_ headers: HTTPHeaders, status: Int = 200, _ bytes: [UInt8]) async -> Bool {
            let response = HTTPResponse(status: status, headers: headers, body: .bytes(bytes))
            return await answer(response).headers.fields.contains { $0.value == "gzip" }
        }
        for type in [
            "text/html; charset=utf-8", "application/json", "application/problem+json",
            "image/svg+xml", "Application/XML",
        ] {
            #expect(await isPacked(["Content-Type": type], long), "\(type)")
        }
        for type in ["image/png", "application/octet-stream", "text/event-stream", ""] {
            #expect(await !isPacked(["Content-Type": type], long), "\(type)")
        }
        #expect(await !isPacked(["Content-Type": "text/plain"], Array(long.prefix(99))))
        #expect(await !isPacked(["Content-Type": "text/plain"], status: 206, long))
        #expect(await !isPacked(["Content-Type": "text/a", "Content-Encoding": "br"], long))
        #expect(await !isPacked(["Content-Type": "text/a", "Cache-Control": "no-transform"], long))
        let noise = (0..<300).map { _ in UInt8.random(in: 0...255) }
        #expect(await !isPacked(["Content-Type": "text/plain"], noise))
        let stream = HTTPResponse(
            status: 200, headers: ["Content-Type": "text/plain"], body: .events { _ in })
        #expect(await answer(stream).headers["Content-Encoding"] == nil)
    }

    @Test("A strong tag becomes a weak one")
    func tags() async {
        var response = json(200)
        response.headers.append("ETag", "\"1\"")
        #expect(await answer(response).headers["ETag"] == "W/\"1\"")
        #expect(await answer(response, accept: nil).headers["ETag"] == "\"1\"")
    }
}
