public import JSONTree

/// An object of a Java class, kept in serialized form as it came.
///
/// Lists and maps that expressions and clients make are such objects too, in JSON.
public final class ObjectValue: Sendable, Equatable {
    /// The data format of JSON objects.
    public static let jsonFormat = "application/json"
    /// The class of lists whose elements are JSON nodes, whatever they hold.
    public static let nodeListClass = "org.operaton.spin.impl.SpinListImpl"

    /// The class of what a decision gave, a list of `decisionEntriesClass`.
    public static let decisionResultClass = "org.operaton.bpm.dmn.engine.impl.DmnDecisionResultImpl"
    /// The class of what one rule gave, a map of outputs.
    public static let decisionEntriesClass =
        "org.operaton.bpm.dmn.engine.impl.DmnDecisionResultEntriesImpl"

    /// The name of the Java class, such as `java.util.ArrayList`.
    public let typeName: String?
    /// The data format of the serialized form, such as `application/json`.
    public let format: String
    /// The serialized form: text, Base64 for binary formats.
    public let content: JSONContent

    /// Keeps a serialized object.
    public init(typeName: String?, format: String, serialized: String) {
        self.typeName = typeName
        self.format = format
        content = JSONContent(text: serialized)
    }

    /// Makes a list, a map or a wrapped number in JSON; the class is the one that the reference
    /// would make of it.
    public init(tree: JSON, typeName: String? = nil) {
        self.typeName = typeName ?? ObjectValue.className(of: tree)
        format = ObjectValue.jsonFormat
        content = JSONContent(tree: tree)
    }

    /// The object as a tree; nil if its format is not JSON or the text is none.
    public var tree: JSON? {
        format == ObjectValue.jsonFormat ? try? content.tree() : nil
    }

    private static func className(of tree: JSON) -> String {
        switch tree {
        case .array: "java.util.ArrayList"
        case .number: "java.math.BigInteger"
        default: "java.util.LinkedHashMap"
        }
    }

    /// Objects are equal if class, format and serialized form are.
    public static func == (one: ObjectValue, other: ObjectValue) -> Bool {
        one === other
            || (one.typeName == other.typeName && one.format == other.format
                && one.content == other.content)
    }
}
