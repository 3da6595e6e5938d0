internal import JSONTree
internal import ProcessEngine
internal import ProcessValues

/// Values as they cross to a worker and back: those that JSON has stand for themselves, others are
/// objects with a type `t` and a value `v`.
enum ScriptForm {
    /// The form of a value.
    static func form(of value: ProcessValue) -> JSON {
        switch value {
        case .null, .typedNull: .null
        case .boolean(let flag): .bool(flag)
        case .short(let number): .integer(Int64(number))
        case .integer(let number): .integer(Int64(number))
        case .long(let number):
            if let small = Int32(exactly: number) {
                .integer(Int64(small))
            } else {
                ["t": "Long", "v": .string(String(number))]
            }
        case .double(let number):
            ["t": "Double", "v": JSON(double: number) ?? .string(text(of: number))]
        case .string(let text): .string(text)
        case .date(let instant): ["t": "Date", "v": .integer(instant.milliseconds)]
        case .bytes(let bytes): ["t": "Bytes", "v": .string(Base64.encode(bytes))]
        case .json(let content): ["t": "Json", "v": .string(content.text)]
        case .xml(let text): ["t": "Xml", "v": .string(text)]
        case .object(let object):
            [
                "t": "Object", "c": object.typeName.map(JSON.string) ?? .null,
                "f": .string(object.format), "v": .string(object.content.text),
            ]
        case .file:
            ["t": "File", "v": value.restValueInfo, "b": value.plainJSON]
        }
    }

    /// How JavaScript writes the doubles that JSON has not.
    private static func text(of number: Double) -> String {
        number.isNaN ? "NaN" : number < 0 ? "-Infinity" : "Infinity"
    }

    /// The value of a form; nil if it is none.
    static func value(of form: JSON) -> ProcessValue? {
        switch form {
        case .null: return .null
        case .bool(let flag): return .boolean(flag)
        case .string(let text): return .string(text)
        case .integer(let number):
            return Int32(exactly: number).map { .integer($0) } ?? .double(Double(number))
        case .number(let number): return .double(number.doubleValue ?? .nan)
        case .array: return nil
        case .object: break
        }
        let value = form["v"]
        switch form["t"]?.stringValue {
        case "Long": return value?.stringValue.flatMap { Int64($0) }.map { .long($0) }
        case "Double":
            return (value?.doubleValue ?? value?.stringValue.flatMap { Double($0) }).map {
                .double($0)
            }
        case "String": return value?.stringValue.map { .string($0) }
        case "Date":
            // An invalid date has no milliseconds.
            return value?.doubleValue.map { .date(Instant(milliseconds: Int64($0))) } ?? .null
        case "Bytes": return value?.stringValue.flatMap(Base64.decode).map { .bytes($0) }
        case "Json": return value?.stringValue.map { .json(JSONContent(text: $0)) }
        case "Xml": return value?.stringValue.map { .xml($0) }
        case "Object":
            return value?.stringValue.map {
                .object(
                    ObjectValue(
                        typeName: form["c"]?.stringValue,
                        format: form["f"]?.stringValue ?? ObjectValue.jsonFormat, serialized: $0))
            }
        case "File":
            guard let name = value?["filename"]?.stringValue else { return nil }
            return .file(
                FileValue(
                    name: name, mimeType: value?["mimeType"]?.stringValue,
                    encoding: value?["encoding"]?.stringValue,
                    content: form["b"]?.stringValue.flatMap(Base64.decode)))
        default: return nil
        }
    }

    // MARK: Calls and outcomes

    /// What a worker is told of a call.
    static func input(of call: ScriptCall, at instant: Instant) -> JSON {
        var input = JSONObject()
        input["now"] = .integer(instant.milliseconds)
        input["execution"] = .string(call.executionID)
        input["executions"] = .array(call.executions.map { form(of: $0) })
        if let task = call.task { input["task"] = form(of: task) }
        if let connector = call.connector { input["connector"] = form(of: connector) }
        if let variables = call.decisionVariables { input["decision"] = form(of: variables) }
        guard !call.beans.isEmpty || !call.classes.isEmpty else { return .object(input) }
        input["beans"] = .array(call.beans.map { .string($0) })
        input["classes"] = .array(call.classes.map { .string($0) })
        input["answers"] = .array(call.answers.map { form(of: $0) })
        input["seed"] = .string(call.seed)
        return .object(input)
    }

    private static func form(of answer: ScriptAnswer) -> JSON {
        var object = JSONObject()
        switch answer.result {
        case .value(let value): object["value"] = form(of: value)
        case .bpmnError(let code, let message):
            object["code"] = .string(code)
            object["message"] = message.map { .string($0) } ?? .null
        case .thrown(let className, let message):
            object["class"] = .string(className)
            object["message"] = .string(message)
        }
        object["changes"] = .array(
            answer.changes.map { change in
                var place: [JSON] = [.string(change.scope), .string(change.name)]
                // One that was removed has no value.
                if let value = change.value { place.append(form(of: value)) }
                return .array(place)
            })
        return .object(object)
    }

    private static func form(of scope: ScriptScope) -> JSON {
        var object = JSONObject()
        object["properties"] = form(of: scope.properties)
        object["variables"] = form(of: scope.variables)
        if let id = scope.parentID { object["parent"] = .string(id) }
        if let id = scope.processInstanceID { object["processInstance"] = .string(id) }
        if let id = scope.superExecutionID { object["superExecution"] = .string(id) }
        return .object(object)
    }

    private static func form(of variables: [VariableInput]) -> JSON {
        .object(JSONObject(variables.map { JSONObject.Member($0.name, form(of: $0.value)) }))
    }

    /// What a worker's answer says; nil if it is not understood.
    static func outcome(of answer: JSON) -> (outcome: ScriptOutcome, printed: [String])? {
        var writes: [ScriptOutcome.Write] = []
        for entry in answer["writes"]?.arrayValue ?? [] {
            guard let parts = entry.arrayValue, parts.count >= 3,
                let bean = parts[0].stringValue, let id = parts[1].stringValue,
                let method = parts[2].stringValue
            else { return nil }
            var arguments: [ProcessValue] = []
            for form in parts[3...] {
                guard let value = value(of: form) else { return nil }
                arguments.append(value)
            }
            writes.append(
                ScriptOutcome.Write(bean: bean, id: id, method: method, arguments: arguments))
        }
        guard let result = result(of: answer) else { return nil }
        let printed = (answer["printed"]?.arrayValue ?? []).compactMap(\.stringValue)
        return (ScriptOutcome(result, writes: writes), printed)
    }

    private static func result(of answer: JSON) -> ScriptOutcome.Result? {
        if let wanted = answer["call"]?.arrayValue {
            guard wanted.count == 3, let bean = wanted[0].stringValue,
                let method = wanted[1].stringValue, let forms = wanted[2].arrayValue
            else { return nil }
            let arguments = forms.compactMap(value)
            guard arguments.count == forms.count else { return nil }
            return .calls(.init(bean: bean, method: method, arguments: arguments))
        }
        if let code = answer["code"]?.stringValue {
            return .bpmnError(code: code, message: answer["message"]?.stringValue)
        }
        if let className = answer["class"]?.stringValue {
            let message = answer["message"]?.stringValue ?? className
            let line = answer["line"]?.intValue.map { " (line \($0))" } ?? ""
            return .thrown(className: className, message: message + line)
        }
        return answer["value"].flatMap(value).map { .value($0) }
    }
}
