/// A place in the text of an expression, and the reading of tokens from there.
///
/// There is no separate pass of tokens: where a name ends depends on the names in scope.
struct Scanner {
    let source: [Unicode.Scalar]
    var position = 0

    init(_ text: String) {
        source = Array(text.unicodeScalars)
    }

    var atEnd: Bool { position >= source.count }
    var current: Unicode.Scalar? { position < source.count ? source[position] : nil }

    func peek(_ distance: Int) -> Unicode.Scalar? {
        position + distance < source.count ? source[position + distance] : nil
    }

    func failure(_ message: String, at offset: Int? = nil) -> FEELSyntaxError {
        FEELSyntaxError(message, offset: offset ?? position, in: source)
    }

    /// Skips white space and comments.
    mutating func skipSpace() {
        while let scalar = current {
            if scalar.isFEELSpace {
                position += 1
            } else if scalar == "/", peek(1) == "/" {
                while let next = current, next != "\n", next != "\r" { position += 1 }
            } else if scalar == "/", peek(1) == "*" {
                var end = position + 2
                while end + 1 < source.count, source[end] != "*" || source[end + 1] != "/" {
                    end += 1
                }
                // A comment without end is left for the parser to stumble over.
                guard end + 1 < source.count else { return }
                position = end + 2
            } else {
                return
            }
        }
    }

    /// Whether punctuation stands here, behind white space.
    mutating func sees(_ text: String) -> Bool {
        skipSpace()
        var index = position
        for scalar in text.unicodeScalars {
            guard index < source.count, source[index] == scalar else { return false }
            index += 1
        }
        return true
    }

    /// Takes punctuation, if it stands here.
    mutating func take(_ text: String) -> Bool {
        guard sees(text) else { return false }
        position += text.unicodeScalars.count
        return true
    }

    /// Whether a word stands here that goes on no further.
    mutating func seesWord(_ word: String) -> Bool {
        guard sees(word) else { return false }
        let end = position + word.unicodeScalars.count
        return end >= source.count || !source[end].isNamePart
    }

    /// Takes a word, if it stands here.
    mutating func takeWord(_ word: String) -> Bool {
        guard seesWord(word) else { return false }
        position += word.unicodeScalars.count
        return true
    }

    /// The word that stands here, without taking it.
    mutating func peekWord() -> String? {
        skipSpace()
        guard let first = current, first.isNameStart else { return nil }
        var text = String.UnicodeScalarView()
        var index = position
        while index < source.count, source[index].isNamePart {
            text.append(source[index])
            index += 1
        }
        return String(text)
    }

    /// The place behind the tokens of a name, if they stand here.
    func end(of name: NameTokens) -> Int? {
        var scanner = self
        for token in name.tokens {
            scanner.skipSpace()
            let start = scanner.position
            if let first = token.unicodeScalars.first, first.isNamePart {
                while let scalar = scanner.current, scalar.isNamePart { scanner.position += 1 }
                guard source[start..<scanner.position].elementsEqual(token.unicodeScalars) else {
                    return nil
                }
            } else {
                guard let scalar = scanner.current, token.unicodeScalars.elementsEqual([scalar])
                else { return nil }
                scanner.position += 1
            }
        }
        return scanner.position
    }

    /// A name that ends with a mark, such as a key before its colon; nil if none stands here.
    mutating func name(before mark: String) -> String? {
        var scanner = self
        scanner.skipSpace()
        guard let first = scanner.current, first.isNameStart else { return nil }
        let start = scanner.position
        var end = start
        while true {
            if scanner.sees(mark) { break }
            guard let scalar = scanner.current, scalar.isNamePart || scalar.isNameSymbol else {
                return nil
            }
            scanner.position += 1
            end = scanner.position
        }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: source[start..<end])
        position = end
        return String(text).withCollapsedSpace
    }

    func text(_ range: Range<Int>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: source[range])
        return String(text)
    }
}
