import CaseHandling
import HTTPServer
import JSONTree
import Persistence
import ProcessEngine
import ProcessValues
import Records
import Synchronization
import ZGWSandbox

@testable import ZGWBridge

/// Lets notifications command an engine.
struct EngineCommands: ProcessCommands {
    let engine: ProcessEngine

    func run(
        _ command: EngineCommand, as principal: Principal, adding delta: Delta
    ) async throws(EngineError) {
        _ = try await engine.perform(command, as: principal, adding: delta)
    }
}

/// A real engine on a bridge fixture; jobs run when a test says so.
final class EngineFixture {
    let bridge: BridgeFixture
    let engine: ProcessEngine
    let notifications: NotificationService
    private let callback: HTTPServer

    /// Creates an engine and deploys files.
    init(_ files: [CasePackage.File], subscribes: Bool = false) async throws {
        bridge = try await BridgeFixture()
        var settings = ProcessEngine.Settings()
        settings.execution.hostBeans = CaseHost.beanNames
        engine = ProcessEngine(
            store: bridge.store, settings: settings, clock: bridge.clock,
            host: CaseHost(
                bridge.cases, store: bridge.store,
                resolvers: ValueResolvers(adding: [ZaakResolver()])),
            effectHandlers: [
                ZGWEffects(
                    ActionRunner(bridge.services), cases: bridge.cases, store: bridge.store)
            ], binder: ProcessLinkBinder())
        final class Box: Sendable {
            let intake = Mutex<NotificationIntake?>(nil)
        }
        let box = Box()
        var configuration = HTTPServerConfiguration()
        configuration.port = 0
        configuration.loops = 1
        callback = try HTTPServer(configuration: configuration) { request in
            guard let intake = box.intake.withLock({ $0 }) else {
                return HTTPResponse(status: 503)
            }
            let status = await intake.receive(
                authorization: request.headers["authorization"], body: request.body,
                at: SystemClock().now.milliseconds,
                identifier: "n-\(UInt64.random(in: .min ... .max))")
            return HTTPResponse(status: status)
        }
        notifications = NotificationService(
            NotificationService.Configuration(
                callbackURL: "http://127.0.0.1:\(callback.port)/callback",
                authorization: "Token proef", sweepSeconds: 0),
            services: bridge.services, cases: bridge.cases, store: bridge.store,
            commands: EngineCommands(engine: engine), clock: bridge.clock)
        box.intake.withLock { [notifications] in $0 = notifications.intake }
        if subscribes {
            _ = try await bridge.services.notificaties.subscribe(
                callbackURL: "http://127.0.0.1:\(callback.port)/callback",
                authorization: "Token proef", channels: [.init("objecten")])
        }
        _ = try await engine.deploy(
            NewDeployment(
                name: "proef",
                resources: files.map {
                    NewDeployment.Resource(name: $0.name, content: $0.bytes)
                }), as: .engine)
    }

    func stop() async {
        await callback.shutdown(grace: .milliseconds(10))
        await bridge.stop()
    }

    /// Starts a process of a new case; its id is the business key.
    func start(_ key: String, _ variables: [VariableInput] = []) async throws -> (
        instance: String, caseID: String
    ) {
        let made = try await bridge.makeCase()
        let result = try await engine.perform(
            .startInstance(
                StartInstance(
                    definition: .latest(key: key, tenantID: nil), businessKey: made.id,
                    variables: variables)), as: .engine)
        guard case .started(let started) = result else {
            throw ZGWError.unexpected("no start")
        }
        return (started.id, made.id)
    }

    /// Runs what is due until nothing is.
    func settle() async throws {
        for _ in 0..<200 where try await engine.jobs.runDue() > 0 {}
    }

    func tasks() async throws -> [TaskRow] {
        try await bridge.store.read(Query(TaskRow.table)).map(TaskRow.init(row:))
    }

    func jobs() async throws -> [JobRow] {
        try await bridge.store.read(Query(JobRow.table)).map(JobRow.init(row:))
    }

    func incidents() async throws -> [IncidentRow] {
        try await bridge.store.read(Query(IncidentRow.table)).map(IncidentRow.init(row:))
    }

    func complete(_ task: TaskRow, _ variables: [VariableInput] = []) async throws {
        _ = try await engine.perform(
            .task(id: task.id, .complete(variables: variables, wantsVariables: false)),
            as: .engine)
    }

    /// Waits for notifications on their way, and processes them.
    func deliverNotifications() async throws {
        for _ in 0..<200 where await bridge.sandbox.pendingNotificationCount() > 0 {
            try await Task.sleep(for: .milliseconds(20))
        }
        await notifications.worker.processDue()
    }
}
