/// Why an evaluation came to null where a value was to be expected.
public struct FEELWarning: Sendable, Equatable, CustomStringConvertible {
    /// What was wrong, for the person who wrote the expression.
    public let message: String
    /// Where, in code points of the expression; nil if that is not known.
    public let offset: Int?

    /// The message.
    public var description: String { message }
}

/// How much one evaluation may cost.
public struct EvaluationLimits: Sendable {
    /// How many steps: calls, iterations, items compared.
    public var steps: Int
    /// How deep calls may nest.
    public var depth: Int
    /// How many bytes of the stack calls may take.
    public var stack: Int

    /// Creates limits.
    public init(steps: Int = 2_000_000, depth: Int = 1_000, stack: Int = 1 << 20) {
        self.steps = steps
        self.depth = depth
        self.stack = stack
    }
}

/// What all expressions of one evaluation share: the clock, the budget, the warnings.
///
/// A session belongs to one evaluation at a time; it is not for concurrent use.
public final class EvaluationSession {
    /// The date and time that `now()` and `today()` answer; without it they have no value.
    public let now: CivilDateTime?
    /// Whether warnings are kept.
    ///
    /// Without them errors cost nothing but their null.
    public let collectsWarnings: Bool
    /// What came to null, and why.
    public private(set) var warnings: [FEELWarning] = []
    /// Whether a limit ended the evaluation; its result is null then.
    public private(set) var isExhausted = false

    /// The member that was called on a value which has none such, as `list.size()`; nil if none was.
    ///
    /// FEEL answers null; Camunda's FEEL ends the evaluation.
    public internal(set) var missingMethod: String?

    private var stepsLeft: Int
    private let limits: EvaluationLimits
    private var depth = 0
    /// Where the stack stood when the evaluation began.
    private var stackBase: UInt = 0

    /// Creates a session.
    public init(
        now: CivilDateTime? = nil,
        collectsWarnings: Bool = false, limits: EvaluationLimits = EvaluationLimits()
    ) {
        self.now = now
        self.collectsWarnings = collectsWarnings
        stepsLeft = limits.steps
        self.limits = limits
    }

    /// Keeps a warning, if that is asked for; answers null.
    @discardableResult
    public func warn(_ message: @autoclosure () -> String, at offset: Int? = nil) -> FEELValue {
        if collectsWarnings, warnings.count < 100 {
            warnings.append(FEELWarning(message: message(), offset: offset))
        }
        return .null
    }

    /// Counts steps; false when there are none left.
    func spend(_ steps: Int = 1) -> Bool {
        stepsLeft -= steps
        if stepsLeft >= 0 { return true }
        if !isExhausted {
            isExhausted = true
            warn("the evaluation took more steps than are allowed")
        }
        return false
    }

    /// Goes a call deeper; false when that is too deep.
    func enter() -> Bool {
        var here = 0
        let address = withUnsafeMutablePointer(to: &here) { UInt(bitPattern: $0) }
        if depth == 0 { stackBase = address }
        // The stack grows downwards; a deep expression takes of it what calls alone do not show.
        let used = stackBase > address ? Int(stackBase - address) : 0
        guard depth < limits.depth, used < limits.stack, !isExhausted else {
            if !isExhausted {
                isExhausted = true
                warn("the evaluation calls functions deeper than is allowed")
            }
            return false
        }
        depth += 1
        return true
    }

    func leave() {
        depth -= 1
    }
}
