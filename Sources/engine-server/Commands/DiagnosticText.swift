import Diagnostics
import JSONTree

/// Problems of files as lines for people.
enum DiagnosticText {
    /// A problem as the server tells it.
    static func line(of problem: JSON) -> String {
        let isWarning = problem["severity"]?.stringValue == "warning"
        return Diagnostic(
            isWarning ? .warning : .error, file: problem["file"]?.stringValue,
            line: problem["line"]?.intValue, elementID: problem["elementId"]?.stringValue,
            rule: problem["rule"]?.stringValue ?? "unknown",
            message: problem["message"]?.stringValue ?? "", cure: problem["cure"]?.stringValue ?? ""
        ).description
    }
}
