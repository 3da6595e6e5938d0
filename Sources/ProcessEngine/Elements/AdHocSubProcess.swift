import JSONTree
import ProcessValues

/// Ad-hoc sub-processes: their activities are started one by one, from outside or by the model.
///
/// Each started activity has a token of its own below the execution of the scope, as the instances
/// of a multi-instance body have; without one the scope's execution itself waits.
extension Run {
    func executeAdHoc(
        _ code: AdHocCode, _ activity: Node, on execution: Execution
    ) throws(Interruption) {
        try setNumber(Self.activeCount, 0, on: execution)
        try setNumber(Self.completedCount, 0, on: execution)
        var state = AdHocState(activityID: activity.id)
        guard let expression = code.activeElements else {
            execution.adHoc = state
            return
        }
        state.isAutomatic = true
        execution.adHoc = state
        let wanted = try names(expression, on: execution)
        if wanted.isEmpty { return try leave(execution) }
        var nodes: [Node] = []
        for id in wanted { nodes.append(try startable(id, in: activity, execution.process)) }
        if code.isSequential, nodes.count > 1 {
            throw .failed(
                .execution,
                "The ad-hoc sub-process \(activity.id) does one activity at a time, but is to "
                    + "start \(wanted.joined(separator: ", ")).")
        }
        try holdingBack { () throws(Interruption) in
            // What is pushed last runs first.
            for node in nodes.reversed() { try self.startInAdHoc(node, on: execution, []) }
        }
    }

    private func names(
        _ expression: CompiledExpression, on execution: Execution
    ) throws(Interruption) -> [String] {
        let value = try evaluate(expression, on: execution)
        if case .array(let elements) = value.tree { return elements.compactMap(\.stringValue) }
        if value.isNull { return [] }
        guard let text = value.text else {
            throw .failed(
                .execution,
                "activeElements gives neither a list of ids nor a text: \(expression.text)")
        }
        return text.split(separator: ",").map { String($0).trimmingSpaces }.filter { !$0.isEmpty }
    }

    private func startable(
        _ id: String, in activity: Node, _ process: CompiledProcess
    ) throws(Interruption) -> Node {
        let nodes = activity.startableActivities(in: process)
        if let found = nodes.first(where: { $0.modelID == id }) { return found }
        throw .failed(
            .invalid,
            "The ad-hoc sub-process \(activity.id) cannot start '\(id)'; it can start: "
                + nodes.map(\.modelID).joined(separator: ", "))
    }

    // MARK: Commands

    /// Starts an activity of the ad-hoc sub-process that an execution runs.
    func startAdHocActivity(
        _ activityID: String, on id: String, variables: [VariableInput]
    ) throws(Interruption) {
        let (scope, activity, code) = try adHocScope(id)
        let node = try startable(activityID, in: activity, scope.process)
        if scope.adHoc?.isClosed ?? false {
            throw .failed(
                .invalid,
                "The ad-hoc sub-process \(activity.id) is done: nothing more can be started in it.")
        }
        if scope.liveChildren.contains(where: { !$0.isConcurrent }) {
            throw .failed(
                .invalid, "The ad-hoc sub-process \(activity.id) was interrupted by an event.")
        }
        if code.isSequential, activeCount(in: scope, activity) > 0 || hasTokens(scope) {
            throw .failed(
                .invalid,
                "The ad-hoc sub-process \(activity.id) does one activity at a time, and one is "
                    + "active.")
        }
        try holdingBack { () throws(Interruption) in
            try self.startInAdHoc(node, on: scope, variables)
        }
        try dispatchOutstandingEvents(on: scope.current)
    }

    /// Ends the ad-hoc sub-process that an execution runs, as if its condition held.
    func completeAdHoc(_ id: String) throws(Interruption) {
        let (scope, activity, code) = try adHocScope(id)
        try holdingBack { () throws(Interruption) in
            _ = try self.completeAdHoc(activity, code, in: scope)
        }
        try dispatchOutstandingEvents(on: scope.current)
    }

