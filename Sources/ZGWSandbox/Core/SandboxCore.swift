internal import JSONTree
internal import SQLite
internal import Signing
internal import UniversalIdentifier

/// Answers requests one at a time, each write in a transaction of its own.
actor SandboxCore {
    private let store: ResourceStore
    private let registry = Registry(allResources)
    private let authenticator: Authenticator
    private let configuration: SandboxConfiguration
    private let callbacks: CallbackClient
    private var base = ""

    init(configuration: SandboxConfiguration, callbacks: CallbackClient) throws {
        self.configuration = configuration
        self.callbacks = callbacks
        store = try ResourceStore(path: configuration.databasePath)
        authenticator = Authenticator(
            clients: configuration.clients, tokens: Set(configuration.tokens))
    }

    /// Sets where the sandbox is reached, and makes what must be there from the start.
    func start(base: String) throws {
        self.base = base
        try prepare()
    }

    private func prepare() throws {
        let context = context(.sandbox)
        try store.transaction { try StartingPoint.make(configuration, in: context) }
    }

    /// Makes what a seed describes, unless it is there.
    func seed<Result: Sendable>(
        _ make: @Sendable (Context) throws -> Result
    ) throws -> Result {
        let context = context(.sandbox)
        return try store.transaction { try make(context) }
    }

    /// Forgets all resources, and begins anew.
    func reset() throws {
        try store.transaction { try store.empty() }
        try prepare()
    }

    private func context(_ caller: Caller) -> Context {
        Context(
            store: store, registry: registry, base: base,
            now: Moment(microseconds: configuration.clock()), caller: caller)
    }

    // MARK: Requests

    func answer(_ call: Call) async -> Answer {
        do {
            let answer = try await answerOrThrow(call)
            return try validated(call, answer)
        } catch let problem as Problem {
            return Answer(
                problem.status, problem.body(of: call.api, base: base), headers: problem.headers)
        } catch {
            var problem = Problem.serverError
            problem.detail = "\(error)"
            return Answer(500, problem.body(of: call.api, base: base))
        }
    }

    private func answerOrThrow(_ call: Call) async throws -> Answer {
        let now = Moment(microseconds: configuration.clock())
        let caller = try authenticator.caller(of: call, in: store, at: now)
        guard call.method != "OPTIONS" else { throw Problem.permissionDenied }
        try HeaderRules.check(call)
        let context = context(caller)
        if call.parts.isEmpty, call.method == "GET" { return collections(of: call.api) }
        if let answer = try act(call, context) { return answer }
        guard let place = registry.place(call.api, call.parts) else { throw Problem.notFound }
        if place.resource.kind == .abonnement { try await probeCallback(call, place, context) }
        switch (call.method, place.uuid.isEmpty) {
        case ("GET", true), ("HEAD", true): return try list(call, place, context)
        case ("POST", true): return try create(call, place, context)
        case ("GET", false), ("HEAD", false): return try read(call, place, context)
        case ("PUT", false): return try change(call, place, .update, context)
        case ("PATCH", false): return try change(call, place, .patch, context)
        case ("DELETE", false): return try delete(call, place, context)
        default: throw Problem.methodNotAllowed(call.method)
        }
    }

    private func act(_ call: Call, _ context: Context) throws -> Answer? {
        let candidates = registry.action(call.api, call.parts)
        guard !candidates.isEmpty else { return nil }
        let method = call.method == "HEAD" ? "GET" : call.method
        guard let (action, names) = candidates.first(where: { $0.0.method == method }) else {
            if registry.place(call.api, call.parts) != nil { return nil }
            throw Problem.methodNotAllowed(call.method)
        }
        if action.isRead { return try action.run(call, names, context) }
        return try store.transaction { try action.run(call, names, context) }
    }

    /// Where the resources of an API are.
    private func collections(of api: API) -> Answer {
        let names = registry.collections(of: api)
        return Answer(
            200,
            .object(
                JSONObject(
                    names.map { JSONObject.Member($0, .string("\(base)\(api.root)/\($0)")) })))
    }

    private func list(_ call: Call, _ place: Registry.Place, _ context: Context) throws -> Answer {
        let resource = place.resource
        guard resource.operations.contains(.list) else {
            throw Problem.methodNotAllowed(call.method)
        }
        if let parent = place.parent { try checkParent(parent, of: resource, context) }
        let found = try context.list(resource, parent: place.parent, query: call.query)
        func show(_ stored: StoredResource) throws -> JSON {
            .object(try resource.presentRead(stored, call.query, in: context))
        }
        guard resource.isPaged else { return Answer(200, .array(try found.map(show))) }
        let path = call.api.root + "/" + call.parts.joined(separator: "/")
        return Answer(200, try context.page(found, query: call.query, path: path, show: show))
    }

    private func read(_ call: Call, _ place: Registry.Place, _ context: Context) throws -> Answer {
        guard place.resource.operations.contains(.read) else {
            throw Problem.methodNotAllowed(call.method)
        }
        let stored = try find(place, context)
        try context.require(
            place.resource.scopes(.read),
            place.resource.subject(of: stored.document, in: context))
        return Answer(
            200, .object(try place.resource.presentRead(stored, call.query, in: context)))
    }

    private func create(_ call: Call, _ place: Registry.Place, _ context: Context) throws -> Answer
    {
        guard place.resource.operations.contains(.create) else {
            throw Problem.methodNotAllowed(call.method)
        }
        let input = try call.object()
        return try store.transaction {
            if let parent = place.parent { try checkParent(parent, of: place.resource, context) }
            let stored = try context.create(place.resource, input, parent: place.parent)
            let body = try place.resource.present(stored, in: context)
            return Answer(201, .object(body), headers: [("Location", context.url(of: stored))])
        }
    }

    private func change(
        _ call: Call, _ place: Registry.Place, _ operation: Operation, _ context: Context
    ) throws -> Answer {
        guard place.resource.operations.contains(operation) else {
            throw Problem.methodNotAllowed(call.method)
        }
        let input = try call.object()
        return try store.transaction {
            let stored = try find(place, context)
            let changed = try context.change(
                place.resource, stored, input, operation: operation)
            return Answer(200, .object(try place.resource.present(changed, in: context)))
        }
    }

    private func delete(_ call: Call, _ place: Registry.Place, _ context: Context) throws -> Answer
    {
        guard place.resource.operations.contains(.delete) else {
            throw Problem.methodNotAllowed(call.method)
        }
        return try store.transaction {
            try context.delete(place.resource, find(place, context))
            return Answer(204)
        }
    }

    private func find(_ place: Registry.Place, _ context: Context) throws -> StoredResource {
        // Open Zaak answers 500 to an id that is no UUID, the others 404.
        if place.resource.api == .zaken, !UniversalIdentifier.isValid(place.uuid) {
            throw Problem.serverError
        }
        let stored = try context.resource(place.resource.kind, place.uuid)
        guard place.parent == nil || stored.parent == place.parent else { throw Problem.notFound }
        return stored
    }

    private func checkParent(
        _ uuid: String, of resource: any Resource, _ context: Context
    ) throws {
        let kind: ResourceKind = resource.api == .objecten ? .objecttype : .zaak
        _ = try context.resource(kind, uuid)
    }

    // MARK: Entity tags

    /// Adds the entity tag, and answers 304 to a client that has the same already.
    private func validated(_ call: Call, _ answer: Answer) throws -> Answer {
        guard answer.status == 200, ["GET", "HEAD"].contains(call.method),
            call.api != .objecten, call.api != .notificaties,
            case .object(let body)? = answer.body, body["url"] != nil
        else { return answer }
        let hash = try Hashing.sha256(JSON.object(body).serialized).prefix(16)
        let tag =
            "\""
            + hash.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
            .joined() + "\""
        let asked = call.headers["if-none-match"] ?? ""
        let isKnown = asked == "*" || asked.contains(tag)
        var result = isKnown ? Answer(304) : answer
        result.headers.append(("ETag", tag))
        return result
    }

    // MARK: Subscriptions

    /// Calls the callback of a new or changed abonnement, once nothing else is wrong with it.
    private func probeCallback(
        _ call: Call, _ place: Registry.Place, _ context: Context
    ) async throws {
        guard ["POST", "PUT", "PATCH"].contains(call.method) else { return }
        let input = try call.object()
        var tried: StoredResource?
        struct Rehearsed: Error {}
        do {
            try store.transaction {
                tried =
                    if place.uuid.isEmpty {
                        try context.create(place.resource, input)
                    } else {
                        try context.change(
                            place.resource, find(place, context), input,
                            operation: call.method == "PUT" ? .update : .patch)
                    }
                throw Rehearsed()
            }
        } catch is Rehearsed {}
        guard let tried else { return }
        try await callbacks.probe(
            tried.document.text("callbackUrl"), auth: tried.document.text("auth"),
            checksRefusal: call.method != "PATCH")
    }

    // MARK: Deliveries

    func dueDeliveries() throws -> [Delivery] {
        try store.dueDeliveries(at: Moment(microseconds: configuration.clock()), limit: 100)
    }

    /// Notes what came of a delivery: one that failed comes again later, until it is given up.
    func note(_ delivery: Delivery, wasTaken: Bool) throws {
        guard !wasTaken, delivery.attempts + 1 < configuration.notificationAttempts else {
            return try store.finish(delivery)
        }
        let pause = configuration.notificationRetryDelay * (1 << min(delivery.attempts, 10))
        let due = configuration.clock() + pause.microseconds
        try store.postpone(delivery, to: Moment(microseconds: due))
    }

    func pendingDeliveryCount() throws -> Int { try store.pendingDeliveryCount() }
}

extension Duration {
    var microseconds: Int64 {
        components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
    }
}
