internal import HTTPClient
internal import JSONTree
public import ZGWBridge

/// Plays the story of the demo against a running engine and a running sandbox, step by step.
///
/// A resident objects to a decision; the request becomes a zaak; a caseworker looks at it; the
/// resident is asked for what is missing and sends it; the caseworker decides. The player does what
/// the people and the e-form would do; everything else the engine does by itself. Each step is a
/// call over HTTP that anybody can repeat.
public struct DemoPlayer: Sendable {
    /// Where the servers are and as whom they are called.
    public struct Configuration: Sendable {
        /// The root of the engine, such as `http://127.0.0.1:8080`.
        public var engine: String
        /// The servers that hold zaken and objects.
        public var services: ZGWServices.Configuration
        /// The name and password of the caseworker; nil for an engine that asks for none.
        public var caseworker: (name: String, password: String)?
        /// How long a step that the engine does by itself may take.
        public var patience: Duration

        /// Describes a set-up.
        public init(
            engine: String, services: ZGWServices.Configuration,
            caseworker: (name: String, password: String)?, patience: Duration = .seconds(20)
        ) {
            self.engine = engine
            self.services = services
            self.caseworker = caseworker
            self.patience = patience
        }
    }

    let configuration: Configuration
    let engine: DemoConnection
    let services: ZGWServices
    let print: @Sendable (String) -> Void

    /// Creates a player.
    ///
    /// - Parameters:
    ///   - configuration: The set-up.
    ///   - print: Takes a line of the account.
    /// - Throws: `DemoError.connection` if the addresses are none.
    public init(
        _ configuration: Configuration, print: @escaping @Sendable (String) -> Void
    ) throws(DemoError) {
        self.configuration = configuration
        self.print = print
        do {
            services = try ZGWServices(configuration.services)
            engine = DemoConnection(
                root: configuration.engine,
                authorization: configuration.caseworker.map {
                    basicAuthorization(user: $0.name, password: $0.password)
                },
                client: try HTTPClient(
                    .init(policy: DestinationPolicy(schemes: "http,https", addresses: .any))))
        } catch {
            throw .connection("\(error)")
        }
    }

    /// Plays the story once.
    ///
    /// - Returns: The id of the case, which is its process's business key.
    /// - Throws: `DemoError`, or `ZGWError` where a server refuses a call.
    @discardableResult
    public func play() async throws -> String {
        let caseID = try await submitRequest()
        let instanceID = try await findProcess(of: caseID)
        let zaak = try await findZaak(of: instanceID)
        try await assess(instanceID, zaak)
        try await answerPortalTask(instanceID, caseID)
        try await decide(instanceID, zaak)
        try await showEnd(instanceID, zaak)
        return caseID
    }

    // MARK: What the account looks like

    func step(_ number: Int, _ title: String) {
        print("")
        print("\(number). \(title)")
    }

    func tell(_ text: String) { print("   \(text)") }

    /// Asks again until something is there.
    func waiting<Value>(
        for what: String, _ ask: () async throws -> Value?
    ) async throws -> Value {
        let clock = ContinuousClock()
        let end = clock.now + configuration.patience
        while clock.now < end {
            if let value = try await ask() { return value }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw DemoError.waitedInVain(what)
    }
}
