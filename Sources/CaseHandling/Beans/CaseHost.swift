internal import JSONTree
public import ProcessEngine
public import ProcessValues
public import Records
internal import Synchronization

/// Valtimo's beans that models call: `valueResolverDelegateService`, `documentDelegateService` and
/// `retryCycleProvider`.
///
/// What they write in the case is part of the answer and is committed with the step. A command may
/// call several times; each call sees the writes of those before it, which are kept here until the
/// command can no longer be running.
public final class CaseHost: EngineHost {
    /// The names of the beans that it answers for.
    public static let beanNames = Set(Bean.allCases.map(\.rawValue))

    /// The methods of a bean; none if there is no such bean.
    public static func methods(ofBean name: String) -> Set<String> {
        switch Bean(rawValue: name) {
        case .resolvers: ResolverBean.methods
        case .documents: DocumentBean.methods
        case .retryCycles: ["default", "quick", "critical"]
        case .correlation: ProcessBeans.correlationMethods
        case .jobs: ProcessBeans.jobMethods
        case .timers: ["updateActiveTimers"]
        case .processes: ["startProcessByProcessDefinitionKey"]
        case .zaken: ["getZaak"]
        case nil: []
        }
    }

    private let cases: CaseRepository
    private let store: any Store
    private let resolvers: ValueResolvers
    private let next: any EngineHost
    private let pending = Mutex<[Pending.Key: Pending]>([:])

    /// What a command has written of a case so far.
    private struct Pending {
        struct Key: Hashable {
            let caseID: String
            let command: String
        }

        let instant: Instant
        var state: Case
        var sequence: Int
    }

    /// Creates the host.
    ///
    /// - Parameters:
    ///   - cases: The cases.
    ///   - store: Where they and process variables are kept.
    ///   - resolvers: The resolvers for texts such as `doc:/naam`.
    ///   - next: Who answers calls of other names.
    public init(
        _ cases: CaseRepository, store: any Store, resolvers: ValueResolvers,
        next: any EngineHost = EmptyHost()
    ) {
        self.cases = cases
        self.store = store
        self.resolvers = resolvers
        self.next = next
    }

    /// Answers a call of a bean.
    public func answer(
        _ call: HostCall, for principal: Principal, at instant: Instant, after given: Delta
    ) async -> HostAnswer {
        guard let bean = Bean(rawValue: call.name) else {
            return await next.answer(call, for: principal, at: instant, after: given)
        }
        // A bean by itself is only named on the way to one of its methods.
        guard let method = call.method else { return HostAnswer(.value(.string(call.name))) }
        do {
            guard Self.methods(ofBean: call.name).contains(method) else {
                throw BeanError.unknownMethod
            }
            switch bean {
            case .retryCycles: return HostAnswer(.value(try retryCycle(method)))
            case .correlation, .jobs, .timers, .processes:
                return HostAnswer(
                    .value(.null), commands: try await commands(bean, method, call, at: instant))
            case .zaken:
                guard method == "getZaak" else { throw BeanError.unknownMethod }
                let zaak = try await call.businessKey.asyncFlatMap { try await cases.zaak(of: $0) }
                return HostAnswer(.value(zaak.map { ProcessValue(untyped: $0.zaak) } ?? .null))
            case .resolvers, .documents: break
            }
            var facts = try await facts(for: call, principal, instant, after: given)
            let value = try invoke(bean, method, call.arguments, on: &facts)
            return HostAnswer(
                .value(value), variables: facts.writtenVariables,
                delta: keep(facts, of: call, instant))
        } catch {
            let message = "\(call.name).\(method): \(error)"
            return HostAnswer(
                .failure(EngineError(.execution, message, activityID: call.activityID)))
        }
    }

    private enum Bean: String, CaseIterable {
        case resolvers = "valueResolverDelegateService"
        case documents = "documentDelegateService"
        case retryCycles = "retryCycleProvider"
        case correlation = "correlationService"
        case jobs = "jobService"
        case timers = "timerService"
        case processes = "processService"
        case zaken = "zakenFormFlow"
    }

