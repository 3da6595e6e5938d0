internal import JSONTree

/// The `request-config` of a connector, as far as it counts: the other options of Apache's client
/// have no place here.
struct RequestOptions: Equatable {
    /// The longest time to connect; nil for the usual one.
    var connection: Duration?
    /// The longest time that the server may be silent; nil for the usual one.
    var answer: Duration?
    /// Whether a call goes on to where the server sends it.
    var followsRedirects = true
    /// How often.
    var mostRedirects = 50
    /// Whether it may come by the same address twice.
    var allowsCircles = false
    /// Whether it may be sent on to an address without a host.
    var allowsRelative = true
    /// Whether an answer with a status from 400 on is a failure.
    var throwsErrors = false

    /// Reads the options; what is not understood is as if it were not there.
    init(_ config: JSON?) {
        connection = Self.milliseconds(config?["connection-timeout"])
        answer = Self.milliseconds(config?["socket-timeout"])
        followsRedirects = Self.flag(config?["redirects-enabled"]) ?? followsRedirects
        allowsCircles = Self.flag(config?["circular-redirects-allowed"]) ?? allowsCircles
        allowsRelative = Self.flag(config?["relative-redirects-allowed"]) ?? allowsRelative
        throwsErrors = Self.flag(config?["throw-http-error"]) ?? throwsErrors
        if let most = Self.number(config?["max-redirects"]) {
            mostRedirects = min(max(0, most), 50)
        }
    }

    private static func number(_ value: JSON?) -> Int? {
        value?.intValue ?? value?.stringValue.flatMap { Int($0) }
    }

    /// A time of 0 or less sets no limit of its own.
    private static func milliseconds(_ value: JSON?) -> Duration? {
        number(value).flatMap { $0 > 0 ? .milliseconds($0) : nil }
    }

    private static func flag(_ value: JSON?) -> Bool? {
        switch value {
        case .bool(let flag): flag
        case .string(let text) where text.lowercased() == "true": true
        case .string(let text) where text.lowercased() == "false": false
        default: nil
        }
    }
}
