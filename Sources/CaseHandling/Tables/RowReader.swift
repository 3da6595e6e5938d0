internal import JSONTree
internal import Records

/// Reads the columns of a row by name.
struct RowReader {
    let table: TableDefinition
    let row: Row

    init(_ table: TableDefinition, _ row: Row) {
        self.table = table
        self.row = row
    }

    subscript(column: String) -> ColumnValue {
        guard let position = table.position(of: column), row.indices.contains(position) else {
            return .null
        }
        return row[position]
    }

    func text(_ column: String) -> String? { self[column].textValue }
    func integer(_ column: String) -> Int64? { self[column].integerValue }

    func json(_ column: String) -> JSON? {
        text(column).flatMap { try? JSON(parsing: Array($0.utf8), depthLimit: 256) }
    }
}
