/// The languages of scripts that need no engine outside the core.
enum ScriptLanguage {
    /// The names of JUEL; a script task that names no language is one.
    static let juel: Set<String> = ["juel", ""]
    /// The names of FEEL.
    static let feel: Set<String> = ["feel", "feel-expression"]

    /// Whether a language, in lower case, is run by the core itself.
    static func isBuiltIn(_ name: String) -> Bool { juel.contains(name) || feel.contains(name) }

    /// What to do about a script in a language that nothing runs.
    ///
    /// - Parameters:
    ///   - name: The language, in lower case.
    ///   - available: The languages that are run.
    ///   - elsewhere: What else can do it; nil where nothing can.
    /// - Returns: The advice.
    static func advice(
        _ name: String, available: Set<String>,
        elsewhere: String? = "let an external task do it"
    ) -> String {
        switch name {
        case "groovy", "python", "jython", "ruby", "jruby", "kotlin", "java", "beanshell":
            return elsewhere.map { "Write it in JavaScript or FEEL, or \($0)." }
                ?? "Write it in FEEL or JavaScript."
        case "javascript", "ecmascript", "js":
            return available.isEmpty
                ? "Install JavaScriptCore (Debian: libjavascriptcoregtk-4.1-0), or use an expression."
                : "Name the language javascript."
        default: return "Write it in JavaScript (javascript), FEEL (feel) or JUEL (juel)."
        }
    }
}
