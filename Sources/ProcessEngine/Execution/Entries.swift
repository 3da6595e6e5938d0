import ProcessValues

/// A row of a root that belongs to an execution, with what it was before the command.
final class Entry<R: TableRow & Hashable> {
    var row: R
    let original: R?
    var isDeleted = false

    init(_ row: R, original: R? = nil) {
        self.row = row
        self.original = original
    }
}

/// A variable of an execution or a task.
final class VariableEntry {
    var row: VariableRow
    let original: VariableRow?
    /// The value; nil until it is read from its columns.
    var value: ProcessValue?
    var isTransient = false
    var isChanged = false
    var isDeleted = false
    /// The row of a large value that the variable had before the command.
    var large: LargeValueRow?

    init(_ row: VariableRow, original: VariableRow? = nil, value: ProcessValue? = nil) {
        self.row = row
        self.original = original
        self.value = value
    }

    var name: String { row.name }
}

/// A user task with its variables and links.
final class TaskEntry {
    var row: TaskRow
    let original: TaskRow?
    var isDeleted = false
    var deleteReason: String?
    var variables: [VariableEntry] = []
    var links: [Entry<IdentityLinkRow>] = []
    unowned var execution: Execution
    /// What listeners were told of it last: a change after that is an update.
    var reported: TaskRow
    /// Whether links or local variables changed since.
    var hasFurtherChanges = false
    /// Whether its create listeners have run.
    var isCreated: Bool

    init(_ row: TaskRow, original: TaskRow? = nil, execution: Execution) {
        self.row = row
        self.original = original
        self.execution = execution
        reported = row
        isCreated = original != nil
    }
}