    private func adHocScope(
        _ id: String
    ) throws(Interruption) -> (Execution, Node, AdHocCode) {
        guard let named = try execution(id) else {
            throw .failed(.notFound, "Execution with id \(id) does not exist")
        }
        // The token that a scope belongs to stands for it too.
        let candidates = [named] + (named.activity == nil ? named.liveChildren : [])
        for scope in candidates {
            guard let state = scope.adHoc, let activity = scope.process.node(state.activityID),
                case .adHocSubProcess(let code) = activity.behavior
            else { continue }
            if scope.row.suspended {
                throw .failed(.suspended, "ENGINE-03043 Execution \(id) is suspended.")
            }
            return (scope, activity, code)
        }
        throw .failed(.invalid, "The execution \(id) runs no ad-hoc sub-process.")
    }

    // MARK: Tokens

    private func startInAdHoc(
        _ node: Node, on scope: Execution, _ variables: [VariableInput]
    ) throws(Interruption) {
        let token = newAdHocToken(in: scope)
        for variable in variables { try setLocalVariable(variable, on: token) }
        var state = scope.adHoc
        state?.started[node.modelID, default: 0] += 1
        scope.adHoc = state
        let active = activeCount(in: scope, scope.process.flowScope(of: node)) + 1
        try setNumber(Self.activeCount, active, on: scope)
        try executeActivity(node, on: token)
    }

    func newAdHocToken(in scope: Execution) -> Execution {
        scope.wakeAdHoc()
        let token = createExecution(in: scope)
        token.isConcurrent = true
        token.isScope = false
        scope.isForcedUpdate = true
        return token
    }

    /// Makes the first token, for a modification that starts inside.
    func initializeAdHoc(_ execution: Execution, _ activity: Node) throws(Interruption) -> Execution
    {
        try setNumber(Self.activeCount, 1, on: execution)
        try setNumber(Self.completedCount, 0, on: execution)
        execution.adHoc = AdHocState(activityID: activity.id)
        return newAdHocToken(in: execution)
    }

    private func hasTokens(_ scope: Execution) -> Bool {
        scope.liveChildren.contains { !$0.runsEventSubProcess }
    }

    /// How many activities are active inside.
    private func activeCount(
        in scope: Execution, _ activity: Node, besides token: Execution? = nil
    ) -> Int {
        scope.liveChildren.filter { child in
            guard child !== token, !child.isEnded, !child.runsEventSubProcess else { return false }
            guard let node = child.activity else { return !child.liveChildren.isEmpty }
            return node.isActivity && node.flowScope == activity.index
        }.count
    }

    // MARK: Completion

    /// An activity was left by a token that goes on.
    ///
    /// - Returns: Whether that ended the sub-process, and the token with it.
    func endsAdHoc(by activity: Node, left token: Execution) throws(Interruption) -> Bool {
        let around = token.process.flowScope(of: activity)
        guard case .adHocSubProcess(let code) = around.behavior, activity.countsInAdHoc,
            token.isConcurrent, let scope = token.parent, scope.adHoc != nil
        else { return false }
        guard try isDone(around, code, in: scope, besides: token) else { return false }
        guard code.cancelsRemaining else {
            scope.adHoc?.isClosed = true
            return false
        }
        try remove(token)
        return try completeAdHoc(around, code, in: scope)
    }

    /// A token inside has ended.
    func adHocTokenEnded(
        _ token: Execution, in scope: Execution, of around: Node, _ code: AdHocCode
    ) throws(Interruption) {
        let activity = token.activity
        try remove(token)
        scope.isForcedUpdate = true
        if let activity, activity.countsInAdHoc, scope.adHoc?.isClosed == false,
            try isDone(around, code, in: scope, besides: nil)
        {
            _ = try completeAdHoc(around, code, in: scope)
            return
        }
        guard scope.liveChildren.isEmpty, let state = scope.adHoc else {
            return try dispatchOutstandingEvents(on: scope)
        }
        scope.activity = around
        scope.isActive = true
        if state.isClosed || state.isAutomatic { return try leave(scope) }
        leaveActivityInstance(scope)
        scope.activityInstanceID = scope.parent?.activityInstanceID
        try dispatchOutstandingEvents(on: scope)
    }

