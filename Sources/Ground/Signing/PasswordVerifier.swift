import Synchronization

/// Checks the passwords of requests at a bounded cost.
///
/// A hash is slow on purpose. So a password that was once found right is recognised by its HMAC
/// under a key of this process, few hashes are computed at a time, and on the global executor, off
/// the thread of the caller.
public final class PasswordVerifier: Sendable {
    /// Too many checks wait already: the client should come back later.
    public struct Overloaded: Error {}

    private struct State {
        var running = 0
        var waiting: [CheckedContinuation<Void, Never>] = []
        /// The HMAC of the right password, by the hash it was checked against.
        var known: [PasswordHash: [UInt8]] = [:]
    }

    /// Passwords of more users than this are forgotten and checked anew.
    private static let knownLimit = 10_000

    private let key: [UInt8]
    private let concurrency: Int
    private let waitingLimit: Int
    private let state = Mutex(State())

    /// Creates a verifier with a key of its own.
    ///
    /// - Parameters:
    ///   - concurrency: How many hashes are computed at a time.
    ///   - waitingLimit: How many checks may wait for their turn.
    /// - Throws: `CryptoError` if there are no random bytes.
    public init(concurrency: Int = 2, waitingLimit: Int = 100) throws(CryptoError) {
        key = try Hashing.randomBytes(32)
        self.concurrency = concurrency
        self.waitingLimit = waitingLimit
    }

    /// Whether a password is the one that was hashed.
    ///
    /// - Parameters:
    ///   - password: What the client sent.
    ///   - hash: The user's hash; nil for a user who does not exist, which takes as long and is
    ///     never right, so that the time does not tell who exists.
    /// - Returns: Whether it is right.
    /// - Throws: `Overloaded`, or `CryptoError` if libcrypto fails.
    public func verify(_ password: String, against hash: PasswordHash?) async throws -> Bool {
        let code = try Hashing.hmacSHA256(key: key, message: Array(password.utf8))
        if let hash {
            let known = state.withLock { $0.known[hash] }
            if let known, Hashing.areEqual(known, code) { return true }
        }
        guard await takeTurn() else { throw Overloaded() }
        defer { endTurn() }
        let isRight = try await withTaskExecutorPreference(globalConcurrentExecutor) {
            if let hash { return try hash.matches(password) }
            _ = try PasswordHash(password: password)
            return false
        }
        if isRight, let hash {
            state.withLock { state in
                if state.known.count >= Self.knownLimit { state.known = [:] }
                state.known[hash] = code
            }
        }
        return isRight
    }

    /// Waits for a turn; false if too many wait already.
    private func takeTurn() async -> Bool {
        enum Outcome { case go, wait, refuse }
        let outcome = state.withLock { state in
            guard state.running >= concurrency else {
                state.running += 1
                return Outcome.go
            }
            return state.waiting.count < waitingLimit ? .wait : .refuse
        }
        guard outcome == .wait else { return outcome == .go }
        await withCheckedContinuation { continuation in
            let mayGo = state.withLock { state in
                guard state.running >= concurrency else {
                    state.running += 1
                    return true
                }
                state.waiting.append(continuation)
                return false
            }
            if mayGo { continuation.resume() }
        }
        return true
    }

    /// Hands the turn to the one that has waited longest.
    private func endTurn() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard !state.waiting.isEmpty else {
                state.running -= 1
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?.resume()
    }
}
