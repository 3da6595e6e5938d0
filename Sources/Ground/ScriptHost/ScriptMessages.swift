/// What a worker is asked.
struct ScriptRequest: Equatable {
    /// Whether the source is only looked at for mistakes of syntax.
    var isCheck = false
    /// The time that the script may take.
    var milliseconds: Int
    /// The name of the program in messages.
    var name: String
    /// The program.
    var source: String
    /// What `begin` of the library is called with.
    var input: String

    init(isCheck: Bool = false, milliseconds: Int, name: String, source: String, input: String) {
        self.isCheck = isCheck
        self.milliseconds = milliseconds
        self.name = name
        self.source = source
        self.input = input
    }
}

/// What a worker answers.
struct ScriptReply: Equatable {
    enum Kind: UInt8 {
        /// The text is what `finish` or `fail` of the library gave.
        case done = 0
        /// The script took longer than it may.
        case timeLimit = 1
        /// The library failed; the text tells how.
        case broken = 2
    }

    var kind: Kind
    var text: String

    init(_ kind: Kind, _ text: String) {
        self.kind = kind
        self.text = text
    }
}

// Numbers of four bytes, high byte first; texts with their length before them.

extension ScriptRequest {
    var bytes: [UInt8] {
        var bytes: [UInt8] = [isCheck ? 1 : 0]
        bytes.append(number: milliseconds)
        for text in [name, source, input] { bytes.append(text: text) }
        return bytes
    }

    init?(bytes: [UInt8]) {
        var rest = bytes[...]
        guard let kind = rest.popFirst(), let milliseconds = rest.takeNumber(),
            let name = rest.takeText(), let source = rest.takeText(), let input = rest.takeText()
        else { return nil }
        self.init(
            isCheck: kind == 1, milliseconds: milliseconds, name: name, source: source,
            input: input)
    }
}

extension ScriptReply {
    var bytes: [UInt8] {
        var bytes = [kind.rawValue]
        bytes.append(text: text)
        return bytes
    }

    init?(bytes: [UInt8]) {
        var rest = bytes[...]
        guard let kind = rest.popFirst().flatMap(Kind.init), let text = rest.takeText() else {
            return nil
        }
        self.init(kind, text)
    }
}

extension [UInt8] {
    fileprivate mutating func append(number: Int) {
        let number = UInt32(clamping: number)
        for shift in stride(from: 24, through: 0, by: -8) {
            append(UInt8(truncatingIfNeeded: number >> UInt32(shift)))
        }
    }

    fileprivate mutating func append(text: String) {
        let text = text.utf8
        append(number: text.count)
        append(contentsOf: text)
    }
}

extension ArraySlice<UInt8> {
    fileprivate mutating func takeNumber() -> Int? {
        guard count >= 4 else { return nil }
        let number = prefix(4).reduce(0) { $0 << 8 | Int($1) }
        removeFirst(4)
        return number
    }

    fileprivate mutating func takeText() -> String? {
        guard let size = takeNumber(), count >= size else { return nil }
        let text = String(decoding: prefix(size), as: UTF8.self)
        removeFirst(size)
        return text
    }
}
