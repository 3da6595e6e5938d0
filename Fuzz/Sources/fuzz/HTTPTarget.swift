@_spi(Fuzzing) import HTTPServer

/// However the bytes of a connection are cut, they must mean the same requests.
@Sendable func fuzzHTTP(_ bytes: [UInt8]) {
    guard let first = bytes.first else { return }
    let text = Array(bytes.dropFirst())
    let whole = RequestReading.events(of: text, partSize: max(1, text.count))
    let parts = RequestReading.events(of: text, partSize: Int(first) + 1)
    precondition(whole == parts, "\(whole) as a whole, \(parts) in parts")
}

/// The first line is the content type, the rest the body.
@Sendable func fuzzMultipart(_ bytes: [UInt8]) {
    let end = bytes.firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex
    let type = String(decoding: bytes[..<end], as: UTF8.self)
    let form = try? MultipartForm(parsing: Array(bytes[end...].dropFirst()), contentType: type)
    let size = form?.parts.reduce(0) { $0 + $1.bytes.count } ?? 0
    precondition(size <= bytes.count, "more than was sent")
}
