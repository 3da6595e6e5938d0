/// The source of an expression or of a text that may hold expressions, with its place.
///
/// Nothing here is compiled: that is the work of the engine, which reports what it cannot compile
/// with this line.
public struct ExpressionSource: Sendable, Hashable {
    /// The text as written, after the white space rules of its place.
    public var text: String
    /// The language that the element names; nil where it names none, which means JUEL (`${…}`).
    public var language: String?
    /// Where a condition is a script kept in a file of the deployment: its address.
    public var resource: String?
    /// The line of the element that holds the text, counted from 1.
    public var line: Int?

    /// Creates an expression source.
    public init(text: String, language: String? = nil, resource: String? = nil, line: Int? = nil) {
        self.text = text
        self.language = language
        self.resource = resource
        self.line = line
    }

    /// Creates a source from its text and line.
    public init(_ text: String, line: Int? = nil) {
        self.init(text: text, line: line)
    }

    /// Whether the text holds `${` or `#{`; without them it is a literal.
    public var holdsExpression: Bool { text.contains("${") || text.contains("#{") }
}
