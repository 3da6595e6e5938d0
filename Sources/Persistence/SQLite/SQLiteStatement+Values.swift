internal import Records
internal import SQLite

extension SQLiteStatement {
    /// Binds a value to a parameter, counted from 1.
    func bind(_ index: Int, _ value: ColumnValue) {
        switch value {
        case .null: bindNull(index)
        case .integer(let number): bind(index, number)
        case .real(let number): bind(index, number)
        case .text(let text): bind(index, text)
        case .bytes(let bytes): bind(index, bytes)
        }
    }

    /// Binds values to the parameters from `first` on.
    ///
    /// - Returns: The number of the next parameter.
    @discardableResult
    func bind(_ values: some Sequence<ColumnValue>, from first: Int = 1) -> Int {
        var index = first
        for value in values {
            bind(index, value)
            index += 1
        }
        return index
    }

    /// The values of the present row.
    func row(_ count: Int) -> Row {
        Row(unsafeUninitializedCapacity: count) { buffer, initialized in
            for column in 0..<count {
                buffer.initializeElement(at: column, to: value(column))
            }
            initialized = count
        }
    }

    /// A value of the present row, columns counted from 0.
    func value(_ column: Int) -> ColumnValue {
        switch kind(column) {
        case .null: .null
        case .integer: .integer(integer(column))
        case .real: .real(real(column))
        case .text: .text(text(column))
        case .bytes: .bytes(bytes(column))
        }
    }
}

extension StoreError {
    /// Tells what a failure of SQLite means to a store's caller.
    init(_ error: SQLiteError) {
        self =
            if error.isUniqueViolation {
                .duplicate(error.message)
            } else if error.isDiskFull {
                .full(error.message)
            } else if error.isMisuse {
                .invalid(error.description)
            } else {
                .unavailable(error.description)
            }
    }
}
