/// One step of a migration.
public enum MigrationStep: Sendable, Hashable {
    /// A new table with its indexes.
    case createTable(TableDefinition)
    /// A new index of a table.
    case createIndex(IndexDefinition, table: String)
    /// A new column, without a value in the rows that are there.
    case addColumn(ColumnDefinition, table: String)
    /// A statement in SQL that both databases take.
    case sql(String)
}

/// A change of the schema, numbered by its place in the one list that `engine-server` puts together.
public struct Migration: Sendable, Hashable {
    /// Whether the previous release still runs on the new schema.
    public enum Kind: String, Sendable, Hashable {
        /// Only adds: the previous release runs on.
        case expand
        /// Takes away what no release in use needs any more.
        case contract
    }

    /// A name that never changes, such as `engine-1-tables`.
    public let name: String
    /// Whether it adds or takes away.
    public let kind: Kind
    /// What is done, in order, in one transaction.
    public let steps: [MigrationStep]

    /// Describes a migration.
    public init(_ name: String, _ kind: Kind = .expand, steps: [MigrationStep]) {
        self.name = name
        self.kind = kind
        self.steps = steps
    }
}
