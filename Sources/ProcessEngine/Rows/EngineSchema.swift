public import Records

/// The schema that the engine's rows live in.
public enum EngineSchema {
    /// The migrations of the engine's tables, in order.
    public static let migrations: [Migration] = first + later

    /// The tables as they were first made.
    public static let first: [Migration] = [
        Migration(
            "engine-1-tables",
            steps: EngineTables.first.map {
                .createTable($0.without([ExecutionRow.elementStateColumn]))
            })
    ]

    /// What came after the first migrations of the other rooms: comments, what elements keep beside
    /// their tokens, the tables of parallel multiple start events and data stores.
    public static let later: [Migration] = [
        Migration("engine-2-comments", steps: [.createTable(CommentRow.table)]),
        Migration(
            "engine-3-elements",
            steps: [
                .addColumn(ExecutionRow.elementStateColumn, table: ExecutionRow.table.name),
                .createTable(EventCollectionRow.table),
                .createTable(DataStoreRow.table),
            ]),
    ]
}

extension TableDefinition {
    /// The table before some columns were added.
    fileprivate func without(_ later: [ColumnDefinition]) -> TableDefinition {
        TableDefinition(
            name, columns: columns.filter { !later.contains($0) }, primaryKey: primaryKey,
            indexes: indexes)
    }
}
