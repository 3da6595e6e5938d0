import ProcessValues

/// Where the values of a submitted form go.
enum FormScope {
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

/// Fields declared in the old way, `camunda:formProperty`.
extension Run {
    func submit(
        _ submitted: ProcessValue?, of property: FormPropertyCode, to scope: FormScope
    ) throws(Interruption) {
        if submitted != nil, !property.isWritable {
            throw .failed(.execution, "form property '\(property.id)' is not writable")
        }
        if submitted == nil, property.isRequired, property.defaultValue == nil {
            throw missing(property)
        }
        var value = submitted
        if value == nil, let expression = property.defaultValue {
            let initial = try evaluate(expression, on: scope.execution, task: scope.task)
            if initial.isNull {
                if property.isRequired { throw missing(property) }
                return
            }
            // Defaults are texts, whatever they were.
            value = Self.text(of: initial).map { .string($0) } ?? initial
        }
        if let given = value, let type = property.type {
            do {
                value = try type.convertedProperty(given, field: property.id, zone: zone)
            } catch {
                throw .failure(error)
            }
        }
        guard let value, !value.isNull else { return }
        if property.variable == nil, let expression = property.expression {
            try assign(value, to: expression, in: scope)
        } else {
            try set(VariableInput(property.variable ?? property.id, value), in: scope)
        }
    }

    private func missing(_ property: FormPropertyCode) -> Interruption {
        .failed(.execution, "form property '\(property.id)' is required")
    }

    /// Sets what an expression such as `#{name}` reads, which must be a variable already.
    private func assign(
        _ value: ProcessValue, to expression: CompiledExpression, in scope: FormScope
    ) throws(Interruption) {
        guard let name = FormPropertyCode.assignedName(of: expression) else {
            throw .failed(
                .execution,
                "Error while evaluating expression: \(expression.text). Only an expression that is "
                    + "the name of a variable, such as #{name}, can be set.")
        }
        guard
            scope.task?.variables.contains(where: { $0.name == name }) == true
                || findVariable(name, from: scope.execution) != nil
        else {
            throw .failed(
                .execution,
                "Error while evaluating expression: \(expression.text). Cause: Cannot resolve "
                    + "identifier '\(name)'")
        }
        try set(VariableInput(name, value), in: scope)
    }

    func set(_ variable: VariableInput, in scope: FormScope) throws(Interruption) {
        if let task = scope.task, task.variables.contains(where: { $0.name == variable.name }) {
            try setTaskVariable(variable, on: task)
        } else {
            try setVariable(variable, from: scope.execution)
        }
    }
}
