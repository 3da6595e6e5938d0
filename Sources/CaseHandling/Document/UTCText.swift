internal import ProcessValues

/// The text of a moment in UTC with milliseconds, such as `2026-11-21T09:00:00.000Z`.
///
/// - Parameter milliseconds: The moment, in milliseconds since 1970.
/// - Returns: The text.
public func utcText(milliseconds: Int64) -> String {
    // The REST API's text differs in the way it says UTC.
    Instant(milliseconds: milliseconds).restText.dropLast("+0000".count) + "Z"
}

/// The day of a moment in UTC, such as `2026-11-21`.
///
/// - Parameter milliseconds: The moment, in milliseconds since 1970.
/// - Returns: The text.
public func utcDayText(milliseconds: Int64) -> String {
    String(utcText(milliseconds: milliseconds).prefix { $0 != "T" })
}
