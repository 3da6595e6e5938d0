import JSONTree

/// A value taken apart into columns.
public struct StoredForm: Sendable, Equatable {
    /// The name of the type, as ``ValueType`` spells it.
    public var type: String
    /// Texts, documents and serialized objects.
    public var text: String?
    /// Whole numbers, truth values as 0 and 1, dates in milliseconds.
    public var number: Int64?
    /// Binary numbers; of a whole number the nearest one, so that numbers compare in one column.
    public var real: Double?
    /// Bytes and the contents of files.
    public var bytes: [UInt8]?
    /// What else belongs to a File or Object, as JSON.
    public var info: String?

    /// Puts columns together.
    public init(
        type: String, text: String? = nil, number: Int64? = nil, real: Double? = nil,
        bytes: [UInt8]? = nil, info: String? = nil
    ) {
        self.type = type
        self.text = text
        self.number = number
        self.real = real
        self.bytes = bytes
        self.info = info
    }
}

extension ProcessValue {
    /// The value taken apart into columns.
    public var storedForm: StoredForm {
        var form = StoredForm(type: type.rawValue)
        switch self {
        case .null, .typedNull: break
        case .boolean(let value): form.number = value ? 1 : 0
        case .short(let value): form.setNumber(Int64(value))
        case .integer(let value): form.setNumber(Int64(value))
        case .long(let value): form.setNumber(value)
        case .double(let value):
            // A database takes NaN for null.
            if value.isNaN { form.text = "NaN" } else { form.real = value }
        case .string(let text), .xml(let text): form.text = text
        case .date(let instant): form.number = instant.milliseconds
        case .bytes(let bytes): form.bytes = bytes
        case .file(let file):
            form.bytes = file.content
            form.info = restValueInfo.serializedText
        case .object(let object):
            form.text = object.content.text
            form.info = restValueInfo.serializedText
        case .json(let content): form.text = content.text
        }
        return form
    }

    /// Puts a value together from columns; nil if the type is none that this program knows.
    public init?(stored form: StoredForm) {
        guard let type = ValueType(name: form.type) else { return nil }
        let value: ProcessValue? =
            switch type {
            case .null: .null
            case .boolean: form.number.map { .boolean($0 != 0) }
            case .short: form.number.flatMap(Int16.init(exactly:)).map(ProcessValue.short)
            case .integer: form.number.flatMap(Int32.init(exactly:)).map(ProcessValue.integer)
            case .long: form.number.map(ProcessValue.long)
            case .double: form.real.map(ProcessValue.double) ?? form.text.map { _ in .double(.nan) }
            case .string: form.text.map(ProcessValue.string)
            case .date: form.number.map { .date(Instant(milliseconds: $0)) }
            case .bytes: form.bytes.map(ProcessValue.bytes)
            case .file: form.file.map(ProcessValue.file)
            case .object: form.object.map(ProcessValue.object)
            case .json: form.text.map { .json(JSONContent(text: $0)) }
            case .xml: form.text.map(ProcessValue.xml)
            }
        self = value ?? .typedNull(type)
    }
}

extension StoredForm {
    fileprivate mutating func setNumber(_ value: Int64) {
        number = value
        real = Double(value)
    }

    private var infoTree: JSON? { info.flatMap { try? JSON(parsing: $0) } }

    fileprivate var file: FileValue? {
        guard let info = infoTree, let name = info["filename"]?.stringValue else { return nil }
        return FileValue(
            name: name, mimeType: info["mimeType"]?.stringValue,
            encoding: info["encoding"]?.stringValue, content: bytes)
    }

    fileprivate var object: ObjectValue? {
        guard let text else { return nil }
        let info = infoTree
        return ObjectValue(
            typeName: info?["objectTypeName"]?.stringValue,
            format: info?["serializationDataFormat"]?.stringValue ?? ObjectValue.jsonFormat,
            serialized: text)
    }
}
