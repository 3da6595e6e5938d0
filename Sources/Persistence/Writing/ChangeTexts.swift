internal import Records

/// The texts of statements that change one row, each written once.
struct ChangeTexts {
    enum Operation: Hashable { case insert, upsert, update, delete }

    private struct Key: Hashable {
        let operation: Operation
        let table: String
        let columns: [String]
        let withRevision: Bool
    }

    let dialect: SQLDialect
    private var texts: [Key: String] = [:]

    init(_ dialect: SQLDialect) { self.dialect = dialect }

    /// The text of a statement; `columns` are those that an update sets.
    mutating func text(
        _ operation: Operation, _ table: TableDefinition, columns: [String] = [],
        withRevision: Bool = false
    ) -> String {
        let key = Key(
            operation: operation, table: table.name, columns: columns, withRevision: withRevision)
        if let known = texts[key] { return known }
        var text = SQLText(dialect)
        switch operation {
        case .insert: text.append(insertInto: table)
        case .upsert: text.append(upsertInto: table)
        case .update: text.append(update: table, setting: columns, withRevision: withRevision)
        case .delete: text.append(delete: table, withRevision: withRevision)
        }
        // Bounded like the statements: more shapes than this come of no program's own code.
        if texts.count >= 1_024 { texts = [:] }
        texts[key] = text.text
        return text.text
    }
}
