/// The type of a process variable, named as the REST API does.
public enum ValueType: String, Sendable, Hashable, CaseIterable {
    /// No value.
    case null = "Null"
    /// A truth value.
    case boolean = "Boolean"
    /// A whole number of 16 bits.
    case short = "Short"
    /// A whole number of 32 bits.
    case integer = "Integer"
    /// A whole number of 64 bits.
    case long = "Long"
    /// A binary floating-point number.
    case double = "Double"
    /// A text.
    case string = "String"
    /// A moment.
    case date = "Date"
    /// Bytes.
    case bytes = "Bytes"
    /// A file with a name.
    case file = "File"
    /// An object of a Java class in serialized form.
    case object = "Object"
    /// A JSON document.
    case json = "Json"
    /// An XML document.
    case xml = "Xml"

    /// The type of this name; the case of the first letter does not count, as in the reference.
    public init?(name: String) {
        if let type = ValueType(rawValue: name) {
            self = type
            return
        }
        guard let first = name.first, first.isLowercase else { return nil }
        self.init(rawValue: first.uppercased() + name.dropFirst())
    }

    /// The Java class that messages of the reference name.
    var javaClassName: String {
        switch self {
        case .null: "javax.lang.model.type.NullType"
        case .boolean: "java.lang.Boolean"
        case .short: "java.lang.Short"
        case .integer: "java.lang.Integer"
        case .long: "java.lang.Long"
        case .double: "java.lang.Double"
        case .string, .xml, .json, .object: "java.lang.String"
        case .date: "java.util.Date"
        case .bytes, .file: "[B"
        }
    }
}
