internal import Records

extension Guard {
    /// What a caller is told when there is a row and must be none, or the other way round.
    var failure: StoreError {
        .conflict(
            mustExist
                ? "a row of \(table.name) that the step rests on is gone"
                : "there is a row of \(table.name) that the step rules out")
    }
}

extension StoreError {
    /// A row that was to be changed is gone, or has another revision.
    static func missingRow(
        _ table: TableDefinition, _ key: [ColumnValue], revision: Int64?
    ) -> StoreError {
        let name = key.map { $0.textValue ?? $0.integerValue.map(String.init) ?? "?" }
        let expected = revision.map { " in revision \($0)" } ?? ""
        return .conflict(
            "\(table.name) \(name.joined(separator: ", ")) is no longer there\(expected)")
    }

    /// A row that does not fit its table.
    static func wrongCount(_ row: Row, _ table: TableDefinition) -> StoreError {
        .invalid(
            "a row of \(table.name) has \(row.count) values for \(table.columns.count) columns")
    }
}
