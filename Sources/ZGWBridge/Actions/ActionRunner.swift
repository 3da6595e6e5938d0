public import CaseHandling
public import JSONTree

/// Carries out actions against the servers of an environment.
///
/// No server knows idempotency keys. So each action has a natural key that is fixed before the
/// call, or looks for what it would make by its content; and after any outcome that leaves it open
/// what happened, it looks before it does anything again.
public struct ActionRunner: Sendable {
    let services: ZGWServices
    let settings: ActionSettings
    let resolvers: ValueResolvers

    /// Creates a runner.
    public init(_ services: ZGWServices, settings: ActionSettings = ActionSettings()) {
        self.services = services
        self.settings = settings
        resolvers = ValueResolvers(adding: [ZaakResolver()])
    }

    /// Carries out one action.
    ///
    /// - Parameters:
    ///   - request: The action.
    ///   - note: Stores how far it has come; called before anything is sent that rests on it.
    /// - Returns: What the process goes on with.
    /// - Throws: `ActionFailure`, or what `note` throws.
    public func run(_ request: ActionRequest, noting note: ProgressRecorder) async throws
        -> ActionResult
    {
        guard let action = ZGWAction(rawValue: request.action) else {
            throw ActionFailure.misuse("There is no action \"\(request.action)\"")
        }
        let properties = ActionProperties(
            action: request.action, json: try request.resolvedProperties(by: resolvers))
        do {
            switch action {
            case .createZaak: return try await createZaak(request, properties)
            case .setZaakstatus: return try await setStatus(request, properties, note)
            case .createNatuurlijkPersoonRol, .createNietNatuurlijkPersoonRol,
                .createMedewerkerRol, .createOrganisatorischeEenheidRol:
                return try await createRol(action, request, properties)
            case .createZaakresultaat: return try await createResultaat(request, properties)
            case .createExterneKlanttaak: return try await publishTask(request, properties)
            case .updateExterneKlanttaak: return try await updateTask(request, properties)
            case .completeExterneKlanttaak: return try await finishTask(request)
            case .closeExterneKlanttaak: return try await closeTask(request)
            }
        } catch let error as ZGWError {
            throw ActionFailure.server(error)
        }
    }

    /// The zaak that the action works on.
    func zaak(of request: ActionRequest) throws(ActionFailure) -> ZaakLink {
        try request.requiredZaak()
    }

    /// Makes something that must be there once.
    ///
    /// - Parameters:
    ///   - looksFirst: Whether nothing but looking protects against a second one.
    ///   - codes: Codes of a refusal that say that it may be there already.
    ///   - find: Looks for it.
    ///   - create: Makes it.
    /// - Returns: What is there.
    /// - Throws: `ZGWError`.
    func once<Resource>(
        looksFirst: Bool, codes: [String],
        find: () async throws(ZGWError) -> Resource?,
        create: () async throws(ZGWError) -> Resource
    ) async throws(ZGWError) -> Resource {
        if looksFirst, settings.looksUp, let found = try await find() { return found }
        do throws(ZGWError) {
            return try await create()
        } catch {
            guard settings.looksUp, mayBeThere(after: error, codes),
                let found = try await find()
            else { throw error }
            return found
        }
    }

    private func mayBeThere(after error: ZGWError, _ codes: [String]) -> Bool {
        switch error {
        case .unclear: true
        case .refused(let problem): codes.contains { problem.has(code: $0) }
        default: false
        }
    }
}

/// The properties of an action, each a value and no longer the name of one.
struct ActionProperties {
    let action: String
    let json: JSONObject

    /// A text or number as a text; nil where there is none or an empty one.
    func text(_ name: String) -> String? {
        switch json[name] {
        case .string(let text): text.isEmpty ? nil : text
        case .integer(let value): String(value)
        default: nil
        }
    }

    /// A text that must be there.
    func required(_ name: String) throws(ActionFailure) -> String {
        if let text = text(name) { return text }
        throw .misuse(
            "\(action) has no value for \"\(name)\": the property is missing, or what it names is"
                + " empty")
    }
}

/// What is stored of a case, for resolving; nothing can be written here.
package struct StoredFacts: CaseFacts {
    let variables: JSONObject
    let stored: Case?
    let link: ZaakLink?

    package init(variables: JSONObject, stored: Case?, link: ZaakLink?) {
        self.variables = variables
        self.stored = stored
        self.link = link
    }

    package func variable(_ name: String) -> JSON? {
        variables[name].flatMap { $0.isNull ? nil : $0 }
    }
    package func currentCase() -> Case? { stored }
    package func zaak() -> JSON? { link?.zaak }

    package mutating func setVariable(_ name: String, to value: JSON) throws {
        throw ResolverError.readOnly("pv:\(name)")
    }

    package mutating func changeCase(_ change: (inout CaseChange) throws(CaseError) -> Void) throws
    {
        throw ResolverError.readOnly("doc:")
    }

    package mutating func nextIdentifier() -> String { "" }
}

/// `zaak:`: the zaak of the case, as the Zaken API showed it when it was last written.
public struct ZaakResolver: ValueResolver {
    /// `zaak`.
    public var prefix: String { "zaak" }

    /// Creates the resolver.
    public init() {}

    /// A member of the zaak.
    public func read<Facts: CaseFacts>(_ key: String, from facts: Facts) throws -> JSON? {
        guard let zaak = try facts.zaak() else { throw ResolverError.noZaak("zaak:\(key)") }
        return zaak.value(at: DocumentPath(key))
    }
}
