import Diagnostics
import XMLTree

/// One file of decisions as read: its header, with the elements still in XML.
struct DMNSource {
    /// An `import` of another model.
    struct Import {
        let name: String
        let namespace: String
        let location: String?
        let line: Int
    }

    let root: XMLElement
    let file: String?
    let namespace: String
    let imports: [Import]

    /// The namespaces of the versions, newest first; XML is otherwise read alike.
    static let modelNamespaces: Set<String> = [
        "https://www.omg.org/spec/DMN/20240513/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
        "http://www.omg.org/spec/DMN/20151101/dmn11.xsd",
        "http://www.omg.org/spec/DMN/20151130/dmn.xsd",
        "http://www.omg.org/spec/DMN/20130901/dmn.xsd",
        "https://www.omg.org/spec/DMN/",
    ]

    /// The names of FEEL in all versions, in lower case.
    static let expressionLanguages: Set<String> = [
        "feel", "http://www.omg.org/spec/feel/20140401", "http://www.omg.org/spec/feel/20151101",
        "http://www.omg.org/spec/dmn/20180521/feel/", "https://www.omg.org/spec/dmn/20191111/feel/",
        "https://www.omg.org/spec/dmn/20211108/feel/",
        "https://www.omg.org/spec/dmn/20230324/feel/",
        "https://www.omg.org/spec/dmn/20240513/feel/",
    ]

    /// Whether the model is of DMN 1.1 or 1.2.
    var isEarly: Bool { (root.namespace ?? "").hasPrefix("http://www.omg.org/spec/DMN/201") }

    init(_ root: XMLElement, file: String?) {
        self.root = root
        self.file = file
        namespace = root.attribute("namespace") ?? ""
        imports = root.children("import").map { element in
            Import(
                name: (element.attribute("name") ?? "").collapsedSpace,
                namespace: element.attribute("namespace") ?? "",
                location: element.attribute("locationURI"), line: element.line)
        }
    }

    /// The attributes of Camunda and Operaton, under either name.
    static let extensionNamespaces = [
        "http://operaton.org/schema/1.0/dmn", "http://camunda.org/schema/1.0/dmn",
    ]
}

extension XMLElement {
    /// An attribute of Camunda's or Operaton's namespace.
    func extensionAttribute(_ name: String) -> String? {
        attribute(name, namespaces: DMNSource.extensionNamespaces)
    }

    /// The identifier, if it has one.
    var identifier: String? { attribute("id") }

    /// The text of the child `text`, without white space at its ends.
    var expressionText: String { child("text")?.trimmedText ?? "" }

    /// The type reference, an attribute or, in types, a child.
    var typeReference: String? {
        let text = attribute("typeRef") ?? child("typeRef")?.trimmedText
        return text.flatMap { $0.isEmpty ? nil : $0 }
    }
}

extension String {
    /// The name with single spaces where there was white space, none at its ends.
    var collapsedSpace: String {
        split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
