internal import JSONTree

extension JSONObject {
    /// The text of a member, empty when it has none.
    func text(_ name: String) -> String { self[name]?.stringValue ?? "" }

    /// The text of a member, or nil for null, nothing and the empty text.
    func filledText(_ name: String) -> String? {
        guard let text = self[name]?.stringValue, !text.isEmpty else { return nil }
        return text
    }

    /// Whether a member is true.
    func flag(_ name: String) -> Bool { self[name]?.boolValue ?? false }

    /// The texts of a list.
    func texts(_ name: String) -> [String] {
        (self[name]?.arrayValue ?? []).compactMap(\.stringValue)
    }

    /// The value at a path whose parts are separated by points.
    func value(at path: String) -> JSON? {
        var current = JSON.object(self)
        for part in path.split(separator: ".") {
            guard let next = current[String(part)] else { return nil }
            current = next
        }
        return current
    }
}

extension JSON {
    init(text: String?) {
        self = text.map(JSON.string) ?? .null
    }

    /// The members of an object, none for any other value.
    var members: JSONObject { objectValue ?? [:] }
}
