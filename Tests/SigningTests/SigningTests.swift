import JSONTree
import Signing
import Testing

struct SigningTests {
    private func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    @Test("SHA-256 of FIPS 180-2, appendix B.1")
    func hash() throws {
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        #expect(hex(try Hashing.sha256(Array("abc".utf8))) == expected)
    }

    @Test("HMAC of RFC 4231, case 2")
    func authenticationCode() throws {
        let message = Array("what do ya want for nothing?".utf8)
        let code = try Hashing.hmacSHA256(key: Array("Jefe".utf8), message: message)
        #expect(hex(code) == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    }

    @Test("scrypt of RFC 7914, section 12")
    func password() throws {
        let cost = Hashing.PasswordCost(rounds: 1024, blockSize: 8, repetitions: 16)
        let hash = try Hashing.scrypt(
            password: "password", salt: Array("NaCl".utf8), cost: cost, count: 16)
        #expect(hex(hash) == "fdbabe1c9d3472007856e7190d01e9fe")
    }

    @Test("Random bytes differ, equal bytes are equal")
    func bytes() throws {
        let one = try Hashing.randomBytes(32)
        #expect(try Hashing.randomBytes(32) != one)
        #expect(Hashing.areEqual(one, one) && !Hashing.areEqual(one, Array(one.dropLast())))
        #expect(Hashing.areEqual([], []))
    }

    @Test("The token of RFC 7515, A.1, is accepted, and not when changed")
    func symmetric() throws {
        let secret = try #require(Base64URL.decode(Array(Vectors.hs256Key.utf8)))
        let claims = try JSONWebToken.verify(Vectors.hs256Token, with: .secret(secret))
        #expect(claims["iss"] == .string("joe"))
        #expect(throws: JSONWebToken.Failure.signature) {
            try JSONWebToken.verify(Vectors.hs256Token, with: .secret(secret + [0]))
        }
    }

    @Test("A token made is accepted; one without a signature is not")
    func made() throws {
        let secret = try Hashing.randomBytes(32)
        let token = try JSONWebToken.make(claims: ["iss": .string("a")], secret: secret)
        #expect(try JSONWebToken.verify(token, with: .secret(secret))["iss"] == .string("a"))
        let none = Base64URL.encode(Array(#"{"alg":"none"}"#.utf8)) + ".e30."
        #expect(throws: JSONWebToken.Failure.algorithm) {
            try JSONWebToken.verify(none, with: .secret(secret))
        }
    }

    @Test("The token of RFC 7515, A.2, is accepted, and not by way of the other algorithm")
    func asymmetric() throws {
        let modulus = try #require(Base64URL.decode(Array(Vectors.rs256Modulus.utf8)))
        let key = try RSAPublicKey(modulus: modulus, exponent: [1, 0, 1])
        #expect(
            try JSONWebToken.verify(Vectors.rs256Token, with: .rsa(key))["iss"] == .string("joe"))
        var changed = Array(Vectors.rs256Token)
        changed[changed.count - 10] = changed[changed.count - 10] == "A" ? "B" : "A"
        #expect(throws: JSONWebToken.Failure.signature) {
            try JSONWebToken.verify(String(changed), with: .rsa(key))
        }
        #expect(throws: JSONWebToken.Failure.algorithm) {
            try JSONWebToken.verify(Vectors.rs256Token, with: .secret(modulus))
        }
        #expect(throws: CryptoError.self) {
            try RSAPublicKey(modulus: Array(modulus.prefix(64)), exponent: [1, 0, 1])
        }
    }

    @Test("The times of a token are checked with some leeway")
    func times() throws {
        func check(_ claims: JSONObject) throws {
            try JSONWebToken.checkTimes(of: claims, now: 1000, leeway: 10)
        }
        try check(["exp": 1001, "nbf": 999, "iat": 1000.5])
        try check(["exp": 991, "nbf": 1010])
        try check([:])
        #expect(throws: JSONWebToken.Failure.expired) { try check(["exp": 990]) }
        #expect(throws: JSONWebToken.Failure.notYetValid) { try check(["nbf": 1011]) }
        #expect(throws: JSONWebToken.Failure.notYetValid) { try check(["iat": 1e300]) }
        #expect(throws: JSONWebToken.Failure.malformed) { try check(["exp": "1001"]) }
    }

    @Test("Hexadecimal digits keep their leading zeros")
    func hexadecimal() throws {
        #expect(Hashing.hexadecimal([0, 15, 160, 255]) == "000fa0ff")
        #expect(try Hashing.sha256Text(Array("abc".utf8)).hasPrefix("ba7816bf8f01cfea"))
    }
}
