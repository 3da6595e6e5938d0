internal import CZlib

/// Chooses the answers that are worth compressing, and compresses them.
struct Compression {
    /// Larger bodies are compressed off the loop's thread.
    static let loopLimit = 8 * 1024

    /// How many bytes a body must have.
    let minimum: Int

    /// Whether an answer would be compressed for a client that takes gzip.
    func suits(_ response: HTTPResponse) -> Bool {
        guard case .bytes(let bytes) = response.body, bytes.count >= minimum,
            response.status != 204, response.status != 206, response.status != 304,
            response.headers["content-encoding"] == nil,
            response.headers["cache-control"]?.contains("no-transform") != true,
            let type = response.headers["content-type"]
        else { return false }
        return Self.isText(type)
    }

    /// Whether a content type is a text, JSON or XML.
    private static func isText(_ contentType: String) -> Bool {
        let end = contentType.firstIndex { $0 == ";" || $0 == " " } ?? contentType.endIndex
        let type = contentType[..<end].lowercased()
        switch type {
        case "text/event-stream": return false
        case "application/json", "application/xml", "application/javascript": return true
        default:
            return type.hasPrefix("text/") || type.hasSuffix("+json") || type.hasSuffix("+xml")
        }
    }

    /// Whether a value of `Accept-Encoding` takes gzip (RFC 9110 section 12.5.3).
    static func isAccepted(by field: String?) -> Bool {
        guard let field else { return false }
        var byStar = false
        for part in field.split(separator: ",") {
            let options = part.split(separator: ";")
            let coding = ParameterizedValue.trimmed(String(options.first ?? "")).lowercased()
            let isRefused = options.dropFirst().contains { option in
                let quality = ParameterizedValue.trimmed(String(option)).lowercased()
                // "q=0", "q=0.", "q=0.000": nothing but zeros.
                return quality.hasPrefix("q=0")
                    && quality.dropFirst(3).allSatisfy { ".0".contains($0) }
            }
            if coding == "gzip" || coding == "x-gzip" { return !isRefused }
            if coding == "*" { byStar = !isRefused }
        }
        return byStar
    }

    /// The answer with its body compressed; unchanged if that does not make it smaller.
    static func compress(_ response: HTTPResponse) -> HTTPResponse {
        guard case .bytes(let bytes) = response.body, let packed = gzip(bytes),
            packed.count < bytes.count
        else { return response }
        var response = response
        response.body = .bytes(packed)
        response.headers.append("Content-Encoding", "gzip")
        // The compressed body is not the same, byte by byte, as the strong tag says.
        for index in response.headers.fields.indices
        where equalsIgnoringCase(response.headers.fields[index].name, "etag") {
            let tag = response.headers.fields[index].value
            if tag.hasPrefix("\"") { response.headers.fields[index].value = "W/" + tag }
        }
        return response
    }

    /// Bytes in gzip's form; nil if zlib fails.
    private static func gzip(_ bytes: [UInt8]) -> [UInt8]? {
        guard bytes.count < Int(UInt32.max) else { return nil }
        var stream = z_stream()
        // zlib keeps the address of the stream, so it must stay where it is.
        return withUnsafeMutablePointer(to: &stream) { stream in
            guard czlib_gzip_init(stream, 4) == Z_OK else { return nil }
            defer { deflateEnd(stream) }
            let bound = Int(deflateBound(stream, UInt(bytes.count)))
            var input = bytes
            var isDone = false
            let packed = [UInt8](unsafeUninitializedCapacity: bound) { buffer, count in
                input.withUnsafeMutableBufferPointer { input in
                    stream.pointee.next_in = input.baseAddress
                    stream.pointee.avail_in = UInt32(input.count)
                    stream.pointee.next_out = buffer.baseAddress
                    stream.pointee.avail_out = UInt32(clamping: buffer.count)
                    isDone = deflate(stream, Z_FINISH) == Z_STREAM_END
                }
                count = isDone ? Int(stream.pointee.total_out) : 0
            }
            return isDone ? packed : nil
        }
    }
}

/// The answer as a client takes it: compressed if that is worth it, and marked as depending on
/// what the client accepts.
func compressed(
    _ response: HTTPResponse, for request: HTTPRequest, from minimum: Int
) async -> HTTPResponse {
    guard Compression(minimum: minimum).suits(response) else { return response }
    var response = response
    response.headers.append("Vary", "Accept-Encoding")
    guard Compression.isAccepted(by: request.headers["accept-encoding"]) else { return response }
    guard let count = response.bufferedCount, count > Compression.loopLimit else {
        return Compression.compress(response)
    }
    let large = response
    return await withTaskExecutorPreference(globalConcurrentExecutor) {
        Compression.compress(large)
    }
}
