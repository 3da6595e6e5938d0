/// Why a text is no FEEL expression, and where.
public struct FEELSyntaxError: Error, Equatable, CustomStringConvertible {
    /// What is wrong, for the person who wrote the expression.
    public let message: String
    /// The place in code points from 0.
    public let offset: Int
    /// The line, from 1.
    public let line: Int
    /// The column in code points, from 1.
    public let column: Int

    init(_ message: String, offset: Int, in source: some Collection<Unicode.Scalar>) {
        self.message = message
        self.offset = offset
        let before = source.prefix(offset)
        line = 1 + before.reduce(0) { $1 == "\n" ? $0 + 1 : $0 }
        column = 1 + before.reversed().prefix { $0 != "\n" }.count
    }

    /// The message with its place.
    public var description: String { "\(message) (line \(line), column \(column))" }
}
