/// What lies between two values, as a value of its own (DMN 10.3.2.7).
public final class FEELRange: Sendable, Equatable {
    /// How the range was written; it takes part in equality.
    public enum Form: Sendable {
        /// `[a..b]` and its open kin.
        case interval
        /// `< b`
        case less
        /// `<= b`
        case lessOrEqual
        /// `> a`
        case greater
        /// `>= a`
        case greaterOrEqual
        /// `= a`
        case equal
        /// `!= a`
        case notEqual
    }

    /// The form.
    public let form: Form
    /// Where it begins; null if it has no beginning.
    public let start: FEELValue
    /// Where it ends; null if it has no end.
    public let end: FEELValue
    /// Whether the start belongs to it.
    public let startIncluded: Bool
    /// Whether the end belongs to it.
    public let endIncluded: Bool

    /// Creates an interval.
    public init(
        _ start: FEELValue, _ end: FEELValue, startIncluded: Bool = true, endIncluded: Bool = true
    ) {
        form = .interval
        self.start = start
        self.end = end
        self.startIncluded = startIncluded
        self.endIncluded = endIncluded
    }

    /// Creates the range of what stands so to a value.
    public init(_ form: Form, _ value: FEELValue) {
        self.form = form
        switch form {
        case .interval, .equal:
            (start, end, startIncluded, endIncluded) = (value, value, true, true)
        case .notEqual:
            (start, end, startIncluded, endIncluded) = (value, value, false, false)
        case .less:
            (start, end, startIncluded, endIncluded) = (.null, value, false, false)
        case .lessOrEqual:
            (start, end, startIncluded, endIncluded) = (.null, value, false, true)
        case .greater:
            (start, end, startIncluded, endIncluded) = (value, .null, false, false)
        case .greaterOrEqual:
            (start, end, startIncluded, endIncluded) = (value, .null, true, false)
        }
    }

    /// Whether two ranges were written alike, with equal bounds.
    public static func == (left: FEELRange, right: FEELRange) -> Bool {
        left.form == right.form && left.start == right.start && left.end == right.end
            && left.startIncluded == right.startIncluded && left.endIncluded == right.endIncluded
    }

    /// Whether a value lies in the range; nil if it cannot be compared with the bounds.
    public func includes(_ value: FEELValue) -> Bool? {
        switch form {
        case .equal: return value.equals(start)
        case .notEqual: return value.equals(start).map { !$0 }
        case .less: return value.order(to: end).map { $0 < 0 }
        case .lessOrEqual: return value.order(to: end).map { $0 <= 0 }
        case .greater: return value.order(to: start).map { $0 > 0 }
        case .greaterOrEqual: return value.order(to: start).map { $0 >= 0 }
        case .interval:
            guard let lower = value.order(to: start), let upper = value.order(to: end) else {
                return nil
            }
            return (startIncluded ? lower >= 0 : lower > 0)
                && (endIncluded ? upper <= 0 : upper < 0)
        }
    }
}
