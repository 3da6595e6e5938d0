import Foundation
public import JSONTree

/// Writes what happens as lines of JSON: `time`, `level`, `message`, then the fields given.
///
/// Secrets and personal numbers are not for logs: callers leave them out.
public struct StructuredLog: Sendable {
    /// How grave a line is.
    public enum Level: Int, Sendable, Comparable {
        /// Of use when something is looked for.
        case debug
        /// What happens in the normal course.
        case info
        /// What somebody should look at.
        case warning
        /// What failed.
        case error

        /// Orders levels from `debug` up to `error`.
        public static func < (one: Level, other: Level) -> Bool { one.rawValue < other.rawValue }
    }

    /// Lines below this level are left out.
    public let minimum: Level
    private let write: @Sendable (String) -> Void

    /// Creates a log.
    ///
    /// - Parameters:
    ///   - minimum: Lines below this level are left out.
    ///   - write: Takes a line that ends with a line feed; called from any thread.
    public init(minimum: Level = .info, write: @escaping @Sendable (String) -> Void) {
        self.minimum = minimum
        self.write = write
    }

    /// A log on standard error; each line is one write, so lines of threads do not mix.
    public static func standardError(minimum: Level = .info) -> StructuredLog {
        StructuredLog(minimum: minimum) { line in
            FileHandle.standardError.write(Data(line.utf8))
        }
    }

    /// A log that keeps nothing.
    public static let silent = StructuredLog(minimum: .error) { _ in }

    /// Writes a line.
    ///
    /// - Parameters:
    ///   - level: How grave it is.
    ///   - message: What happened: the same text for the same kind of event.
    ///   - fields: What it happened to.
    public func callAsFunction(_ level: Level, _ message: String, _ fields: JSONObject = [:]) {
        guard level >= minimum else { return }
        var line: JSONObject = [
            "time": .string(
                Date.now.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))),
            "level": .string("\(level)"), "message": .string(message),
        ]
        for field in fields.members { line[field.key] = field.value }
        write(JSON.object(line).serializedText + "\n")
    }
}
