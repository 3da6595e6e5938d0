internal import JSONTree
internal import JUEL
public import ProcessValues

/// Where the form of a user task or start event is to be found.
public struct FormAddress: Sendable {
    let keyExpression: CompiledExpression?
    let reference: FormReferenceCode?

    /// Whether it is the same for all tasks.
    public var isFixed: Bool {
        keyExpression?.program == nil && reference?.key.program == nil
            && reference?.version?.program == nil
    }

    /// The key for a task that sees some variables; nil if there is none or its expression fails.
    public func key(with variables: [String: ProcessValue], at instant: Instant) -> String? {
        keyExpression.flatMap { Self.text(of: $0, variables, instant) }
    }

    /// The deployed form for a task that sees some variables; nil if there is none or an expression
    /// of it fails.
    public func deployedForm(
        with variables: [String: ProcessValue], at instant: Instant
    ) -> DeployedFormReference? {
        guard let reference, let key = Self.text(of: reference.key, variables, instant) else {
            return nil
        }
        var version: Int?
        if let expression = reference.version {
            guard let number = Self.text(of: expression, variables, instant).flatMap({ Int($0) })
            else { return nil }
            version = number
        }
        return DeployedFormReference(key: key, binding: reference.binding, version: version)
    }

    private static func text(
        of expression: CompiledExpression, _ variables: [String: ProcessValue], _ instant: Instant
    ) -> String? {
        let context = VariablesOnly(variables: variables, now: instant, zone: .utc)
        switch try? context.value(of: expression) {
        case .string(let text): return text
        case nil, .null: return nil
        case let value?: return value.plainJSON.serializedText
        }
    }
}

/// A form that is deployed on its own, and which version of it.
public struct DeployedFormReference: Sendable, Hashable {
    /// The key of the form.
    public let key: String
    /// `latest`, `deployment` or `version`.
    public let binding: String
    /// The version, where the binding names one.
    public let version: Int?
}

/// Variables, and nothing that can be called.
struct VariablesOnly: ExpressionContext {
    let variables: [String: ProcessValue]
    let now: Instant
    let zone: CivilZone

    func resolve(_ name: String) -> ExpressionValue? { variables[name].map(ExpressionValue.value) }

    func utcOffset(at instant: Instant) -> Int { zone.offset(at: instant) }

    /// The value of an expression.
    func value(of expression: CompiledExpression) throws(EngineError) -> ProcessValue {
        guard let program = expression.program else { return .string(expression.text) }
        var context = self
        do {
            return try program.value(in: &context)
        } catch {
            throw EngineError(.execution, "\(error)")
        }
    }
}

extension CompiledProcess {
    /// Where the form of a user task, or of what starts the process, is; nil if it has none.
    public func formAddress(of owner: FormOwner) -> FormAddress? {
        var key: CompiledExpression?
        if case .task(let id) = owner, case .userTask(let task)? = node(id)?.behavior {
            key = task.formKey
        }
        let reference = form(of: owner)?.reference
        guard key != nil || reference != nil else { return nil }
        return FormAddress(keyExpression: key, reference: reference)
    }
}
