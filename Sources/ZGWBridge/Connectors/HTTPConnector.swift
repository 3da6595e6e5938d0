internal import HTTPClient
internal import JSONTree
public import ProcessEngine
internal import ProcessValues

/// Makes the calls of `http-connector` and `soap-http-connector`.
///
/// A call is at least once: it is made again where its answer was not kept, because the process
/// was killed or the server did not answer. An answer that came is kept before the process goes on,
/// so that a repeat goes on from there. `POST` and `PATCH` carry an `Idempotency-Key` that is the
/// same in each try.
public struct HTTPConnector: EffectHandler {
    /// What may be called, and how long and how much is waited for.
    public struct Configuration: Sendable {
        /// Hosts, each `host` or `host:port`; `*` allows every host at a public address.
        public var allowedHosts: [String]
        /// The longest time for a whole exchange.
        public var timeoutSeconds: Int
        /// The largest answer and the largest payload, in bytes.
        public var bodyLimit: Int

        /// Creates a configuration; nothing may be called unless it is listed.
        public init(
            allowedHosts: [String] = [], timeoutSeconds: Int = 30, bodyLimit: Int = 1 << 20
        ) {
            self.allowedHosts = allowedHosts
            self.timeoutSeconds = timeoutSeconds
            self.bodyLimit = bodyLimit
        }
    }

    /// `http-connector`: what jobs call this handler.
    public let name = "http-connector"

    private let configuration: Configuration
    /// For hosts that are listed: at whatever address they are.
    private let listed: HTTPClient
    /// For every other host, at public addresses; nil where those are not allowed.
    private let open: HTTPClient?

    /// Creates the handler.
    ///
    /// - Throws: `HTTPClientError.closed` if libcurl cannot be started.
    public init(_ configuration: Configuration) throws {
        self.configuration = configuration
        let hosts = Set(configuration.allowedHosts.map { $0.lowercased() }.filter { $0 != "*" })
        listed = try HTTPClient(
            HTTPClient.Configuration(
                policy: DestinationPolicy(schemes: "http,https", hosts: hosts, addresses: .any)))
        open =
            configuration.allowedHosts.contains("*")
            ? try HTTPClient(
                HTTPClient.Configuration(
                    policy: DestinationPolicy(schemes: "http,https", addresses: .publicOnly)))
            : nil
    }

    /// Makes a call, or takes the answer of an earlier one.
    public func send(_ call: EffectCall) async -> EffectReply {
        if let kept = call.progress.flatMap(JSON.init(text:)), kept["statusCode"] != nil {
            return Self.reply(kept)
        }
        do {
            let answer = try await answer(to: call)
            try await call.storeProgress(answer.serializedText)
            return Self.reply(answer)
        } catch {
            return EffectReply(.failed(failure(error, of: call), progress: nil))
        }
    }

    private func answer(to call: EffectCall) async throws -> JSON {
        let asked = JSON(text: call.payload)?["request"]
        let url = asked?["url"]?.stringValue ?? ""
        let method = asked?["method"]?.stringValue ?? "GET"
        var headers = (asked?["headers"]?.objectValue ?? [:]).members.compactMap { member in
            member.value.headerText.map { HTTPHeader(member.key, $0) }
        }
        let isRepeatable = !["POST", "PATCH"].contains(method)
        if !isRepeatable, !headers.contains(where: { $0.name.lowercased() == "idempotency-key" }) {
            headers.append(HTTPHeader("Idempotency-Key", call.job.id))
        }
        let options = RequestOptions(asked?["config"])
        var request = HTTPClient.Request(method: method, url: url, headers: headers)
        if let payload = asked?["payload"]?.stringValue {
            guard payload.utf8.count <= configuration.bodyLimit else {
                throw ConnectorProblem.payloadTooLarge(configuration.bodyLimit)
            }
            request.body = .bytes(Array(payload.utf8))
        }
        request.limits.responseBytes = configuration.bodyLimit
        request.needsFreshConnection = !isRepeatable
        let response = try await followed(request, options)
        if options.throwsErrors, response.status >= 400 {
            throw ConnectorProblem.status(response.status)
        }
        var fields = JSONObject()
        for header in response.headers {
            let earlier = fields[header.name]?.stringValue.map { $0 + ", " } ?? ""
            fields[header.name] = .string(earlier + header.value)
        }
        return .object([
            "statusCode": .integer(Int64(response.status)),
            "response": response.body.isEmpty
                ? .null : .string(Self.text(of: response)),
            "headers": .object(fields),
        ])
    }