    private func invoke(
        _ bean: Bean, _ method: String, _ arguments: [ProcessValue], on facts: inout StepFacts
    ) throws -> ProcessValue {
        switch bean {
        case .resolvers:
            return try ResolverBean(resolvers).invoke(method, arguments, on: &facts)
        case .documents: return try DocumentBean().invoke(method, arguments, on: &facts)
        case .retryCycles: return try retryCycle(method)
        case .correlation, .jobs, .timers, .processes, .zaken: throw BeanError.unknownMethod
        }
    }

    private func commands(
        _ bean: Bean, _ method: String, _ call: HostCall, at instant: Instant
    ) async throws -> [EngineCommand] {
        let beans = ProcessBeans(store: store, call: call, instant: instant)
        return switch bean {
        case .correlation: try await beans.correlate(method)
        case .jobs, .timers: try await beans.moveTimers(method)
        default: try beans.startProcess(method)
        }
    }

    private func retryCycle(_ name: String) throws(BeanError) -> ProcessValue {
        switch name {
        case "default": .string("R3/PT1M,PT30M,PT2H")
        case "quick": .string("R3/PT30S,PT2M,PT10M")
        case "critical": .string("R5/PT1M,PT15M,PT4H,PT24H,PT48H")
        default: throw BeanError.unknownMethod
        }
    }

    private func facts(
        for call: HostCall, _ principal: Principal, _ instant: Instant, after given: Delta
    ) async throws -> StepFacts {
        var facts = StepFacts()
        facts.variables = Dictionary(
            call.variables.map { ($0.name, $0.value.plainJSON) },
            uniquingKeysWith: { first, _ in first })
        guard let id = call.businessKey, let stored = try await stored(id, call, after: given)
        else {
            return facts
        }
        let definition = try await cases.definition(id: stored.definitionID)
        facts.begin(with: stored, of: definition, at: instant, by: principal.userID)
        let zaak = try await cases.zaak(of: id)
        facts.zaakShown = given.zaak(of: id, storedAs: zaak)?.zaak
        return facts
    }

    /// The case as this command has left it so far, or as it is stored.
    private func stored(
        _ id: String, _ call: HostCall, after given: Delta
    ) async throws -> Case? {
        let key = Pending.Key(caseID: id, command: call.command)
        let earlier = pending.withLock { $0[key] }
        // A call that is not later than what is kept is the same one, asked again.
        if let earlier, earlier.sequence < call.sequence { return earlier.state }
        let stored = try await cases.find(id)
        return given.instance(id, storedAs: stored)
    }

    private func keep(_ facts: StepFacts, of call: HostCall, _ instant: Instant) -> Delta {
        let delta = facts.delta
        guard !delta.isEmpty, let base = facts.base, var state = facts.currentCase() else {
            return delta
        }
        state.revision = base.revision + 1
        pending.withLock { pending in
            pending = pending.filter {
                $0.value.instant.milliseconds > instant.milliseconds - 60_000
            }
            pending[Pending.Key(caseID: base.id, command: call.command)] = Pending(
                instant: instant, state: state, sequence: call.sequence)
        }
        return delta
    }
}

extension Optional {
    /// What an asynchronous closure makes of the value.
    fileprivate func asyncFlatMap<Result>(
        _ transform: (Wrapped) async throws -> Result?
    ) async throws -> Result? {
        guard let self else { return nil }
        return try await transform(self)
    }
}

/// Why a bean did not do what was asked.
enum BeanError: Error, CustomStringConvertible {
    case unknownMethod
    case arguments(String)
    case noCase

    var description: String {
        switch self {
        case .unknownMethod: "there is no such method here"
        case .arguments(let what): "the arguments do not fit: \(what)"
        case .noCase: "the business key of the process names no case"
        }
    }
}
