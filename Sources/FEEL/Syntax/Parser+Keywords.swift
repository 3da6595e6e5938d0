/// What begins with a keyword: literals, `if`, `for`, `some`, `every` and functions.
extension Parser {
    /// The expression that a keyword begins; nil if the word is none.
    mutating func keyword(_ word: String) throws(FEELSyntaxError) -> Typed? {
        let length = word.unicodeScalars.count
        let place = scanner.position
        switch word {
        case "true", "false":
            scanner.position += length
            return Typed(.literal(.boolean(word == "true")), .boolean)
        case "null":
            scanner.position += length
            return Typed(.literal(.null), .null)
        case "if":
            scanner.position += length
            return try condition()
        case "for":
            scanner.position += length
            return try iteration(place: place)
        case "some", "every":
            scanner.position += length
            return try quantified(every: word == "every", place: place)
        case "function":
            scanner.position += length
            guard scanner.sees("(") else {
                throw scanner.failure("expected '(' and parameters after 'function'")
            }
            return try function()
        case "then", "else", "return", "in", "satisfies", "and", "or", "between", "instance":
            throw scanner.failure("'\(word)' cannot stand here")
        default: return nil
        }
    }

    private mutating func condition() throws(FEELSyntaxError) -> Typed {
        let condition = try expression()
        try requireWord("then", "after the condition")
        let then = try expression()
        try requireWord("else", "after the value for 'then'")
        let otherwise = try expression()
        return Typed(
            .condition(condition.syntax, then: then.syntax, otherwise: otherwise.syntax),
            then.type == otherwise.type ? then.type : .any)
    }

    private mutating func iterators() throws(FEELSyntaxError) -> [Syntax.Iterator] {
        var iterators: [Syntax.Iterator] = []
        repeat {
            let name = try variableName()
            let domain = try expression()
            var end: Typed?
            if scanner.take("..") { end = try expression() }
            let slot = names.frames[names.currentFrame].newSlot()
            var element = FEELType.any
            if end != nil { element = .number }
            switch names.types.resolve(domain.type) {
            case .list(let type), .range(let type): element = type
            default: break
            }
            names.declare(name, slot: slot, type: element)
            iterators.append(
                Syntax.Iterator(slot: slot, domain: domain.syntax, end: end?.syntax))
        } while scanner.take(",")
        return iterators
    }

    /// The name of an iteration variable, up to the word `in`.
    private mutating func variableName() throws(FEELSyntaxError) -> String {
        scanner.skipSpace()
        let start = scanner.position
        guard scanner.current?.isNameStart ?? false else {
            throw scanner.failure("expected the name of a variable")
        }
        while !scanner.atEnd {
            let end = scanner.position
            if scanner.seesWord("in"), end > start {
                scanner.position += 2
                return scanner.text(start..<end).withCollapsedSpace
            }
            guard let scalar = scanner.current, scalar.isNamePart || scalar.isNameSymbol else {
                break
            }
            if scalar.isNameSymbol {
                scanner.position += 1
            } else {
                while scanner.current?.isNamePart ?? false { scanner.position += 1 }
            }
        }
        throw scanner.failure("expected 'in' after the name of the variable")
    }

    private mutating func iteration(place: Int) throws(FEELSyntaxError) -> Typed {
        names.push()
        defer { names.pop() }
        let iterators = try iterators()
        try requireWord("return", "after the iteration's domain")
        let partial = names.frames[names.currentFrame].newSlot()
        names.declare("partial", slot: partial, type: .list(.any))
        let body = try expression()
        // Keeping the results so far costs a copy of them each time.
        let kept = usedPartials.contains(partial) ? partial : -1
        return Typed(
            .at(place, .iteration(iterators, partial: kept, body: body.syntax)),
            .list(body.type))
    }

    private mutating func quantified(every: Bool, place: Int) throws(FEELSyntaxError) -> Typed {
        names.push()
        defer { names.pop() }
        let iterators = try iterators()
        try requireWord("satisfies", "after the list")
        let body = try expression()
        return Typed(
            .at(place, .quantified(every: every, iterators, body: body.syntax)), .boolean)
    }

