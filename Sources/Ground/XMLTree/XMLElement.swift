/// An element of a parsed XML document: a value, without any link to the parser.
public struct XMLElement: Sendable, Hashable {
    /// The name without prefix.
    public var name: String
    /// The prefix as written; nil where there is none.
    public var prefix: String?
    /// The URI of the namespace that the name is in; nil for none.
    public var namespace: String?
    /// The attributes in the order of the file, without the declarations of namespaces.
    public var attributes: [XMLAttribute]
    /// The declarations of namespaces on this element: prefix (empty for the default one) to URI.
    public var namespaceDeclarations: [String: String]
    /// The elements directly inside, in the order of the file.
    public var children: [XMLElement]
    /// The text directly inside, CDATA included, comments left out; white space is kept.
    public var text: String
    /// The line on which the start tag ends, counted from 1.
    public var line: Int

    /// Creates an element.
    public init(
        name: String, prefix: String? = nil, namespace: String? = nil,
        attributes: [XMLAttribute] = [], namespaceDeclarations: [String: String] = [:],
        children: [XMLElement] = [], text: String = "", line: Int = 0
    ) {
        self.name = name
        self.prefix = prefix
        self.namespace = namespace
        self.attributes = attributes
        self.namespaceDeclarations = namespaceDeclarations
        self.children = children
        self.text = text
        self.line = line
    }
}

/// An attribute of an element.
public struct XMLAttribute: Sendable, Hashable {
    /// The name without prefix.
    public var name: String
    /// The prefix as written; nil where there is none.
    public var prefix: String?
    /// The URI of the namespace; nil for an attribute without prefix.
    public var namespace: String?
    /// The value, character references resolved.
    public var value: String

    /// Creates an attribute.
    public init(name: String, prefix: String? = nil, namespace: String? = nil, value: String) {
        self.name = name
        self.prefix = prefix
        self.namespace = namespace
        self.value = value
    }
}

extension XMLElement {
    /// The value of an attribute; without a namespace, of one that has none.
    public func attribute(_ name: String, namespace: String? = nil) -> String? {
        for attribute in attributes
        where attribute.name == name && attribute.namespace == namespace {
            return attribute.value
        }
        return nil
    }

    /// The value of an attribute that is in one of several namespaces; the first of them wins.
    public func attribute(_ name: String, namespaces: [String]) -> String? {
        for namespace in namespaces {
            if let value = attribute(name, namespace: namespace) { return value }
        }
        return nil
    }

    /// The first child of this name; without a namespace, whatever namespace it is in.
    public func child(_ name: String, namespace: String? = nil) -> XMLElement? {
        children.first {
            $0.name == name && (namespace == nil || $0.namespace == namespace)
        }
    }

    /// The children of this name; without a namespace, whatever namespace they are in.
    public func children(_ name: String, namespace: String? = nil) -> [XMLElement] {
        children.filter {
            $0.name == name && (namespace == nil || $0.namespace == namespace)
        }
    }

    /// The name as written, with its prefix.
    public var qualifiedName: String { prefix.map { "\($0):\(name)" } ?? name }

    /// The text directly inside, without white space at both ends.
    public var trimmedText: String {
        let isBlank = { (scalar: Unicode.Scalar) in scalar.properties.isWhitespace }
        let scalars = text.unicodeScalars
        guard let start = scalars.firstIndex(where: { !isBlank($0) }),
            let end = scalars.lastIndex(where: { !isBlank($0) })
        else { return "" }
        return String(scalars[start...end])
    }
}
