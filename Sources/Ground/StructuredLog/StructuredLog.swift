import Glibc
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
            var line = line
            // Nobody could be told of a log that cannot be written.
            _ = line.withUTF8 { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
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
            "time": .string(Self.now()),
            "level": .string("\(level)"), "message": .string(message),
        ]
        for field in fields.members { line[field.key] = field.value }
        write(JSON.object(line).serializedText + "\n")
    }

    /// The time in UTC with milliseconds, as ISO 8601 writes it.
    private static func now() -> String {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        var parts = tm()
        gmtime_r(&time.tv_sec, &parts)
        func digits(_ number: Int, _ count: Int) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(0, count - text.count)) + text
        }
        let date = [Int(parts.tm_year) + 1_900, Int(parts.tm_mon) + 1, Int(parts.tm_mday)]
        let clock = [Int(parts.tm_hour), Int(parts.tm_min), Int(parts.tm_sec)]
        return date.map { digits($0, 2) }.joined(separator: "-") + "T"
            + clock.map { digits($0, 2) }.joined(separator: ":") + "."
            + digits(time.tv_nsec / 1_000_000, 3) + "Z"
    }
}