    private mutating func function() throws(FEELSyntaxError) -> Typed {
        try require("(", "after 'function'")
        var parameters: [FEELFunction.Parameter] = []
        if !scanner.take(")") {
            repeat {
                if let name = scanner.name(before: ":") {
                    _ = scanner.take(":")
                    parameters.append(FEELFunction.Parameter(name, try type()))
                } else if let name = scanner.name(before: ",") ?? scanner.name(before: ")") {
                    parameters.append(FEELFunction.Parameter(name))
                } else {
                    throw scanner.failure("expected the name of a parameter")
                }
            } while scanner.take(",")
            try require(")", "after the parameters")
        }
        let isExternal = scanner.takeWord("external")
        names.frames.append(NameResolution.Frame())
        names.push()
        let slots = parameters.map { parameter in
            let slot = names.frames[names.currentFrame].newSlot()
            names.declare(parameter.name, slot: slot, type: parameter.type)
            return slot
        }
        let body = try isExternal ? Typed(externalBody()) : expression()
        names.pop()
        let frame = names.frames.removeLast()
        let lambda = LambdaSyntax(
            parameters: parameters, bodyType: body.type, captures: frame.captures, slots: slots,
            frameSize: frame.size, body: body.syntax, isExternal: isExternal)
        return Typed(.function(lambda), .function(parameters.map(\.type), body.type))
    }

    /// The context that describes a function of another language; its keys are words, its
    /// values strings.
    private mutating func externalBody() throws(FEELSyntaxError) -> Syntax {
        try expression().syntax
    }

    // MARK: Types

    /// A type (rule 52).
    mutating func type() throws(FEELSyntaxError) -> FEELType {
        scanner.skipSpace()
        guard let word = scanner.peekWord() else { throw scanner.failure("expected a type") }
        let ahead = scanner.position + word.unicodeScalars.count
        var rest = scanner
        rest.position = ahead
        if rest.sees("<"), ["list", "range", "context", "function"].contains(word) {
            scanner.position = rest.position + 1
            return try genericType(word)
        }
        let known = [
            "days and time duration", "years and months duration", "date and time", word,
        ]
        var best: (end: Int, name: String)?
        for name in names.types.types.keys where name.hasPrefix(word) {
            if let end = scanner.end(of: NameTokens(name)), end > (best?.end ?? 0) {
                best = (end, name)
            }
        }
        for name in known {
            if let end = scanner.end(of: NameTokens(name)), end > (best?.end ?? 0),
                FEELType(builtInName: name) != nil
            {
                best = (end, name)
            }
        }
        guard let best else {
            throw scanner.failure("there is no type '\(word)'")
        }
        scanner.position = best.end
        if names.types.types[best.name] != nil { return .named(best.name) }
        return FEELType(builtInName: best.name) ?? .any
    }

    /// Takes the name of a type that is none without its parameters, such as `list` (Table 61).
    mutating func takeTypeWithoutParameters() throws(FEELSyntaxError) -> Bool {
        guard let word = scanner.peekWord(),
            ["list", "range", "context", "function"].contains(word)
        else { return false }
        let start = scanner.position
        let read = try type()
        let isBare =
            scanner.position == start + word.unicodeScalars.count && !isNamed(read)
        if !isBare { scanner.position = start }
        return isBare
    }

    private func isNamed(_ type: FEELType) -> Bool {
        if case .named = type { true } else { false }
    }

    private mutating func genericType(_ word: String) throws(FEELSyntaxError) -> FEELType {
        switch word {
        case "list", "range":
            let element = try type()
            try require(">", "after the type of the elements")
            return word == "list" ? .list(element) : .range(element)
        case "context":
            var members: [FEELType.Member] = []
            repeat {
                guard let name = scanner.name(before: ":") else {
                    throw scanner.failure("expected the name of a member")
                }
                _ = scanner.take(":")
                members.append(FEELType.Member(name, try type()))
            } while scanner.take(",")
            try require(">", "after the members")
            return .context(members)
        default:
            var parameters: [FEELType] = []
            if !scanner.take(">") {
                repeat { parameters.append(try type()) } while scanner.take(",")
                try require(">", "after the types of the parameters")
            }
            try require("->", "before the type of the result")
            return .function(parameters, try type())
        }
    }
}
