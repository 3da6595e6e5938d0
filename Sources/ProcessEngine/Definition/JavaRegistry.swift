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

    /// The names of beans, whatever they stand for.
    var namesOfBeans: Set<String> {
        Set(
            entries.keys.lazy.filter { !Self.isClass($0) }.compactMap {
                $0.split(separator: ".").first.map(String.init)
            })
    }

    /// The names of classes, whatever they stand for.
    var namesOfClasses: Set<String> { Set(entries.keys.lazy.filter(Self.isClass)) }

    /// What a name stands for that takes its time; nil if it does not.
    func whatWaits(_ bean: String, _ method: String) -> String? {
        switch entries["\(bean).\(method)"] ?? entries[bean] {
        case .topic(let topic): "the topic \(topic)"
        case .effect(_, let action, _): "the action \(action)"
        case .expression, nil: nil
        }
    }

    /// Whether a name is that of a class: with more than one dot, or a capital behind the last.
    private static func isClass(_ name: String) -> Bool {
        let parts = name.split(separator: ".")
        return parts.count > 2 || (parts.count > 1 && parts.last?.first?.isUppercase ?? false)
    }
}
