internal import Records

/// What the databases' languages call differently; all else in the SQL is common to them.
struct SQLDialect: Sendable {
    /// The type of 64-bit whole numbers.
    let integerType: String
    /// The type of binary numbers.
    let realType: String
    /// The type of texts, with the collation that compares them by their bytes.
    let textType: String
    /// The type of bytes.
    let bytesType: String
    /// What follows a table's columns if its key is one whole number.
    let tableOptions: String
    /// What follows a table's columns if its key is anything else.
    let keyedTableOptions: String
    /// What follows a column of an index, so that it has the order in which lists are asked for:
    /// rows without a value first.
    let indexOrder: String
    /// What surrounds a text, of whatever script, to take its case away.
    let caseFolding: (before: String, after: String)
    /// Whether parameters are numbered (`$1`), not only marked (`?`).
    let numbersPlaceholders: Bool
    /// What surrounds a parameter that holds a JSON array of texts, so that the column before is
    /// one of them.
    let textList: (before: String, after: String)

    /// SQLite from 3.38 on, on a connection that `SQLiteConnection.registerCaseFolding` was called on.
    static let sqlite = SQLDialect(
        integerType: "INTEGER", realType: "REAL", textType: "TEXT COLLATE BINARY",
        bytesType: "BLOB", tableOptions: " STRICT", keyedTableOptions: " STRICT, WITHOUT ROWID",
        indexOrder: "", caseFolding: ("fold_case(", ")"), numbersPlaceholders: false,
        textList: (" IN (SELECT value FROM json_each(", "))"))

    /// PostgreSQL from 13 on, in a database whose encoding is UTF8.
    static let postgreSQL = SQLDialect(
        integerType: "bigint", realType: "double precision", textType: "text COLLATE \"C\"",
        bytesType: "bytea", tableOptions: "", keyedTableOptions: "",
        indexOrder: " NULLS FIRST",
        caseFolding: ("lower(", " COLLATE \"und-x-icu\") COLLATE \"C\""),
        numbersPlaceholders: true,
        textList: (
            " = ANY (ARRAY(SELECT jsonb_array_elements_text(CAST(", " AS jsonb))))"
        ))

    /// A name in quotes, so that none is a reserved word.
    func quoted(_ name: String) -> String {
        name.contains("\"")
            ? "\"\(name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\""
            : "\"\(name)\""
    }

    /// The type of a column.
    func type(_ type: ColumnType) -> String {
        switch type {
        case .integer: integerType
        case .real: realType
        case .text: textType
        case .bytes: bytesType
        }
    }
}
