/// What stands in the place of Java classes and beans that models name (`registry`).
public struct JavaRegistry: Sendable, Hashable {
    /// What a name stands for.
    public enum Target: Sendable, Hashable {
        /// A worker that fetches the task by this topic.
        case topic(String)
        /// An effect: the handler, its action, and what the handler is told, as a JSON object.
        case effect(handler: String, action: String, properties: String)
        /// An expression, whose value is the result.
        case expression(String)
    }

    /// What names stand for: of a class with its packages, of a bean, or of a bean's method as
    /// `bean.method`.
    public let entries: [String: Target]
    /// The names of beans that expressions may call.
    let beanNames: Set<String>

    /// Creates a registry.
    public init(_ entries: [String: Target] = [:]) {
        self.entries = entries
        beanNames = Set(
            entries.compactMap { name, target in
                guard case .expression = target, !Self.isClass(name) else { return nil }
                return name.split(separator: ".").first.map(String.init)
            })
    }

    /// The expression that a bean or its method stands for.
    func expression(_ bean: String, _ method: String? = nil) -> String? {
        let names = method.map { ["\(bean).\($0)", bean] } ?? [bean]
        for name in names {
            if case .expression(let text) = entries[name] { return text }
        }
        return nil
    }

    /// Whether a name is that of a class: with more than one dot, or a capital behind the last.
    private static func isClass(_ name: String) -> Bool {
        let parts = name.split(separator: ".")
        return parts.count > 2 || (parts.count > 1 && parts.last?.first?.isUppercase ?? false)
    }
}
