public import JSONTree
public import ProcessValues

/// Values kept as JSON where there is no variable for them: of data stores, and of events that wait
/// for others.
public enum KeptValue {
    /// The value as JSON that gives it back as it was.
    public static func json(of value: ProcessValue) -> JSON {
        let form = value.storedForm
        var object = JSONObject()
        object["type"] = .string(form.type)
        if let text = form.text { object["text"] = .string(text) }
        if let number = form.number { object["number"] = .integer(number) }
        if let real = form.real { object["real"] = JSON(double: real) }
        if let bytes = form.bytes { object["bytes"] = .string(Base64.encode(bytes)) }
        if let info = form.info { object["info"] = .string(info) }
        return .object(object)
    }

    /// The value that a JSON of ``json(of:)`` stands for; nil if it is none.
    public static func value(of json: JSON) -> ProcessValue? {
        guard let type = json["type"]?.stringValue else { return nil }
        return ProcessValue(
            stored: StoredForm(
                type: type, text: json["text"]?.stringValue,
                number: json["number"]?.intValue.map(Int64.init),
                real: json["real"]?.doubleValue,
                bytes: json["bytes"]?.stringValue.flatMap { Base64.decode($0) },
                info: json["info"]?.stringValue))
    }

    static func json(of variables: [VariableInput]) -> JSON {
        .array(
            variables.map { variable in
                var object = JSONObject()
                object["name"] = .string(variable.name)
                object["value"] = json(of: variable.value)
                if variable.isTransient { object["transient"] = .bool(true) }
                return .object(object)
            })
    }

    static func variables(of json: JSON?) -> [VariableInput] {
        (json?.arrayValue ?? []).compactMap { entry in
            guard let name = entry["name"]?.stringValue,
                let value = entry["value"].flatMap({ Self.value(of: $0) })
            else { return nil }
            return VariableInput(name, value, isTransient: entry["transient"]?.boolValue ?? false)
        }
    }
}

/// What an event brings.
struct EventPayload {
    /// Variables to set where they are, or in the instance.
    var variables: [VariableInput] = []
    /// Variables of the execution that waits.
    var localVariables: [VariableInput] = []
    /// Variables of the scope that the event starts.
    var scopeVariables: [VariableInput] = []

    /// Takes in what a later event brought.
    mutating func merge(_ later: EventPayload) {
        variables += later.variables
        localVariables += later.localVariables
        scopeVariables += later.scopeVariables
    }

    func json(of definition: String) -> JSON {
        .object([
            "definition": .string(definition), "variables": KeptValue.json(of: variables),
            "local": KeptValue.json(of: localVariables),
            "scope": KeptValue.json(of: scopeVariables),
        ])
    }

    init(
        variables: [VariableInput] = [], localVariables: [VariableInput] = [],
        scopeVariables: [VariableInput] = []
    ) {
        self.variables = variables
        self.localVariables = localVariables
        self.scopeVariables = scopeVariables
    }

    init(_ json: JSON) {
        variables = KeptValue.variables(of: json["variables"])
        localVariables = KeptValue.variables(of: json["local"])
        scopeVariables = KeptValue.variables(of: json["scope"])
    }
}
