/// Values by name, in the order in which they were written.
///
/// The names are shared between contexts of one shape, so that a context costs one array.
public struct FEELContext: Sendable {
    /// The names of contexts of one shape.
    final class Layout: Sendable {
        let keys: [String]
        private let positions: [String: Int]

        static let empty = Layout([])

        init(_ keys: [String]) {
            self.keys = keys
            // A few names are found faster by a search from the front.
            positions =
                keys.count <= 8
                ? [:] : Dictionary(zip(keys, keys.indices), uniquingKeysWith: { first, _ in first })
        }

        func position(of key: String) -> Int? {
            if keys.count <= 8 { return keys.firstIndex(of: key) }
            return positions[key]
        }
    }

    private(set) var layout: Layout
    /// The values, in the order of the names.
    public private(set) var values: [FEELValue]

    /// Creates an empty context.
    public init() {
        layout = .empty
        values = []
    }

    init(layout: Layout, values: [FEELValue]) {
        self.layout = layout
        self.values = values
    }

    /// Creates a context; of equal names the last value counts.
    public init(_ entries: some Sequence<(String, FEELValue)>) {
        var keys: [String] = []
        var values: [FEELValue] = []
        var positions: [String: Int] = [:]
        for (key, value) in entries {
            if let position = positions[key] {
                values[position] = value
            } else {
                positions[key] = keys.count
                keys.append(key)
                values.append(value)
            }
        }
        layout = Layout(keys)
        self.values = values
    }

    /// A context of the same names with other values, of which there must be as many.
    public func replacingValues(_ values: [FEELValue]) -> FEELContext {
        precondition(values.count == self.values.count, "a value for each name")
        return FEELContext(layout: layout, values: values)
    }

    /// The names, in order.
    public var keys: [String] { layout.keys }
    /// How many entries there are.
    public var count: Int { values.count }
    /// The entries, in order.
    public var entries: [(key: String, value: FEELValue)] {
        zip(layout.keys, values).map { (key: $0, value: $1) }
    }

    /// The value of a name; nil if there is no such entry.
    ///
    /// Setting nil removes the entry.
    public subscript(key: String) -> FEELValue? {
        get { layout.position(of: key).map { values[$0] } }
        set {
            switch (layout.position(of: key), newValue) {
            case (let position?, let value?): values[position] = value
            case (nil, let value?):
                layout = Layout(layout.keys + [key])
                values.append(value)
            case (let position?, nil):
                var keys = layout.keys
                keys.remove(at: position)
                values.remove(at: position)
                layout = Layout(keys)
            case (nil, nil): break
            }
        }
    }
}

extension FEELContext: Equatable {
    /// Whether two contexts have the same names with the same values, in any order.
    public static func == (left: FEELContext, right: FEELContext) -> Bool {
        left.count == right.count
            && left.entries.allSatisfy { entry in right[entry.key] == entry.value }
    }
}

extension FEELContext: ExpressibleByDictionaryLiteral {
    /// Creates a context; of equal names the last value counts.
    public init(dictionaryLiteral elements: (String, FEELValue)...) {
        self.init(elements)
    }
}
