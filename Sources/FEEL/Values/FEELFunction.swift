/// A function as a value: built in, written in FEEL, or provided by the caller.
public final class FEELFunction: Sendable {
    /// A parameter with the type that its arguments must have.
    public struct Parameter: Sendable, Equatable {
        /// The name by which arguments may be given.
        public let name: String
        /// The type; `any` if none is given.
        public let type: FEELType

        /// Creates a parameter.
        public init(_ name: String, _ type: FEELType = .any) {
            self.name = name
            self.type = type
        }
    }

    enum Body: Sendable {
        case builtin(Builtin)
        case lambda(Lambda, captured: [FEELValue])
        case provided(any FEELCallable)
    }

    /// The parameters; of a built-in function those of its first form.
    public let parameters: [Parameter]
    /// The type that results must have.
    public let resultType: FEELType
    let body: Body
    /// What the names of the types stand for; nil where they are the caller's.
    let types: FEELTypeTable?

    init(
        parameters: [Parameter], resultType: FEELType, body: Body, types: FEELTypeTable? = nil
    ) {
        self.parameters = parameters
        self.resultType = resultType
        self.body = body
        self.types = types
    }

    /// Creates a function whose body the caller provides.
    ///
    /// Arguments arrive complete, in order, and converted to the types of the parameters.
    public convenience init(
        parameters: [Parameter], resultType: FEELType = .any, calling callable: any FEELCallable,
        types: FEELTypeTable? = nil
    ) {
        self.init(
            parameters: parameters, resultType: resultType, body: .provided(callable), types: types)
    }
}

/// The body of a function that is not written in FEEL.
public protocol FEELCallable: Sendable {
    /// The result for arguments in the order of the parameters; null, with a warning, if there is none.
    func call(_ arguments: [FEELValue], in session: EvaluationSession) -> FEELValue
}
