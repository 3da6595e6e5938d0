import Diagnostics
import FEEL
import XMLTree

/// The elements of one model: their names, and what they need.
extension ModelCompiler {
    mutating func register() {
        index.append([:])
        registered.append([])
        let root = sources[source].root
        for element in root.children {
            switch element.name {
            case "inputData": registerInput(element)
            case "decision": registerDecision(element)
            case "businessKnowledgeModel":
                elements.knowledge.append(
                    KnowledgeElement(name: variableName(element), source: source))
                remember(element, .knowledge(elements.knowledge.count - 1))
            case "decisionService": registerService(element)
            default: break
            }
        }
    }

    private func variableName(_ element: XMLElement) -> String {
        let name = element.child("variable")?.attribute("name") ?? element.attribute("name") ?? ""
        return name.collapsedSpace
    }

    private mutating func remember(_ element: XMLElement, _ target: ElementIndex) {
        registered[source].append((element, target))
        guard let id = element.identifier else { return }
        if index[source][id] != nil, dialect == .standard {
            report(
                element, severity: .warning, rule: "id-duplicate",
                "two elements have the id '\(id)'",
                cure: "Give each element an id of its own.")
        }
        index[source][id] = target
    }

    private mutating func registerInput(_ element: XMLElement) {
        let type = element.child("variable").map { self.type($0) } ?? .any
        elements.inputs.append(
            InputElement(
                name: variableName(element), namespace: sources[source].namespace, path: [],
                type: type, source: source))
        remember(element, .input(elements.inputs.count - 1))
    }

    private mutating func registerDecision(_ element: XMLElement) {
        let id = element.identifier
        if id == nil {
            report(
                element, rule: "decision-id", "a decision has no id",
                cure: "Give the decision an id; it is the key under which it is evaluated.")
        }
        let variable = element.child("variable")
        let timeToLive = element.extensionAttribute("historyTimeToLive")
        if let timeToLive, !Self.isTimeToLive(timeToLive) {
            report(
                element, rule: "history-time-to-live",
                "'\(timeToLive)' is no time to live for the history",
                cure: "Write a number of days, or a duration such as P180D.")
        }
        elements.decisions.append(
            DecisionElement(
                id: id ?? "", name: variableName(element),
                title: element.attribute("name").flatMap { $0.isEmpty ? nil : $0 },
                source: source, type: variable.map { self.type($0) } ?? .any,
                shape: shape(element.children.first { Self.isExpression($0) }),
                typeReference: variable?.typeReference,
                versionTag: element.extensionAttribute("versionTag"),
                historyTimeToLive: timeToLive, line: element.line))
        remember(element, .decision(elements.decisions.count - 1))
    }

    private static func isTimeToLive(_ text: String) -> Bool {
        if text.isEmpty || Int(text) != nil { return true }
        guard text.hasPrefix("P"), text.hasSuffix("D") else { return false }
        return Int(text.dropFirst().dropLast()) != nil
    }

    private mutating func registerService(_ element: XMLElement) {
        var result = FEELType.any
        if let variable = element.child("variable") {
            result = type(variable)
            if case .function(_, let output) = definitions[source].table.resolve(result) {
                result = output
            }
        }
        elements.services.append(
            ServiceElement(
                id: element.identifier ?? "", name: variableName(element), source: source,
                resultType: result))
        remember(element, .service(elements.services.count - 1))
    }

    // MARK: Requirements

    /// Finds what each element needs, and compiles its logic.
    mutating func connect() {
        // Parameters first: the types of functions are known to all then.
        for (element, target) in registered[source] {
            if case .knowledge(let position) = target { declare(position, element) }
            if case .service(let position) = target { connect(position, service: element) }
        }
        for (element, target) in registered[source] {
            switch target {
            case .decision(let position): connect(position, decision: element)
            case .knowledge(let position): connect(position, knowledge: element)
            default: break
            }
        }
    }

    private mutating func declare(_ position: Int, _ element: XMLElement) {
        guard let logic = element.child("encapsulatedLogic") else { return }
        elements.knowledge[position].parameters = parameters(logic)
        var result = element.child("variable").map { type($0) } ?? .any
        if case .function(_, let output) = definitions[source].table.resolve(result) {
            result = output
        }
        elements.knowledge[position].resultType = result
        elements.knowledge[position].shape = shape(
            logic.children.first { Self.isExpression($0) })
    }

    mutating func parameters(_ element: XMLElement) -> [FEELFunction.Parameter] {
        element.children("formalParameter").map {
            FEELFunction.Parameter(($0.attribute("name") ?? "").collapsedSpace, type($0))
        }
    }

    private mutating func references(
        _ element: XMLElement, _ name: String, in parent: String? = nil
    )
        -> [ElementIndex]
    {
        let holders = parent.map { element.children($0) } ?? [element]
        var found: [ElementIndex] = []
        for reference in holders.flatMap({ $0.children(name) }) {
            let href = reference.attribute("href") ?? ""
            if let target = self.element(href) {
                found.append(target)
            } else if name == "requiredDecision" || !href.isEmpty {
                report(
                    reference, severity: name == "requiredDecision" ? .error : .warning,
                    id: element.identifier, rule: "requirement-target",
                    "the requirement '\(href)' leads to no element",
                    cure: "Let it name the id of an element of this model, as '#id'.")
            }
        }
        return found
    }

