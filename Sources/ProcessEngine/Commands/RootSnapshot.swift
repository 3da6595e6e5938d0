public import Records

/// All runtime rows of a root instance: what a command on it sees.
public struct RootSnapshot: Sendable {
    /// The id of the root instance.
    public var rootInstanceID: String
    /// The execution tree, called instances included; parents need not come first.
    public var executions: [ExecutionRow] = []
    /// The variables.
    public var variables: [VariableRow] = []
    /// The values of variables that are too long for a column.
    public var largeValues: [LargeValueRow] = []
    /// The user tasks.
    public var tasks: [TaskRow] = []
    /// The links of the user tasks.
    public var identityLinks: [IdentityLinkRow] = []
    /// The jobs.
    public var jobs: [JobRow] = []
    /// The event subscriptions.
    public var eventSubscriptions: [EventSubscriptionRow] = []
    /// The incidents.
    public var incidents: [IncidentRow] = []
    /// The external tasks.
    public var externalTasks: [ExternalTaskRow] = []

    /// A root without rows, which is also what a root that has ended looks like.
    public init(rootInstanceID: String) { self.rootInstanceID = rootInstanceID }

    /// Whether there is no such instance (any more), nor an effect or incident that outlives it.
    public var isEmpty: Bool { executions.isEmpty && jobs.isEmpty && incidents.isEmpty }

    /// The queries that a snapshot is read with, all as of one moment.
    public static func queries(rootInstanceID: String) -> [Query] {
        let ofRoot = Predicate.equal("root_instance_id", rootInstanceID)
        return [
            Query(ExecutionRow.table, where: ofRoot), Query(VariableRow.table, where: ofRoot),
            Query(
                LargeValueRow.table,
                where: .and([
                    ofRoot,
                    .exists(
                        VariableRow.table,
                        matching: [ColumnPair("large_value_id", equals: "id")], ofRoot),
                ])),
            Query(TaskRow.table, where: ofRoot), Query(IdentityLinkRow.table, where: ofRoot),
            Query(JobRow.table, where: ofRoot), Query(EventSubscriptionRow.table, where: ofRoot),
            Query(IncidentRow.table, where: ofRoot), Query(ExternalTaskRow.table, where: ofRoot),
        ]
    }

    /// Reads a snapshot from the answers to its queries.
    public init(rootInstanceID: String, answers: [[Row]]) throws(RowError) {
        self.rootInstanceID = rootInstanceID
        var answers = answers[...]
        executions = try Self.rows(&answers)
        variables = try Self.rows(&answers)
        largeValues = try Self.rows(&answers)
        tasks = try Self.rows(&answers)
        identityLinks = try Self.rows(&answers)
        jobs = try Self.rows(&answers)
        eventSubscriptions = try Self.rows(&answers)
        incidents = try Self.rows(&answers)
        externalTasks = try Self.rows(&answers)
    }

    private static func rows<Element: TableRow>(
        _ answers: inout ArraySlice<[Row]>
    ) throws(RowError) -> [Element] {
        let rows = answers.popFirst() ?? []
        var result: [Element] = []
        result.reserveCapacity(rows.count)
        for row in rows { result.append(try Element(row: row)) }
        return result
    }
}
