public import Records

/// The schema that the engine's rows live in.
public enum EngineSchema {
    /// The migrations of the engine's tables, in order.
    public static let migrations: [Migration] = [
        Migration("engine-1-tables", steps: EngineTables.first.map { .createTable($0) }),
        Migration("engine-2-comments", steps: [.createTable(CommentRow.table)]),
    ]
}
