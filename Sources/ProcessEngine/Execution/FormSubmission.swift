import ProcessValues

/// Submitted forms: each field is checked and converted, the rest are variables as they are.
extension Run {
    func submitForm(
        _ variables: [VariableInput], of form: FormCode?, toStart instance: Execution
    ) throws(Interruption) {
        try submit(variables, of: form, to: .instance(instance))
    }

    func submitForm(
        _ variables: [VariableInput], of task: TaskEntry
    ) throws(Interruption) {
        try submit(variables, of: userTaskCode(of: task)?.form, to: .task(task))
    }

    private func submit(
        _ variables: [VariableInput], of form: FormCode?, to scope: FormScope
    ) throws(Interruption) {
        var rest = variables
        for property in form?.properties ?? [] {
            let submitted = Self.take(property.id, from: &rest)
            try submit(submitted?.value, of: property, to: scope)
        }
        for field in form?.fields ?? [] where field.id != form?.businessKeyField {
            let submitted = Self.take(field.id, from: &rest)?.value
            for constraint in field.constraints {
                try check(constraint, submitted, of: field, in: scope)
            }
            if let submitted {
                try set(field.id, try convert(submitted, to: field), in: scope)
            } else if let expression = field.defaultValue {
                let value = try evaluate(expression, on: scope.execution, task: scope.task)
                try set(field.id, try convert(value, to: field), in: scope)
            }
        }
        for variable in rest { try set(variable, in: scope) }
    }

    private static func take(_ name: String, from rest: inout [VariableInput]) -> VariableInput? {
        let found = rest.last { $0.name == name }
        if found != nil { rest.removeAll { $0.name == name } }
        return found
    }

    private func convert(
        _ value: ProcessValue, to field: FormFieldCode
    ) throws(Interruption) -> ProcessValue {
        do {
            return try field.type.converted(value, field: field.id, zone: zone)
        } catch {
            throw .failure(error)
        }
    }

    private func set(
        _ name: String, _ value: ProcessValue, in scope: FormScope
    ) throws(Interruption) {
        try set(VariableInput(name, value), in: scope)
    }

    // MARK: Rules

    private func check(
        _ constraint: (name: String, configuration: String), _ submitted: ProcessValue?,
        of field: FormFieldCode, in scope: FormScope
    ) throws(Interruption) {
        let value = submitted.flatMap { $0.isNull ? nil : $0 }
        let isValid: Bool
        switch constraint.name {
        case "required": isValid = try hasRequired(value, of: field, in: scope)
        case "readonly": isValid = value == nil
        case "min", "max":
            isValid = try isWithin(constraint, value, of: field)
        case "minlength", "maxlength":
            isValid = try hasLength(constraint, value, of: field)
        default:
            throw .failed(
                .execution,
                "The field '\(field.id)' is validated by Java code, '\(constraint.configuration)', "
                    + "which cannot be run. Use required, readonly, min, max, minlength or "
                    + "maxlength.")
        }
        guard isValid else {
            throw .failed(
                .execution,
                "Invalid value submitted for form field '\(field.id)': validation of "
                    + "\(constraint.name)\(constraint.configuration.isEmpty ? "" : "(\(constraint.configuration))")"
                    + " failed.")
        }
    }

    /// A value that is required may be there already, or be the default.
    private func hasRequired(
        _ value: ProcessValue?, of field: FormFieldCode, in scope: FormScope
    ) throws(Interruption) -> Bool {
        if let value {
            if case .string(let text) = value { return !text.isEmpty }
            return true
        }
        if let found = scope.task?.variables.first(where: { $0.name == field.id })
            ?? findVariable(field.id, from: scope.execution)
        {
            return try !self.value(of: found).isNull
        }
        guard let expression = field.defaultValue else { return false }
        return try !evaluate(expression, on: scope.execution, task: scope.task).isNull
    }

    private func isWithin(
        _ constraint: (name: String, configuration: String), _ value: ProcessValue?,
        of field: FormFieldCode
    ) throws(Interruption) -> Bool {
        guard let value else { return true }
        let number: Double
        switch value {
        case .short(let whole): number = Double(whole)
        case .integer(let whole): number = Double(whole)
        case .long(let whole): number = Double(whole)
        case .double(let real): number = real
        default:
            throw .failed(
                .execution,
                "The field '\(field.id)' has the rule \(constraint.name), and the value submitted "
                    + "is no number but of type \(value.type.rawValue).")
        }
        guard let bound = Double(constraint.configuration) else {
            throw .failed(
                .execution,
                "The rule \(constraint.name) of the field '\(field.id)' has no number: "
                    + "'\(constraint.configuration)'.")
        }
        return constraint.name == "min" ? number >= bound : number <= bound
    }

    private func hasLength(
        _ constraint: (name: String, configuration: String), _ value: ProcessValue?,
        of field: FormFieldCode
    ) throws(Interruption) -> Bool {
        guard let value else { return true }
        guard case .string(let text) = value else {
            throw .failed(
                .execution,
                "The field '\(field.id)' has the rule \(constraint.name), and the value submitted "
                    + "is no text but of type \(value.type.rawValue).")
        }
        guard let bound = Int32(constraint.configuration) else {
            throw .failed(
                .execution,
                "The rule \(constraint.name) of the field '\(field.id)' has no whole number: "
                    + "'\(constraint.configuration)'.")
        }
        // Lengths are counted in UTF-16, as the reference counts them.
        let length = text.utf16.count
        return constraint.name == "minlength" ? length >= bound : length <= bound
    }
}
