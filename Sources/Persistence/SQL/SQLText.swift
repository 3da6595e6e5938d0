internal import Records

/// A statement that is being written, with the values of its parameters.
struct SQLText {
    let dialect: SQLDialect
    private(set) var text = ""
    private(set) var values: [ColumnValue] = []

    init(_ dialect: SQLDialect) {
        self.dialect = dialect
        text.reserveCapacity(512)
    }

    /// Adds words of the language.
    mutating func append(_ words: String) { text += words }

    /// Adds a name.
    mutating func append(name: some StringProtocol) {
        guard !name.utf8.contains(UInt8(ascii: "\"")) else {
            text += dialect.quoted(String(name))
            return
        }
        text += "\""
        text += name
        text += "\""
    }

    /// Adds a parameter with its value.
    mutating func bind(_ value: ColumnValue) {
        values.append(value)
        if dialect.numbersPlaceholders {
            text += "$\(values.count)"
        } else {
            text += "?"
        }
    }

    /// Adds items with a separator between them.
    mutating func append<Items: Collection>(
        _ items: Items, separator: String = ", ", _ render: (inout SQLText, Items.Element) -> Void
    ) {
        var isFirst = true
        for item in items {
            if !isFirst { text += separator }
            isFirst = false
            render(&self, item)
        }
    }
}
