/// The parts of a `multipart/form-data` body (RFC 7578).
public struct MultipartForm: Sendable {
    /// One field or file.
    public struct Part: Sendable, Equatable {
        /// The field's name.
        public let name: String
        /// The file's name as the client gave it, paths and all; nil for a plain field.
        public let filename: String?
        /// The type as the client gave it.
        public let contentType: String?
        /// The content.
        public let bytes: [UInt8]

        /// The content as text; nil if it is not UTF-8.
        public var text: String? { String(validating: bytes, as: UTF8.self) }
    }

    /// What a body may have.
    public struct Limits: Sendable {
        /// How many parts.
        public var parts = 1000
        /// How many bytes the header fields of one part may have.
        public var headBytes = 4096

        /// Creates limits with the defaults.
        public init() {}
    }

    /// All parts in order.
    public let parts: [Part]

    /// The first part with a name.
    public subscript(name: String) -> Part? { parts.first { $0.name == name } }

    /// Reads a body strictly: nothing before the first part, nothing behind the last, every
    /// part with a name.
    ///
    /// - Parameters:
    ///   - body: The whole body.
    ///   - contentType: The value of the request's `Content-Type` field.
    ///   - limits: What the body may have.
    /// - Throws: `MultipartError`.
    public init(
        parsing body: [UInt8], contentType: String?, limits: Limits = Limits()
    ) throws(MultipartError) {
        guard let boundary = Self.boundary(of: contentType ?? "") else {
            throw MultipartError(reason: "the content type is not multipart/form-data")
        }
        let result = body.withUnsafeBytes { bytes in
            Result { () throws(MultipartError) in
                var parser = MultipartParser(body: bytes, boundary: boundary, limits: limits)
                return try parser.parse()
            }
        }
        parts = try result.get()
    }

    /// The boundary that a content type names; nil if it is another type or has none.
    private static func boundary(of contentType: String) -> [UInt8]? {
        guard let value = ParameterizedValue(contentType),
            equalsIgnoringCase(value.value, "multipart/form-data"),
            let boundary = value.parameters["boundary"], (1...70).contains(boundary.utf8.count),
            boundary.utf8.last != UInt8(ascii: " "), boundary.utf8.allSatisfy(isBoundaryByte)
        else { return nil }
        return Array(boundary.utf8)
    }

    /// RFC 2046 section 5.1.1.
    private static func isBoundaryByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x20: true
        default: "'()+_,-./:=?".utf8.contains(byte)
        }
    }
}

/// Why a body is not a form.
public struct MultipartError: Error, Equatable, CustomStringConvertible {
    /// What is wrong, for people.
    public let reason: String

    /// What is wrong, for people.
    public var description: String { reason }
}

/// Takes a multipart body apart.
private struct MultipartParser {
    let body: UnsafeRawBufferPointer
    let boundary: [UInt8]
    let limits: MultipartForm.Limits
    private var position = 0

    init(body: UnsafeRawBufferPointer, boundary: [UInt8], limits: MultipartForm.Limits) {
        self.body = body
        self.boundary = boundary
        self.limits = limits
    }

    mutating func parse() throws(MultipartError) -> [MultipartForm.Part] {
        if starts(with: [13, 10], at: 0) { position = 2 }
        let first = [0x2D, 0x2D] + boundary
        guard starts(with: first, at: position) else {
            throw MultipartError(reason: "the body does not begin with the boundary")
        }
        position += first.count
        var parts: [MultipartForm.Part] = []
        while try !takesEnd() {
            guard parts.count < limits.parts else {
                throw MultipartError(reason: "the form has more than \(limits.parts) parts")
            }
            let head = try parseHead()
            parts.append(
                MultipartForm.Part(
                    name: head.name, filename: head.filename, contentType: head.contentType,
                    bytes: try parseContent()))
        }
        if starts(with: [13, 10], at: position) { position += 2 }
        guard position == body.count else {
            throw MultipartError(reason: "something follows the last boundary")
        }
        return parts
    }

    private func starts(with bytes: [UInt8], at place: Int) -> Bool {
        place + bytes.count <= body.count
            && body[place..<(place + bytes.count)].elementsEqual(bytes)
    }

