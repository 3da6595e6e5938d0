#if PostgreSQL
internal import CPostgreSQL
internal import Records

extension PostgreSQLResult {
    /// Copies what libpq holds.
    init(_ result: OpaquePointer) {
        command = String(cString: PQcmdStatus(result))
        affectedRows = Int(String(cString: PQcmdTuples(result))) ?? 0
        let columns = (0..<PQnfields(result)).map { ColumnReader(result, column: $0) }
        rows = (0..<PQntuples(result)).map { row in
            columns.map { $0.value(result, row: row) }
        }
    }
}

/// Reads one column of a result in PostgreSQL's binary form.
private struct ColumnReader {
    private enum Kind { case integer, real, text, bytes }

    private let kind: Kind
    private let column: Int32

    init(_ result: OpaquePointer, column: Int32) {
        self.column = column
        kind =
            switch PQftype(result, column) {
            // int8, int4, int2, oid, xid8, bool: all are whole numbers, by their length.
            case 20, 23, 21, 26, 5069, 16: .integer
            case 701: .real
            case 17: .bytes
            default: .text
            }
    }

    func value(_ result: OpaquePointer, row: Int32) -> ColumnValue {
        guard PQgetisnull(result, row, column) == 0, let start = PQgetvalue(result, row, column)
        else { return .null }
        let bytes = UnsafeRawBufferPointer(
            start: start, count: Int(PQgetlength(result, row, column)))
        switch kind {
        case .integer:
            // The sign is that of the first byte.
            let first: Int64 = (bytes.first ?? 0) >= 0x80 && bytes.count < 8 ? -1 : 0
            return .integer(bytes.reduce(first) { $0 << 8 | Int64($1) })
        case .real:
            return .real(Double(bitPattern: bytes.reduce(0) { $0 << 8 | UInt64($1) }))
        case .text: return .text(String(decoding: bytes, as: UTF8.self))
        case .bytes: return .bytes(Array(bytes))
        }
    }
}
#endif
