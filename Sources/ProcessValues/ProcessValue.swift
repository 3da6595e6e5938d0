public import JSONTree

/// The value of a process variable.
///
/// Equality is that of type and content: the Integer 1 is not the Long 1. What expressions hold
/// for equal is told by JUEL.
public enum ProcessValue: Sendable, Equatable {
    /// No value and no type.
    case null
    /// A type without a value, as clients may send it.
    case typedNull(ValueType)
    /// A truth value.
    case boolean(Bool)
    /// A whole number of 16 bits.
    case short(Int16)
    /// A whole number of 32 bits.
    case integer(Int32)
    /// A whole number of 64 bits.
    case long(Int64)
    /// A binary floating-point number.
    case double(Double)
    /// A text.
    case string(String)
    /// A moment.
    case date(Instant)
    /// Bytes.
    case bytes([UInt8])
    /// A file with a name.
    case file(FileValue)
    /// An object of a Java class, lists and maps among them.
    case object(ObjectValue)
    /// A JSON document.
    case json(JSONContent)
    /// An XML document as text.
    case xml(String)
}

extension ProcessValue {
    /// The type that clients are told.
    public var type: ValueType {
        switch self {
        case .null: .null
        case .typedNull(let type): type
        case .boolean: .boolean
        case .short: .short
        case .integer: .integer
        case .long: .long
        case .double: .double
        case .string: .string
        case .date: .date
        case .bytes: .bytes
        case .file: .file
        case .object: .object
        case .json: .json
        case .xml: .xml
        }
    }

    /// Whether there is no value, typed or not.
    public var isNull: Bool {
        switch self {
        case .null, .typedNull: true
        default: false
        }
    }

    /// The whole number, if it is a Short, Integer or Long.
    public var wholeNumber: Int64? {
        switch self {
        case .short(let value): Int64(value)
        case .integer(let value): Int64(value)
        case .long(let value): value
        default: nil
        }
    }

    /// The text, if it is a String.
    public var text: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The truth value, if it is a Boolean.
    public var truth: Bool? {
        if case .boolean(let value) = self { value } else { nil }
    }

    /// The tree, if it is a Json or an Object in JSON, and well-formed.
    public var tree: JSON? {
        switch self {
        case .json(let content): try? content.tree()
        case .object(let object): object.tree
        default: nil
        }
    }

    /// The value that an untyped JSON value becomes: the smallest of Integer and Long that holds
    /// a whole number, a Double for others, an Object for arrays, objects and larger numbers.
    public init(untyped json: JSON) {
        switch json {
        case .null: self = .null
        case .bool(let value): self = .boolean(value)
        case .integer(let value):
            self = Int32(exactly: value).map(ProcessValue.integer) ?? .long(value)
        case .number(let number):
            let isWhole = !number.text.utf8.contains { $0 == 0x2e || $0 | 0x20 == 0x65 }
            if isWhole, number.text != "-0" {
                self = .object(ObjectValue(tree: json))
            } else {
                self = .double(Double(number.text) ?? .nan)
            }
        case .string(let text): self = .string(text)
        case .array, .object: self = .object(ObjectValue(tree: json))
        }
    }

    /// The value as JSON, as far as JSON has it: documents and objects as trees (or as the text
    /// that they are kept in), dates and bytes as text.
    public var plainJSON: JSON {
        switch self {
        case .null, .typedNull: .null
        case .boolean(let value): .bool(value)
        case .short(let value): .integer(Int64(value))
        case .integer(let value): .integer(Int64(value))
        case .long(let value): .integer(value)
        case .double(let value): JSON(double: value) ?? .string(javaText(value))
        case .string(let text), .xml(let text): .string(text)
        case .date(let instant): .string(instant.restText)
        case .bytes(let bytes): .string(Base64.encode(bytes))
        case .file(let file): file.content.map { .string(Base64.encode($0)) } ?? .null
        case .object(let object): object.tree ?? .string(object.content.text)
        case .json(let content): (try? content.tree()) ?? .string(content.text)
        }
    }

    /// Whether this value comes before another, if their types can be compared: numbers by size
    /// whatever their types, texts by their UTF-16 units, false before true, dates by time.
    public func isOrdered(before other: ProcessValue) -> Bool? {
        switch (self, other) {
        case (.string(let one), .string(let another)):
            return one.utf16.lexicographicallyPrecedes(another.utf16)
        case (.date(let one), .date(let another)): return one < another
        case (.boolean(let one), .boolean(let another)): return !one && another
        case (.double(let one), .double(let another)): return one < another
        default: break
        }
        if let one = wholeNumber, let another = other.wholeNumber { return one < another }
        if case .double(let one) = self, let another = other.wholeNumber {
            return one < Double(another)
        }
        if let one = wholeNumber, case .double(let another) = other { return Double(one) < another }
        return nil
    }
}
