internal import Records

extension SQLDialect {
    /// The statements of one step of a migration.
    func statements(for step: MigrationStep) -> [String] {
        switch step {
        case .createTable(let table):
            [createTable(table)] + table.indexes.map { createIndex($0, on: table.name) }
        case .createIndex(let index, let table): [createIndex(index, on: table)]
        case .addColumn(let column, let table):
            ["ALTER TABLE \(quoted(table)) ADD COLUMN \(definition(of: column))"]
        case .sql(let statement): [statement]
        }
    }

    private func createTable(_ table: TableDefinition) -> String {
        let columns = table.columns.map(definition).joined(separator: ", ")
        let key = table.primaryKey.map(quoted).joined(separator: ", ")
        let keyTypes = table.primaryKey.map { name in
            table.columns.first { $0.name == name }?.type
        }
        let options = keyTypes == [.integer] ? tableOptions : keyedTableOptions
        return "CREATE TABLE \(quoted(table.name)) (\(columns), PRIMARY KEY (\(key)))\(options)"
    }

    private func createIndex(_ index: IndexDefinition, on table: String) -> String {
        let columns = index.columns.map { quoted($0) + indexOrder }.joined(separator: ", ")
        let condition = index.whereNotNull.map { " WHERE \(quoted($0)) IS NOT NULL" } ?? ""
        return "CREATE \(index.isUnique ? "UNIQUE " : "")INDEX \(quoted(index.name))"
            + " ON \(quoted(table)) (\(columns))\(condition)"
    }

    private func definition(of column: ColumnDefinition) -> String {
        "\(quoted(column.name)) \(type(column.type))\(column.isRequired ? " NOT NULL" : "")"
    }
}
