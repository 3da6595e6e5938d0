/// The schema of BPMN as a table of elements.
struct BPMNSchema: Sendable {
    /// The schema, read once.
    static let shared = BPMNSchema()

    private(set) var elements: [String: ElementRule] = [:]

    /// The namespace that an element of a name belongs to.
    static func namespace(of name: String) -> String {
        switch name {
        case "BPMNDiagram", "BPMNPlane", "BPMNShape", "BPMNEdge", "BPMNLabel", "BPMNLabelStyle":
            Namespaces.diagram
        case "Bounds", "Font": Namespaces.diagramCommon
        case "waypoint": Namespaces.diagramInterchange
        default: Namespaces.model
        }
    }

    private init() {
        for line in Self.text.split(separator: "\n") { read(line) }
        for (type, names) in Self.references {
            for name in names {
                var rule = ElementRule()
                rule.textType = SimpleType(type)
                rule.isMixed = true
                rule.isLocal = true
                rule.takesForeignAttributes = false
                elements[name] = rule
            }
        }
        fillGroups()
    }

    private mutating func read(_ line: Substring) {
        let sides = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let head = sides[0].split(separator: " ")
        var rule = ElementRule()
        if let sign = head.firstIndex(of: "<"), let parent = elements[String(head[sign + 1])] {
            rule = parent
            rule.ancestors.append(String(head[sign + 1]))
        }
        rule.isAbstract = head.contains("abstract")
        rule.isLocal = head.contains("local")
        if head.contains("mixed") { rule.isMixed = true }
        if head.contains("any") { rule.takesAnyContent = true }
        if head.contains("closed") { rule.takesForeignAttributes = false }
        for word in sides[1].split(separator: " ") {
            if word.hasPrefix("@") {
                rule.read(attribute: word.dropFirst())
            } else {
                rule.particles.append(Particle(word))
            }
        }
        elements[String(head[0])] = rule
    }

    /// Replaces the names of groups by their members.
    private mutating func fillGroups() {
        var members: [String: Set<String>] = [
            "rootElement": Set(Self.rootElements), "artifact": Set(Self.artifacts),
        ]
        for (name, rule) in elements where !rule.isAbstract {
            for group in [
                "flowElement", "resourceRole", "loopCharacteristics", "eventDefinition",
                "conversationNode",
            ]
            where name == group || rule.ancestors.contains(group) {
                members[group, default: []].insert(name)
            }
        }
        let definitions = members["eventDefinition"] ?? []
        members["rootElement"]?.formUnion(definitions)
        for name in elements.keys {
            guard let particles = elements[name]?.particles else { continue }
            for (index, particle) in particles.enumerated() {
                guard let group = particle.group else { continue }
                elements[name]?.particles[index].names = members[group] ?? []
            }
        }
    }
}

/// What the schema says of one element.
struct ElementRule: Sendable {
    var ancestors: [String] = []
    var particles: [Particle] = []
    var attributes: [String: SimpleType] = [:]
    var required: [String] = []
    var isAbstract = false
    var isLocal = false
    var isMixed = false
    var takesAnyContent = false
    var takesForeignAttributes = true
    /// The type of the text, of an element that holds nothing else.
    var textType: SimpleType?

    /// Reads `name!:type`.
    mutating func read(attribute: Substring) {
        let parts = attribute.split(separator: ":", maxSplits: 1)
        var name = parts[0]
        if name.hasSuffix("!") {
            name = name.dropLast()
            required.append(String(name))
        }
        attributes[String(name)] = SimpleType(parts.count == 2 ? String(parts[1]) : "text")
    }

    /// Whether the element is an expression, which can be a formal one by `xsi:type`.
    var isExpression: Bool { ancestors.contains("expression") }
}

/// One item of an element's content.
struct Particle: Sendable {
    var names: Set<String>
    var minimum: Int
    var maximum: Int
    var group: String?

    /// Reads `name`, `name?`, `name*`, `name+`, `name{2}`, `a|b`, `%group*`.
    init(_ word: Substring) {
        var word = word
        (minimum, maximum) = (1, 1)
        switch word.last {
        case "?": (minimum, maximum) = (0, 1)
        case "*": (minimum, maximum) = (0, .max)
        case "+": (minimum, maximum) = (1, .max)
        case "}":
            (minimum, maximum) = (2, .max)
            word = word.dropLast(2)
        default: word += " "
        }
        word = word.dropLast()
        if word.hasPrefix("%") { group = String(word.dropFirst()) }
        names = Set(word.split(separator: "|").map(String.init))
    }
}
