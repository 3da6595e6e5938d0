/// Literals, names, parentheses, lists, contexts and intervals (rules 7, 8, 31, 54 and 57).
extension Parser {
    mutating func primary() throws(FEELSyntaxError) -> Typed {
        scanner.skipSpace()
        let place = scanner.position
        guard let scalar = scanner.current else {
            throw scanner.failure("the expression ends where a value is expected")
        }
        if let number = try scanner.number() { return Typed(.literal(.number(number)), .number) }
        if let string = try scanner.string() { return Typed(.literal(.string(string)), .string) }
        switch scalar {
        case "(": return try parenthesis()
        case "[": return try listOrInterval()
        case "]": return try openInterval()
        case "{": return try context()
        case "@":
            scanner.position += 1
            guard let text = try scanner.string() else {
                throw scanner.failure("expected a string after '@'")
            }
            let value = FEELValue(atLiteral: text)
            return Typed(.at(place, .literal(value)), value.literalType)
        case "<", ">", "=", "!": return try comparisonRange()
        default: break
        }
        guard let word = scanner.peekWord() else {
            throw scanner.failure("'\(scalar)' cannot stand here")
        }
        return try named(word)
    }

    private mutating func comparisonRange() throws(FEELSyntaxError) -> Typed {
        let form: FEELRange.Form
        if scanner.take("<=") {
            form = .lessOrEqual
        } else if scanner.take(">=") {
            form = .greaterOrEqual
        } else if scanner.take("!=") {
            form = .notEqual
        } else if scanner.take("<") {
            form = .less
        } else if scanner.take(">") {
            form = .greater
        } else if scanner.take("=") {
            form = .equal
        } else {
            throw scanner.failure("'!' cannot stand here; negation is written not(…)")
        }
        let endpoint = try additive()
        return Typed(.comparisonRange(form, endpoint.syntax), .range(endpoint.type))
    }

    private mutating func parenthesis() throws(FEELSyntaxError) -> Typed {
        try require("(", "here")
        let inner = try expression()
        if scanner.take("..") { return try intervalEnd(inner, startIncluded: false) }
        try require(")", "to close the parenthesis")
        // Without this, (a)-b could be read as a name again; the wrapper ends the literal too.
        return inner
    }

    private mutating func openInterval() throws(FEELSyntaxError) -> Typed {
        try require("]", "here")
        let start = try expression()
        try require("..", "after the start of the interval")
        return try intervalEnd(start, startIncluded: false)
    }

    private mutating func intervalEnd(_ start: Typed, startIncluded: Bool)
        throws(FEELSyntaxError) -> Typed
    {
        let outer = bracketMayClose
        bracketMayClose = true
        let end = try additive()
        bracketMayClose = outer
        let included: Bool
        if scanner.take("]") {
            included = true
        } else if scanner.take(")") || scanner.take("[") {
            included = false
        } else {
            throw scanner.failure("expected ']', ')' or '[' after the end of the interval")
        }
        return Typed(
            .interval(
                start.syntax, end.syntax, startIncluded: startIncluded, endIncluded: included),
            .range(start.type))
    }

    private mutating func listOrInterval() throws(FEELSyntaxError) -> Typed {
        try require("[", "here")
        if scanner.take("]") { return Typed(.literal(.list([])), .list(.any)) }
        let first = try expression()
        if scanner.take("..") { return try intervalEnd(first, startIncluded: true) }
        var items = [first.syntax]
        var element: FEELType? = first.type
        while scanner.take(",") {
            let item = try expression()
            items.append(item.syntax)
            element = element.flatMap { Self.union($0, item.type) }
        }
        try require("]", "to close the list")
        return Typed(.list(items), .list(element ?? .any))
    }

    /// A type that tells the members of both; nil if nothing is known of one of them.
    private static func union(_ left: FEELType, _ right: FEELType) -> FEELType? {
        if left == right { return left }
        guard case .context(let a) = left, case .context(let b) = right else { return nil }
        let more = b.filter { new in !a.contains { $0.name == new.name } }
        return .context(
            a.map { old in
                let same = b.first { $0.name == old.name }?.type ?? old.type
                return FEELType.Member(old.name, same == old.type ? same : .any)
            } + more)
    }

