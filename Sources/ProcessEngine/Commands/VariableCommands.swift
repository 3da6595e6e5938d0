import ProcessValues
import Records

extension Run {
    func perform(_ change: VariableChange) throws(Interruption) {
        switch change.scope {
        case .execution(let id):
            guard let execution = try execution(id) else {
                throw .failed(.notFound, "execution \(id) doesn't exist: execution is null")
            }
            try apply(change, to: execution)
            try dispatchOutstandingEvents(on: execution)
        case .task(let id):
            guard let task = try task(id) else {
                throw .failed(.notFound, "task \(id) doesn't exist: task is null")
            }
            try apply(change, to: task)
            try reportChanges(of: task)
            try dispatchOutstandingEvents(on: task.execution)
        }
    }

    private func apply(_ change: VariableChange, to execution: Execution) throws(Interruption) {
        for input in change.modifications {
            if change.isLocal {
                try setLocalVariable(input, on: execution)
            } else {
                try setVariable(input, from: execution)
            }
        }
        for name in change.deletions {
            if change.isLocal {
                removeLocalVariable(name, on: execution)
            } else {
                removeVariable(name, from: execution)
            }
        }
    }

    private func apply(_ change: VariableChange, to task: TaskEntry) throws(Interruption) {
        for input in change.modifications {
            let isOwn = task.variables.contains { $0.name == input.name }
            if change.isLocal || isOwn {
                try setTaskVariable(input, on: task)
            } else {
                try setVariable(input, from: task.execution)
            }
        }
        for name in change.deletions {
            let isOwn = task.variables.contains { $0.name == name }
            if change.isLocal || isOwn {
                removeTaskVariable(name, on: task)
            } else {
                removeVariable(name, from: task.execution)
            }
        }
    }
}
