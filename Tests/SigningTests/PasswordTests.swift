import Dispatch
import Signing
import Testing

struct PasswordTests {
    /// As cheap as the form allows.
    private static let cheap = Hashing.PasswordCost(rounds: 2, blockSize: 1, repetitions: 1)

    @Test("A hash is read back from its text and knows its password")
    func roundTrip() throws {
        let hash = try PasswordHash(password: "één", cost: Self.cheap)
        let text = hash.description
        #expect(text.hasPrefix("$scrypt$ln=1,r=1,p=1$"))
        let again = try #require(PasswordHash(text))
        #expect(again == hash)
        #expect(try again.matches("één") && !again.matches("een") && !again.matches(""))
        #expect(try PasswordHash(password: "één", cost: Self.cheap) != hash)
    }

    @Test("The default cost is written as other products do")
    func defaultCost() throws {
        let hash = try PasswordHash(password: "demo")
        #expect(hash.description.hasPrefix("$scrypt$ln=15,r=8,p=3$"))
        #expect(try hash.matches("demo"))
    }

    @Test("The vector of RFC 7914, section 12, is right in this form too")
    func vector() throws {
        // N=16384, r=8, p=1, salt "SodiumChloride", password "pleaseletmein".
        let text =
            "$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU"
            + "$cCO9yzr9c0hGHAbNgf046/2o+7qQT44+qbVD9lRdofL"
            + "VQylVYT8Pz2LUlwUkKpr55h6F3A1lHkDfzwF7RVdYhw"
        #expect(try #require(PasswordHash(text)).matches("pleaseletmein"))
    }

    @Test(
        "What is no hash, or too dear to check, is refused",
        arguments: [
            "", "demo", "$scrypt$", "$scrypt$ln=15,r=8,p=3$AAAAAAAAAAA$",
            "$bcrypt$ln=1,r=1,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
            "$scrypt$ln=24,r=32,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
            "$scrypt$ln=0,r=1,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
            "$scrypt$ln=1,r=1,p=17$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
            "$scrypt$r=1,ln=1,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
            "$scrypt$ln=+1,r=1,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
            "$scrypt$ln=1,r=1,p=1$AAAA$AAAAAAAAAAAAAAAAAAAAAA",
            "$scrypt$ln=1,r=1,p=1$AAAAAAAAAA_$AAAAAAAAAAAAAAAAAAAAAA",
            "$scrypt$ln=1,r=1,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA$",
        ])
    func refused(text: String) {
        #expect(PasswordHash(text) == nil)
    }

    @Test("A password that was right once is recognised without its hash")
    func recognised() async throws {
        let verifier = try PasswordVerifier()
        let hash = try PasswordHash(password: "demo")
        let clock = ContinuousClock()
        let first = clock.now
        #expect(try await verifier.verify("demo", against: hash))
        let second = clock.now
        for _ in 0..<10 { #expect(try await verifier.verify("demo", against: hash)) }
        #expect(clock.now - second < (second - first) / 2)
        #expect(try await !verifier.verify("other", against: hash))
        #expect(try await !verifier.verify("demo", against: nil))
        let other = try PasswordHash(password: "x", cost: Self.cheap)
        #expect(try await !verifier.verify("demo", against: other))
    }

    @Test("Checks wait for their turn, and too many are refused")
    func turns() async throws {
        let verifier = try PasswordVerifier(concurrency: 1, waitingLimit: 3)
        let hash = try PasswordHash(password: "demo")
        // Threads that no other test holds up: all ask before the first check is done.
        let threads = OwnThreads()
        let outcomes = await withTaskGroup(of: String.self) { group in
            for _ in 0..<20 {
                group.addTask(executorPreference: threads) {
                    do {
                        return try await verifier.verify("wrong", against: hash) ? "yes" : "no"
                    } catch is PasswordVerifier.Overloaded {
                        return "later"
                    } catch {
                        return "\(error)"
                    }
                }
            }
            return await group.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
        }
        #expect((outcomes["no"] ?? 0) >= 4 && (outcomes["later"] ?? 0) >= 1)
        #expect(outcomes.values.reduce(0, +) == 20 && outcomes["yes"] == nil)
        #expect(try await verifier.verify("demo", against: hash))
    }
}

/// Runs tasks on threads outside the pool that all tests share.
private final class OwnThreads: TaskExecutor {
    private let queue = DispatchQueue(label: "password-checks", attributes: .concurrent)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
