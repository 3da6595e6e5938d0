import ProcessValues

/// Where the values of a submitted form go.
private enum FormScope {
    case instance(Execution)
    case task(TaskEntry)

    var execution: Execution {
        switch self {
        case .instance(let execution): execution
        case .task(let task): task.execution
        }
    }

    var task: TaskEntry? {
        if case .task(let task) = self { task } else { nil }
    }
}

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
        for field in form?.fields ?? [] {
            let submitted = rest.last { $0.name == field.id }?.value
            rest.removeAll { $0.name == field.id }
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

    private func set(
        _ name: String, _ value: ProcessValue, in scope: FormScope
    ) throws(Interruption) {
        try set(VariableInput(name, value), in: scope)
    }

    private func set(_ variable: VariableInput, in scope: FormScope) throws(Interruption) {
        if let task = scope.task, task.variables.contains(where: { $0.name == variable.name }) {
            try setTaskVariable(variable, on: task)
        } else {
            try setVariable(variable, from: scope.execution)
        }
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

    // MARK: Types

    private func convert(
        _ value: ProcessValue, to field: FormFieldCode
    ) throws(Interruption) -> ProcessValue {
        switch field.type {
        case "string":
            return value.isNull ? .null : Self.text(of: value).map { .string($0) } ?? value
        case "long": return try long(value, of: field)
        case "boolean":
            switch value {
            case .boolean: return value
            case .string(let text): return .boolean(text.lowercased() == "true")
            default: if value.isNull { return .null }
            }
        case "date": return try date(value, of: field)
        case "enum":
            guard let text = value.text else {
                if value.isNull { return .null }
                break
            }
            guard field.values.isEmpty || field.values.contains(text) else {
                throw .failed(
                    .execution,
                    "Invalid value for enum form property '\(field.id)': '\(text)' is none of "
                        + field.values.joined(separator: ", "))
            }
            return value
        default: return value
        }
        throw wrong(value, field)
    }

    private func long(
        _ value: ProcessValue, of field: FormFieldCode
    ) throws(Interruption) -> ProcessValue {
        switch value {
        case .long: return value
        case .short(let number): return .long(Int64(number))
        case .integer(let number): return .long(Int64(number))
        case .string(let text):
            if let number = Int64(text) { return .long(number) }
            throw .failed(
                .runtime(className: "NumberFormatException"), "For input string: \"\(text)\"")
        default:
            if value.isNull { return .null }
            throw wrong(value, field)
        }
    }

    private func date(
        _ value: ProcessValue, of field: FormFieldCode
    ) throws(Interruption) -> ProcessValue {
        switch value {
        case .date: return value
        case .string(let text):
            guard let instant = DatePattern(field.datePattern).instant(of: text, in: zone) else {
                throw .failed(
                    .execution,
                    "Could not parse the date '\(text)' of the field '\(field.id)': it is written "
                        + "as \(field.datePattern).")
            }
            return .date(instant)
        default:
            if value.isNull { return .null }
            throw wrong(value, field)
        }
    }

    private func wrong(_ value: ProcessValue, _ field: FormFieldCode) -> Interruption {
        .failed(
            .execution,
            "The field '\(field.id)' takes a \(field.type), not a value of type "
                + "\(value.type.rawValue).")
    }
}

/// How a date is written, with the letters of Java: day, month, year, hour, minute and second.
private struct DatePattern {
    private let pattern: String

    init(_ pattern: String) { self.pattern = pattern }

    /// Reads a date; nil if it is not written so.
    func instant(of text: String, in zone: CivilZone) -> Instant? {
        var fields: [Character: Int] = ["y": 1970, "M": 1, "d": 1, "H": 0, "m": 0, "s": 0]
        var rest = Substring(text)
        var remaining = Substring(pattern)
        while let letter = remaining.first {
            let run = remaining.prefix { $0 == letter }
            guard fields[letter] != nil else {
                guard rest.first == letter else { return nil }
                rest.removeFirst()
                remaining.removeFirst()
                continue
            }
            remaining.removeFirst(run.count)
            // Where digits follow at once, the letters say how many belong to this number.
            let isBounded = remaining.first.map { fields[$0] != nil } ?? false
            var digits = rest.prefix { $0.isASCII && $0.isNumber }
            if isBounded { digits = digits.prefix(run.count) }
            guard let number = Int(digits), digits.count <= 6 else { return nil }
            rest.removeFirst(digits.count)
            fields[letter] = letter == "y" && run.count <= 2 ? 2000 + number : number
        }
        let name = [("y", 4), ("M", 2), ("d", 2), ("H", 2), ("m", 2), ("s", 2)].map {
            letter, width in
            let number = String(fields[Character(letter)] ?? 0)
            return String(repeating: "0", count: max(0, width - number.count)) + number
        }
        return Instant(
            timerText:
                "\(name[0])-\(name[1])-\(name[2])T\(name[3]):\(name[4]):\(name[5])", zone: zone)
    }
}
