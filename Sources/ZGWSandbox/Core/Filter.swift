internal import JSONTree

/// A query parameter of a list and what it lets through.
struct Filter: Sendable {
    enum Test: Sendable {
        /// The member's text, compared whole.
        case equals(String)
        case contains(String)
        /// One of several, separated by commas.
        case isAmong(String)
        case isBefore(String, orAt: Bool)
        case isAfter(String, orAt: Bool)
        case isNull(String)
        /// A URL of this sandbox.
        case references(String)
        /// A list of URLs that must hold the one given.
        case lists(String)
        /// Known, but of no effect here.
        case ignored
        case custom(@Sendable (String, StoredResource, Context) throws -> Bool)
    }

    var name: String
    var test: Test

    static func equals(_ name: String, at path: String? = nil) -> Filter {
        Filter(name: name, test: .equals(path ?? name))
    }

    static func references(_ name: String) -> Filter { Filter(name: name, test: .references(name)) }
    static func lists(_ name: String, in member: String) -> Filter {
        Filter(name: name, test: .lists(member))
    }
    static func ignored(_ name: String) -> Filter { Filter(name: name, test: .ignored) }
    static func custom(
        _ name: String, _ test: @escaping @Sendable (String, StoredResource, Context) throws -> Bool
    ) -> Filter {
        Filter(name: name, test: .custom(test))
    }

    /// The filters on a date: equal, before, after, missing.
    static func dates(_ name: String) -> [Filter] {
        [
            Filter(name: name, test: .equals(name)),
            Filter(name: name + "__lt", test: .isBefore(name, orAt: false)),
            Filter(name: name + "__lte", test: .isBefore(name, orAt: true)),
            Filter(name: name + "__gt", test: .isAfter(name, orAt: false)),
            Filter(name: name + "__gte", test: .isAfter(name, orAt: true)),
            Filter(name: name + "__isnull", test: .isNull(name)),
        ]
    }

    /// Whether a resource passes.
    func accepts(_ value: String, _ stored: StoredResource, in context: Context) throws -> Bool {
        let document = stored.document
        switch test {
        case .ignored: return true
        case .custom(let test): return try test(value, stored, context)
        case .equals(let path): return text(document, path) == normalized(value)
        case .contains(let path):
            return text(document, path)?.lowercased().contains(value.lowercased()) == true
        case .isAmong(let path):
            guard let text = text(document, path) else { return false }
            return value.split(separator: ",").contains { context.stored($0) == text }
        case .isBefore(let path, let orAt):
            guard let text = text(document, path), !text.isEmpty else { return false }
            return orAt ? text <= normalized(value) : text < normalized(value)
        case .isAfter(let path, let orAt):
            guard let text = text(document, path), !text.isEmpty else { return false }
            return orAt ? text >= normalized(value) : text > normalized(value)
        case .isNull(let path):
            return (document.value(at: path)?.isNull ?? true) == (value.lowercased() == "true")
        case .references(let path): return text(document, path) == context.stored(value[...])
        case .lists(let member): return document.texts(member).contains(context.stored(value[...]))
        }
    }

    private func text(_ document: JSONObject, _ path: String) -> String? {
        switch document.value(at: path) {
        case .string(let text)?: text
        case .bool(let flag)?: flag ? "true" : "false"
        case .integer(let number)?: String(number)
        default: nil
        }
    }

    /// A date in the form in which dates are stored, anything else as it is.
    private func normalized(_ value: String) -> String {
        value.utf8.count == 10 ? CivilDate(value)?.description ?? value : value
    }
}

extension Context {
    /// A text of a query as documents hold it: a URL of this sandbox as its path.
    func stored(_ value: Substring) -> String { ownPath(of: String(value)) ?? String(value) }
}
