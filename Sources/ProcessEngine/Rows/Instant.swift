/// A point in time, in milliseconds since 1970-01-01T00:00:00Z.
public struct Instant: Sendable, Hashable, Comparable {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    public var milliseconds: Int64

    /// Creates an instant.
    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// Whether one instant is before the other.
    public static func < (one: Instant, other: Instant) -> Bool {
        one.milliseconds < other.milliseconds
    }

    /// The instant some milliseconds later.
    public func adding(milliseconds span: Int64) -> Instant {
        let (sum, overflow) = milliseconds.addingReportingOverflow(span)
        return Instant(milliseconds: overflow ? (span < 0 ? .min : .max) : sum)
    }
}
