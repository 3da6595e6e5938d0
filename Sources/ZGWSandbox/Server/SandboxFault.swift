internal import JSONTree
internal import Synchronization

/// A failure that a test asks for, so that it sees how a client copes.
public struct SandboxFault: Sendable, Equatable {
    /// When the failure comes.
    public enum Moment: String, Sendable {
        /// Instead of the work: nothing is stored.
        case before
        /// After the work: what was asked is stored, but the answer is not the real one.
        case after
    }

    /// What the client sees.
    public enum Effect: Sendable, Equatable {
        /// An answer with this status.
        case status(Int)
        /// The connection breaks off before a whole answer came.
        case drop
        /// The answer comes this much later; the real one.
        case delay(Duration)
        /// No answer comes, until the client gives up or the sandbox stops.
        case hang
    }

    /// The method; nil for any.
    public var method: String?
    /// What the path starts with.
    public var pathPrefix: String
    /// When the failure comes.
    public var moment: Moment
    /// What the client sees.
    public var effect: Effect
    /// How many matching requests are left alone first.
    public var skip: Int
    /// How many requests fail.
    public var count: Int

    /// Creates a fault.
    public init(
        method: String? = nil, pathPrefix: String = "/", moment: Moment = .before, effect: Effect,
        skip: Int = 0, count: Int = 1
    ) {
        self.method = method
        self.pathPrefix = pathPrefix
        self.moment = moment
        self.effect = effect
        self.skip = skip
        self.count = count
    }

    /// Reads `{"method", "pathPrefix", "moment", "effect": "status"|"drop"|"delay"|"hang",
    /// "status", "milliseconds", "skip", "count"}`; nil if the effect or moment is unknown.
    init?(_ json: JSONObject) {
        switch json.text("effect") {
        case "status": effect = .status(json["status"]?.intValue ?? 503)
        case "drop": effect = .drop
        case "delay": effect = .delay(.milliseconds(json["milliseconds"]?.intValue ?? 1_000))
        case "hang": effect = .hang
        default: return nil
        }
        guard let moment = Moment(rawValue: json.filledText("moment") ?? "before") else {
            return nil
        }
        self.moment = moment
        method = json.filledText("method")
        pathPrefix = json.filledText("pathPrefix") ?? "/"
        skip = json["skip"]?.intValue ?? 0
        count = json["count"]?.intValue ?? 1
    }
}

/// The faults that are still to come.
final class FaultTable: Sendable {
    private let faults = Mutex<[SandboxFault]>([])

    func add(_ fault: SandboxFault) { faults.withLock { $0.append(fault) } }

    func empty() { faults.withLock { $0 = [] } }

    /// Takes the fault for a request, if there is one, and counts it off.
    func take(method: String, path: String) -> SandboxFault? {
        faults.withLock { faults in
            for index in faults.indices {
                let fault = faults[index]
                guard fault.method == nil || fault.method == method,
                    path.hasPrefix(fault.pathPrefix)
                else { continue }
                if fault.skip > 0 {
                    faults[index].skip -= 1
                    continue
                }
                faults[index].count -= 1
                if faults[index].count <= 0 { faults.remove(at: index) }
                return fault
            }
            return nil
        }
    }
}
