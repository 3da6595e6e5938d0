import JSONTree
import ProcessEngine
import ProcessValues
import Records

/// How a member of a row's JSON is made.
enum FieldKind: Sendable {
    /// A text column, null for none.
    case text(String)
    /// A column with a whole number.
    case integer(String)
    /// A column with 0 or 1.
    case flag(String)
    /// A column with an instant.
    case instant(String)
    /// Whether a column has one value.
    case equals(String, ColumnValue)
    /// Whether a column has no value.
    case isNull(String)
    /// Whether a column has a value.
    case isPresent(String)
    /// The same for all rows.
    case constant(JSON)
    /// What the caller writes.
    case extra
}

/// The JSON of the rows of a list, as data: written from the columns without anything between.
struct ListForm: Sendable {
    private enum Writer: Sendable {
        case text(Int)
        case integer(Int)
        case flag(Int)
        case instant(Int)
        case equals(Int, ColumnValue)
        case isNull(Int)
        case isPresent(Int)
        case constant([UInt8])
        case extra(String)
    }

    private let fields: [(key: [UInt8], writer: Writer)]
    /// The columns that a query for this form asks for.
    let columns: [String]

    /// Describes a form; further columns can be asked for behind those of its members.
    init(_ members: [(String, FieldKind)], more: [String] = []) {
        var columns: [String] = []
        func position(_ column: String) -> Int {
            if let known = columns.firstIndex(of: column) { return known }
            columns.append(column)
            return columns.count - 1
        }
        fields = members.enumerated().map { index, member in
            let writer: Writer =
                switch member.1 {
                case .text(let column): .text(position(column))
                case .integer(let column): .integer(position(column))
                case .flag(let column): .flag(position(column))
                case .instant(let column): .instant(position(column))
                case .equals(let column, let value): .equals(position(column), value)
                case .isNull(let column): .isNull(position(column))
                case .isPresent(let column): .isPresent(position(column))
                case .constant(let json): .constant(json.serialized)
                case .extra: .extra(member.0)
                }
            let key = (index == 0 ? "{" : ",") + JSON.string(member.0).serializedText + ":"
            return (Array(key.utf8), writer)
        }
        for column in more { _ = position(column) }
        self.columns = columns
    }

    /// The place of a column in the rows of a query for this form.
    func position(of column: String) -> Int { columns.firstIndex(of: column) ?? -1 }

    /// Writes one row.
    func write(
        _ row: Row, to bytes: inout [UInt8],
        extra: (String, inout [UInt8]) -> Void = { _, bytes in bytes += Array("null".utf8) }
    ) {
        for field in fields {
            bytes += field.key
            switch field.writer {
            case .text(let place): row[place].writeText(to: &bytes)
            case .integer(let place):
                if let number = row[place].integerValue {
                    JSON.integer(number).write(to: &bytes)
                } else {
                    bytes += Self.null
                }
            case .flag(let place): bytes += row[place].booleanValue == true ? Self.yes : Self.no
            case .instant(let place):
                if let number = row[place].integerValue {
                    bytes.append(UInt8(ascii: "\""))
                    bytes += Instant(milliseconds: number).restText.utf8
                    bytes.append(UInt8(ascii: "\""))
                } else {
                    bytes += Self.null
                }
            case .equals(let place, let value): bytes += row[place] == value ? Self.yes : Self.no
            case .isNull(let place): bytes += row[place].isNull ? Self.yes : Self.no
            case .isPresent(let place): bytes += row[place].isNull ? Self.no : Self.yes
            case .constant(let constant): bytes += constant
            case .extra(let name): extra(name, &bytes)
            }
        }
        bytes.append(UInt8(ascii: "}"))
    }

    /// Writes rows as an array.
    func array(
        of rows: [Row],
        extra: (Int, String, inout [UInt8]) -> Void = { _, _, bytes in bytes += null }
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(rows.count * 512 + 2)
        bytes.append(UInt8(ascii: "["))
        for (index, row) in rows.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            write(row, to: &bytes) { name, bytes in extra(index, name, &bytes) }
        }
        bytes.append(UInt8(ascii: "]"))
        return bytes
    }

    static let null = Array("null".utf8)
    private static let yes = Array("true".utf8)
    private static let no = Array("false".utf8)
}

extension ColumnValue {
    fileprivate func writeText(to bytes: inout [UInt8]) {
        if case .text(let text) = self {
            JSON.string(text).write(to: &bytes)
        } else {
            bytes += ListForm.null
        }
    }
}