    private mutating func context() throws(FEELSyntaxError) -> Typed {
        try require("{", "here")
        names.push()
        defer { names.pop() }
        var entries: [(key: String, slot: Int, value: Syntax)] = []
        var members: [FEELType.Member] = []
        if scanner.take("}") { return Typed(.literal(.context(FEELContext())), .context([])) }
        repeat {
            scanner.skipSpace()
            let key: String
            if let string = try scanner.string() {
                key = string
            } else if let name = scanner.name(before: ":") {
                key = name
            } else {
                throw scanner.failure("expected a key, a name or a string, before ':'")
            }
            try require(":", "after the key '\(key)'")
            let value = try expression()
            let slot = names.frames[names.currentFrame].newSlot()
            entries.append((key, slot, value.syntax))
            members.append(FEELType.Member(key, value.type))
            names.declare(key, slot: slot, type: value.type)
        } while scanner.take(",")
        try require("}", "to close the context")
        return Typed(.context(entries), .context(members))
    }

    // MARK: Names

    private mutating func named(_ word: String) throws(FEELSyntaxError) -> Typed {
        let place = scanner.position
        let match = names.longestMatch(scanner, word: word)
        if match.map({ $0.tokens < 2 }) ?? true, let keyword = try keyword(word) { return keyword }
        guard let match else {
            let isInFilter = !names.unknownItems(inside: names.currentFrame, scope: 0).isEmpty
            if !isInFilter { scanner.position += word.unicodeScalars.count }
            let name = isInFilter ? adjacentWords() : word
            let outside = names.freeName(name)
            return Typed(.at(place, itemMember(name, outerScope: 0, otherwise: outside)))
        }
        scanner.position = match.end
        switch match.target {
        case .builtin(let builtin):
            let syntax = Syntax.builtin(builtin)
            if scanner.sees("(") { return Typed(.at(place, syntax)) }
            // Where any name may be a variable, a function is meant only where it is called.
            if names.isOpen {
                let variable = names.freeName(match.name)
                return Typed(
                    .at(place, itemMember(match.name, outerScope: 0, otherwise: variable)))
            }
            return Typed(.at(place, itemMember(match.name, outerScope: 0, otherwise: syntax)))
        case .member(let item, let frame, let type):
            let slot = names.localSlot(item, frame: frame)
            return Typed(.at(place, .path(.slot(slot), match.name)), type)
        case .slot(let slot, let frame, let type, let isLocal):
            if inputNames.contains(match.name), !isLocal { usesInput = true }
            if match.name == "partial" { usedPartials.insert(slot) }
            if scanner.sees("("), let builtin = Builtin(rawValue: match.name),
                !isFunction(type), !(isLocal && type == .any)
            {
                return Typed(.at(place, .builtin(builtin)))
            }
            let found = Syntax.slot(names.localSlot(slot, frame: frame))
            let scope = names.scopes.lastIndex { scope in
                scope.frame == frame
                    && scope.index[word]?.contains { $0.slot == slot } ?? false
            }
            let syntax = itemMember(match.name, outerScope: (scope ?? 0) + 1, otherwise: found)
            return Typed(.at(place, syntax), type)
        }
    }

    private func isFunction(_ type: FEELType) -> Bool {
        if case .function = names.types.resolve(type) { true } else { false }
    }

    /// A name that members of the items around it may hide.
    private mutating func itemMember(_ name: String, outerScope: Int, otherwise: Syntax) -> Syntax {
        guard outerScope < names.scopes.count else { return otherwise }
        var result = otherwise
        for item in names.unknownItems(inside: 0, scope: outerScope).reversed() {
            let slot = names.localSlot(item.slot, frame: item.frame)
            result = .itemMember(name: name, item: slot, otherwise: result)
        }
        return result
    }
}
