/// Why a text was refused as XML.
public struct XMLError: Error, Sendable, Hashable {
    /// The kinds of refusal.
    public enum Reason: String, Sendable, Hashable {
        /// The text breaks a rule of XML or of its namespaces.
        case notWellFormed
        /// The document has a document type declaration, the way in for entities and external files.
        case documentType
        /// The character encoding is not known, or the bytes are not valid in it.
        case encoding
        /// There are more bytes than ``XMLLimits/bytes``.
        case tooLarge
        /// Elements lie deeper inside each other than ``XMLLimits/depth``.
        case tooDeep
        /// An element has more attributes than ``XMLLimits/attributes``.
        case tooManyAttributes
    }

    /// The kind of refusal.
    public var reason: Reason
    /// What is wrong, in a sentence for the author of the file.
    public var message: String
    /// The line, counted from 1; nil where the problem has no place.
    public var line: Int?

    /// Creates an error.
    public init(_ reason: Reason, _ message: String, line: Int? = nil) {
        self.reason = reason
        self.message = message
        self.line = line
    }
}

extension XMLError: CustomStringConvertible {
    /// The message with its line in front.
    public var description: String { line.map { "line \($0): \(message)" } ?? message }
}

/// The bounds that a document must keep.
public struct XMLLimits: Sendable, Hashable {
    /// The greatest number of bytes.
    public var bytes: Int
    /// The greatest number of elements inside each other; at most 256.
    public var depth: Int
    /// The greatest number of attributes of one element, declarations of namespaces included.
    public var attributes: Int

    /// Creates limits; the defaults are far above any real model.
    public init(bytes: Int = 16 << 20, depth: Int = 200, attributes: Int = 1_000) {
        self.bytes = bytes
        self.depth = min(depth, 256)
        self.attributes = attributes
    }
}
