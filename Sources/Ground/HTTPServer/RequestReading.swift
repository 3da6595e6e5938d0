/// How the bytes of a connection are read, without a connection: for the fuzzer.
@_spi(Fuzzing) public enum RequestReading {
    /// What a server would find in bytes that arrive in parts.
    ///
    /// - Parameters:
    ///   - bytes: All that the client sends.
    ///   - partSize: How many bytes arrive at once.
    /// - Returns: Each request with its body, and the refusal if one ended the connection.
    public static func events(of bytes: [UInt8], partSize: Int) -> [String] {
        var configuration = HTTPServerConfiguration()
        configuration.headLimit = 1024
        configuration.bodyLimit = 1024
        configuration.trustedProxies = ["127.0.0.1"]
        guard let peer = NetworkAddress("127.0.0.1"),
            let clientAddress = try? ClientAddress(proxies: configuration.trustedProxies)
        else { return [] }
        let state = ServerState(
            configuration: configuration, clientAddress: clientAddress,
            handler: { _ in HTTPResponse(status: 200) }, executors: [])
        let id = ConnectionID(descriptor: -1, serial: 1)
        let connection = Connection(id: id, peer: peer, state: state)
        var events: [String] = []
        for start in stride(from: 0, to: bytes.count, by: partSize) {
            bytes[start..<min(bytes.count, start + partSize)].withUnsafeBytes {
                connection.append($0)
            }
            reading: while connection.hasInput {
                switch connection.nextEvent().event {
                case .needsInput: break reading
                case .request(let request):
                    events.append(describe(request))
                    connection.phase = .head
                case .upload: break reading
                case .failure(let error):
                    events.append("\(error.status)")
                    return events
                }
            }
        }
        return events
    }

    private static func describe(_ request: HTTPRequest) -> String {
        let fields = request.headers.fields.map { "\($0.name): \($0.value)" }
        return "\(request.method) \(request.pathSegments ?? ["?"]) \(request.query?.count ?? -1) "
            + "\(request.remoteAddress) \(request.keepAlive) \(fields) \(request.body)"
    }
}
