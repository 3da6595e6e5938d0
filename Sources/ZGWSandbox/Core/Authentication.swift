internal import JSONTree
internal import Signing

/// Finds out who calls, as the real servers do: a fresh JWT for each request, or a known token.
struct Authenticator {
    /// How old a token's `iat` may be, in microseconds.
    private static let longestAge: Int64 = 3_600_000_000

    let clients: [SandboxClient]
    let tokens: Set<String>

    func caller(of call: Call, in store: ResourceStore, at now: Moment) throws -> Caller {
        switch call.api.authentication {
        case .none: return .sandbox
        case .token:
            try check(token: call.headers["authorization"])
            return .sandbox
        case .jsonWebToken:
            let (client, claims) = try client(of: call, at: now)
            var caller = try caller(of: client, in: store)
            caller.userID = claims.text("user_id")
            caller.userName = claims.text("user_representation")
            caller.note = call.headers["x-audit-toelichting"] ?? ""
            return caller
        }
    }

    private func check(token header: String?) throws {
        guard let header, header.hasPrefix("Token ") else {
            throw unauthorised("not_authenticated", "Authenticatiegegevens zijn niet opgegeven.")
        }
        guard tokens.contains(trimmed(String(header.dropFirst(6)))) else {
            throw unauthorised("authentication_failed", "Ongeldige token.")
        }
    }

    private func unauthorised(_ code: String, _ detail: String) -> Problem {
        var problem = Problem(status: 401, code: code, detail: detail)
        problem.headers = [("WWW-Authenticate", "Token")]
        return problem
    }

    /// Checks the token in the order in which the real servers do.
    private func client(of call: Call, at now: Moment) throws -> (SandboxClient, JSONObject) {
        guard let header = call.headers["authorization"], header.hasPrefix("Bearer ") else {
            throw Problem.permissionDenied
        }
        let token = trimmed(String(header.dropFirst(7)))
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let payload = Base64URL.decode(Array(parts[1].utf8)),
            case .object(let unverified)? = try? JSON(parsing: payload, depthLimit: 32)
        else { throw refusal("jwt-decode-error", "De JWT is niet te lezen.") }
        guard let identifier = unverified.filledText("client_id") else {
            throw refusal("missing-client-identifier", "client_id ontbreekt in de JWT.")
        }
        let known = clients.first { $0.identifier == identifier }
        guard let known, known.isKnown(to: call.api) else {
            throw refusal("invalid-client-identifier", "Deze client_id is niet bekend.")
        }
        let claims: JSONObject
        do {
            claims = try JSONWebToken.verify(token, with: .secret(Array(known.secret.utf8)))
        } catch JSONWebToken.Failure.algorithm {
            throw refusal("jwt-invalidalgorithmerror", "Alleen HS256 is toegestaan.")
        } catch JSONWebToken.Failure.signature {
            throw refusal("invalid-jwt-signature", "De handtekening van de JWT klopt niet.")
        } catch {
            throw refusal("jwt-decode-error", "De JWT is niet te lezen.")
        }
        try check(claims, at: now)
        return (known, claims)
    }

    private func check(_ claims: JSONObject, at now: Moment) throws {
        func moment(_ name: String) -> Int64? {
            // A time beyond all measure is none.
            claims[name]?.doubleValue.flatMap { abs($0) < 1e12 ? Int64($0 * 1_000_000) : nil }
        }
        if let expiry = moment("exp"), expiry <= now.microseconds {
            throw refusal("jwt-expiredsignatureerror", "De JWT is verlopen (exp).")
        }
        if let start = moment("nbf"), start > now.microseconds {
            throw refusal("jwt-immaturesignatureerror", "De JWT is nog niet geldig (nbf).")
        }
        guard let issued = moment("iat") else {
            throw refusal("jwt-missing-iat-claim", "De claim iat ontbreekt.")
        }
        guard now.microseconds - issued <= Self.longestAge else {
            throw refusal("jwt-expired", "De JWT is langer dan een uur geleden gemaakt.")
        }
    }

    private func refusal(_ code: String, _ detail: String) -> Problem {
        Problem(status: 403, code: code, detail: detail)
    }

    /// What the applicatie of a client allows; a client without one may do nothing.
    private func caller(of client: SandboxClient, in store: ResourceStore) throws -> Caller {
        let applicaties = try store.list(.applicatie)
        guard
            let applicatie = applicaties.first(where: {
                $0.document.texts("clientIds").contains(client.identifier)
            })
        else { throw Problem.permissionDenied }
        var caller = Caller(principal: .all)
        caller.applicatieID = applicatie.uuid
        caller.applicatieLabel = applicatie.document.text("label")
        if applicatie.document.flag("heeftAlleAutorisaties") { return caller }
        let rights = (applicatie.document["autorisaties"]?.arrayValue ?? []).map(\.members)
        caller.principal = .limited(
            rights.map { right in
                Principal.Right(
                    component: right.text("component"), scopes: Set(right.texts("scopes")),
                    type: right.filledText("zaaktype") ?? right.filledText("informatieobjecttype")
                        ?? right.filledText("besluittype"),
                    highestConfidentiality: right.filledText("maxVertrouwelijkheidaanduiding"))
            })
        return caller
    }
}
