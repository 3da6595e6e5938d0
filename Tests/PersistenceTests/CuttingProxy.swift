import Glibc
import Synchronization

/// Stands between a store and its server and breaks their connections at a chosen moment.
final class CuttingProxy: Sendable {
    enum Rule: Sendable {
        /// Everything goes through.
        case pass
        /// The next COMMIT is not passed on: both sides are cut off.
        case cutBeforeCommit
        /// The next COMMIT is passed on; its answer is not, both sides are cut off.
        case cutAfterCommit
        /// As `cutAfterCommit`, and no connection comes about after it.
        case cutAfterCommitForGood
        /// New connections are cut off at once.
        case refuse
        /// What the client sends is kept back.
        case silence
    }

    let port: UInt16
    private let listener: Int32
    private let upstream: UInt16
    private let rule = Mutex(Rule.pass)
    private let cuts = Mutex(0)

    /// Listens on loopback for a server on another port of it.
    init(before upstream: UInt16) throws {
        self.upstream = upstream
        let listening = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = Self.loopback(0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listening, address, length) == 0 && listen(listening, 16) == 0
                    && getsockname(listening, address, &length) == 0
            }
        }
        guard isBound else { throw Failed(code: errno) }
        port = UInt16(bigEndian: address.sin_port)
        listener = listening
        Self.start { [weak self] in
            while true {
                let client = accept(listening, nil, nil)
                guard client >= 0 else { return }
                guard let self else {
                    close(client)
                    return
                }
                self.serve(client)
            }
        }
    }

    deinit { shutdown(listener, Int32(SHUT_RDWR)) }

    struct Failed: Error { let code: Int32 }

    func set(_ new: Rule) { rule.withLock { $0 = new } }

    /// How many connections were cut at a COMMIT.
    var cutCount: Int { cuts.withLock { $0 } }

    private func serve(_ client: Int32) {
        if case .refuse = rule.withLock({ $0 }) {
            close(client)
            return
        }
        let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = Self.loopback(upstream)
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(server, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else {
            close(client)
            close(server)
            return
        }
        let swallows = Mutexed(false)
        Self.start { [self] in
            Self.pump(from: client, to: server) { bytes in judge(bytes, swallows) }
        }
        Self.start {
            Self.pump(from: server, to: client) { _ in !swallows.value.withLock { $0 } }
        }
    }

    private final class Mutexed: Sendable {
        let value: Mutex<Bool>

        init(_ value: Bool) { self.value = Mutex(value) }
    }

    /// Whether these bytes of the client go on to the server, or both are cut off.
    private func judge(_ bytes: ArraySlice<UInt8>, _ swallows: Mutexed) -> Bool {
        let isCommit = Self.contains("COMMIT", bytes)
        if case .silence = rule.withLock({ $0 }) {
            sleep(60)
            return false
        }
        return rule.withLock { rule in
            switch rule {
            case .pass, .refuse, .silence: return true
            case .cutBeforeCommit:
                guard isCommit else { return true }
                rule = .pass
            case .cutAfterCommit, .cutAfterCommitForGood:
                guard isCommit else { return true }
                swallows.value.withLock { $0 = true }
                if case .cutAfterCommit = rule { rule = .pass } else { rule = .refuse }
            }
            cuts.withLock { $0 += 1 }
            return swallows.value.withLock { $0 }
        }
    }

    private static func contains(_ word: String, _ bytes: ArraySlice<UInt8>) -> Bool {
        let word = Array(word.utf8)
        return bytes.indices.contains { bytes[$0...].starts(with: word) }
    }

    /// Passes bytes on until an end, or until they may not go on; then both ends are closed.
    private static func pump(
        from source: Int32, to target: Int32, _ goesOn: (ArraySlice<UInt8>) -> Bool
    ) {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(source, &buffer, buffer.count)
            guard count > 0, goesOn(buffer[..<count]) else { break }
            var start = 0
            while start < count {
                let sent = buffer.withUnsafeBytes { bytes in
                    send(
                        target, bytes.baseAddress?.advanced(by: start), count - start,
                        Int32(MSG_NOSIGNAL))
                }
                guard sent > 0 else { break }
                start += sent
            }
        }
        shutdown(source, Int32(SHUT_RDWR))
        shutdown(target, Int32(SHUT_RDWR))
    }

    private static func loopback(_ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }

    private final class Body: Sendable {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    private static func start(_ run: @escaping @Sendable () -> Void) {
        var thread = pthread_t()
        pthread_create(
            &thread, nil,
            { body in
                if let body { Unmanaged<Body>.fromOpaque(body).takeRetainedValue().run() }
                return nil
            }, Unmanaged.passRetained(Body(run)).toOpaque())
        pthread_detach(thread)
    }
}
