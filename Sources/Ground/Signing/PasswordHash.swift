/// A password's scrypt hash with all that is needed to check it, as text
/// `$scrypt$ln=15,r=8,p=3$salt$hash`: the form of the Password Hashing Competition, which other
/// products read too.
public struct PasswordHash: Sendable, Hashable, CustomStringConvertible {
    /// The cost that it was made with.
    public let cost: Hashing.PasswordCost
    private let salt: [UInt8]
    private let hash: [UInt8]

    /// Hashes a password with a new salt.
    ///
    /// Takes about a quarter of a second at the default cost: keep it off the threads that serve
    /// requests.
    public init(
        password: String, cost: Hashing.PasswordCost = Hashing.PasswordCost()
    ) throws(CryptoError) {
        self.cost = cost
        salt = try Hashing.randomBytes(16)
        hash = try Hashing.scrypt(password: password, salt: salt, cost: cost)
    }

    /// Reads the text of a hash; nil if it is none, or costs more than 256 MiB to check.
    public init?(_ text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt",
            let cost = Self.cost(parts[2]), let salt = Self.bytes(parts[3]),
            let hash = Self.bytes(parts[4]), (8...64).contains(salt.count),
            (16...64).contains(hash.count)
        else { return nil }
        self.cost = cost
        self.salt = salt
        self.hash = hash
    }

    /// The text.
    public var description: String {
        let rounds = cost.rounds.trailingZeroBitCount
        return "$scrypt$ln=\(rounds),r=\(cost.blockSize),p=\(cost.repetitions)"
            + "$\(Self.text(salt))$\(Self.text(hash))"
    }

    /// Whether a password is the one that was hashed; takes as long as hashing.
    public func matches(_ password: String) throws(CryptoError) -> Bool {
        let other = try Hashing.scrypt(
            password: password, salt: salt, cost: cost, count: hash.count)
        return Hashing.areEqual(other, hash)
    }

    private static func cost(_ text: Substring) -> Hashing.PasswordCost? {
        let numbers = text.split(separator: ",", omittingEmptySubsequences: false)
        guard numbers.count == 3, let rounds = number(numbers[0], "ln="),
            let blockSize = number(numbers[1], "r="), let repetitions = number(numbers[2], "p="),
            (1...24).contains(rounds), (1...32).contains(blockSize), (1...16).contains(repetitions),
            blockSize << rounds <= (256 << 20) / 128
        else { return nil }
        return Hashing.PasswordCost(
            rounds: 1 << rounds, blockSize: blockSize, repetitions: repetitions)
    }

    private static func number(_ text: Substring, _ name: String) -> UInt64? {
        let digits = text.dropFirst(name.count)
        guard text.hasPrefix(name), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return UInt64(digits)
    }

    // Base64 with the usual alphabet, without padding.

    private static func text(_ bytes: [UInt8]) -> String {
        let letters = Base64URL.encode(bytes).utf8.map { letter in
            switch letter {
            case UInt8(ascii: "-"): UInt8(ascii: "+")
            case UInt8(ascii: "_"): UInt8(ascii: "/")
            default: letter
            }
        }
        return String(decoding: letters, as: UTF8.self)
    }

    private static func bytes(_ text: Substring) -> [UInt8]? {
        var letters: [UInt8] = []
        for letter in text.utf8 {
            switch letter {
            case UInt8(ascii: "+"): letters.append(UInt8(ascii: "-"))
            case UInt8(ascii: "/"): letters.append(UInt8(ascii: "_"))
            case UInt8(ascii: "-"), UInt8(ascii: "_"): return nil
            default: letters.append(letter)
            }
        }
        return Base64URL.decode(letters)
    }
}
