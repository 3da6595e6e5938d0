internal import XMLTree

/// The namespaces of BPMN files.
enum Namespaces {
    static let model = "http://www.omg.org/spec/BPMN/20100524/MODEL"
    static let diagram = "http://www.omg.org/spec/BPMN/20100524/DI"
    static let diagramCommon = "http://www.omg.org/spec/DD/20100524/DC"
    static let diagramInterchange = "http://www.omg.org/spec/DD/20100524/DI"
    static let schemaInstance = "http://www.w3.org/2001/XMLSchema-instance"
    static let bioc = "http://bpmn.io/schema/bpmn/biocolor/1.0"
    static let color = "http://www.omg.org/spec/BPMN/non-normative/color/1.0"
    /// The namespaces of extensions, in the order in which they are looked up.
    static let extensions = [
        "http://operaton.org/schema/1.0/bpmn",
        "http://camunda.org/schema/1.0/bpmn",
        "http://activiti.org/bpmn",
    ]
    /// An early namespace in which one extension element is still found.
    static let fox = "http://www.operaton.com/fox"
}

extension XMLElement {
    /// The id without white space around it; nil where it is missing or empty.
    var id: String? {
        guard let id = token("id"), !id.isEmpty else { return nil }
        return id
    }

    /// An attribute without namespace whose type drops white space at both ends.
    func token(_ name: String) -> String? { attribute(name).map { $0.trimmed } }

    /// Whether an attribute without namespace says `true`; `1` does not count, as in the reference.
    func isTrue(_ name: String) -> Bool { token(name) == "true" }

    /// An attribute that the schema gives a default, which it gives declared elements only.
    func token(_ name: String, default value: String) -> String? {
        token(name) ?? (namespace == Namespaces.model ? value : nil)
    }

    /// An extension attribute.
    func extensionAttribute(_ name: String) -> String? {
        attribute(name, namespaces: Namespaces.extensions)
    }

    /// Whether an extension attribute says exactly `true`.
    func isExtensionTrue(_ name: String) -> Bool { extensionAttribute(name) == "true" }

    /// The extension elements of a name: those of the first namespace that has any.
    func extensions(_ name: String) -> [XMLElement] {
        for namespace in Namespaces.extensions {
            let found = children(name, namespace: namespace)
            if !found.isEmpty { return found }
        }
        return []
    }

    /// The children of `extensionElements`.
    var extensionChildren: [XMLElement] { child("extensionElements")?.children ?? [] }
}

extension String {
    /// The text without white space at both ends.
    var trimmed: String {
        guard let first = utf8.first, let last = utf8.last else { return self }
        guard first <= 0x20 || last <= 0x20 else { return self }
        let isBlank = { (byte: UInt8) in byte <= 0x20 }
        guard let start = utf8.firstIndex(where: { !isBlank($0) }),
            let end = utf8.lastIndex(where: { !isBlank($0) })
        else { return "" }
        return String(self[start...end])
    }

    /// Whether the text is an integer of 32 bits as Java reads one.
    var isJavaInteger: Bool { Int32(self) != nil }

    /// Whether the text holds an expression of JUEL.
    var holdsExpression: Bool { contains("${") || contains("#{") }
}
