import FEEL

/// A decision table, compiled.
struct DecisionTable: Sendable {
    enum HitPolicy: String, Sendable {
        case unique = "UNIQUE"
        case first = "FIRST"
        case priority = "PRIORITY"
        case any = "ANY"
        case collect = "COLLECT"
        case ruleOrder = "RULE ORDER"
        case outputOrder = "OUTPUT ORDER"
    }

    enum Aggregation: String, Sendable {
        case sum = "SUM"
        case count = "COUNT"
        case minimum = "MIN"
        case maximum = "MAX"
    }

    struct Input: Sendable {
        let id: String?
        let label: String
        /// The label, if the clause has one.
        let title: String?
        let expression: CompiledExpression?
        /// The name that cells may use for the value, beside `?`.
        let variable: String
        let type: FEELType
        let typeReference: String?
        /// The type behind the names of types; `any` where it is not known.
        let knownType: FEELType
        /// The line of the clause.
        let line: Int
        /// The tests that values must pass.
        let allowed: FEELExpression?
        /// The values that are to be expected, where the model tells; not tested in every dialect.
        let domain: FEELExpression?

        /// Whether numbers are whole.
        var isWhole: Bool { typeReference == "integer" || typeReference == "long" }
    }

    struct Output: Sendable {
        let id: String?
        let name: String?
        let label: String
        /// The label, if the clause has one.
        let title: String?
        let type: FEELType
        let typeReference: String?
        /// The tests of which values must pass one.
        let allowed: FEELExpression?
        /// The allowed values in the order of their priority.
        let priorities: [FEELValue]
        let defaultEntry: CompiledExpression?

        /// Whether a value has the priority of an allowed value, which may be a range.
        static func holds(_ priority: FEELValue, _ value: FEELValue) -> Bool {
            if case .range(let range) = priority { return range.includes(value) == true }
            return priority == value
        }
    }

    /// A cell of a rule that tests an input.
    enum Cell: Sendable {
        /// Passed by every value.
        case any
        case tests(FEELExpression)
        /// An expression of another language, true where the input matches.
        case foreign(any CellExpression, names: [String], text: String)
        /// A script that is run outside, true where the input matches.
        case script(ScriptText)
        case broken(String, elementID: String?)

        /// The cell as it is written; nil where every value passes, or none can.
        var text: String? {
            switch self {
            case .tests(let expression): expression.text
            case .foreign(_, _, let text): text
            case .script(let script): script.source
            default: nil
            }
        }
    }

    struct Rule: Sendable {
        let id: String?
        let line: Int
        let cells: [Cell]
        let outputs: [CompiledExpression?]
    }

    /// The type that a value of an output must have.
    ///
    /// Where a table lists what its rules give, models name the type of an item or that of the list.
    func type(of output: Output, for value: FEELValue) -> FEELType {
        switch (hitPolicy, types.resolve(output.type), value) {
        case (_, _, .list): return output.type
        case (.collect, .list(let item), _), (.ruleOrder, .list(let item), _),
            (.outputOrder, .list(let item), _):
            return item
        default: return output.type
        }
    }

    let id: String?
    let line: Int
    let hitPolicy: HitPolicy
    let aggregation: Aggregation?
    let inputs: [Input]
    let outputs: [Output]
    let rules: [Rule]
    /// The slot of the value that a cell tests.
    let inputSlot: Int
    /// What the names of the types of inputs and outputs stand for.
    let types: FEELTypeTable
    /// For each input, which rules its values pass; empty for tables too small to gain by it.
    let columns: [ColumnIndex]

    init(
        id: String?, line: Int, hitPolicy: HitPolicy, aggregation: Aggregation?, inputs: [Input],
        outputs: [Output], rules: [Rule], inputSlot: Int,
        types: FEELTypeTable = FEELTypeTable(), isIndexed: Bool = true
    ) {
        self.id = id
        self.line = line
        self.hitPolicy = hitPolicy
        self.aggregation = aggregation
        self.inputs = inputs
        self.outputs = outputs
        self.rules = rules
        self.inputSlot = inputSlot
        self.types = types
        columns =
            isIndexed && rules.count > 3
            ? inputs.indices.map { column in
                ColumnIndex(
                    rules.map { column < $0.cells.count ? $0.cells[column] : nil })
            } : []
    }
}
