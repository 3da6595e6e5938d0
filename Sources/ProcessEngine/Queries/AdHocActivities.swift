import JSONTree

/// What can be started in an ad-hoc sub-process that is running.
public struct AdHocActivities: Sendable {
    /// An activity that can be started.
    public struct Activity: Sendable, Hashable {
        /// The id of the element.
        public let id: String
        /// Its name.
        public let name: String?
        /// Its type as history shows it.
        public let type: String?
        /// How often it was started.
        public let started: Int
    }

    /// The id of the sub-process in the model.
    public let subProcessID: String
    /// Whether nothing more can be started, since it is done and waits for what still runs.
    public let isClosed: Bool
    /// The activities, in the order of the model.
    public let activities: [Activity]

    /// Reads an execution; nil if it is not that of an ad-hoc sub-process.
    public init?(of execution: ExecutionRow, definition: ProcessDefinition) {
        guard let text = execution.elementState, let json = try? JSON(parsing: text),
            let state = AdHocState(json["adHoc"]),
            let node = definition.process.node(state.activityID)
        else { return nil }
        let process = definition.process
        subProcessID = state.activityID
        isClosed = state.isClosed
        activities = node.startableActivities(in: process).map { activity in
            let element = process.node(activity.modelID) ?? activity
            return Activity(
                id: activity.modelID, name: element.name, type: element.activityType,
                started: state.started[activity.modelID] ?? 0)
        }
    }

    /// Whether an activity is one of those that can be started.
    public func holds(_ id: String) -> Bool { activities.contains { $0.id == id } }
}
