/// Breaks text into lines, with the widths of the letters of Helvetica.
struct TextLayout {
    /// The size of the letters.
    let fontSize: Double

    /// Viewers without Helvetica or Arial take letters that are somewhat wider.
    private static let allowance = 1.08

    /// The distance from line to line.
    var lineHeight: Double { fontSize * 1.2 }

    /// How many lines a box has room for, at least one; files may give boxes of any size.
    func lineCount(within height: Double) -> Int {
        Int(min(max(height / lineHeight, 1), 1_000))
    }

    /// The width of a text, roughly for letters outside of ASCII.
    func width(_ text: some StringProtocol) -> Double {
        var thousandths = 0
        for scalar in text.unicodeScalars { thousandths += Self.width(of: scalar) }
        return Double(thousandths) / 1_000 * fontSize * Self.allowance
    }

    /// The lines of a text that fit a width; words that do not are broken.
    /// - Parameters:
    ///   - text: The text; its own line breaks are kept.
    ///   - maximum: The width.
    ///   - lines: The greatest number of lines; what comes after is replaced by an ellipsis.
    /// - Returns: The lines.
    func lines(of text: String, within maximum: Double, atMost lines: Int = 100) -> [String] {
        var result: [String] = []
        for paragraph in text.split(whereSeparator: \.isNewline) {
            var current = ""
            for word in paragraph.split(whereSeparator: { $0 == " " || $0 == "\t" }) {
                let candidate = current.isEmpty ? String(word) : "\(current) \(word)"
                if width(candidate) <= maximum {
                    current = candidate
                    continue
                }
                if !current.isEmpty { result.append(current) }
                var rest = word
                while width(rest) > maximum, rest.count > 1 {
                    let head = head(of: rest, within: maximum)
                    result.append(String(head))
                    rest = rest.dropFirst(head.count)
                    if result.count > lines { break }
                }
                current = String(rest)
                if result.count > lines { break }
            }
            if !current.isEmpty { result.append(current) }
            if result.count > lines { break }
        }
        guard result.count > lines, lines > 0 else { return result }
        result.removeLast(result.count - lines)
        result[lines - 1] += "…"
        return result
    }

    private func head(of word: Substring, within maximum: Double) -> Substring {
        var end = word.index(after: word.startIndex)
        while end < word.endIndex {
            let next = word.index(after: end)
            if width(word[..<next]) > maximum { break }
            end = next
        }
        return word[..<end]
    }

    private static func width(of scalar: Unicode.Scalar) -> Int {
        switch scalar {
        case "i", "j", "l", "'", "|": 222
        case " ", "!", "f", "t", "I", ".", ",", ":", ";", "/", "\\", "[", "]": 278
        case "r", "(", ")", "-", "`", "{", "}": 333
        case "\"": 355
        case "*": 389
        case "c", "k", "s", "v", "x", "y", "z", "J": 500
        case "m", "M": 833
        case "w", "C", "D", "H", "N", "R", "U": 722
        case "A", "B", "E", "K", "P", "S", "V", "X", "Y", "&": 667
        case "F", "T", "Z", "L": 600
        case "G", "O", "Q": 778
        case "W": 944
        case "%": 889
        case "@": 1_015
        case "\u{300}"..<"\u{370}": 0
        case "\u{2E80}"...: 1_000
        default: 556
        }
    }
}
