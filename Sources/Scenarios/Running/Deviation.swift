/// One thing that was otherwise than a scenario expects.
public struct Deviation: Sendable, Equatable {
    /// The line of the expectation, or of the step.
    public var line: Int
    /// What it is about, such as `waiting` or `variable bedrag`.
    public var subject: String
    /// What was expected; nil where something failed that no one spoke of.
    public var expected: String?
    /// What was there.
    public var found: String
    /// How that came about, a line each.
    public var explanation: [String] = []
}

/// What came of a scenario.
public struct ScenarioOutcome: Sendable {
    /// The scenario's name; the file's where it has none.
    public var name: String
    /// The file.
    public var file: String
    /// Why it could not be played at all.
    public var problems: [String] = []
    /// How many steps were played.
    public var playedSteps = 0
    /// How many steps it has.
    public var steps = 0
    /// How many expectations were met.
    public var met = 0
    /// The step that went otherwise; nil for the start.
    public var failedStep: Step?
    /// What went otherwise in it.
    public var deviations: [Deviation] = []
    /// How things stood then.
    public var situation: [String] = []
    /// How the decisions that were asked came about, in their order; all of them where the player
    /// explains, else those of a scenario that went otherwise, in short.
    public var decisions: [String] = []

    /// A step, as the account names it.
    public struct Step: Sendable, Equatable {
        /// The number, from 1.
        public var number: Int
        /// The name, if it has one.
        public var name: String?
        /// The line.
        public var line: Int
    }

    init(name: String, file: String) {
        self.name = name
        self.file = file
    }

    /// Whether all went as told.
    public var isPassed: Bool { problems.isEmpty && deviations.isEmpty }

    /// The account for people, without a line end.
    public var account: String {
        if isPassed {
            let line = "passed: \(name) (\(file)): \(steps) steps, \(met) expectations met"
            return ([line] + decisions.map { "  " + $0 }).joined(separator: "\n")
        }
        var lines = ["FAILED: \(name) (\(file))"]
        for problem in problems { lines += problem.split(separator: "\n").map { "  " + $0 } }
        if !deviations.isEmpty {
            if let step = failedStep {
                let title = step.name.map { " \"\($0)\"" } ?? ""
                lines.append("  step \(step.number)\(title), line \(step.line):")
            } else {
                lines.append("  at the start:")
            }
        }
        for deviation in deviations {
            lines.append("    line \(deviation.line): \(deviation.subject)")
            if let expected = deviation.expected { lines.append("      expected: \(expected)") }
            lines.append("      found:    \(deviation.found)")
            lines += deviation.explanation.map { "      " + $0 }
        }
        if !situation.isEmpty {
            lines.append("    how things stood:")
            lines += situation.map { "      " + $0 }
        }
        if !decisions.isEmpty {
            lines.append("    decisions that were made:")
            lines += decisions.map { "      " + $0 }
        }
        let left = steps - playedSteps
        if problems.isEmpty, left > 0 {
            lines.append("  \(left) later \(left == 1 ? "step was" : "steps were") not played")
        }
        return lines.joined(separator: "\n")
    }
}