    /// The text of an answer: UTF-8, unless its type names Latin 1.
    private static func text(of response: HTTPClient.Response) -> String {
        let type = response.headers.last { $0.name.lowercased() == "content-type" }?.value ?? ""
        let isLatin = ["charset=iso-8859-1", "charset=\"iso-8859-1\""].contains {
            type.lowercased().contains($0)
        }
        guard isLatin else { return String(decoding: response.body, as: UTF8.self) }
        return String(String.UnicodeScalarView(response.body.map { Unicode.Scalar($0) }))
    }

    /// Makes a call, and those that it is sent on to: each to a host that may be called itself.
    private func followed(
        _ first: HTTPClient.Request, _ options: RequestOptions
    ) async throws -> HTTPClient.Response {
        let longest = Duration.seconds(configuration.timeoutSeconds)
        let end = ContinuousClock.now + longest
        var request = first
        var redirects = Redirects(options)
        while true {
            let left = max(.milliseconds(1), ContinuousClock.now.duration(to: end))
            request.limits.total = left
            request.limits.firstByte = min(left, options.answer ?? left)
            request.limits.connect = min(
                left, options.connection ?? HTTPClient.Request.Limits().connect)
            let response: HTTPClient.Response
            do {
                response = try await exchange(request)
            } catch HTTPClientError.hostNotAllowed(let host) where redirects.count > 0 {
                throw ConnectorProblem.redirectNotAllowed(host)
            } catch HTTPClientError.addressNotAllowed where redirects.count > 0 {
                throw ConnectorProblem.redirectNotAllowed(request.url)
            }
            guard let next = try redirects.next(after: response, to: request) else {
                return response
            }
            request = next
        }
    }

    private func exchange(_ request: HTTPClient.Request) async throws -> HTTPClient.Response {
        do {
            return try await listed.send(request)
        } catch HTTPClientError.hostNotAllowed(let host) {
            guard let open else { throw HTTPClientError.hostNotAllowed(host) }
            return try await open.send(request)
        }
    }

    private static func reply(_ answer: JSON) -> EffectReply {
        EffectReply(
            .done(variables: [
                VariableInput(
                    "statusCode", .integer(Int32(clamping: answer["statusCode"]?.intValue ?? 0))),
                VariableInput(
                    "response",
                    answer["response"]?.stringValue.map(ProcessValue.string) ?? .null),
                VariableInput(
                    "headers",
                    .object(
                        ObjectValue(tree: answer["headers"] ?? [:], typeName: "java.util.HashMap"))),
            ]))
    }

    private func failure(_ error: any Error, of call: EffectCall) -> JobFailure {
        let seconds = configuration.timeoutSeconds
        let (why, isFinal): (String, Bool) =
            switch error {
            case HTTPClientError.hostNotAllowed(let host):
                (
                    "the host '\(host)' may not be called. Add it to connectors.http.allowedHosts, "
                        + "or call another", true
                )
            case HTTPClientError.addressNotAllowed:
                (
                    "the host stands at a private address and is not in "
                        + "connectors.http.allowedHosts", true
                )
            case HTTPClientError.invalidRequest(let what): ("'\(what)' cannot be sent", true)
            case HTTPClientError.responseTooLarge:
                ("the answer is larger than \(configuration.bodyLimit) bytes", true)
            case HTTPClientError.connectTimeout, HTTPClientError.firstByteTimeout,
                HTTPClientError.totalTimeout:
                ("there was no answer within \(seconds) s, or the time that it asks for", false)
            case let problem as ConnectorProblem: (problem.description, problem.isFinal)
            case HTTPClientError.transport(_, let text): ("the call failed: \(text)", false)
            default: ("the call failed: \(error)", false)
            }
        return JobFailure(message: "\(name) \(call.action): \(why).", endsRetries: isFinal)
    }
}

extension JSON {
    /// The value of a header field; nil for what is none.
    fileprivate var headerText: String? {
        switch self {
        case .string(let text): text
        case .integer(let number): String(number)
        case .number(let number): number.text
        case .bool(let flag): flag ? "true" : "false"
        case .null, .array, .object: nil
        }
    }
}
