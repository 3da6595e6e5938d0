public import JSONTree
public import ProcessEngine
public import ProcessValues
public import Records

/// What one step knows, and what it writes through resolvers.
public struct StepFacts: CaseFacts {
    /// The process variables that can be read.
    public var variables: [String: JSON] = [:]
    /// The variables written, in order.
    public private(set) var writtenVariables: [VariableInput] = []
    /// The zaak of the case.
    public var zaakShown: JSON?
    /// The case as it was before.
    public private(set) var base: Case?
    private var change: CaseChange?
    private var count = 0

    /// Creates facts of a step without a case.
    public init() {}

    /// Adds the case.
    public mutating func begin(
        with stored: Case, of definition: UsableCaseDefinition, at instant: Instant,
        by author: String?
    ) {
        base = stored
        change = CaseChange(
            changing: stored, of: definition, at: instant.milliseconds, by: author)
    }

    /// What the step must write of the case.
    public var delta: Delta { change?.delta(storedAs: base) ?? Delta() }

    /// The value of a process variable.
    public func variable(_ name: String) -> JSON? { variables[name] }

    /// The case with the writes so far.
    public func currentCase() -> Case? { change?.current }

    /// The zaak of the case.
    public func zaak() -> JSON? { zaakShown }

    /// Sets a process variable.
    public mutating func setVariable(_ name: String, to value: JSON) {
        variables[name] = value
        writtenVariables.append(VariableInput(name, ProcessValue(untyped: value)))
    }

    /// Changes the case.
    ///
    /// - Throws: What the change throws, or that there is no case.
    public mutating func changeCase(
        _ change: (inout CaseChange) throws(CaseError) -> Void
    ) throws {
        guard var current = self.change else { throw ResolverError.noCase("doc:") }
        try change(&current)
        self.change = current
    }

    /// A new identifier, of the case and the revision that the step makes of it: no other step
    /// makes the same one, and a step that is run again makes it again.
    public mutating func nextIdentifier() -> String {
        count += 1
        return "\(base?.id ?? ""):\((base?.revision ?? 0) + 1):\(count)"
    }
}
