internal import ProcessValues
internal import Synchronization

/// Gives each command its own source of identifiers.
///
/// Those of a later command sort after those of an earlier one of the same node, also within one
/// millisecond: effects of one order key are sent in the order of their identifiers.
final class IdentifierSeeds: Sendable {
    private let count = Atomic<UInt64>(0)
    private let tail: @Sendable () -> UInt64

    /// Creates seeds; tests pass a tail that is always the same.
    init(tail: @escaping @Sendable () -> UInt64 = { UInt64.random(in: .min ... .max) }) {
        self.tail = tail
    }

    func next(at instant: Instant) -> IDSource {
        IDSource(at: instant, seed: (count.add(1, ordering: .relaxed).newValue, tail()))
    }
}
