internal import FEEL
internal import ProcessEngine
internal import ProcessValues
internal import ZGWBridge

/// Moments and periods as scenarios write them.
enum ScenarioMoment {
    /// A moment with its distance from UTC, such as `2026-03-02T09:00:00+01:00`.
    static func instant(_ text: String) -> Instant? {
        guard let moment = Moment(text) else { return nil }
        return Instant(milliseconds: moment.milliseconds)
    }

    /// Whether a text is a period of ISO 8601, such as `P14D` or `PT2H`.
    static func isPeriod(_ text: String) -> Bool {
        Period(text) != nil
    }
}

/// Whether the tz database has a zone of this name.
func isTimeZone(_ name: String) -> Bool {
    name == "UTC" || TimeZoneDatabase.system.rules(name) != nil
}
