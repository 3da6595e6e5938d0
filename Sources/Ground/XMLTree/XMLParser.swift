internal import CLibXML2

/// Reads XML into a tree of values.
///
/// There are no entities but the five of XML, no document type, no file and no network access:
/// a document that asks for any of them is refused.
public enum XMLParser {
    /// Parses a document.
    /// - Parameters:
    ///   - bytes: The file as it came: UTF-8, UTF-16 with a mark, or an encoding that it declares.
    ///   - limits: The bounds that it must keep.
    /// - Returns: The root element.
    /// - Throws: ``XMLError`` with the first problem.
    public static func parse(
        _ bytes: [UInt8], limits: XMLLimits = XMLLimits()
    ) throws(XMLError) -> XMLElement {
        guard bytes.count <= min(limits.bytes, Int(Int32.max)) else {
            throw XMLError(
                .tooLarge, "The file has \(bytes.count) bytes; the limit is \(limits.bytes).")
        }
        let encoding = try XMLEncoding(sniffing: bytes)
        try countAttributes(of: bytes, in: encoding, limit: limits.attributes)
        return try tree(of: bytes, limits: limits)
    }

    /// Parses a document that is at hand as text.
    /// - Throws: ``XMLError`` with the first problem.
    public static func parse(
        text: String, limits: XMLLimits = XMLLimits()
    ) throws(XMLError) -> XMLElement {
        try parse(Array(text.utf8), limits: limits)
    }

    private static let initialised: Void = xmlInitParser()

    /// The options with which nothing is fetched or replaced; the ones that are missing here
    /// (NOENT, DTDLOAD, DTDATTR, HUGE, XINCLUDE) are missing on purpose.
    private static let options =
        XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue
        | XML_PARSE_NOCDATA.rawValue | XML_PARSE_COMPACT.rawValue | XML_PARSE_BIG_LINES.rawValue

    private static func tree(
        of bytes: [UInt8], limits: XMLLimits
    ) throws(XMLError) -> XMLElement {
        _ = initialised
        guard let context = xmlNewParserCtxt() else {
            throw XMLError(.tooLarge, "There is not enough memory to read the file.")
        }
        defer { xmlFreeParserCtxt(context) }
        let problems = ParserProblems()
        context.pointee._private = Unmanaged.passUnretained(problems).toOpaque()
        context.pointee.sax.pointee.serror = { ParserProblems.of($0)?.record($1) }
        context.pointee.sax.pointee.internalSubset = { data, _, _, _ in
            guard let context = ParserProblems.context(data) else { return }
            ParserProblems.of(data)?.documentTypeLine = Int(context.pointee.input.pointee.line)
            xmlStopParser(context)
        }
        let document = withExtendedLifetime(problems) {
            bytes.withUnsafeBytes { buffer in
                xmlCtxtReadMemory(
                    context, buffer.bindMemory(to: CChar.self).baseAddress, Int32(buffer.count),
                    nil, nil, Int32(bitPattern: options))
            }
        }
        defer { xmlFreeDoc(document) }
        if let error = problems.error { throw error }
        guard let document, context.pointee.wellFormed != 0,
            let root = xmlDocGetRootElement(document)
        else { throw XMLError(.notWellFormed, "The file is empty or has no element.") }
        return try XMLElement(copying: root, depth: 1, limits: limits)
    }

    /// Refuses an element with a great many attributes before libxml2 compares each with each.
    ///
    /// Between a `<` and the next one there are at least as many `=` as attributes.
    private static func countAttributes(
        of bytes: [UInt8], in encoding: XMLEncoding, limit: Int
    ) throws(XMLError) {
        var line = 1
        var equals = 0
        var inTag = false
        var quote: UInt8 = 0
        for byte in bytes {
            if byte == UInt8(ascii: "\n") { line += 1 }
            if quote != 0 {
                if byte == quote { quote = 0 }
                continue
            }
            switch byte {
            case UInt8(ascii: "<"):
                inTag = true
                equals = 0
            case UInt8(ascii: ">") where encoding == .ascii:
                inTag = false
            case UInt8(ascii: "!") where inTag && equals == 0 && encoding == .ascii:
                inTag = false
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                if inTag && encoding == .ascii && equals > 0 { quote = byte }
            case UInt8(ascii: "=") where inTag:
                equals += 1
                if equals > limit {
                    throw XMLError(
                        .tooManyAttributes,
                        "An element has more than \(limit) attributes.", line: line)
                }
            default: break
            }
        }
    }
}
