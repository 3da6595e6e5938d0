import JSONTree

/// A path into JSON as Spin's `jsonPath` takes it: names, places, `*`, `..`, slices and filters.
struct JSONPath {
    indirect enum Step {
        case names([String])
        case places([Int])
        case slice(from: Int?, to: Int?)
        case all
        case filter(Condition)
        /// The step, asked of the value and of everything below it.
        case anywhere(Step)
    }

    indirect enum Condition {
        case either([Condition])
        case both([Condition])
        case not(Condition)
        case exists(Operand)
        case compare(Operand, String, Operand)
    }

    enum Operand {
        case value(JSON)
        case path(JSONPath, fromRoot: Bool)
    }

    var steps: [Step]

    /// Reads a path; nil if it is none.
    init?(_ text: String) {
        var reader = JSONPathReader(text)
        guard let path = reader.wholePath() else { return nil }
        self = path
    }

    init(steps: [Step]) { self.steps = steps }

    /// Whether the path means one value at most; the others give a list.
    var isDefinite: Bool {
        steps.allSatisfy { step in
            switch step {
            case .names(let names): names.count == 1
            case .places(let places): places.count == 1
            case .slice, .all, .filter, .anywhere: false
            }
        }
    }

    /// What the path leads to: the value of a definite one, else a list; nil where there is nothing.
    func follow(in root: JSON) -> JSON? {
        let found = values(in: root, root: root)
        return isDefinite ? found.first : .array(found)
    }

    private func values(in start: JSON, root: JSON) -> [JSON] {
        var current = [start]
        for step in steps { current = current.flatMap { Self.take(step, of: $0, root: root) } }
        return current
    }

    private static func take(_ step: Step, of value: JSON, root: JSON) -> [JSON] {
        switch step {
        case .names(let names): return names.compactMap { value.objectValue?[$0] }
        case .places(let places):
            guard let elements = value.arrayValue else { return [] }
            return places.compactMap { place in
                let index = place < 0 ? elements.count + place : place
                return elements.indices.contains(index) ? elements[index] : nil
            }
        case .slice(let from, let to):
            guard let elements = value.arrayValue else { return [] }
            let count = elements.count
            func place(_ number: Int) -> Int {
                min(max(number < 0 ? count + number : number, 0), count)
            }
            let start = place(from ?? 0)
            return Array(elements[start..<max(start, place(to ?? count))])
        case .all: return children(of: value)
        case .filter(let condition):
            let candidates = value.arrayValue ?? [value]
            return candidates.filter { holds(condition, for: $0, root: root) }
        case .anywhere(let inner):
            // A filter is asked of the lists on the way down, and of what stands alone.
            return everything(in: value).flatMap { take(inner, of: $0, root: root) }
        }
    }

    private static func children(of value: JSON) -> [JSON] {
        if let elements = value.arrayValue { return elements }
        guard let object = value.objectValue else { return [] }
        return object.keys.compactMap { object[$0] }
    }

    /// A value and all that is below it, without recursion: a document may be deep.
    private static func everything(in value: JSON) -> [JSON] {
        var result: [JSON] = []
        var pending = [value]
        while let next = pending.popLast() {
            result.append(next)
            pending += children(of: next).reversed()
        }
        return result
    }

    // MARK: Filters

    private static func holds(_ condition: Condition, for value: JSON, root: JSON) -> Bool {
        switch condition {
        case .either(let all): all.contains { holds($0, for: value, root: root) }
        case .both(let all): all.allSatisfy { holds($0, for: value, root: root) }
        case .not(let inner): !holds(inner, for: value, root: root)
        case .exists(let operand): read(operand, for: value, root: root) != nil
        case .compare(let one, let sign, let other):
            compare(
                read(one, for: value, root: root), sign, read(other, for: value, root: root))
        }
    }

    private static func read(_ operand: Operand, for value: JSON, root: JSON) -> JSON? {
        switch operand {
        case .value(let constant): constant
        case .path(let path, let fromRoot):
            path.isDefinite
                ? path.values(in: fromRoot ? root : value, root: root).first
                : .array(path.values(in: fromRoot ? root : value, root: root))
        }
    }

    private static func compare(_ one: JSON?, _ sign: String, _ other: JSON?) -> Bool {
        switch sign {
        case "==": return isSame(one, other)
        case "!=": return !isSame(one, other)
        case "in": return one.map { contains(other, $0) } ?? false
        case "nin": return !(one.map { contains(other, $0) } ?? false)
        default: break
        }
        if let one = one?.doubleValue, let other = other?.doubleValue {
            return isOrdered(one, sign, other)
        }
        if let one = one?.stringValue, let other = other?.stringValue {
            return isOrdered(one, sign, other)
        }
        return false
    }

    private static func contains(_ list: JSON?, _ value: JSON) -> Bool {
        list?.arrayValue?.contains { isSame($0, value) } ?? false
    }

    private static func isSame(_ one: JSON?, _ other: JSON?) -> Bool {
        if let one = one?.doubleValue, let other = other?.doubleValue { return one == other }
        return one == other
    }

    private static func isOrdered<Value: Comparable>(
        _ one: Value, _ sign: String, _ other: Value
    ) -> Bool {
        switch sign {
        case "<": one < other
        case "<=": one <= other
        case ">": one > other
        case ">=": one >= other
        default: false
        }
    }
}

