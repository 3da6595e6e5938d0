internal import Dispatch
internal import OwnThread
internal import Synchronization

/// An attempt on a thread of its own, which waits there for the answers to what it lacks.
///
/// An attempt that is given up for each script anew does all that went before once more, so that the
/// time of a command would grow with the square of its scripts.
final class Conversation: Sendable {
    /// What the attempt says.
    enum Word: Sendable {
        /// It waits for an answer.
        case asked(Need)
        /// It is over.
        case ended(Attempt)
    }

    /// What the attempt says, in order.
    let words: AsyncStream<Word>
    private let voice: AsyncStream<Word>.Continuation
    private let answered = DispatchSemaphore(value: 0)
    private let answer = Mutex<Answer?>(nil)

    init() { (words, voice) = AsyncStream.makeStream(of: Word.self) }

    /// Begins an attempt.
    ///
    /// - Throws: `OwnThread.Refused` if there is no thread for it.
    func begin(_ attempt: @escaping @Sendable () -> Attempt) throws(OwnThread.Refused) {
        try OwnThread.start { [self] in
            voice.yield(.ended(attempt()))
            voice.finish()
        }
    }

    /// Asks, on the attempt's thread, and waits; nil if it is given up.
    func ask(_ need: Need) -> Answer? {
        voice.yield(.asked(need))
        answered.wait()
        return answer.withLock { answer in
            defer { answer = nil }
            return answer
        }
    }

    /// Lets the attempt go on with an answer; nil gives it up.
    func reply(_ given: Answer?) {
        answer.withLock { $0 = given }
        answered.signal()
    }
}
