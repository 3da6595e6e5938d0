import Diagnostics
import FEEL
import XMLTree

/// Turns the XML of a set of models into elements that refer to each other by indices.
struct ModelCompiler {
    let sources: [DMNSource]
    let dialect: DecisionModel.Dialect
    let foreign: (any CellExpressionCompiler)?
    var definitions: [ItemDefinitions] = []
    var elements = CompiledElements()
    var diagnostics: [Diagnostic] = []
    /// The scripts of the main model.
    var scripts: [ScriptText] = []
    /// The elements of each model by their identifiers.
    var index: [[String: ElementIndex]] = []
    /// The elements of each model with the XML that they are read from.
    var registered: [[(element: XMLElement, target: ElementIndex)]] = []
    /// The models that each model imports, by the imports' names.
    var imports: [[(name: String, source: Int)]] = []
    /// The model that is being compiled.
    var source = 0

    init(
        _ sources: [DMNSource], dialect: DecisionModel.Dialect,
        foreign: (any CellExpressionCompiler)?
    ) {
        self.sources = sources
        self.dialect = dialect
        self.foreign = foreign
    }

    /// Compiles all: names first, then requirements, then logic.
    mutating func compile() {
        resolveImports()
        readTypes()
        if dialect == .standard { readRestrictions() }
        elements.tables = definitions.map(\.table)
        for source in sources.indices {
            self.source = source
            register()
        }
        for source in sources.indices {
            self.source = source
            connect()
        }
        nameImportedInputs()
        reportCycles()
    }

    /// Reports a root that is none of a model.
    mutating func checkRoot() {
        let root = sources[0].root
        guard root.name == "definitions", DMNSource.modelNamespaces.contains(root.namespace ?? "")
        else {
            report(
                root, rule: "dmn-namespace",
                "the file is no DMN model: its root is '\(root.qualifiedName)' of '\(root.namespace ?? "")'",
                cure: "Give the element 'definitions' in a namespace of DMN 1.1 to 1.6.")
            return
        }
        if dialect == .operaton { checkDefinitions() }
    }

    mutating func report(
        _ element: XMLElement, severity: Diagnostic.Severity = .error, id: String? = nil,
        rule: String, _ message: String, cure: String
    ) {
        diagnostics.append(
            Diagnostic(
                severity, file: sources[source].file, line: element.line,
                elementID: id ?? element.identifier, rule: rule, message: message, cure: cure))
    }

    // MARK: Imports and types

    private mutating func resolveImports() {
        for (index, model) in sources.enumerated() {
            source = index
            var found: [(name: String, source: Int)] = []
            for item in model.imports {
                let target = sources.firstIndex { $0.namespace == item.namespace }
                if let target {
                    found.append((item.name, target))
                } else if index == 0 {
                    diagnostics.append(
                        Diagnostic(
                            .warning, file: model.file, line: item.line, rule: "import-missing",
                            message: "the imported model '\(item.namespace)' is not there",
                            cure: "Give the file of that namespace along with this one."))
                }
            }
            imports.append(found)
        }
    }

    private mutating func readTypes() {
        let own = sources.map { ItemDefinitions($0) }
        definitions = own
        for index in sources.indices {
            include(from: index, into: index, prefix: "", seen: [index])
            definitions[index].resolve(sources[index])
        }
        // A type of an import may be one of the import's own imports: those are known by now.
        for _ in sources.indices.dropFirst().prefix(8) {
            let known = definitions
            for index in sources.indices {
                for item in imports[index] where item.source != index {
                    definitions[index].include(known[item.source].table, as: item.name)
                }
            }
        }
    }

    /// Adds the types of a model's imports, and of theirs, under their names.
    private mutating func include(
        from source: Int, into target: Int, prefix: String, seen: Set<Int>
    ) {
        for item in imports[source] where !seen.contains(item.source) {
            let name =
                item.name.isEmpty ? prefix : prefix.isEmpty ? item.name : prefix + "." + item.name
            let imported = ItemDefinitions(sources[item.source])
            definitions[target].include(imported.table, as: name)
            include(
                from: item.source, into: target, prefix: name, seen: seen.union([item.source]))
        }
    }

    /// The type of an element's reference; `any` where it has none, or one that is not known.
    mutating func type(_ element: XMLElement) -> FEELType {
        guard let text = element.typeReference else { return .any }
        if let type = definitions[source].reference(text) { return type }
        if dialect == .standard {
            report(
                element, severity: .warning, rule: "type-unknown", "there is no type '\(text)'",
                cure: "Define it as an item definition, or use a type of FEEL.")
        }
        return .any
    }

    /// The type as another model sees it that imports this one.
    func type(_ type: FEELType, from owner: Int, seenBy source: Int) -> FEELType {
        if owner == source { return type }
        guard let path = path(from: source, to: owner) else { return .any }
        let prefix = path.filter { !$0.isEmpty }.joined(separator: ".")
        return type.prefixed(prefix.isEmpty ? "" : prefix + ".")
    }

