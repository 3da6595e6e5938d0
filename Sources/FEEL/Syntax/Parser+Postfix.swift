/// Paths, filters, invocations and `instance of` (rules 38 to 43, 50 and 51).
extension Parser {
    /// Reads a value with all that follows it, or what follows one that was read.
    mutating func postfix(_ start: Typed? = nil) throws(FEELSyntaxError) -> Typed {
        var left: Typed
        if let start { left = start } else { left = try primary() }
        while true {
            scanner.skipSpace()
            let place = scanner.position
            if scanner.sees("."), !scanner.sees("..") {
                try countLink()
                scanner.position += 1
                left = try path(left, place: place)
            } else if scanner.sees("[") {
                if bracketMayClose {
                    let saved = self
                    guard let filtered = try? filter(left, place: place) else {
                        self = saved
                        return left
                    }
                    left = filtered
                } else {
                    left = try filter(left, place: place)
                }
            } else if scanner.sees("(") {
                left = try invocation(left, place: place)
            } else if scanner.seesWord("instance") {
                try countLink()
                scanner.position += "instance".unicodeScalars.count
                try requireWord("of", "after 'instance'")
                // Camunda's FEEL, where any name may be a variable, knows lists without type.
                if !names.isOpen, try takeTypeWithoutParameters() {
                    left = Typed(.literal(.null), .null)
                    continue
                }
                left = Typed(.at(place, .instanceOf(left.syntax, try type())), .boolean)
            } else {
                return left
            }
        }
    }

    private mutating func path(_ left: Typed, place: Int) throws(FEELSyntaxError) -> Typed {
        scanner.skipSpace()
        guard let word = scanner.peekWord() else {
            throw scanner.failure("expected a name after '.'")
        }
        let (member, isList) = members(of: left.type)
        var best: (end: Int, member: FEELType.Member)?
        for candidate in member where candidate.name.hasPrefix(word) {
            guard let end = scanner.end(of: NameTokens(candidate.name)), end > (best?.end ?? 0)
            else { continue }
            best = (end, candidate)
        }
        if let best {
            scanner.position = best.end
            let type = isList ? FEELType.list(best.member.type) : best.member.type
            return Typed(.at(place, .path(left.syntax, best.member.name)), type)
        }
        return Typed(.at(place, .path(left.syntax, adjacentWords())))
    }

    /// The members of a context type, and whether they are those of the items of a list.
    private func members(of type: FEELType) -> ([FEELType.Member], isList: Bool) {
        switch names.types.resolve(type) {
        case .context(let members): return (members, false)
        case .list(let element):
            if case .context(let members) = names.types.resolve(element) { return (members, true) }
            return ([], true)
        default: return ([], false)
        }
    }

    /// Words that stand side by side: nothing but a name of several words can be meant.
    mutating func adjacentWords() -> String {
        var words: [String] = []
        while let word = scanner.peekWord(), words.isEmpty || !Self.infixWords.contains(word) {
            words.append(word)
            scanner.position += word.unicodeScalars.count
        }
        return words.joined(separator: " ")
    }

    /// The words that may follow an operand.
    static let infixWords: Set<String> = [
        "and", "or", "between", "in", "instance", "then", "else", "return", "satisfies", "of",
    ]

    private mutating func filter(_ left: Typed, place: Int) throws(FEELSyntaxError) -> Typed {
        try countLink()
        try require("[", "before the filter")
        var element = FEELType.any
        switch names.types.resolve(left.type) {
        case .list(let type): element = type
        // What is no list is filtered as a list of one.
        case .context: element = left.type
        default: break
        }
        let slot = names.frames[names.currentFrame].newSlot()
        names.push(item: (slot, element))
        // A member of the name "item" hides the item itself.
        let known = members(of: element).0
        if !known.contains(where: { $0.name == "item" }) {
            names.declare("item", slot: slot, type: element)
        }
        let condition = try expression()
        names.pop()
        try require("]", "after the filter")
        let isIndex = names.types.resolve(condition.type) == .number
        var type = FEELType.any
        if isIndex {
            type = element
        } else if condition.type == .boolean {
            switch names.types.resolve(left.type) {
            case .list, .any: type = left.type
            default: type = .list(left.type)
            }
        }
        return Typed(
            .at(place, .filter(left.syntax, item: slot, condition: condition.syntax)), type)
    }

    private mutating func invocation(_ callee: Typed, place: Int) throws(FEELSyntaxError) -> Typed {
        try countLink()
        try require("(", "before the arguments")
        var type = FEELType.any
        if case .function(_, let result) = names.types.resolve(callee.type) { type = result }
        if scanner.take(")") { return Typed(.at(place, .call(callee.syntax, [])), type) }
        var arguments: [Syntax] = []
        var named: [(name: String, value: Syntax)] = []
        var first: FEELType?
        repeat {
            if let name = scanner.name(before: ":") {
                _ = scanner.take(":")
                named.append((name, try expression().syntax))
            } else {
                let argument = try expression()
                first = first ?? argument.type
                arguments.append(argument.syntax)
            }
        } while scanner.take(",")
        try require(")", "after the arguments")
        guard named.isEmpty || arguments.isEmpty else {
            throw scanner.failure("arguments are either all named or all positional", at: place)
        }
        if case .builtin(let builtin) = callee.syntax.bare {
            type = builtin.resultType(first: first ?? .any)
            // Until DMN 1.3 the parameter of abs() was `number`, not `n`.
            if builtin == .abs, names.hasEarlyParameterNames {
                named = named.map { ($0.name == "number" ? "n" : "early \($0.name)", $0.value) }
            }
        }
        let call: Syntax =
            named.isEmpty ? .call(callee.syntax, arguments) : .namedCall(callee.syntax, named)
        return Typed(.at(place, call), type)
    }
}
