import BPMNParser
import JUEL

/// A form, compiled: what is shown, and what a submission is checked against.
struct FormCode: Sendable {
    let fields: [FormFieldCode]
    /// Fields declared in the old way.
    let properties: [FormPropertyCode]
    /// The field that is given as the key of the instance, and not as a variable.
    let businessKeyField: String?
    /// A form that is deployed on its own.
    let reference: FormReferenceCode?
}

/// A field of a form.
struct FormFieldCode: Sendable {
    /// The id, which is the variable too.
    let id: String
    let label: CompiledExpression?
    let type: FormFieldType
    let defaultValue: CompiledExpression?
    /// In order: the name of the rule and its bound.
    let constraints: [(name: String, configuration: String)]
}

/// A field declared in the old way.
struct FormPropertyCode: Sendable {
    let id: String
    let name: String?
    /// Nil for one that takes values as they are.
    let type: FormFieldType?
    /// The variable, where it is not the id.
    let variable: String?
    /// What is read and set in the place of a variable.
    let expression: CompiledExpression?
    let defaultValue: CompiledExpression?
    let isRequired: Bool
    let isReadable: Bool
    let isWritable: Bool

    /// The name that alone makes up an expression such as `#{name}`; nil for any other.
    static func assignedName(of expression: CompiledExpression) -> String? {
        guard let program = expression.program, program.names.count == 1,
            let name = program.names.first
        else { return nil }
        let inside = expression.text.dropFirst(2).dropLast()
            .drop { $0.isWhitespace }
        return inside.prefix { !$0.isWhitespace } == name
            && inside.dropFirst(name.count).allSatisfy(\.isWhitespace) ? name : nil
    }
}

/// Which form that is deployed on its own.
struct FormReferenceCode: Sendable {
    let key: CompiledExpression
    /// `latest`, `deployment` or `version`.
    let binding: String
    let version: CompiledExpression?
}

extension ProcessCompiler {
    mutating func form(_ declaration: FormDeclaration?, element: String, line: Int?) -> FormCode? {
        if let handler = declaration?.handlerClass, !handler.isEmpty {
            _ = unsupported(
                "The form handler '\(handler)', which is a class of Java,",
                cure: "Declare the fields with camunda:formData: their constraints check what is "
                    + "submitted. Let an expression or a script of a listener do the rest.",
                element: element, line: line)
        }
        guard let declaration,
            !declaration.fields.isEmpty || !declaration.legacyProperties.isEmpty
                || declaration.reference != nil
        else { return nil }
        var fields: [FormFieldCode] = []
        for field in declaration.fields {
            fields.append(
                FormFieldCode(
                    id: field.id, label: expression(field.label, element: element),
                    type: FormFieldType(
                        field.type, datePattern: field.datePattern, values: field.values),
                    defaultValue: expression(field.defaultValue, element: element),
                    constraints: field.constraints.map { ($0.name, $0.configuration?.text ?? "") }))
        }
        var properties: [FormPropertyCode] = []
        for property in declaration.legacyProperties {
            properties.append(
                FormPropertyCode(
                    id: property.id, name: property.name,
                    type: property.type.map {
                        FormFieldType(
                            $0, datePattern: property.datePattern, values: property.values)
                    },
                    variable: property.variable,
                    expression: expression(property.expression, element: element),
                    defaultValue: expression(property.defaultExpression, element: element),
                    isRequired: property.isRequired, isReadable: property.isReadable,
                    isWritable: property.isWritable))
        }
        return FormCode(
            fields: fields, properties: properties,
            businessKeyField: declaration.businessKeyField,
            reference: formReference(declaration.reference, element: element))
    }

    private mutating func formReference(
        _ reference: FormReference?, element: String
    ) -> FormReferenceCode? {
        guard let reference, let key = expression(reference.key, element: element) else {
            return nil
        }
        switch reference.binding {
        case .latest: return FormReferenceCode(key: key, binding: "latest", version: nil)
        case .deployment: return FormReferenceCode(key: key, binding: "deployment", version: nil)
        case .version(let number):
            return FormReferenceCode(
                key: key, binding: "version", version: expression(number, element: element))
        }
    }
}