    /// The names of the imports that lead from one model to another, the shortest way.
    func path(from source: Int, to target: Int) -> [String]? {
        var queue: [(source: Int, path: [String])] = [(source, [])]
        var seen: Set<Int> = [source]
        while !queue.isEmpty {
            let (current, path) = queue.removeFirst()
            if current == target { return path }
            for item in imports[current] where seen.insert(item.source).inserted {
                queue.append((item.source, path + [item.name]))
            }
        }
        return nil
    }

    /// All ways of names from the main model to another one.
    private func paths(to target: Int, from source: Int = 0, seen: Set<Int> = [0]) -> [[String]] {
        if source == target { return [[]] }
        return imports[source].filter { !seen.contains($0.source) }.flatMap { item in
            paths(to: target, from: item.source, seen: seen.union([item.source]))
                .map { [item.name] + $0 }
        }
    }

    private mutating func nameImportedInputs() {
        for (position, input) in elements.inputs.enumerated() where input.source != 0 {
            elements.inputs[position].path = paths(to: input.source).first ?? []
        }
    }

    // MARK: References

    /// The element that an `href` names: `#id`, or `namespace#id`.
    func element(_ href: String) -> ElementIndex? {
        guard let hash = href.lastIndex(of: "#") else { return index[source][href] }
        let id = String(href[href.index(after: hash)...])
        let namespace = String(href[..<hash])
        if namespace.isEmpty || namespace == sources[source].namespace { return index[source][id] }
        guard let target = sources.firstIndex(where: { $0.namespace == namespace }) else {
            return nil
        }
        return index[target][id]
    }

    func name(_ element: ElementIndex) -> String {
        switch element {
        case .input(let index): elements.inputs[index].name
        case .decision(let index): elements.decisions[index].name
        case .knowledge(let index): elements.knowledge[index].name
        case .service(let index): elements.services[index].name
        }
    }

    func owner(_ element: ElementIndex) -> Int {
        switch element {
        case .input(let index): elements.inputs[index].source
        case .decision(let index): elements.decisions[index].source
        case .knowledge(let index): elements.knowledge[index].source
        case .service(let index): elements.services[index].source
        }
    }

    func type(of element: ElementIndex) -> FEELType {
        let type: FEELType
        switch element {
        case .input(let index): type = elements.inputs[index].type
        case .decision(let index): type = elements.decisions[index].type
        case .knowledge(let index):
            let knowledge = elements.knowledge[index]
            type = .function(knowledge.parameters.map(\.type), knowledge.resultType)
        case .service(let index):
            let service = elements.services[index]
            type = .function(service.parameters.map(\.type), service.resultType)
        }
        return self.type(type, from: owner(element), seenBy: source)
    }

    /// The type of an element as names behind it are read, more than what is checked.
    func shape(of element: ElementIndex) -> FEELType {
        let shape: FEELType
        switch element {
        case .decision(let index) where elements.decisions[index].type == .any:
            shape = elements.decisions[index].shape
        case .knowledge(let index) where elements.knowledge[index].resultType == .any:
            let knowledge = elements.knowledge[index]
            shape = .function(knowledge.parameters.map(\.type), knowledge.shape)
        default: return type(of: element)
        }
        return type(shape, from: owner(element), seenBy: source)
    }

    /// The decisions that are left when all are taken away that need nothing but what was taken away.
    private var entangled: [Int] {
        var users = [[Int]](repeating: [], count: elements.decisions.count)
        var missing = elements.decisions.map(\.required.count)
        for (index, decision) in elements.decisions.enumerated() {
            for required in decision.required { users[required].append(index) }
        }
        var ready = missing.indices.filter { missing[$0] == 0 }
        while let next = ready.popLast() {
            for user in users[next] {
                missing[user] -= 1
                if missing[user] == 0 { ready.append(user) }
            }
        }
        return missing.indices.filter { missing[$0] > 0 }
    }

    private func needsItself(_ decision: Int) -> Bool {
        var seen: Set<Int> = []
        var open = elements.decisions[decision].required
        while let next = open.popLast() {
            if next == decision { return true }
            if seen.insert(next).inserted { open += elements.decisions[next].required }
        }
        return false
    }

    /// Decisions that need themselves, straight or by way of others.
    private mutating func reportCycles() {
        for index in entangled where needsItself(index) {
            let decision = elements.decisions[index]
            diagnostics.append(
                Diagnostic(
                    file: sources[decision.source].file, line: decision.line,
                    elementID: decision.id, rule: "requirement-cycle",
                    message: "the decision '\(decision.name)' needs its own result",
                    cure: "Remove one of the requirements that lead back to it."))
        }
    }
}
