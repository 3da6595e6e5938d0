public import FEEL
internal import Synchronization

/// A script of a model with what it sees, to be run outside the evaluation that asks for it.
public struct DecisionScript: Sendable, Hashable {
    /// A variable that the script sees.
    public struct Variable: Sendable {
        /// The name.
        public let name: String
        /// The value.
        public let value: FEELValue
    }

    /// The language, in lower case.
    public let language: String
    /// The program.
    public let source: String
    /// The element that it stands in.
    public let elementID: String?
    /// The variables that its text speaks of, as far as there are such.
    public let variables: [Variable]
    private let key: String

    init(_ text: ScriptText, variables: [Variable]) {
        language = text.language
        source = text.source
        elementID = text.elementID
        self.variables = variables
        let values = variables.map { "\($0.name)\u{0}\($0.value.kind)\u{0}\($0.value)" }
        key = ([text.language, text.source] + values).joined(separator: "\u{1}")
    }

    /// Scripts are the same if they have the same text and see the same values.
    public static func == (one: DecisionScript, other: DecisionScript) -> Bool {
        one.key == other.key
    }

    /// Feeds the text and the values.
    public func hash(into hasher: inout Hasher) { hasher.combine(key) }
}

/// What became of a script of a decision.
public enum DecisionScriptAnswer: Sendable {
    /// Its value.
    case value(FEELValue)
    /// It failed; the text tells the author how.
    case failure(String)
}

/// What became of an evaluation that may need scripts.
public enum DecisionAttempt: Sendable {
    /// It came to an end.
    case done(DecisionResult)
    /// It lacks the answers of some scripts; nothing was done. The same evaluation is to be tried
    /// again with these answers and those that it had.
    case needs([DecisionScript])
}

/// A script as it stands in a model.
public struct ScriptText: Sendable {
    /// The language, in lower case.
    public let language: String
    /// The program.
    public let source: String
    /// The element that it stands in, or the one around it that has an identifier.
    public let elementID: String?
    /// The line of the element.
    public let line: Int
    /// The names of the places of the frame in which it runs.
    let names: [String]
    /// The words of the program: what may be the name of a variable.
    public let words: [String]

    init(
        language: String, source: String, elementID: String?, line: Int, names: [String]
    ) {
        self.language = language
        self.source = source
        self.elementID = elementID
        self.line = line
        self.names = names
        var seen: Set<Substring> = []
        words = source.split { !Self.isOfWord($0) }.filter { word in
            word.first?.isNumber == false && seen.insert(word).inserted
        }.map(String.init)
    }

    private static func isOfWord(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "_" || character == "$"
    }
}

/// The answers of scripts that an evaluation was given, and the scripts that it lacks.
///
/// It is shared by the evaluations of functions that an evaluation calls.
final class ScriptExchange: Sendable {
    let answers: [DecisionScript: DecisionScriptAnswer]
    private let lacking = Mutex<[DecisionScript]>([])

    init(_ answers: [DecisionScript: DecisionScriptAnswer] = [:]) {
        self.answers = answers
    }

    /// What the evaluation lacks, in the order in which it was asked for.
    var needs: [DecisionScript] { lacking.withLock { $0 } }

    /// The answer of a script; nil if it has none yet, which is noted.
    func answer(of script: DecisionScript) -> DecisionScriptAnswer? {
        if let answer = answers[script] { return answer }
        lacking.withLock { if !$0.contains(script) { $0.append(script) } }
        return nil
    }
}
