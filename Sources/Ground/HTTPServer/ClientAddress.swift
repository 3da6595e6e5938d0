import Glibc

/// An IP address, IPv4 mapped into IPv6.
struct NetworkAddress: Equatable, Sendable {
    fileprivate let bits: UInt128

    /// Reads an IPv4 or IPv6 address.
    init?(_ text: String) {
        var four = in_addr()
        var six = in6_addr()
        if inet_pton(AF_INET, text, &four) == 1 {
            bits = Self.mapped | UInt128(UInt32(bigEndian: four.s_addr))
        } else if inet_pton(AF_INET6, text, &six) == 1 {
            bits = withUnsafeBytes(of: six) { Self.number($0) }
        } else {
            return nil
        }
    }

    /// The address of the other side of a socket.
    init?(peerOf descriptor: Int32) {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let code = withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                getpeername(descriptor, address, &length)
            }
        }
        guard code == 0 else { return nil }
        let isFour = storage.ss_family == sa_family_t(AF_INET)
        bits = withUnsafeBytes(of: storage) { raw in
            // Behind the family both have the port; IPv6 then has the label of the flow.
            isFour
                ? Self.mapped | Self.number(UnsafeRawBufferPointer(rebasing: raw[4..<8]))
                : Self.number(UnsafeRawBufferPointer(rebasing: raw[8..<24]))
        }
    }

    private static let mapped: UInt128 = 0xFFFF_0000_0000

    private static func number(_ bytes: UnsafeRawBufferPointer) -> UInt128 {
        bytes.reduce(0) { $0 << 8 | UInt128($1) }
    }

    /// The usual spelling; IPv4 with dots.
    var text: String {
        let isFour = bits >> 32 == Self.mapped >> 32
        var bytes: [UInt8] = []
        for shift in stride(from: isFour ? 24 : 120, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: bits >> UInt128(shift)))
        }
        if isFour { return bytes.map { String($0) }.joined(separator: ".") }
        var buffer = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        inet_ntop(AF_INET6, bytes, &buffer, socklen_t(buffer.count))
        return String(
            decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}

/// A range of IP addresses, such as `10.0.0.0/8`.
struct NetworkRange: Sendable {
    private let start: NetworkAddress
    private let prefix: Int

    /// Reads an address or a range in CIDR form.
    init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let start = NetworkAddress(String(parts[0])) else { return nil }
        let isFour = !parts[0].contains(":")
        var prefix = 128
        if parts.count == 2 {
            guard parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let length = Int(parts[1]), length <= (isFour ? 32 : 128)
            else { return nil }
            prefix = isFour ? 96 + length : length
        }
        self.start = start
        self.prefix = prefix
    }

    func contains(_ address: NetworkAddress) -> Bool {
        // A shift by all 128 bits gives 0.
        (start.bits ^ address.bits) >> UInt128(128 - prefix) == 0
    }
}

/// Finds out for whom a request was made.
struct ClientAddress: Sendable {
    private let proxies: [NetworkRange]

    /// Takes addresses and ranges of proxies.
    ///
    /// - Throws: `HTTPServerError.malformedAddress` for the first that is neither.
    init(proxies: [String]) throws(HTTPServerError) {
        var ranges: [NetworkRange] = []
        for text in proxies {
            guard let range = NetworkRange(text) else { throw .malformedAddress(text) }
            ranges.append(range)
        }
        self.proxies = ranges
    }

    /// The address of the client, if it is not the peer's own.
    ///
    /// `X-Forwarded-For` is read from the back, where the nearest proxy writes, and only as far
    /// as the proxies are known: what stands before that anyone could have sent.
    func find(peer: NetworkAddress, headers: HTTPHeaders) -> NetworkAddress? {
        guard !proxies.isEmpty else { return nil }
        var client = peer
        let fields = headers.fields.filter { $0.name == "x-forwarded-for" }
        let hops = fields.flatMap {
            $0.value.split(separator: ",", omittingEmptySubsequences: false)
        }
        for hop in hops.reversed() {
            guard proxies.contains(where: { $0.contains(client) }),
                let next = NetworkAddress(Self.withoutPort(hop))
            else { break }
            client = next
        }
        return client
    }

    private static func withoutPort(_ hop: Substring) -> String {
        let text = ParameterizedValue.trimmed(String(hop))
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
            return String(text[..<end].dropFirst())
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        return parts.count == 2 ? String(parts[0]) : text
    }
}