    private mutating func connect(_ position: Int, service element: XMLElement) {
        var service = elements.services[position]
        for target in references(element, "inputData") {
            if case .input(let index) = target { service.inputs.append(index) }
        }
        for target in references(element, "inputDecision") {
            if case .decision(let index) = target { service.inputDecisions.append(index) }
        }
        for target in references(element, "outputDecision") {
            if case .decision(let index) = target { service.outputs.append(index) }
        }
        if service.resultType == .any { service.resultType = resultType(of: service) }
        service.parameters =
            service.inputs.map {
                FEELFunction.Parameter(elements.inputs[$0].name, type(of: .input($0)))
            }
            + service.inputDecisions.map {
                FEELFunction.Parameter(elements.decisions[$0].name, type(of: .decision($0)))
            }
        elements.services[position] = service
    }

    /// The type of a service's result by those of its output decisions.
    private func resultType(of service: ServiceElement) -> FEELType {
        if service.outputs.count == 1 { return type(of: .decision(service.outputs[0])) }
        return .context(
            service.outputs.map {
                FEELType.Member(elements.decisions[$0].name, type(of: .decision($0)))
            })
    }

    private mutating func connect(_ position: Int, knowledge element: XMLElement) {
        let required = references(element, "requiredKnowledge", in: "knowledgeRequirement")
        var scope = FEELScope(types: definitions[source].table)
        scope.hasEarlyParameterNames = dialect == .standard && sources[source].isEarly
        // A knowledge model may call itself.
        let own = ElementIndex.knowledge(position)
        elements.knowledge[position].frame = declare(required + [own], in: &scope)
        for parameter in elements.knowledge[position].parameters {
            scope.declare(parameter.name, parameter.type)
        }
        guard let logic = element.child("encapsulatedLogic"),
            let body = logic.children.first(where: { Self.isExpression($0) })
        else { return }
        elements.knowledge[position].body = boxed(body, scope, owner: element.identifier)
    }

    private mutating func connect(_ position: Int, decision element: XMLElement) {
        if dialect == .operaton { checkRequirements(element) }
        let inputs = references(element, "requiredInput", in: "informationRequirement")
        let decisions = references(element, "requiredDecision", in: "informationRequirement")
        let knowledge = references(element, "requiredKnowledge", in: "knowledgeRequirement")
        var scope = FEELScope(isOpen: dialect == .operaton, types: definitions[source].table)
        scope.hasEarlyParameterNames = dialect == .standard && sources[source].isEarly
        // In Operaton's dialect names are variables: what is required by name is found there.
        let visible = dialect == .operaton ? knowledge : inputs + decisions + knowledge
        elements.decisions[position].frame = declare(visible, in: &scope)
        elements.decisions[position].required = decisions.compactMap {
            if case .decision(let index) = $0 { index } else { nil }
        }
        guard let logic = element.children.first(where: { Self.isExpression($0) }) else {
            return
        }
        if dialect == .operaton { checkStructure(element, logic) }
        var compiled = boxed(logic, scope, owner: element.identifier)
        let type = elements.decisions[position].type
        if type != .any, dialect == .standard { compiled = .typed(compiled, type, scope.types) }
        elements.decisions[position].logic = compiled
    }

    /// Gives elements their names in a scope, those of other models under their imports' names.
    private func declare(_ required: [ElementIndex], in scope: inout FEELScope) -> [SlotSource] {
        var frame: [SlotSource] = []
        var groups: [(name: String, members: [(path: [String], element: ElementIndex)])] = []
        for element in required {
            let path = (self.path(from: source, to: owner(element)) ?? []).filter { !$0.isEmpty }
            guard let first = path.first else {
                scope.declare(name(element), shape(of: element))
                frame.append(.element(element))
                continue
            }
            let rest = Array(path.dropFirst())
            if let known = groups.firstIndex(where: { $0.name == first }) {
                groups[known].members.append((rest, element))
            } else {
                groups.append((first, [(rest, element)]))
            }
        }
        for group in groups {
            let (type, source) = self.group(group.members)
            scope.declare(group.name, type)
            frame.append(source)
        }
        return frame
    }

    private func group(_ members: [(path: [String], element: ElementIndex)]) -> (
        FEELType, SlotSource
    ) {
        var types: [FEELType.Member] = []
        var entries: [(name: String, source: SlotSource)] = []
        var nested: [String: [(path: [String], element: ElementIndex)]] = [:]
        for member in members {
            if let first = member.path.first {
                nested[first, default: []].append((Array(member.path.dropFirst()), member.element))
            } else {
                types.append(FEELType.Member(name(member.element), shape(of: member.element)))
                entries.append((name(member.element), .element(member.element)))
            }
        }
        for (name, members) in nested {
            let (type, source) = group(members)
            types.append(FEELType.Member(name, type))
            entries.append((name, source))
        }
        return (.context(types), .group(entries))
    }
}
