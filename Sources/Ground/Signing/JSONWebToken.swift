public import JSONTree

/// JSON Web Tokens in compact form: made with HS256, checked with HS256 or RS256.
public enum JSONWebToken {
    /// Why a token is not accepted.
    public enum Failure: Error, Equatable {
        /// Not three parts of base64url with JSON in the first two.
        case malformed
        /// The header names another algorithm than the key's.
        case algorithm
        /// The signature is not the key's.
        case signature
        /// Its time is over (`exp`).
        case expired
        /// Its time has not come (`nbf`, `iat`).
        case notYetValid
    }

    /// What a token is checked with.
    ///
    /// The key decides the algorithm, never the token.
    public enum Key: Sendable {
        /// A shared secret, for HS256.
        case secret([UInt8])
        /// A public key, for RS256.
        case rsa(RSAPublicKey)

        fileprivate var algorithm: String {
            switch self {
            case .secret: "HS256"
            case .rsa: "RS256"
            }
        }
    }

    /// Makes a token signed by HS256.
    ///
    /// - Parameters:
    ///   - claims: The payload.
    ///   - secret: The key, of 32 bytes or more.
    /// - Returns: The token.
    /// - Throws: `CryptoError`.
    public static func make(claims: JSONObject, secret: [UInt8]) throws(CryptoError) -> String {
        let header: JSON = .object(["alg": .string("HS256"), "typ": .string("JWT")])
        let head = Base64URL.encode(header.serialized)
        let signed = head + "." + Base64URL.encode(JSON.object(claims).serialized)
        let code = try Hashing.hmacSHA256(key: secret, message: Array(signed.utf8))
        return signed + "." + Base64URL.encode(code)
    }

    /// Checks a token's signature.
    ///
    /// The claims are the caller's to check; `checkTimes` does so for the times among them.
    ///
    /// - Returns: The claims.
    /// - Throws: `Failure`, or `CryptoError` if libcrypto fails.
    public static func verify(_ token: String, with key: Key) throws -> JSONObject {
        let parts = token.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let decoded = parts.compactMap { Base64URL.decode(Array($0)) }
        guard parts.count == 3, decoded.count == 3,
            let header = try? JSON(parsing: decoded[0], depthLimit: 8)
        else { throw Failure.malformed }
        guard header["alg"] == .string(key.algorithm), header["crit"] == nil else {
            throw Failure.algorithm
        }
        let signed = Array(token.utf8.prefix(parts[0].count + 1 + parts[1].count))
        let isValid =
            switch key {
            case .secret(let secret):
                Hashing.areEqual(
                    try Hashing.hmacSHA256(key: secret, message: signed), decoded[2])
            case .rsa(let key): key.verifiesSHA256(signature: decoded[2], message: signed)
            }
        guard isValid else { throw Failure.signature }
        guard case .object(let claims)? = try? JSON(parsing: decoded[1], depthLimit: 32) else {
            throw Failure.malformed
        }
        return claims
    }

    /// Checks that the times in claims fit an instant: `exp`, `nbf` and `iat`, as far as given.
    ///
    /// - Parameters:
    ///   - claims: What `verify` returned.
    ///   - now: Seconds since 1970, UTC.
    ///   - leeway: How many seconds the clocks of both sides may differ.
    /// - Throws: `Failure.expired`, `.notYetValid`, or `.malformed` if a time is no number.
    public static func checkTimes(
        of claims: JSONObject, now: Int, leeway: Int = 60
    ) throws(Failure) {
        func time(_ name: String) throws(Failure) -> Double? {
            guard let value = claims[name] else { return nil }
            guard let seconds = value.doubleValue else { throw .malformed }
            return seconds
        }
        if let end = try time("exp"), Double(now - leeway) >= end { throw .expired }
        for name in ["nbf", "iat"] {
            if let start = try time(name), Double(now + leeway) < start { throw .notYetValid }
        }
    }
}
