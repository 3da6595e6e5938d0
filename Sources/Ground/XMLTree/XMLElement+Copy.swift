internal import CLibXML2

extension XMLElement {
    /// Copies an element of libxml2 with all that is inside; the recursion ends at the limit.
    init(copying node: xmlNodePtr, depth: Int, limits: XMLLimits) throws(XMLError) {
        let line = xmlGetLineNo(node)
        guard depth <= limits.depth else {
            throw XMLError(
                .tooDeep, "Elements are nested deeper than \(limits.depth) levels.", line: line)
        }
        self.init(name: Self.string(node.pointee.name), line: line)
        if let space = node.pointee.ns {
            prefix = space.pointee.prefix.map { Self.string($0) }
            namespace = space.pointee.href.map { Self.string($0) }
        }
        var declaration = node.pointee.nsDef
        while let current = declaration?.pointee {
            namespaceDeclarations[current.prefix.map { Self.string($0) } ?? ""] =
                current.href.map { Self.string($0) } ?? ""
            declaration = current.next
        }
        var property = node.pointee.properties
        while let current = property?.pointee {
            attributes.append(
                XMLAttribute(
                    name: Self.string(current.name),
                    prefix: current.ns?.pointee.prefix.map { Self.string($0) },
                    namespace: current.ns?.pointee.href.map { Self.string($0) },
                    value: Self.text(of: current.children)))
            property = current.next
        }
        var child = node.pointee.children
        while let current = child {
            if current.pointee.type == XML_ELEMENT_NODE {
                children.append(
                    try XMLElement(copying: current, depth: depth + 1, limits: limits))
            } else if current.pointee.type == XML_TEXT_NODE, let content = current.pointee.content {
                text += Self.string(content)
            }
            child = current.pointee.next
        }
    }

    private static func text(of first: xmlNodePtr?) -> String {
        var result = ""
        var node = first
        while let current = node {
            if current.pointee.type == XML_TEXT_NODE, let content = current.pointee.content {
                result += string(content)
            }
            node = current.pointee.next
        }
        return result
    }

    private static func string(_ bytes: UnsafePointer<xmlChar>?) -> String {
        bytes.map { String(cString: $0) } ?? ""
    }
}
