internal import BPMNParser
internal import JUEL
public import ProcessValues

/// Whose form is meant.
public enum FormOwner: Sendable {
    /// What starts the process.
    case start
    /// A user task.
    case task(String)
}

/// A form that the engine generates, as it is shown before anything is filled in.
public struct ShownForm: Sendable {
    /// The fields of `camunda:formData`.
    public var fields: [ShownField]
    /// The readable fields declared in the old way, `camunda:formProperty`.
    public var properties: [ShownField]
}

/// A field of a form that is shown.
public struct ShownField: Sendable {
    /// The id.
    public var id: String
    /// The label.
    public var label: String?
    /// `string`, `long`, `boolean`, `date`, `enum` or another; nil takes values as they are.
    public var type: String?
    /// How a date is written.
    public var datePattern: String
    /// What an enumeration has: ids, and what is shown for them.
    public var choices: [(id: String, name: String)]
    /// In order: the names of the rules and their bounds.
    public var constraints: [(name: String, configuration: String)]
    /// Whether the field is the business key of the instance.
    public var isBusinessKey: Bool
    /// The value of the variable, or the default; dates are texts as the field writes them.
    public var value: ProcessValue
    /// What the field is filled with when it is shown.
    public var initialText: String?
}

extension CompiledProcess {
    /// The generated form of a task or of what starts the process, by the variables that the task
    /// sees (none for the start) and the clocks that dates are written by; nil if it has none.
    ///
    /// - Throws: The failure of an expression or of a conversion.
    public func shownForm(
        of owner: FormOwner, variables: [String: ProcessValue], at instant: Instant, zone: CivilZone
    ) throws(EngineError) -> ShownForm? {
        guard let form = form(of: owner), !form.fields.isEmpty || !form.properties.isEmpty else {
            return nil
        }
        var isStart = false
        if case .start = owner { isStart = true }
        let context = FormContext(
            values: VariablesOnly(variables: variables, now: instant, zone: zone), zone: zone,
            isStart: isStart)
        var shown = ShownForm(fields: [], properties: [])
        for property in form.properties where property.isReadable {
            shown.properties.append(try context.shown(property))
        }
        for field in form.fields {
            shown.fields.append(
                try context.shown(field, isBusinessKey: field.id == form.businessKeyField))
        }
        return shown
    }

    func form(of owner: FormOwner) -> FormCode? {
        switch owner {
        case .start: return initial.flatMap { nodes[$0].form }
        case .task(let id):
            guard case .userTask(let task)? = node(id)?.behavior else { return nil }
            return task.form
        }
    }
}

/// What the fields of a form are shown with.
private struct FormContext {
    let values: VariablesOnly
    let zone: CivilZone
    /// Whether there is no instance yet, whose variables could be read.
    let isStart: Bool

    func shown(
        _ field: FormFieldCode, isBusinessKey: Bool
    ) throws(EngineError) -> ShownField {
        var initial: ProcessValue?
        if let expression = field.defaultValue {
            initial = try field.type.converted(
                values.value(of: expression), field: field.id, zone: zone)
        }
        let value: ProcessValue
        if let variable = values.variables[field.id] {
            do {
                value = try field.type.shown(variable, field: field.id, zone: zone)
            } catch {
                throw EngineError(
                    .execution, "failed to convert '\(field.id)': \(error.message)")
            }
        } else {
            value = try field.type.shown(initial ?? .null, field: field.id, zone: zone)
        }
        return ShownField(
            id: field.id, label: try field.label.flatMap(text), type: field.type.name,
            datePattern: field.type.datePattern, choices: field.type.choices,
            constraints: field.constraints.filter { $0.name != "validator" },
            isBusinessKey: isBusinessKey, value: value,
            initialText: initial.flatMap(Run.text(of:)))
    }

    func shown(_ property: FormPropertyCode) throws(EngineError) -> ShownField {
        var text: String?
        if !isStart, property.variable == nil, let expression = property.expression {
            text = try self.text(of: expression)
        } else if let value = values.variables[property.variable ?? property.id] {
            text = try written(value, property)
        } else if let expression = property.defaultValue {
            text = try written(values.value(of: expression), property)
        }
        var constraints: [(name: String, configuration: String)] = []
        if property.isRequired { constraints.append(("required", "")) }
        if !property.isWritable { constraints.append(("readonly", "")) }
        return ShownField(
            id: property.id, label: property.name, type: property.type?.name,
            datePattern: property.type?.datePattern ?? "",
            choices: property.type?.choices ?? [], constraints: constraints, isBusinessKey: false,
            value: text.map { .string($0) } ?? .null, initialText: text)
    }

    private func text(of expression: CompiledExpression) throws(EngineError) -> String? {
        Run.text(of: try values.value(of: expression))
    }

    private func written(
        _ value: ProcessValue, _ property: FormPropertyCode
    ) throws(EngineError) -> String? {
        guard let type = property.type, type.name == "date", !value.isNull, value.text == nil else {
            return Run.text(of: value)
        }
        return try type.shown(value, field: property.id, zone: zone).text
    }
}

extension FormFieldType {
    fileprivate var choices: [(id: String, name: String)] {
        values.map { ($0.id, $0.name ?? $0.id) }
    }
}
