/// The names that an expression may use, each with a slot of the frame that it is evaluated in.
public struct FEELScope: Sendable {
    struct Binding: Sendable {
        let name: String
        let tokens: NameTokens
        let slot: Int
        let type: FEELType
    }

    /// The names in the order of their slots.
    public private(set) var names: [String] = []
    /// Whether other names are accepted as variables that the caller is asked for at evaluation.
    public var isOpen: Bool
    /// Whether built-in functions have the names of parameters that DMN 1.1 and 1.2 gave them.
    public var hasEarlyParameterNames = false
    /// The named types.
    public var types: FEELTypeTable
    /// Names by their first token.
    private(set) var index: [String: [Binding]] = [:]
    /// The slot of an item whose members are visible by their names, as in a filter.
    public private(set) var item: Int?
    /// The types of the names.
    public private(set) var nameTypes: [FEELType] = []

    /// Creates a scope; the names get slots from 0 in their order.
    public init(
        _ names: [(name: String, type: FEELType)] = [], isOpen: Bool = false,
        types: FEELTypeTable = FEELTypeTable()
    ) {
        self.isOpen = isOpen
        self.types = types
        for (name, type) in names { declare(name, type) }
    }

    /// Adds another name for a slot.
    public mutating func alias(_ name: String, slot: Int) {
        let name = name.withCollapsedSpace
        let tokens = NameTokens(name)
        guard let first = tokens.tokens.first else { return }
        let binding = Binding(name: name, tokens: tokens, slot: slot, type: nameTypes[slot])
        index[first, default: []].insert(binding, at: 0)
    }

    /// Adds the name `item`, whose members are visible by their own names too.
    public mutating func declareItem(_ type: FEELType = .any) -> Int {
        let slot = declare("item", type)
        item = slot
        return slot
    }

    /// A scope in which every name is a variable that the caller is asked for.
    public static let open = FEELScope(isOpen: true)

    /// Adds a name and returns its slot; it hides an earlier one of the same name.
    @discardableResult
    public mutating func declare(_ name: String, _ type: FEELType = .any) -> Int {
        let slot = names.count
        let name = name.withCollapsedSpace
        names.append(name)
        nameTypes.append(type)
        let tokens = NameTokens(name)
        guard let first = tokens.tokens.first else { return slot }
        let binding = Binding(name: name, tokens: tokens, slot: slot, type: type)
        // The newest is found first.
        index[first, default: []].insert(binding, at: 0)
        return slot
    }
}