    /// Takes what follows a boundary; true if that was the last one.
    private mutating func takesEnd() throws(MultipartError) -> Bool {
        let isEnd = starts(with: [0x2D, 0x2D], at: position)
        if isEnd { position += 2 }
        while position < body.count, body[position] == 0x20 || body[position] == 0x09 {
            position += 1
        }
        if isEnd { return true }
        guard starts(with: [13, 10], at: position) else {
            throw MultipartError(reason: "a boundary is followed by something else than a line end")
        }
        position += 2
        return false
    }

    private mutating func parseHead() throws(MultipartError) -> MultipartPartHead {
        var head = MultipartPartHead()
        let start = position
        while true {
            let rest = body[position..<min(body.count, start + limits.headBytes)]
            guard let lineFeed = rest.firstIndex(of: 10) else {
                throw MultipartError(
                    reason: "the header fields of a part do not end, or are too large")
            }
            guard lineFeed > position, body[lineFeed - 1] == 13 else {
                throw MultipartError(reason: "a line of a part ends without a carriage return")
            }
            let line = body[position..<(lineFeed - 1)]
            position = lineFeed + 1
            if line.isEmpty { break }
            try head.note(line)
        }
        guard head.hasDisposition else {
            throw MultipartError(reason: "a part has no Content-Disposition")
        }
        return head
    }

    /// Takes the content up to the next boundary, and the boundary.
    private mutating func parseContent() throws(MultipartError) -> [UInt8] {
        let delimiter = [13, 10, 0x2D, 0x2D] + boundary
        var from = position
        while let carriageReturn = body[from...].firstIndex(of: 13) {
            guard starts(with: delimiter, at: carriageReturn),
                isBoundaryEnd(at: carriageReturn + delimiter.count)
            else {
                from = carriageReturn + 1
                continue
            }
            defer { position = carriageReturn + delimiter.count }
            return Array(body[position..<carriageReturn])
        }
        throw MultipartError(reason: "the last boundary is missing")
    }

    /// Whether a boundary ends here, or is only the beginning of a longer line of the content.
    private func isBoundaryEnd(at place: Int) -> Bool {
        guard place < body.count else { return false }
        return [13, 0x2D, 0x20, 0x09].contains(body[place])
    }
}

/// What the header fields of a part say.
private struct MultipartPartHead {
    var name = ""
    var filename: String?
    var contentType: String?
    var hasDisposition = false

    mutating func note(_ line: Slice<UnsafeRawBufferPointer>) throws(MultipartError) {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex,
            line[..<colon].allSatisfy(isTokenByte),
            line.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }),
            let field = String(validating: line[..<colon], as: UTF8.self),
            let value = String(validating: line[(colon + 1)...], as: UTF8.self)
        else { throw MultipartError(reason: "a header field of a part is malformed") }
        if equalsIgnoringCase(field, "content-disposition") {
            try noteDisposition(value)
        } else if equalsIgnoringCase(field, "content-type") {
            guard contentType == nil else {
                throw MultipartError(reason: "a part has two content types")
            }
            contentType = ParameterizedValue.trimmed(value)
        } else if equalsIgnoringCase(field, "content-transfer-encoding") {
            let encoding = ParameterizedValue.trimmed(value)
            guard ["binary", "7bit", "8bit"].contains(where: { equalsIgnoringCase($0, encoding) })
            else { throw MultipartError(reason: "transfer encodings of parts are not supported") }
        }
    }

    private mutating func noteDisposition(_ text: String) throws(MultipartError) {
        guard !hasDisposition, let value = ParameterizedValue(text),
            equalsIgnoringCase(value.value, "form-data"), let name = value.parameters["name"]
        else { throw MultipartError(reason: "the Content-Disposition of a part is malformed") }
        hasDisposition = true
        self.name = name
        filename = value.parameters["filename"]
        if let extended = value.parameters["filename*"] {
            let prefix = "utf-8''"
            guard equalsIgnoringCase(extended.prefix(prefix.count), prefix),
                let decoded = percentDecoded(extended.utf8.dropFirst(7), plusIsSpace: false)
            else { throw MultipartError(reason: "the name of a file is malformed") }
            filename = decoded
        }
    }
}
