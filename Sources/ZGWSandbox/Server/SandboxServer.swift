internal import HTTPClient
internal import HTTPServer
internal import Synchronization

/// A local stand-in for Open Zaak, Objecten, Objecttypen and Notificaties.
///
/// It answers as the real servers do, keeps what it is told in a SQLite file, and says in every
/// answer that it is a sandbox (`X-Sandbox: raderwerk`). It is for trying things out, never for
/// real data: it listens on a loopback address and calls none but these.
public final class SandboxServer: Sendable {
    /// The port that it listens on.
    public let port: UInt16
    /// Where it is reached: `http://127.0.0.1:8081`.
    public let baseURL: String

    let core: SandboxCore
    private let server: HTTPServer
    private let faults = FaultTable()
    private let log: RequestLog
    private let callbacks: CallbackClient
    private let delivery: Task<Void, Never>
    private let isStopping: StopMark

    /// Starts a sandbox.
    ///
    /// - Throws: `SandboxError` for an address that is no loopback address or is taken, and for a
    ///   file that cannot be used.
    public init(configuration: SandboxConfiguration) async throws {
        guard LoopbackAddress.contains(configuration.host) else {
            throw SandboxError.notLoopback(configuration.host)
        }
        log = RequestLog(limit: configuration.requestLogLimit)
        isStopping = StopMark()
        let core: SandboxCore
        do {
            callbacks = try CallbackClient(limit: configuration.callbackLimit)
            core = try SandboxCore(configuration: configuration, callbacks: callbacks)
        } catch {
            throw SandboxError.cannotStore("\(error)")
        }
        self.core = core
        let endpoint = SandboxEndpoint(
            core: core, faults: faults, log: log, isStopping: isStopping)
        var settings = HTTPServerConfiguration()
        settings.host = configuration.host == "localhost" ? "127.0.0.1" : configuration.host
        settings.port = configuration.port
        settings.loops = 1
        settings.errorResponse = SandboxEndpoint.errorResponse
        do {
            server = try HTTPServer(configuration: settings) { await endpoint.respond(to: $0) }
        } catch {
            throw SandboxError.cannotListen("\(error)")
        }
        port = server.port
        let host = configuration.host.contains(":") ? "[\(configuration.host)]" : settings.host
        baseURL = "http://\(host):\(server.port)"
        do {
            try await core.start(base: baseURL)
        } catch {
            delivery = Task {}
            await server.shutdown(grace: .zero)
            throw SandboxError.cannotStore("\(error)")
        }
        let loop = NotificationDelivery(
            core: core, callbacks: callbacks, interval: configuration.notificationInterval)
        delivery = Task { await loop.run() }
    }

    /// Stops listening and delivering; what was not delivered is kept in the file.
    public func shutdown() async {
        isStopping.set()
        delivery.cancel()
        await server.shutdown(grace: .seconds(2))
        await delivery.value
        callbacks.close()
    }

    /// Adds a failure to come; those added first come first.
    public func inject(_ fault: SandboxFault) { faults.add(fault) }

    /// Forgets the failures that have not come yet.
    public func clearFaults() { faults.empty() }

    /// The last requests, the oldest first; calls of `/_sandbox` are not among them.
    public var requests: [SandboxRequest] { log.requests }

    /// Forgets all resources, requests and faults.
    ///
    /// - Throws: `SandboxError.cannotStore`.
    public func reset() async throws {
        do {
            try await core.reset()
        } catch {
            throw SandboxError.cannotStore("\(error)")
        }
        log.empty()
        faults.empty()
    }

    /// How many notifications are still to be delivered.
    public func pendingNotificationCount() async -> Int {
        (try? await core.pendingDeliveryCount()) ?? 0
    }
}

/// Whether the sandbox is stopping, so that hanging requests end.
final class StopMark: Sendable {
    private let mark = Mutex(false)

    var isSet: Bool { mark.withLock { $0 } }

    func set() { mark.withLock { $0 = true } }
}