    /// Counts a completed activity, and asks the condition.
    private func isDone(
        _ activity: Node, _ code: AdHocCode, in scope: Execution, besides token: Execution?
    ) throws(Interruption) -> Bool {
        let completed = try loopNumber(Self.completedCount, on: scope) + 1
        try setNumber(Self.completedCount, completed, on: scope)
        try setNumber(
            Self.activeCount, activeCount(in: scope, activity, besides: token), on: scope)
        guard let condition = code.completionCondition else { return false }
        return try isTrue(condition, on: scope)
    }

    /// Ends the sub-process, at once or when what is still active has ended.
    ///
    /// - Returns: Whether it has ended.
    private func completeAdHoc(
        _ activity: Node, _ code: AdHocCode, in scope: Execution
    ) throws(Interruption) -> Bool {
        scope.adHoc?.isClosed = true
        if !code.cancelsRemaining, !scope.liveChildren.isEmpty { return false }
        for child in scope.liveChildren where !child.isRemoved {
            try deleteCascade(child, reason: "The ad-hoc sub-process \(activity.id) is done.")
        }
        scope.activity = activity
        scope.isActive = true
        try leave(scope)
        return true
    }
}

/// What an ad-hoc sub-process keeps.
struct AdHocState {
    var activityID: String
    /// How often each activity was started, by its id.
    var started: [String: Int] = [:]
    /// Whether nothing more can be started.
    var isClosed = false
    /// Whether it started activities by itself, and ends with the last of them.
    var isAutomatic = false

    init(activityID: String) { self.activityID = activityID }

    init?(_ json: JSON?) {
        guard let json, let id = json["activity"]?.stringValue else { return nil }
        activityID = id
        isClosed = json["closed"]?.boolValue ?? false
        isAutomatic = json["automatic"]?.boolValue ?? false
        for member in json["started"]?.objectValue?.members ?? [] {
            started[member.key] = member.value.intValue
        }
    }

    var json: JSON {
        var counts = JSONObject()
        for (id, count) in started.sorted(by: { $0.key < $1.key }) {
            counts[id] = .integer(Int64(count))
        }
        return .object([
            "activity": .string(activityID), "started": .object(counts),
            "closed": .bool(isClosed), "automatic": .bool(isAutomatic),
        ])
    }
}

extension Execution {
    /// The ad-hoc sub-process whose scope it is.
    var adHoc: AdHocState? {
        get { row.elementState == nil ? nil : AdHocState(elementState["adHoc"]) }
        set { elementState["adHoc"] = newValue?.json }
    }

    /// Whether it is the execution of an ad-hoc sub-process in which nothing is active.
    var isIdleAdHoc: Bool {
        guard case .adHocSubProcess = activity?.behavior else { return false }
        return isScope && row.elementState != nil && !isEnded
    }

    /// Tokens are about to run in it: it no longer waits itself.
    func wakeAdHoc() {
        guard isIdleAdHoc else { return }
        activity = nil
        isActive = false
    }

    fileprivate var runsEventSubProcess: Bool {
        if let activity { return activity.isTriggeredByEvent }
        return liveChildren.contains { child in
            guard let node = child.innermostScope?.node else { return false }
            return node.isTriggeredByEvent || child.process.flowScope(of: node).isTriggeredByEvent
        }
    }
}

extension Node {
    /// The id in the model, of a body that of the activity that it repeats.
    var modelID: String {
        let suffix = "#multiInstanceBody"
        return self.id.hasSuffix(suffix) ? String(self.id.dropLast(suffix.count)) : self.id
    }

    /// Whether its completion counts in the ad-hoc sub-process around it.
    fileprivate var countsInAdHoc: Bool {
        self.isActivity && !self.isTriggeredByEvent && !self.isForCompensation
    }

    /// The activities of an ad-hoc sub-process that nothing leads to.
    func startableActivities(in process: CompiledProcess) -> [Node] {
        self.children.map { process.nodes[$0] }.filter {
            $0.countsInAdHoc && $0.incomingCount == 0
        }
    }
}
