import CaseHandling
import FEEL
import JSONTree
import ProcessEngine
import ProcessScripts
import ProcessValues
import Records
import ScriptHost
import StructuredLog
import ZGWBridge

/// The rooms put together: the only place where they meet.
struct Assembly: Sendable {
    /// The rows.
    let store: any Store
    /// The engine on them.
    let engine: ProcessEngine
    /// The cases.
    let cases: CaseRepository
    /// The ZGW servers, if the configuration names them.
    let bridge: Bridge?

    /// The migrations of all rooms, in the order in which they are numbered.
    static var migrations: [Migration] {
        EngineSchema.first + CaseTables.first + NotificationInbox.migrations
            + EngineSchema.later + CaseTables.later
    }

    /// Opens the database and puts the engine together; nothing runs yet.
    ///
    /// - Throws: `StoreError` if the database cannot be used, `ConfigurationError` if the ZGW
    ///   servers are named in part only.
    init(_ configuration: Configuration, log: StructuredLog) async throws {
        let timeZone = configuration["timezone"] ?? "UTC"
        guard TimeZoneDatabase.system.rules(timeZone) != nil else {
            throw ConfigurationError(problems: [
                "timezone: '\(timeZone)' is not in the system's tzdata."
            ])
        }
        let services = try configuration.services()
        store = try configuration.openDatabase(migrations: Self.migrations, log: log)
        let cases = CaseRepository(store)
        self.cases = cases
        let resolvers = ValueResolvers(adding: [ZaakResolver()])
        var handlers: [any EffectHandler] = []
        if let services {
            var settings = ActionSettings()
            #if FailPoints
            settings.looksUp = Environment.all["RADERWERK_TEST_LOOKUPS"] != "off"
            #endif
            let zone = CivilZone(timeZone)
            settings.localDay = { zone.dayText(of: Instant(milliseconds: $0)) }
            handlers.append(
                ZGWEffects(ActionRunner(services, settings: settings), cases: cases, store: store))
        }
        handlers.append(
            try HTTPConnector(
                HTTPConnector.Configuration(
                    allowedHosts: configuration.list("connectors.http.allowedHosts"),
                    timeoutSeconds: configuration.integer("connectors.http.timeoutSeconds"),
                    bodyLimit: configuration.integer("connectors.http.bodyLimit"))))
        let cycles = try ["jobs.retryCycle", "effects.retryCycle"].map { name in
            let cycle = configuration[name].flatMap { $0.isEmpty ? nil : $0 }
            guard cycle.map(EngineConfiguration.isRetryCycle) ?? true else {
                throw ConfigurationError(problems: [
                    "\(name): '\(cycle ?? "")' is no list of durations such as PT10S,PT5M nor"
                        + " a cycle such as R3/PT10M."
                ])
            }
            return cycle
        }
        engine = ProcessEngine(
            store: store,
            settings: ProcessEngine.Settings(
                execution: EngineConfiguration(
                    maximumSteps: configuration.integer("execution.maxSteps"),
                    defaultRetryCycle: cycles[0], effectRetryCycle: cycles[1], timeZone: timeZone,
                    hostBeans: CaseHost.beanNames, registry: configuration.javaRegistry),
                unsupported: configuration["deploy.unsupported"] == "warn" ? .warn : .refuse,
                // Nothing keeps a second server away from a PostgreSQL database, as the lock of a
                // SQLite file does.
                isShared: configuration["database.url"] != nil,
                jobs: JobExecutorConfiguration(
                    concurrency: configuration.integer("jobs.concurrency"),
                    node: configuration.node)),
            host: CaseHost(cases, store: store, resolvers: resolvers),
            scripts: await configuration.scripts(timeZone: timeZone, log: log),
            effectHandlers: handlers, binder: ProcessLinkBinder(), log: log)
        if let services {
            bridge = try Bridge(
                services: services, configuration: configuration, engine: engine, store: store,
                cases: cases, log: log)
        } else {
            bridge = nil
        }
    }
}

extension Configuration {
    /// What runs scripts of models; nil if its library is not installed.
    fileprivate func scripts(timeZone: String, log: StructuredLog) async -> ProcessScriptEngine? {
        let engine = ProcessScriptEngine(
            workers: integer("scripts.workers"),
            limits: ScriptLimits(
                time: .milliseconds(integer("scripts.milliseconds")),
                memory: integer("scripts.megabytes") << 20),
            timeZone: timeZone,
            printed: { element, line in
                log(.info, "script", ["element": .string(element), "line": .string(line)])
            })
        if await engine.isAvailable() { return engine }
        log(
            .warning, "no scripts",
            ["cure": "Install JavaScriptCore (Debian: libjavascriptcoregtk-4.1-0)."])
        return nil
    }

    /// The ZGW servers; nil if none is named.
    fileprivate func services() throws -> ZGWServices? {
        let names = ["zaken", "catalogi", "notificaties", "objecten", "objecttypen"]
        let missing = names.map { "zgw.\($0).url" }.filter { self[$0] == nil }
        if missing.count == names.count { return nil }
        var problems = missing.map { "\($0): the other ZGW servers are named, this one is not." }
        for path in ["zgw.clientId", "zgw.secret"] where self[path] == nil {
            problems.append("\(path): the ZGW servers ask for it.")
        }
        if !problems.isEmpty { throw ConfigurationError(problems: problems) }
        let jwt = ZGWAuthentication.jwt(
            JWTCredentials(clientID: self["zgw.clientId"] ?? "", secret: self["zgw.secret"] ?? ""))
        func endpoint(_ name: String) -> ZGWEndpoint {
            let token = self["zgw.\(name).token"].map(ZGWAuthentication.token)
            return ZGWEndpoint(root: self["zgw.\(name).url"] ?? "", authentication: token ?? jwt)
        }
        return try ZGWServices(
            ZGWServices.Configuration(
                zaken: endpoint("zaken"), catalogi: endpoint("catalogi"),
                objecten: endpoint("objecten"), objecttypen: endpoint("objecttypen"),
                notificaties: endpoint("notificaties"),
                otherHosts: Set(list("zgw.allowedHosts"))))
    }
}
