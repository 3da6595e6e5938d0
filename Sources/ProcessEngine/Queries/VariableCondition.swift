public import ProcessValues
internal import Records

/// A condition on a variable.
public struct VariableCondition: Sendable, Hashable {
    /// How the variable's value is compared with the given one.
    public enum Operator: String, Sendable, Hashable {
        /// The same value of the same type.
        case equal = "eq"
        /// Another value of the same type.
        case notEqual = "neq"
        /// A larger value.
        case greater = "gt"
        /// A larger value or the same.
        case greaterOrEqual = "gteq"
        /// A smaller value.
        case less = "lt"
        /// A smaller value or the same.
        case lessOrEqual = "lteq"
        /// A text that fits a pattern.
        case like
        /// A text that does not fit a pattern.
        case notLike
    }

    /// The variable's name.
    public let name: String
    /// The comparison.
    public let comparison: Operator
    /// The value that it is compared with.
    public let value: ListedValue

    /// Creates a condition.
    public init(_ name: String, _ comparison: Operator, _ value: ProcessValue) {
        self.name = name
        self.comparison = comparison
        self.value = ListedValue(value)
    }
}

/// The columns of a value that lists compare.
public struct ListedValue: Sendable, Hashable {
    let type: String
    let text: String?
    let number: Int64?
    let real: Double?

    init(_ value: ProcessValue) {
        let form = value.storedForm
        type = form.type
        text = form.text
        number = form.number
        real = form.real
    }
}

/// Whose variables conditions are about.
public enum VariableScope: Sendable {
    /// Those of the process instance, seen from a row with this column.
    case instance(column: String)
    /// Those local to the execution or task with the row's id.
    case local
    /// The variable that the row is.
    case itself
    /// Those of the process instance in history, seen from a row with this column.
    case historicInstance(column: String)
    /// Those local to the task with the row's id in history.
    case historicTask

    func predicate(for conditions: [VariableCondition], in context: FilterContext) -> Predicate {
        let parts = conditions.map { condition -> Predicate in
            switch self {
            case .instance(let column):
                .exists(
                    VariableRow.table, matching: [ColumnPair("scope_id", equals: column)],
                    condition.predicate(in: context))
            case .itself: condition.predicate(in: context)
            case .local:
                .exists(
                    VariableRow.table, matching: [ColumnPair("scope_id", equals: "id")],
                    condition.predicate(in: context))
            case .historicInstance(let column):
                .exists(
                    HistoricVariableRow.table,
                    matching: [ColumnPair("process_instance_id", equals: column)],
                    .and([.isNull("task_id"), condition.predicate(in: context)]))
            case .historicTask:
                .exists(
                    HistoricVariableRow.table, matching: [ColumnPair("task_id", equals: "id")],
                    condition.predicate(in: context))
            }
        }
        return context.isAlternative ? .or(parts) : .and(parts)
    }
}

extension VariableCondition {
    /// What a row of a variable must fulfil.
    func predicate(in context: FilterContext) -> Predicate {
        let nameFits = Predicate.compare(
            "name", context.namesIgnoreCase ? .equalIgnoringCase : .equal, .text(name))
        return .and([nameFits, valueFits(ignoringCase: context.valuesIgnoreCase)])
    }

    private func valueFits(ignoringCase: Bool) -> Predicate {
        switch comparison {
        case .notEqual: .not(fits(.equal, ignoringCase: ignoringCase))
        case .equal: fits(.equal, ignoringCase: ignoringCase)
        case .greater: fits(.greater, ignoringCase: false)
        case .greaterOrEqual: fits(.greaterOrEqual, ignoringCase: false)
        case .less: fits(.less, ignoringCase: false)
        case .lessOrEqual: fits(.lessOrEqual, ignoringCase: false)
        case .like: fits(.like, ignoringCase: ignoringCase)
        case .notLike:
            .and([
                .equal("type", ValueType.string.rawValue),
                .not(fits(.like, ignoringCase: ignoringCase)),
            ])
        }
    }

    /// A number fits variables of any type of number; other values fit those of their own type.
    private func fits(_ comparison: Comparison, ignoringCase: Bool) -> Predicate {
        if comparison == .like, value.type != ValueType.string.rawValue { return .none }
        if let real = value.real {
            let whole: Predicate =
                value.number.map { .compare("long_value", comparison, .integer($0)) }
                ?? .compare("double_value", comparison, .real(real))
            return .or([
                .and([.isIn("type", VariableCondition.wholeNumberTypes), whole]),
                .and([
                    .equal("type", ValueType.double.rawValue),
                    .compare("double_value", comparison, .real(real)),
                ]),
            ])
        }
        let typeFits = Predicate.equal("type", value.type)
        if let number = value.number {
            return .and([typeFits, .compare("long_value", comparison, .integer(number))])
        }
        guard let text = value.text else { return typeFits }
        let operation: Comparison =
            switch comparison {
            case .equal where ignoringCase: .equalIgnoringCase
            case .like where ignoringCase: .likeIgnoringCase
            default: comparison
            }
        return .and([typeFits, .compare("text_value", operation, .text(text))])
    }

    private static let wholeNumberTypes = [ValueType.short, .integer, .long].map {
        ColumnValue.text($0.rawValue)
    }
}
