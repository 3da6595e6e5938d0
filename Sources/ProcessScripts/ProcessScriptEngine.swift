internal import JSONTree
public import ProcessEngine
public import ProcessValues
public import ScriptHost

/// Runs the JavaScript of models in worker processes.
public struct ProcessScriptEngine: ScriptEngine {
    /// The names of JavaScript, in lower case.
    public static let javaScriptNames: Set<String> = [
        "javascript", "ecmascript", "js", "graal.js", "graal-js", "graaljs", "graaljspolyglot",
    ]

    /// The names of the languages, in lower case.
    public let languages: Set<String>
    private let pool: ScriptPool
    private let limits: ScriptLimits
    private let printed: @Sendable (_ element: String, _ line: String) -> Void

    /// Creates an engine; its workers start when they are needed.
    ///
    /// - Parameters:
    ///   - workers: How many scripts run side by side.
    ///   - limits: What each script may use.
    ///   - timeZone: The name of the zone that scripts see dates in.
    ///   - executable: The program that workers are started from, see ``ScriptHost``.
    ///   - printed: What is done with a line that a script prints.
    public init(
        workers: Int = 2, limits: ScriptLimits = ScriptLimits(), timeZone: String = "UTC",
        executable: String = "/proc/self/exe",
        printed: @escaping @Sendable (_ element: String, _ line: String) -> Void = { _, _ in }
    ) {
        languages = Self.javaScriptNames
        pool = ScriptPool(
            count: workers, limits: limits, timeZone: timeZone, executable: executable)
        self.limits = limits
        self.printed = printed
    }

    /// Whether scripts can be run here: whether JavaScriptCore is installed and a worker starts.
    public func isAvailable() async -> Bool {
        do throws(ScriptError) {
            return try await pool.syntaxError(in: "1") == nil
        } catch {
            return false
        }
    }

    /// What is wrong with the syntax of a script; nil if nothing is, or if nobody can tell.
    public func syntaxError(in source: String, language: String) async -> String? {
        do throws(ScriptError) {
            return try await pool.syntaxError(in: source)
        } catch {
            return nil
        }
    }

    /// Runs a script.
    public func run(_ call: ScriptCall, at instant: Instant) async -> ScriptOutcome {
        let input = ScriptForm.input(of: call, at: instant).serializedText
        let answer: String
        do throws(ScriptError) {
            answer = try await pool.run(call.source, named: call.name, input: input)
        } catch {
            return ScriptOutcome(.ended(message: message(of: error)))
        }
        guard let tree = try? JSON(parsing: answer), let found = ScriptForm.outcome(of: tree)
        else {
            return ScriptOutcome(.ended(message: "The script's answer is not understood."))
        }
        for line in found.printed { printed(call.name, line) }
        return found.outcome
    }

    private func message(of error: ScriptError) -> String {
        switch error {
        case .timeLimit:
            return
                "The script took longer than \(Int(limits.time / Duration.milliseconds(1))) ms and "
                + "was ended. Look for a loop without end, or let an external task do the work."
        case .workerEnded:
            return "The script needed more than \(limits.memory >> 20) MB and was ended. Let it "
                + "work on less at a time, or let an external task do the work."
        case .workerUnavailable(let code):
            return "Scripts cannot be run (\(code)): install JavaScriptCore (Debian: "
                + "libjavascriptcoregtk-4.1-0)."
        case .tooLarge:
            return "The variables that the script sees are larger than it may be given."
        case .broken(let text): return "The script failed: \(text)."
        }
    }
}
