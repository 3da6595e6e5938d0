import CaseHandling
import JSONTree
import ProcessEngine
import Records
import StructuredLog
import ZGWBridge
import UniversalIdentifier

/// The way between the engine and the ZGW servers: notifications come in here, effects go out by
/// the job executor.
struct Bridge: Sendable {
    /// Takes notifications in and does what follows from them.
    let notifications: NotificationService

    init(
        services: ZGWServices, configuration: Configuration, engine: ProcessEngine,
        store: any Store, cases: CaseRepository, log: StructuredLog
    ) throws(ConfigurationError) {
        let authorization = configuration["zgw.callbackAuthorization"]
        if configuration["zgw.callbackUrl"] != nil, authorization == nil {
            throw ConfigurationError(problems: [
                "zgw.callbackAuthorization: notifications need it, since zgw.callbackUrl is given."
            ])
        }
        notifications = NotificationService(
            NotificationService.Configuration(
                callbackURL: configuration["zgw.callbackUrl"],
                // Without one nobody has told the server where to send notifications to.
                authorization: authorization ?? UniversalIdentifier.random()
                    + UniversalIdentifier.random(),
                sweepSeconds: configuration.integer("zgw.sweepSeconds")),
            services: services, cases: cases, store: store, commands: Commands(engine: engine),
            clock: engine.clock,
            report: { log(.warning, "notifications", ["problem": .string($0)]) })
    }

    private struct Commands: ProcessCommands {
        let engine: ProcessEngine

        func run(
            _ command: EngineCommand, as principal: Principal, adding delta: Delta
        ) async throws(EngineError) {
            _ = try await engine.perform(command, as: principal, adding: delta)
        }
    }
}
