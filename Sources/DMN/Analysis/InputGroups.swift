import FEEL

/// The inputs of a table by what they ask: columns that ask the same belong together.
struct InputGroups {
    /// The columns of each group.
    let groups: [[Int]]
    /// Whether groups can be told to have nothing to do with each other: then each combination of
    /// their values can occur.
    let areIndependent: Bool

    init(_ inputs: [DecisionTable.Input]) {
        var groups: [[Int]] = []
        for (column, input) in inputs.enumerated() {
            let text = input.expression?.text
            if let text, !text.isEmpty,
                let known = groups.firstIndex(where: { inputs[$0[0]].expression?.text == text })
            {
                groups[known].append(column)
            } else {
                groups.append([column])
            }
        }
        self.groups = groups
        let subjects = groups.map { Subject(inputs[$0[0]].expression) }
        areIndependent = subjects.indices.allSatisfy { one in
            subjects[..<one].allSatisfy { !$0.touches(subjects[one]) }
        }
    }

    /// What an input speaks of.
    private enum Subject {
        /// A name, or members of one.
        case path([String])
        /// All else, with its words.
        case words(Set<String>)

        init(_ expression: CompiledExpression?) {
            let text = expression?.text ?? ""
            var words: [String] = []
            var word = ""
            var isPath = true
            var isQuoted = false
            for character in text + " " {
                if character == "\"" {
                    isQuoted.toggle()
                    isPath = false
                }
                let isOfName =
                    character.isLetter || character.isNumber || character == "_" || character == "$"
                if isOfName, !isQuoted {
                    word.append(character)
                    continue
                }
                if !word.isEmpty, word.first?.isNumber != true { words.append(word) }
                word = ""
                if !character.isWhitespace, character != "." { isPath = false }
            }
            if isPath {
                self = .path(
                    text.split(separator: ".").map { String($0).collapsedSpace })
            } else {
                self = .words(Set(words))
            }
        }

        private var words: Set<String> {
            switch self {
            case .path(let names): Set(names.flatMap { $0.split(separator: " ").map(String.init) })
            case .words(let words): words
            }
        }

        /// Whether the value of one may tell something of that of the other.
        func touches(_ other: Subject) -> Bool {
            if case .path(let one) = self, case .path(let two) = other {
                return zip(one, two).allSatisfy { $0 == $1 }
            }
            return !words.isDisjoint(with: other.words)
        }
    }
}
