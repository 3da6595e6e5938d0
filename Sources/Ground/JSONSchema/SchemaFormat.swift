/// The formats that can be asserted; the raw value is the name in a schema.
enum SchemaFormat: String, Sendable {
    case date
    case dateTime = "date-time"
    case duration
    case email
    case ipv4
    case ipv6
    case jsonPointer = "json-pointer"
    case regex
    case time
    case uri
    case uriReference = "uri-reference"
    case uuid

    /// Whether a text has the format.
    func accepts(_ text: String) -> Bool {
        var scanner = DateTimeScanner(text)
        switch self {
        case .date: return scanner.takeDate() && scanner.isAtEnd
        case .dateTime:
            return scanner.takeDate() && scanner.take(anyOf: "Tt") && scanner.takeTime()
                && scanner.isAtEnd
        case .duration: return scanner.takeDuration() && scanner.isAtEnd
        case .email: return isEmail(text)
        case .ipv4: return isIPv4(text)
        case .ipv6: return isIPv6(text)
        case .jsonPointer: return isPointer(text)
        case .regex: return (try? Pattern(text)) != nil
        case .time: return scanner.takeTime() && scanner.isAtEnd
        case .uri: return isURI(text) && URIReference(text).scheme != nil
        case .uriReference: return isURI(text)
        case .uuid: return isUUID(text)
        }
    }
}

private func isUUID(_ text: String) -> Bool {
    let lengths = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        .map(\.count)
    return lengths == [8, 4, 4, 4, 12]
        && text.utf8.allSatisfy { $0 == UInt8(ascii: "-") || isHexDigit($0) }
}

private func isPointer(_ text: String) -> Bool {
    guard text.isEmpty || text.hasPrefix("/") else { return false }
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
        guard byte == UInt8(ascii: "~") else { continue }
        guard let next = rest.popFirst(), next == UInt8(ascii: "0") || next == UInt8(ascii: "1")
        else { return false }
    }
    return true
}

/// Whether a text is a mailbox of RFC 5321 section 4.1.2, without comments.
private func isEmail(_ text: String) -> Bool {
    guard let at = text.utf8.lastIndex(of: UInt8(ascii: "@")) else { return false }
    let local = text[..<at]
    let domain = text[text.index(after: at)...]
    return isLocalPart(local) && isMailDomain(domain)
}

private func isLocalPart(_ text: Substring) -> Bool {
    guard !text.isEmpty, text.utf8.count <= 64 else { return false }
    if text.utf8.count > 1, text.hasPrefix("\""), text.hasSuffix("\"") {
        var rest = text.utf8.dropFirst().dropLast()
        while let byte = rest.popFirst() {
            guard (0x20...0x7E).contains(byte), byte != UInt8(ascii: "\"") else { return false }
            if byte == UInt8(ascii: "\\"), rest.popFirst() == nil { return false }
        }
        return true
    }
    return text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { atom in
        !atom.isEmpty
            && atom.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                default: "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
                }
            }
    }
}

private func isMailDomain(_ text: Substring) -> Bool {
    if text.hasPrefix("["), text.hasSuffix("]") {
        let literal = text.dropFirst().dropLast()
        if literal.hasPrefix("IPv6:") { return isIPv6(String(literal.dropFirst(5))) }
        return isIPv4(String(literal))
    }
    guard text.utf8.count <= 253 else { return false }
    return text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
        !label.isEmpty && label.utf8.count <= 63 && !label.hasPrefix("-") && !label.hasSuffix("-")
            && label.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D: true
                default: false
                }
            }
    }
}