/// Reads the text of a path.
private struct JSONPathReader {
    private var rest: Substring
    private var depth = 0

    init(_ text: String) { rest = Substring(text) }

    mutating func wholePath() -> JSONPath? {
        guard take("$"), let path = steps(), rest.isEmpty else { return nil }
        return path
    }

    private mutating func take(_ text: String) -> Bool {
        guard rest.hasPrefix(text) else { return false }
        rest.removeFirst(text.count)
        return true
    }

    private mutating func skipSpaces() { while rest.first == " " { rest.removeFirst() } }

    /// The steps up to where none follows.
    private mutating func steps() -> JSONPath? {
        var steps: [JSONPath.Step] = []
        while let next = rest.first, next == "." || next == "[" {
            let isAnywhere = take("..")
            let step: JSONPath.Step?
            if rest.first == "[" {
                step = bracket()
            } else {
                if !isAnywhere, !take(".") { return nil }
                step = name()
            }
            guard let step else { return nil }
            steps.append(isAnywhere ? .anywhere(step) : step)
        }
        return JSONPath(steps: steps)
    }

    private mutating func name() -> JSONPath.Step? {
        if take("*") { return .all }
        let name = rest.prefix { !".[]()=!<>&|, ".contains($0) }
        guard !name.isEmpty else { return nil }
        rest.removeFirst(name.count)
        return .names([String(name)])
    }

    private mutating func bracket() -> JSONPath.Step? {
        guard take("[") else { return nil }
        skipSpaces()
        if take("*") { return take("]") ? .all : nil }
        if take("?(") {
            depth += 1
            defer { depth -= 1 }
            guard depth < 20, let condition = condition() else { return nil }
            skipSpaces()
            return take(")]") ? .filter(condition) : nil
        }
        if rest.first == "'" || rest.first == "\"" {
            var names: [String] = []
            repeat {
                skipSpaces()
                guard let name = quoted() else { return nil }
                names.append(name)
                skipSpaces()
            } while take(",")
            return take("]") ? .names(names) : nil
        }
        return places()
    }

    private mutating func places() -> JSONPath.Step? {
        let first = number()
        if take(":") {
            let last = number()
            return take("]") ? .slice(from: first, to: last) : nil
        }
        guard let first else { return nil }
        var places = [first]
        while take(",") {
            skipSpaces()
            guard let next = number() else { return nil }
            places.append(next)
        }
        return take("]") ? .places(places) : nil
    }

    private mutating func number() -> Int? {
        let text = rest.prefix { $0 == "-" || $0.isASCII && $0.isNumber }
        guard let number = Int(text) else { return nil }
        rest.removeFirst(text.count)
        return number
    }

    private mutating func quoted() -> String? {
        guard let quote = rest.first, quote == "'" || quote == "\"" else { return nil }
        rest.removeFirst()
        var text = ""
        while let next = rest.popFirst() {
            if next == quote { return text }
            text.append(next == "\\" ? rest.popFirst() ?? next : next)
        }
        return nil
    }

    // MARK: Filters

    private mutating func condition() -> JSONPath.Condition? {
        var parts: [JSONPath.Condition] = []
        repeat {
            guard let part = conjunction() else { return nil }
            parts.append(part)
            skipSpaces()
        } while take("||")
        return parts.count == 1 ? parts[0] : .either(parts)
    }

    private mutating func conjunction() -> JSONPath.Condition? {
        var parts: [JSONPath.Condition] = []
        repeat {
            guard let part = term() else { return nil }
            parts.append(part)
            skipSpaces()
        } while take("&&")
        return parts.count == 1 ? parts[0] : .both(parts)
    }

    private mutating func term() -> JSONPath.Condition? {
        depth += 1
        defer { depth -= 1 }
        guard depth < 20 else { return nil }
        skipSpaces()
        if take("!") { return term().map { .not($0) } }
        if take("(") {
            guard let inner = condition() else { return nil }
            skipSpaces()
            return take(")") ? inner : nil
        }
        guard let one = operand() else { return nil }
        skipSpaces()
        for sign in ["==", "!=", "<=", ">=", "<", ">", "in ", "nin "] where take(sign) {
            skipSpaces()
            let sign = sign.hasSuffix(" ") ? String(sign.dropLast()) : sign
            return operand().map { .compare(one, sign, $0) }
        }
        return .exists(one)
    }

    private mutating func operand() -> JSONPath.Operand? {
        if take("@") { return steps().map { .path($0, fromRoot: false) } }
        if take("$") { return steps().map { .path($0, fromRoot: true) } }
        if rest.first == "'" || rest.first == "\"" { return quoted().map { .value(.string($0)) } }
        if rest.first == "[" { return list() }
        let word = rest.prefix { !"]()=!<>&|, ".contains($0) }
        rest.removeFirst(word.count)
        guard let value = try? JSON(parsing: Array(word.utf8)) else { return nil }
        return .value(value)
    }

    private mutating func list() -> JSONPath.Operand? {
        depth += 1
        defer { depth -= 1 }
        guard depth < 20, take("[") else { return nil }
        var elements: [JSON] = []
        skipSpaces()
        if take("]") { return .value(.array([])) }
        repeat {
            skipSpaces()
            guard case .value(let element) = operand() else { return nil }
            elements.append(element)
            skipSpaces()
        } while take(",")
        return take("]") ? .value(.array(elements)) : nil
    }
}
