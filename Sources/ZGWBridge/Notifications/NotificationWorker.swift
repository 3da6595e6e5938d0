public import CaseHandling
internal import JSONTree
public import ProcessEngine
internal import ProcessValues
public import Records

/// The engine, as far as notifications command it.
public protocol ProcessCommands: Sendable {
    /// Runs a command and commits something more with it, or nothing of either.
    ///
    /// - Throws: Why the command was not done.
    func run(
        _ command: EngineCommand, as principal: Principal, adding delta: Delta
    ) async throws(EngineError)
}

/// Does what follows from the notifications of the inbox.
///
/// What is done for one and the note that it was done are committed together, so that a
/// notification that comes twice, or that is processed again after the process was killed, has its
/// consequences once.
public struct NotificationWorker: Sendable {
    /// How many notifications are taken at a time.
    private static let batch = 20

    let services: ZGWServices
    let cases: CaseRepository
    let store: any Store
    let commands: any ProcessCommands
    let clock: any EngineClock
    let resolvers: ValueResolvers
    let dialect = ExterneKlanttaak()

    /// Creates a worker.
    public init(
        services: ZGWServices, cases: CaseRepository, store: any Store,
        commands: any ProcessCommands, clock: any EngineClock
    ) {
        self.services = services
        self.cases = cases
        self.store = store
        self.commands = commands
        self.clock = clock
        resolvers = ValueResolvers(adding: [ZaakResolver()])
    }

    /// What is to be noted of a notification.
    enum Verdict {
        /// All is done and noted.
        case done
        /// There is nothing to do, or nothing that can be done, for this reason.
        case finished(NotificationState, String?)
    }

    /// Processes the notifications that are due now, the oldest first.
    ///
    /// - Returns: How many were looked at.
    @discardableResult
    public func processDue() async -> Int {
        var count = 0
        while !Task.isCancelled {
            let entries = await due()
            if entries.isEmpty { return count }
            for entry in entries {
                await process(entry)
                count += 1
            }
        }
        return count
    }

    /// When the next one is due, in milliseconds since 1970; nil where none waits.
    public func nextDue() async -> Int64? {
        let query = Query(
            NotificationInbox.table, where: .not(.isNull("due_at")),
            ordering: [Ordering("due_at")], limit: 1)
        return (try? await store.read(query))?.first.flatMap(InboxEntry.init(row:))?.dueAt
    }

    private func due() async -> [InboxEntry] {
        let now = clock.now.milliseconds
        let query = Query(
            NotificationInbox.table, where: .compare("due_at", .lessOrEqual, .integer(now)),
            ordering: [Ordering("due_at"), Ordering("received_at")], limit: Self.batch)
        return ((try? await store.read(query)) ?? []).compactMap(InboxEntry.init(row:))
    }

    /// Processes one notification and notes what became of it.
    func process(_ entry: InboxEntry) async {
        let now = clock.now.milliseconds
        let delta: Delta
        do {
            switch try await verdict(on: entry) {
            case .done: return
            case .finished(let state, let explanation):
                delta = entry.finished(state, explanation, at: now)
            }
        } catch {
            let reason = maskingPersonalNumbers(in: "\(error)")
            delta =
                mayPass(error)
                ? entry.postponed(until: now + pause(after: entry.attempts), reason)
                : entry.finished(.failed, reason, at: now)
        }
        // Where the note is lost the notification is looked at again, which does no harm.
        try? await store.commit(delta)
    }

    private func verdict(on entry: InboxEntry) async throws -> Verdict {
        guard let notificatie = entry.notificatie else {
            return .finished(.failed, "The content is not a notificatie")
        }
        guard notificatie.kanaal == "objecten", notificatie.actie != "destroy",
            let type = notificatie.objectType
        else { return .finished(.ignored, nil) }
        for package in try await cases.packages(configuring: "verzoek")
        where notificatie.actie == "create" {
            for request in package.requests {
                guard try await isType(type, named: request.objecttype) else { continue }
                return try await startCase(request, package, notificatie, entry)
            }
        }
        for package in try await cases.packages(configuring: "externe-klanttaak") {
            let name = package.portalTaskType
            guard try await isType(type, named: name) else { continue }
            return try await takeAnswer(of: notificatie.resourceURL, entry)
        }
        return .finished(.ignored, nil)
    }

    /// Whether an objecttype is the one of this name; only its uuid counts, since one server may
    /// name itself in several ways.
    private func isType(_ url: String, named name: String) async throws -> Bool {
        let known = try await services.objecttypen.url(of: name)
        return known.split(separator: "/").last == url.split(separator: "/").last
    }

    private func mayPass(_ error: any Error) -> Bool {
        switch error {
        case let error as ZGWError: error.mayPass
        case is StoreError: true
        case let error as EngineError: error.kind == .optimisticLocking
        default: false
        }
    }

    /// How long to wait after so many attempts: from a second to ten minutes, for ever.
    private func pause(after attempts: Int64) -> Int64 {
        min(600_000, 1000 << min(attempts, 10))
    }
}

extension CasePackage {
    /// The kinds of objects that start cases.
    var requests: [StartingRequest] {
        let configuration = configuration(id: nil, key: "verzoek")
        let type = configuration["objecttype"]?.stringValue ?? "Productaanvraag"
        return (configuration["verzoekProperties"]?.arrayValue ?? []).compactMap {
            StartingRequest($0, objecttype: type)
        }
    }

    /// The name of the objecttype of portal tasks.
    var portalTaskType: String {
        configuration(id: nil, key: "externe-klanttaak")["objecttype"]?.stringValue
            ?? PortalTaskDefaults.objecttype
    }
}

/// One entry of `verzoekProperties`: which case a productaanvraag starts.
struct StartingRequest {
    let objecttype: String
    let type: String
    let caseDefinitionKey: String
    let processDefinitionKey: String
    let copiesAll: Bool
    let mapping: [(source: String, target: String)]

    init?(_ json: JSON, objecttype: String) {
        guard let type = json["type"]?.stringValue,
            let definition = json["caseDefinitionKey"]?.stringValue,
            let process = json["processDefinitionKey"]?.stringValue
        else { return nil }
        self.objecttype = objecttype
        self.type = type
        caseDefinitionKey = definition
        processDefinitionKey = process
        copiesAll = json["copyStrategy"]?.stringValue == "full"
        mapping = (json["mapping"]?.arrayValue ?? []).compactMap { entry in
            guard let source = entry["source"]?.stringValue,
                let target = entry["target"]?.stringValue
            else { return nil }
            return (source, target)
        }
    }
}
