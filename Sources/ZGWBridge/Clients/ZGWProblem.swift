public import JSONTree

/// What a ZGW server says is wrong with a request.
///
/// Open Zaak, Open Klant and Open Object 4 answer in the form of RFC 7807 with `invalidParams`
/// (or `invalid_params`); Objects API 3 and parts of Open Notificaties answer a bare object of
/// field names and texts. Both become this value. Decide on `status` and codes alone: the texts
/// are translated by the servers.
public struct ZGWProblem: Sendable, Equatable {
    /// One field that was refused.
    public struct InvalidParameter: Sendable, Equatable {
        /// The field, dotted for nested ones; `nonFieldErrors` for the whole object.
        public var name: String
        /// What kind of mistake, such as `identificatie-niet-uniek`; empty in the bare form.
        public var code: String
        /// The server's text.
        public var reason: String
    }

    /// The status of the answer.
    public var status: Int
    /// What kind of problem, such as `invalid` or `permission_denied`.
    public var code: String
    /// The server's text.
    public var detail: String
    /// The server's own number of this problem, to be quoted to its keepers.
    public var instance: String?
    /// The fields that were refused.
    public var invalidParameters: [InvalidParameter]

    /// Creates a problem.
    public init(
        status: Int, code: String, detail: String = "", instance: String? = nil,
        invalidParameters: [InvalidParameter] = []
    ) {
        self.status = status
        self.code = code
        self.detail = detail
        self.instance = instance
        self.invalidParameters = invalidParameters
    }

    /// Reads the body of an answer with a status of 400 or more.
    public init(status: Int, body: JSON?) {
        self.status = status
        code = body?["code"]?.stringValue ?? ""
        detail = body?["detail"]?.stringValue ?? body?["title"]?.stringValue ?? ""
        instance = body?["instance"]?.stringValue
        let listed = body?["invalidParams"] ?? body?["invalid_params"]
        if let listed = listed?.arrayValue {
            invalidParameters = listed.map { entry in
                InvalidParameter(
                    name: entry["name"]?.stringValue ?? "",
                    code: entry["code"]?.stringValue ?? "",
                    reason: entry["reason"]?.stringValue ?? "")
            }
        } else if let members = body?.objectValue?.members {
            invalidParameters = members.flatMap { member in
                (member.value.arrayValue ?? []).compactMap(\.stringValue).map {
                    InvalidParameter(name: member.key, code: "", reason: $0)
                }
            }
        } else {
            invalidParameters = []
        }
    }

    /// Whether a refused field has this code.
    public func has(code: String) -> Bool {
        self.code == code || invalidParameters.contains { $0.code == code }
    }
}

extension ZGWProblem: CustomStringConvertible {
    /// What was refused and why, without personal numbers.
    public var description: String {
        var text = "status \(status)"
        if !code.isEmpty { text += " (\(code))" }
        if !detail.isEmpty { text += ": \(detail)" }
        for parameter in invalidParameters.prefix(8) {
            let code = parameter.code.isEmpty ? "" : " [\(parameter.code)]"
            text += "; \(parameter.name)\(code): \(parameter.reason)"
        }
        if let instance { text += "; \(instance)" }
        return maskingPersonalNumbers(in: text)
    }
}

/// Why a call to a ZGW API gave no result.
public enum ZGWError: Error, Sendable, Equatable {
    /// The server refused the request (a status from 400 to 499): it was not carried out.
    case refused(ZGWProblem)
    /// It may have been carried out or not: a status of 500 or more, or the answer got lost.
    case unclear(String)
    /// It was not carried out, since no connection came about; another attempt may do.
    case unreachable(String)
    /// The server, or a gateway before it, asks to come back later.
    case throttled(retryAfterSeconds: Int?)
    /// The answer is not what its API promises.
    case unexpected(String)
    /// There is no such thing by that name, or more than one.
    case unresolved(String)
    /// The configuration lacks something or names something that cannot be.
    case misconfigured(String)
}

extension ZGWError {
    /// Whether another attempt, later, may go better without anybody doing something.
    public var mayPass: Bool {
        switch self {
        case .unclear, .unreachable, .throttled: true
        case .refused, .unexpected, .unresolved, .misconfigured: false
        }
    }

    /// The problem, if the server refused the request.
    public var problem: ZGWProblem? {
        if case .refused(let problem) = self { problem } else { nil }
    }
}

extension ZGWError: CustomStringConvertible {
    /// What happened, for the person who must act, without personal numbers.
    public var description: String {
        switch self {
        case .refused(let problem): "The server refused the request: \(problem)"
        case .unclear(let what): "It is unclear whether the request was carried out: \(what)"
        case .unreachable(let what): "The server cannot be reached: \(what)"
        case .throttled(let seconds):
            "The server asks to come back later"
                + (seconds.map { " (after \($0) seconds)" } ?? "")
        case .unexpected(let what): "The server's answer is not as its API promises: \(what)"
        case .unresolved(let what): what
        case .misconfigured(let what): "The configuration is not right: \(what)"
        }
    }
}

/// The text with every number of nine digits that may be a BSN made unreadable.
///
/// RSINs pass the same test and are masked too; nobody needs them in an error text.
public func maskingPersonalNumbers(in text: String) -> String {
    var result: [UInt8] = []
    var run: [UInt8] = []
    func flush() {
        result += isCitizenNumber(run) ? Array("*********".utf8) : run
        run.removeAll(keepingCapacity: true)
    }
    for byte in text.utf8 {
        if (0x30...0x39).contains(byte) {
            run.append(byte)
        } else {
            flush()
            result.append(byte)
        }
    }
    flush()
    return String(decoding: result, as: UTF8.self)
}

/// Whether these digits pass the eleven-test of a BSN.
private func isCitizenNumber(_ digits: [UInt8]) -> Bool {
    guard digits.count == 9 else { return false }
    var sum = 0
    for (index, digit) in digits.enumerated() {
        let weight = index == 8 ? -1 : 9 - index
        sum += weight * Int(digit - 0x30)
    }
    return sum % 11 == 0
}
