import BPMNParser

/// The fields of a generated form, compiled: what a submission is checked against.
struct FormCode: Sendable {
    let fields: [FormFieldCode]
}

/// A field of a form.
struct FormFieldCode: Sendable {
    /// The id, which is the variable too.
    let id: String
    /// `string`, `long`, `boolean`, `date` or `enum`; any other type takes values as they are.
    let type: String
    /// How a date is written.
    let datePattern: String
    let defaultValue: CompiledExpression?
    /// In order: the name of the rule and its bound.
    let constraints: [(name: String, configuration: String)]
    /// What an enumeration has.
    let values: [String]
}

extension ProcessCompiler {
    mutating func form(_ declaration: FormDeclaration?, element: String) -> FormCode? {
        guard let declaration, !declaration.fields.isEmpty else { return nil }
        var fields: [FormFieldCode] = []
        for field in declaration.fields {
            fields.append(
                FormFieldCode(
                    id: field.id, type: field.type,
                    datePattern: field.datePattern ?? "dd/MM/yyyy",
                    defaultValue: expression(field.defaultValue, element: element),
                    constraints: field.constraints.map { ($0.name, $0.configuration?.text ?? "") },
                    values: field.values.map(\.id)))
        }
        return FormCode(fields: fields)
    }
}
