/// A file as a process variable.
public final class FileValue: Sendable, Equatable {
    /// The name that a download gets.
    public let name: String
    /// The media type, such as `application/pdf`.
    public let mimeType: String?
    /// The name of the character encoding, if it is a text.
    public let encoding: String?
    /// The content; nil where a list leaves it out.
    public let content: [UInt8]?

    /// Describes a file.
    public init(
        name: String, mimeType: String? = nil, encoding: String? = nil, content: [UInt8]? = nil
    ) {
        self.name = name
        self.mimeType = mimeType
        self.encoding = encoding
        self.content = content
    }

    /// Files are equal if everything about them is.
    public static func == (one: FileValue, other: FileValue) -> Bool {
        one === other
            || (one.name == other.name && one.mimeType == other.mimeType
                && one.encoding == other.encoding && one.content == other.content)
    }
}
