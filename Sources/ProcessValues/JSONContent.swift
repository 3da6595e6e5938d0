public import JSONTree
import Synchronization

/// A JSON document that is kept as text, as a tree, or as both once both were asked for.
public final class JSONContent: Sendable, Equatable {
    private struct Forms {
        var text: String?
        var tree: JSON?
    }

    private let forms: Mutex<Forms>

    /// Keeps a text, whether it is JSON or not.
    public init(text: String) { forms = Mutex(Forms(text: text, tree: nil)) }

    /// Keeps a tree.
    public init(tree: JSON) { forms = Mutex(Forms(text: nil, tree: tree)) }

    /// The document as it was written, or without white space if it came as a tree.
    public var text: String {
        forms.withLock { forms in
            if let text = forms.text { return text }
            let text = (forms.tree ?? .null).serializedText
            forms.text = text
            return text
        }
    }

    /// The document as a tree.
    ///
    /// - Throws: `JSONSyntaxError` if the text is not JSON.
    public func tree() throws(JSONSyntaxError) -> JSON {
        let known = forms.withLock { ($0.tree, $0.text) }
        if let tree = known.0 { return tree }
        let tree = try JSON(parsing: known.1 ?? "null")
        forms.withLock { $0.tree = tree }
        return tree
    }

    /// Documents are equal if their texts are.
    public static func == (one: JSONContent, other: JSONContent) -> Bool {
        one === other || one.text == other.text
    }
}
