import JSONTree
import ProcessEngine
import YAMLTree
import ZGWBridge

/// What stands in the place of a Java class or bean: an entry of `registry`.
struct RegistryEntry: Sendable, Equatable {
    /// The class with its packages, the bean, or a method of it as `bean.method`.
    let name: String
    let target: JavaRegistry.Target

    private static let targets = ["topic", "action", "expression"]
    /// What an entry can have.
    static let members = Set(targets + ["name", "properties"])

    /// Reads the list, telling of every problem.
    static func read(
        _ node: YAMLNode, file: String, into problems: inout [String]
    ) -> [RegistryEntry] {
        guard case .sequence(let items) = node.value else {
            problems.append("\(file):\(node.line): registry is a list.")
            return []
        }
        var result: [RegistryEntry] = []
        for item in items {
            do throws(Problem) {
                let entry = try RegistryEntry(item)
                if result.contains(where: { $0.name == entry.name }) {
                    throw Problem("the name '\(entry.name)' is there twice")
                }
                result.append(entry)
            } catch {
                problems.append("\(file):\(item.line): \(error.text).")
            }
        }
        return result
    }

    private struct Problem: Error {
        let text: String

        init(_ text: String) { self.text = text }
    }

    private init(_ node: YAMLNode) throws(Problem) {
        guard case .mapping(let members) = node.value, let name = node["name"]?.scalarText,
            !name.isEmpty
        else { throw Problem("an entry of the registry has a name") }
        self.name = name
        if let other = members.first(where: { !Self.members.contains($0.key) }) {
            throw Problem(
                "'\(other.key)' is nothing that '\(name)' can have; there are "
                    + Self.members.sorted().joined(separator: ", "))
        }
        let given = Self.targets.filter { node[$0] != nil }
        guard given.count == 1, let kind = given.first, let text = node[kind]?.scalarText,
            !text.isEmpty
        else {
            throw Problem(
                "'\(name)' stands for one of \(Self.targets.joined(separator: ", ")), a text")
        }
        if kind != "action", node["properties"] != nil {
            throw Problem("'\(name)' has properties, which belong to an action")
        }
        switch kind {
        case "topic": target = .topic(text)
        case "expression":
            guard text.contains("${") || text.contains("#{") else {
                throw Problem("the expression of '\(name)' has the form ${…}")
            }
            target = .expression(text)
        default:
            guard let action = ZGWAction(rawValue: text) else {
                let actions = ZGWAction.allCases.map(\.rawValue).joined(separator: ", ")
                throw Problem("there is no action '\(text)'; there are \(actions)")
            }
            let properties = node["properties"]?.json.objectValue ?? [:]
            let missing = action.requiredProperties.filter { properties[$0] == nil }
            guard missing.isEmpty else {
                throw Problem("the action of '\(name)' lacks \(missing.joined(separator: ", "))")
            }
            target = .effect(
                handler: ZGWEffects.handlerName, action: text,
                properties: JSON.object([
                    "properties": .object(properties), "configuration": [:], "errorMappings": [],
                ]).serializedText)
        }
    }
}

extension Configuration {
    /// What models that name Java are compiled with.
    var javaRegistry: JavaRegistry {
        JavaRegistry(
            Dictionary(
                registry.map { ($0.name, $0.target) }, uniquingKeysWith: { first, _ in first }))
    }
}

extension YAMLNode {
    /// The node as JSON.
    fileprivate var json: JSON {
        switch value {
        case .null: .null
        case .bool(let value): .bool(value)
        case .integer(let value): .integer(value)
        case .real(let value): JSON(double: value) ?? .null
        case .string(let value): .string(value)
        case .sequence(let items): .array(items.map(\.json))
        case .mapping(let entries):
            .object(
                JSONObject(entries.map { JSONObject.Member($0.key, $0.value.json) }))
        }
    }
}
