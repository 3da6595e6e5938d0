internal import CLibXML2

/// What libxml2 complained about during one parse.
final class ParserProblems {
    /// The first problem for which the document is refused.
    private var first: XMLError?
    /// The line of the document type declaration, if there is one.
    var documentTypeLine: Int?

    /// The problem to report.
    var error: XMLError? {
        guard let documentTypeLine else { return first }
        return XMLError(
            .documentType,
            "A document type declaration (<!DOCTYPE …>) is not allowed: remove it.",
            line: documentTypeLine)
    }

    /// Notes a complaint, unless it is only about an unusual URI of a namespace.
    func record(_ complaint: UnsafePointer<xmlError>?) {
        guard let complaint = complaint?.pointee, first == nil else { return }
        let isFatal = complaint.level == XML_ERR_FATAL
        let isAboutNamespaces = complaint.domain == Int32(XML_FROM_NAMESPACE.rawValue)
        let isOnlyUnusual =
            complaint.code == Int32(XML_WAR_NS_URI.rawValue)
            || complaint.code == Int32(XML_WAR_NS_URI_RELATIVE.rawValue)
        guard isFatal || (isAboutNamespaces && !isOnlyUnusual) else { return }
        let text = complaint.message.map { String(cString: $0) } ?? "The file is not XML."
        let isBreak = { (character: Character) in character.isWhitespace || character == "." }
        var message = Substring(text)
        while let last = message.last, isBreak(last) { message.removeLast() }
        let line = complaint.line > 0 ? Int(complaint.line) : nil
        // libxml2 has no code of its own for its fixed limit of 256 levels.
        let reason: XMLError.Reason =
            message.contains("Excessive depth")
            ? .tooDeep
            : complaint.code == Int32(XML_ERR_INVALID_ENCODING.rawValue)
                || complaint.code == Int32(XML_ERR_UNSUPPORTED_ENCODING.rawValue)
                ? .encoding : .notWellFormed
        first = XMLError(reason, "\(message).", line: line)
    }

    /// The parser's context behind the pointer that its callbacks get.
    static func context(
        _ data: UnsafeMutableRawPointer?
    ) -> UnsafeMutablePointer<xmlParserCtxt>? {
        data?.assumingMemoryBound(to: xmlParserCtxt.self)
    }

    /// The problems of the parse that a callback belongs to.
    static func of(_ data: UnsafeMutableRawPointer?) -> ParserProblems? {
        guard let mine = context(data)?.pointee._private else { return nil }
        return Unmanaged<ParserProblems>.fromOpaque(mine).takeUnretainedValue()
    }
}
