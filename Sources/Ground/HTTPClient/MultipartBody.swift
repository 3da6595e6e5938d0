/// A `multipart/form-data` body (RFC 7578) in the making.
public struct MultipartBody: Sendable {
    private let boundary: String
    private var content: [UInt8] = []

    /// Creates a body without parts, with a boundary that no content has by chance.
    public init() {
        let random = (0..<2).map { _ in String(UInt64.random(in: 0...UInt64.max), radix: 36) }
        boundary = "raderwerk-" + random.joined()
    }

    /// Adds a field.
    public mutating func append(_ name: String, _ text: String) {
        append(name, Array(text.utf8), filename: nil, contentType: nil)
    }

    /// Adds a file.
    public mutating func append(
        _ name: String, file bytes: [UInt8], filename: String,
        contentType: String = "application/octet-stream"
    ) {
        append(name, bytes, filename: filename, contentType: contentType)
    }

    private mutating func append(
        _ name: String, _ bytes: [UInt8], filename: String?, contentType: String?
    ) {
        var head = "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(Self.escaped(name))\""
        if let filename { head += "; filename=\"\(Self.escaped(filename))\"" }
        if let contentType { head += "\r\nContent-Type: \(Self.escaped(contentType))" }
        content += (head + "\r\n\r\n").utf8
        content += bytes
        content += "\r\n".utf8
    }

    /// What would end a quoted name or its line, as browsers write it.
    private static func escaped(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result.append(contentsOf: "%22".unicodeScalars)
            case "\r": result.append(contentsOf: "%0D".unicodeScalars)
            case "\n": result.append(contentsOf: "%0A".unicodeScalars)
            case "\0": break
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    /// The value for the request's `Content-Type` field.
    public var contentType: String { "multipart/form-data; boundary=\(boundary)" }

    /// The body with all parts added so far.
    public var bytes: [UInt8] { content + Array("--\(boundary)--\r\n".utf8) }
}
