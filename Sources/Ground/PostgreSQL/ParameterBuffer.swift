#if PostgreSQL
internal import CPostgreSQL
internal import Records

/// The values of a statement's parameters in PostgreSQL's binary form, one behind the other.
struct ParameterBuffer {
    private var bytes: [UInt8] = []
    /// Where each value starts; nil for null.
    private var starts: [Int?] = []
    private var lengths: [Int32] = []

    /// Encodes the values of a statement at a place among those sent together.
    ///
    /// - Throws: `PostgreSQLError` if a value does not fit its type, or is a text with NUL.
    init(_ statement: PostgreSQLStatement, place: Int) throws(PostgreSQLError) {
        starts.reserveCapacity(statement.values.count)
        lengths.reserveCapacity(statement.values.count)
        for (index, value) in statement.values.enumerated() {
            guard !value.isNull else {
                starts.append(nil)
                lengths.append(0)
                continue
            }
            let start = bytes.count
            if let problem = append(value, as: statement.types[index]) {
                throw PostgreSQLError(
                    .unsayable, "parameter \(index + 1): \(problem)", statement: statement.sql,
                    place: place)
            }
            guard let length = Int32(exactly: bytes.count - start) else {
                throw PostgreSQLError(
                    .unsayable, "parameter \(index + 1) is larger than 2 GB",
                    statement: statement.sql, place: place)
            }
            starts.append(start)
            lengths.append(length)
        }
    }

    /// Adds a value.
    ///
    /// - Returns: Why it cannot be, or nil.
    private mutating func append(_ value: ColumnValue, as type: ColumnType?) -> String? {
        switch (value, type) {
        case (.integer(let number), .real): append(Double(number).bitPattern)
        case (.integer(let number), .integer), (.integer(let number), nil):
            append(UInt64(bitPattern: number))
        case (.real(let number), .integer):
            guard let whole = Int64(exactly: number) else { return "\(number) is no whole number" }
            append(UInt64(bitPattern: whole))
        case (.real(let number), .real), (.real(let number), nil): append(number.bitPattern)
        case (.text(let text), .text), (.text(let text), nil):
            let start = bytes.count
            bytes.append(contentsOf: text.utf8)
            if bytes[start...].contains(0) {
                return "PostgreSQL cannot keep a text with the character NUL (U+0000)"
            }
        case (.bytes(let content), .bytes), (.bytes(let content), nil):
            bytes.append(contentsOf: content)
        default: return "a value of another type than its column, which is \(type?.rawValue ?? "")"
        }
        return nil
    }

    /// Adds a number in the order of bytes of the network.
    private mutating func append(_ number: UInt64) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }

    /// Lends the values as libpq takes them: addresses, lengths, formats.
    func withPointers<Result>(
        _ body: (
            UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?
        ) -> Result
    ) -> Result {
        bytes.withUnsafeBytes { buffer in
            // An empty text needs an address too, or it would be null.
            var none: CChar = 0
            return withUnsafePointer(to: &none) { nowhere in
                let start = buffer.baseAddress?.assumingMemoryBound(to: CChar.self) ?? nowhere
                let pointers = starts.map { $0.map { start + $0 } }
                let formats = [Int32](repeating: 1, count: starts.count)
                return pointers.withUnsafeBufferPointer { pointers in
                    lengths.withUnsafeBufferPointer { lengths in
                        formats.withUnsafeBufferPointer { formats in
                            body(pointers.baseAddress, lengths.baseAddress, formats.baseAddress)
                        }
                    }
                }
            }
        }
    }
}
#endif
