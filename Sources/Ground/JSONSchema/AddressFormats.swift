/// Whether a text has only what RFC 3986 lets a URI or relative reference have.
func isURI(_ text: String) -> Bool {
    let parts = URIReference(text)
    let first = parts.path.split(separator: "/", omittingEmptySubsequences: false).first ?? ""
    // A colon in the first segment would make it a scheme.
    if parts.scheme == nil && parts.authority == nil && first.contains(":") { return false }
    return isAuthority(parts.authority ?? "") && hasOnly(":@/", parts.path)
        && hasOnly(":@/?", parts.query ?? "") && hasOnly(":@/?", parts.fragment ?? "")
}

private func isAuthority(_ text: String) -> Bool {
    let at = text.lastIndex(of: "@")
    let user = at.map { String(text[..<$0]) } ?? ""
    let host = at.map { text[text.index(after: $0)...] } ?? text[...]
    guard hasOnly(":", user) else { return false }
    if host.hasPrefix("[") {
        guard let end = host.firstIndex(of: "]") else { return false }
        let address = host[host.index(after: host.startIndex)..<end]
        let port = host[host.index(after: end)...]
        return (isIPv6(String(address)) || isFutureAddress(address))
            && (port.isEmpty || port.hasPrefix(":") && isPort(port.dropFirst()))
    }
    let parts = host.split(separator: ":", omittingEmptySubsequences: false)
    return parts.count <= 2 && hasOnly("", String(parts.first ?? ""))
        && (parts.count < 2 || isPort(parts[1]))
}

/// Whether a text is an address of a version that does not exist yet (`IPvFuture` of RFC 3986).
private func isFutureAddress(_ text: Substring) -> Bool {
    guard text.hasPrefix("v"), let dot = text.firstIndex(of: ".") else { return false }
    let version = text[..<dot].dropFirst()
    let address = text[text.index(after: dot)...]
    return !version.isEmpty && version.utf8.allSatisfy(isHexDigit) && !address.isEmpty
        && !address.contains("%") && hasOnly(":", String(address))
}

private func isPort(_ text: Substring) -> Bool {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) }
}

/// Whether a text has only unreserved characters, sub-delimiters, percent escapes and some more.
private func hasOnly(_ more: String, _ text: String) -> Bool {
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: continue
        case UInt8(ascii: "%"):
            guard let high = rest.popFirst(), let low = rest.popFirst(), isHexDigit(high),
                isHexDigit(low)
            else { return false }
        default:
            guard "-._~!$&'()*+,;=".utf8.contains(byte) || more.utf8.contains(byte) else {
                return false
            }
        }
    }
    return true
}

/// Whether a text is an IPv4 address of four numbers without leading zeros.
func isIPv4(_ text: String) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4
        && parts.allSatisfy { part in
            guard part.utf8.allSatisfy({ (0x30...0x39).contains($0) }), part.utf8.count <= 3,
                let value = Int(part)
            else { return false }
            return value <= 255 && (part == "0" || !part.hasPrefix("0"))
        }
}

/// Whether a text is an IPv6 address as RFC 4291 section 2.2 writes it.
func isIPv6(_ text: String) -> Bool {
    let halves = text.split(separator: "::", omittingEmptySubsequences: false)
    guard halves.count <= 2 else { return false }
    var count = 0
    for (index, half) in halves.enumerated() where !(half.isEmpty && halves.count == 2) {
        let groups = half.split(separator: ":", omittingEmptySubsequences: false)
        for (place, group) in groups.enumerated() {
            let isLast = index == halves.count - 1 && place == groups.count - 1
            if isLast && group.contains(".") {
                guard isIPv4(String(group)) else { return false }
                count += 2
                continue
            }
            guard (1...4).contains(group.utf8.count), group.utf8.allSatisfy(isHexDigit) else {
                return false
            }
            count += 1
        }
    }
    return halves.count == 2 ? count < 8 : count == 8
}

/// Whether a byte is a hexadecimal digit.
func isHexDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
    default: false
    }
}
