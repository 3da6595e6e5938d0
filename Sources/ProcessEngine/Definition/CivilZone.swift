public import FEEL
public import ProcessValues

/// The clocks of a place: what dates without a zone, cron expressions and days are counted by.
public struct CivilZone: Sendable {
    private let rules: TimeZoneRules?

    /// Universal time.
    public static let utc = CivilZone(rules: nil)

    private init(rules: TimeZoneRules?) { self.rules = rules }

    /// The zone with a name such as `Europe/Amsterdam`; universal time if the system has none.
    public init(_ name: String) {
        rules = name == "UTC" ? nil : TimeZoneDatabase.system.rules(name)
    }

    /// How far the clocks are ahead of universal time at an instant, in seconds.
    func offset(at instant: Instant) -> Int {
        rules?.offset(atInstant: instant.wholeSeconds) ?? 0
    }

    /// The date and time in FEEL, zone included; nil for years that FEEL does not have.
    public func dateTime(at instant: Instant) -> CivilDateTime? {
        let milliseconds = Int(instant.milliseconds - Int64(instant.wholeSeconds) * 1_000)
        return CivilDateTime(
            secondsSince1970: instant.wholeSeconds, nanosecond: milliseconds * 1_000_000,
            offset: rules.map { .zone($0) } ?? .seconds(0))
    }

    /// The day, such as `2026-11-21`, that an instant falls on.
    public func dayText(of instant: Instant) -> String {
        dateTime(at: instant).map { "\($0.date)" } ?? ""
    }

    /// What the clocks show at an instant, as if it were universal time.
    func local(_ instant: Instant) -> Instant {
        instant.adding(milliseconds: Int64(offset(at: instant)) * 1_000)
    }

    /// The instant at which the clocks show a time.
    func instant(ofLocal local: Instant) -> Instant {
        guard let rules else { return local }
        return local.adding(
            milliseconds: -Int64(rules.offset(atLocal: local.wholeSeconds)) * 1_000)
    }
}

extension Instant {
    fileprivate var wholeSeconds: Int { Int(milliseconds.quotientDown(by: 1_000)) }
}

extension Int64 {
    fileprivate func quotientDown(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
