import FEEL
import XMLTree

/// The item definitions of a model as types.
struct ItemDefinitions {
    private(set) var table = FEELTypeTable()
    /// The texts of the allowed values of the model's own types that are no collections.
    private(set) var allowedValues: [String: String] = [:]
    private var ownNames: Set<String> = []
    /// Prefixes of names that DMN 1.1 writes as `prefix:type`.
    private var prefixes: [String: String] = [:]

    /// Reads the definitions of a model; those of imports are added by `include`.
    init(_ source: DMNSource) {
        prefixes = source.root.namespaceDeclarations
        let definitions = source.root.children("itemDefinition")
        // Definitions may be used before they are written: all names come first.
        for definition in definitions {
            table.types[Self.name(definition)] = .any
            ownNames.insert(Self.name(definition))
        }
        for definition in definitions {
            table.types[Self.name(definition)] = type(of: definition)
            if let values = definition.child("allowedValues"),
                definition.attribute("isCollection") != "true"
            {
                allowedValues[Self.name(definition)] = values.expressionText
            }
        }
    }

    private static func name(_ element: XMLElement) -> String {
        (element.attribute("name") ?? "").collapsedSpace
    }

    /// Adds the types of an imported model under the import's name.
    mutating func include(_ other: FEELTypeTable, as name: String) {
        let prefix = name.isEmpty ? "" : name + "."
        for (key, type) in other.types where !ownNames.contains(prefix + key) {
            table.types[prefix + key] = type.prefixed(prefix)
        }
    }

    /// Adds what the model's own types ask of their values.
    mutating func restrict(_ restrictions: [String: ValueRestriction]) {
        table.restrict(restrictions)
    }

    /// Adds what the types of an imported model ask of their values.
    mutating func includeRestrictions(_ other: FEELTypeTable, as name: String) {
        let prefix = name.isEmpty ? "" : name + "."
        var added: [String: ValueRestriction] = [:]
        for (key, restriction) in other.restrictions where !ownNames.contains(prefix + key) {
            added[prefix + key] = restriction
        }
        table.restrict(added)
    }

    /// Resolves references again, now that the types of imports are known.
    mutating func resolve(_ source: DMNSource) {
        for definition in source.root.children("itemDefinition") {
            table.types[Self.name(definition)] = type(of: definition)
        }
    }

    private func type(of definition: XMLElement) -> FEELType {
        var type: FEELType
        let components = definition.children("itemComponent")
        if !components.isEmpty {
            type = .context(
                components.map { FEELType.Member(Self.name($0), self.type(of: $0)) })
        } else if let function = definition.child("functionItem") {
            let parameters = function.children("parameters")
                .map { reference($0.attribute("typeRef")) ?? .any }
            type = .function(parameters, reference(function.attribute("outputTypeRef")) ?? .any)
        } else {
            type = reference(definition.typeReference) ?? .any
        }
        if definition.attribute("isCollection") == "true" { type = .list(type) }
        return type
    }

    /// The type that a reference names; nil for none, and for one that is not known.
    func reference(_ text: String?) -> FEELType? {
        guard let text = text?.collapsedSpace, !text.isEmpty else { return nil }
        if table.types[text] != nil { return .named(text) }
        if let builtIn = FEELType(builtInName: text) { return builtIn }
        guard let colon = text.firstIndex(of: ":") else { return nil }
        return reference(String(text[text.index(after: colon)...]))
    }
}

extension FEELType {
    /// The type with the names of an imported model under the import's name.
    func prefixed(_ prefix: String) -> FEELType {
        if prefix.isEmpty { return self }
        switch self {
        case .named(let name): return .named(prefix + name)
        case .list(let element): return .list(element.prefixed(prefix))
        case .range(let element): return .range(element.prefixed(prefix))
        case .context(let members):
            return .context(members.map { Member($0.name, $0.type.prefixed(prefix)) })
        case .function(let parameters, let result):
            return .function(parameters.map { $0.prefixed(prefix) }, result.prefixed(prefix))
        default: return self
        }
    }
}
