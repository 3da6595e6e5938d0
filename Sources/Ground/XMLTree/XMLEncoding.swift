/// How the characters of `<`, `=` and `>` lie in the bytes of a file.
enum XMLEncoding {
    /// One byte each, as in UTF-8 and in all the declared encodings that are allowed.
    case ascii
    /// Two bytes each.
    case utf16

    /// Tells the encoding by the first bytes and the declaration.
    /// - Throws: ``XMLError`` for an encoding outside the list: with one that moves the signs of
    ///   XML about, the checks made on bytes would mean nothing.
    init(sniffing bytes: [UInt8]) throws(XMLError) {
        let start = Array(bytes.prefix(4))
        if start.starts(with: [0xFE, 0xFF]) || start.starts(with: [0xFF, 0xFE])
            || start.starts(with: [0x00, 0x3C]) || start.starts(with: [0x3C, 0x00])
        {
            self = .utf16
            return
        }
        if start.contains(0) || start.starts(with: [0x4C, 0x6F]) {
            throw XMLError(.encoding, "The file is in an encoding that is not read here.", line: 1)
        }
        self = .ascii
        guard let name = Self.declaredName(in: bytes) else { return }
        let known = ["utf-8", "utf8", "us-ascii", "ascii"]
        guard
            known.contains(name) || name.hasPrefix("iso-8859-") || name.hasPrefix("windows-125")
                || name.hasPrefix("cp125") || name == "latin1"
        else {
            throw XMLError(
                .encoding, "The encoding '\(name)' is not read here; save the file as UTF-8.",
                line: 1)
        }
    }

    /// The name in `<?xml … encoding="…"?>`, in lower case.
    private static func declaredName(in bytes: [UInt8]) -> String? {
        var start = bytes[...]
        if start.starts(with: [0xEF, 0xBB, 0xBF]) { start = start.dropFirst(3) }
        guard start.starts(with: Array("<?xml".utf8)),
            let end = start.firstIndex(of: UInt8(ascii: ">"))
        else { return nil }
        let declaration = String(decoding: start[..<end].prefix(1_000), as: UTF8.self)
        guard let key = declaration.firstRange(of: "encoding") else { return nil }
        let quotes: Set<Character> = ["\"", "'"]
        let parts = declaration[key.upperBound...].split(
            maxSplits: 2, omittingEmptySubsequences: false, whereSeparator: quotes.contains)
        return parts.count == 3 ? parts[1].lowercased() : nil
    }
}
