public import JSONTree

/// Why a value that a client sent is refused.
public enum ValueFormError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The request is wrong: the reference answers 400 InvalidRequestException.
    case invalid(String)
    /// The value cannot be kept: the reference answers 500 RestException.
    case unserializable(String)
    /// The reference answers 500 IllegalArgumentException.
    case illegalArgument(String)

    /// What is wrong, in the reference's words.
    public var description: String {
        switch self {
        case .invalid(let message), .unserializable(let message), .illegalArgument(let message):
            message
        }
    }
}

/// A value that a client sent, and whether it may be stored.
public struct SubmittedValue: Sendable, Equatable {
    /// The value.
    public let value: ProcessValue
    /// Whether it lives for the command only.
    public let isTransient: Bool

    /// Pairs a value with its mark.
    public init(_ value: ProcessValue, isTransient: Bool = false) {
        self.value = value
        self.isTransient = isTransient
    }

    /// Reads the form `{"value": …, "type": …, "valueInfo": {…}}` of the REST API.
    public init(rest form: JSON) throws(ValueFormError) {
        let info = form["valueInfo"]
        isTransient = info?["transient"]?.boolValue ?? false
        value = try ProcessValue(
            submitted: form["value"] ?? .null, type: form["type"], info: info)
    }
}

extension ProcessValue {
    /// Reads a value of a named type as clients send it; without a type it is taken from the JSON.
    public init(submitted value: JSON, type name: JSON?, info: JSON?) throws(ValueFormError) {
        guard let name, name != .null else {
            self.init(untyped: value)
            return
        }
        let typeName = name.stringValue ?? name.serializedText
        guard let type = ValueType(name: typeName) else {
            if typeName == "Number" || typeName == "number" {
                throw .unserializable("Cannot serialize value of abstract type number")
            }
            throw .invalid("Unsupported value type '\(typeName)'")
        }
        switch type {
        case .object, .json, .xml:
            try self.init(serialized: value, type: type, typeName: typeName, info: info)
        case .file: try self.init(file: value, info: info)
        default: try self.init(primitive: value, type: type, typeName: typeName)
        }
    }

    private init(
        primitive value: JSON, type: ValueType, typeName: String
    ) throws(ValueFormError) {
        switch value {
        case .null:
            self = type == .null ? .null : .typedNull(type)
            return
        case .string(let text) where type == .string:
            self = .string(text)
            return
        case .bool(let truth) where type == .boolean:
            self = .boolean(truth)
            return
        case .integer(let number):
            if let known = ProcessValue(number, type: type) {
                self = known
                return
            }
        default: break
        }
        let text = javaText(value)
        guard let parsed = ProcessValue(parsing: text, as: type) else {
            throw .invalid(
                "Cannot convert value '\(text)' of type '\(typeName)' to java type "
                    + type.javaClassName)
        }
        self = parsed
    }

    private init(
        serialized value: JSON, type: ValueType, typeName: String, info: JSON?
    ) throws(ValueFormError) {
        guard value == .null || value.stringValue != nil else {
            throw .invalid(
                "Must provide 'null' or String value for value of SerializableValue type "
                    + "'\(typeName)'.")
        }
        let text = value.stringValue
        switch type {
        case .json: self = text.map { .json(JSONContent(text: $0)) } ?? .typedNull(.json)
        case .xml: self = text.map(ProcessValue.xml) ?? .typedNull(.xml)
        default:
            let className = info?["objectTypeName"]?.stringValue
            let format = info?["serializationDataFormat"]?.stringValue
            if format == "application/x-java-serialized-object" {
                throw .unserializable("Java serialization format is prohibited")
            }
            guard let text else {
                self = .typedNull(.object)
                return
            }
            guard let format else {
                throw .unserializable(
                    "Cannot find serializer for value 'ObjectValue [value=null, "
                        + "isDeserialized=false, serializationDataFormat=null, objectTypeName="
                        + "\(className ?? "null"), serializedValue=\(text.utf16.count) chars, "
                        + "isTransient=false]'.")
            }
            self = .object(ObjectValue(typeName: className, format: format, serialized: text))
        }
    }

    private init(file value: JSON, info: JSON?) throws(ValueFormError) {
        guard let info, info != .null else {
            throw .illegalArgument("Cannot create file without valueInfo.")
        }
        guard let name = info["filename"]?.stringValue else {
            throw .illegalArgument(
                "Cannot create file without filename! Please set a name into "
                    + "ValueInfo with key filename")
        }
        guard let text = value.stringValue, let content = Base64.decode(text) else {
            throw .illegalArgument("Provided value is not of File, InputStream or byte[] type.")
        }
        self = .file(
            FileValue(
                name: name,
                mimeType: (info["mimeType"] ?? info["mimetype"])?.stringValue,
                encoding: info["encoding"]?.stringValue, content: content))
    }
}

extension ProcessValue {
    /// The value alone as the REST API answers it; if deserialized, an Object in JSON as a tree and
    /// not as text.
    public func restValue(deserialized: Bool) -> JSON {
        switch self {
        case .file: .null
        case .json(let content): .string(content.text)
        case .object(let object):
            (deserialized ? object.tree : nil) ?? .string(object.content.text)
        default: plainJSON
        }
    }

    /// What the REST API tells about the value beside its type.
    public var restValueInfo: JSON {
        switch self {
        case .file(let file):
            var info = JSONObject()
            info["filename"] = .string(file.name)
            if let mimeType = file.mimeType { info["mimeType"] = .string(mimeType) }
            if let encoding = file.encoding { info["encoding"] = .string(encoding) }
            return .object(info)
        case .object(let object):
            return [
                "objectTypeName": object.typeName.map(JSON.string) ?? .null,
                "serializationDataFormat": .string(object.format),
            ]
        default: return .object(JSONObject())
        }
    }

    /// The form `{"type": …, "value": …, "valueInfo": {…}}` of the REST API.
    public func restForm(deserialized: Bool) -> JSON {
        [
            "type": .string(type.rawValue), "value": restValue(deserialized: deserialized),
            "valueInfo": restValueInfo,
        ]
    }
}
