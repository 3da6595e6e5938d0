public import ProcessValues

extension LargeValueRow {
    /// Texts of more bytes than this stand in a row of their own.
    public static let threshold = 4_000
}

/// A row that holds a value in columns.
public protocol ValueColumns {
    /// The name of the type of the value.
    var valueTypeName: String { get }
    /// Its text, if the type has one that is short.
    var textValue: String? { get set }
    /// Its whole number, truth value or instant.
    var longValue: Int? { get set }
    /// Its number.
    var doubleValue: Double? { get set }
    /// Where a value that is too long for a column stands.
    var largeValueID: String? { get set }
    /// A JSON object about the value.
    var valueInfo: String? { get set }
}

extension ValueColumns {
    /// The value; nil if it stands in a large row that is not given, or has an unknown type.
    public func value(large: LargeValueRow?) -> ProcessValue? {
        if largeValueID != nil, large == nil { return nil }
        return ProcessValue(
            stored: StoredForm(
                type: valueTypeName, text: textValue ?? large?.textValue,
                number: longValue.map(Int64.init), real: doubleValue, bytes: large?.bytesValue,
                info: valueInfo))
    }
}

extension VariableRow: ValueColumns {
    /// The name of the type of the value.
    public var valueTypeName: String { type }
}

extension HistoricVariableRow: ValueColumns {
    /// The name of the type of the value.
    public var valueTypeName: String { type }
}

extension HistoricDetailRow: ValueColumns {
    /// The name of the type of the value.
    public var valueTypeName: String { variableType ?? "Null" }
}

extension HistoricDecisionInputRow: ValueColumns {
    /// The name of the type of the value.
    public var valueTypeName: String { type }
}

extension HistoricDecisionOutputRow: ValueColumns {
    /// The name of the type of the value.
    public var valueTypeName: String { type }
}
