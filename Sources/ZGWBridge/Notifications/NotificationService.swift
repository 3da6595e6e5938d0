public import CaseHandling
public import ProcessEngine
internal import ProcessValues
public import Records
internal import Synchronization

/// All that has to do with notifications, running beside the server: it subscribes, processes the
/// inbox as messages come in, and sweeps for lost ones.
///
/// It starts whether or not the other servers are there, and tries again until they are.
public final class NotificationService: Sendable {
    /// How the service is set up.
    public struct Configuration: Sendable {
        /// The address at which notifications reach us; nil for no subscription.
        public var callbackURL: String?
        /// What notifications carry in the header `Authorization`.
        public var authorization: String
        /// How often answered tasks are looked for, in seconds; 0 for never.
        public var sweepSeconds: Int

        /// Describes a set-up.
        public init(callbackURL: String?, authorization: String, sweepSeconds: Int = 300) {
            self.callbackURL = callbackURL
            self.authorization = authorization
            self.sweepSeconds = sweepSeconds
        }
    }

    /// What takes messages in: the callback endpoint hands them over.
    public let intake: NotificationIntake
    /// What lists and retries notifications for people.
    public let inbox: NotificationInboxAPI
    /// What does what follows from them.
    public let worker: NotificationWorker
    /// What finds lost ones.
    public let sweep: PortalTaskSweep

    private let configuration: Configuration
    private let services: ZGWServices
    private let report: @Sendable (String) -> Void
    private let arrivals: AsyncStream<Void>
    private let signal: AsyncStream<Void>.Continuation
    private let tasks = Mutex<[Task<Void, Never>]>([])

    /// Creates the service; nothing runs before `start`.
    ///
    /// - Parameters:
    ///   - configuration: The set-up.
    ///   - services: The servers.
    ///   - cases: The cases.
    ///   - store: Where the inbox is.
    ///   - commands: The engine.
    ///   - clock: The engine's clock.
    ///   - report: Takes a line for the log when something does not work.
    public init(
        _ configuration: Configuration, services: ZGWServices, cases: CaseRepository,
        store: any Store, commands: any ProcessCommands, clock: any EngineClock,
        report: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.configuration = configuration
        self.services = services
        self.report = report
        (arrivals, signal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        let signal = signal
        intake = NotificationIntake(store: store, authorization: configuration.authorization) {
            signal.yield()
        }
        inbox = NotificationInboxAPI(store: store) { signal.yield() }
        worker = NotificationWorker(
            services: services, cases: cases, store: store, commands: commands, clock: clock)
        sweep = PortalTaskSweep(services: services, cases: cases, intake: intake, clock: clock)
    }

    /// Starts what runs beside the server; call it when the callback can be reached.
    public func start() {
        tasks.withLock { tasks in
            guard tasks.isEmpty else { return }
            tasks = [
                Task { await self.work() }, Task { await self.subscribe() },
                Task { await self.sweepRegularly() }, Task { await self.remind() },
            ]
        }
    }

    /// Ends what `start` began and waits until it has.
    public func stop() async {
        let running = tasks.withLock { tasks in
            defer { tasks = [] }
            return tasks
        }
        for task in running { task.cancel() }
        for task in running { await task.value }
    }

    private func work() async {
        await worker.processDue()
        for await _ in arrivals {
            if Task.isCancelled { return }
            await worker.processDue()
        }
    }

    /// Looks every second whether a postponed notification is due again.
    private func remind() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(1))
            signal.yield()
        }
    }

    private func subscribe() async {
        guard let url = configuration.callbackURL else { return }
        var pause = 1
        while !Task.isCancelled {
            do {
                _ = try await services.notificaties.subscribe(
                    callbackURL: url, authorization: configuration.authorization,
                    channels: [NotificatiesAPI.Channel("objecten")])
                return
            } catch {
                report("No abonnement on notifications yet: \(error)")
                try? await Task.sleep(for: .seconds(pause))
                pause = min(60, pause * 2)
            }
        }
    }

    private func sweepRegularly() async {
        guard configuration.sweepSeconds > 0 else { return }
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(configuration.sweepSeconds))
            if Task.isCancelled { return }
            do {
                try await sweep.run()
            } catch {
                report("Answered portal tasks could not be looked for: \(error)")
            }
        }
    }
}
