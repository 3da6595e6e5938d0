internal import ProcessEngine
internal import Records

/// Ad-hoc sub-processes on the stage.
extension Stage {
    /// The execution of the ad-hoc sub-process with an id.
    func adHocExecution(of id: String) async throws -> String {
        let running = try await adHocActivities()
        if let found = running.first(where: { $0.list.subProcessID == id }) {
            return found.execution
        }
        throw StageError("no ad-hoc sub-process \"\(id)\" is running")
    }

    /// The execution of the ad-hoc sub-process that has an activity.
    func adHocExecution(with activity: String) async throws -> String {
        let running = try await adHocActivities()
        if let found = running.first(where: { $0.list.holds(activity) }) { return found.execution }
        let known = running.flatMap { $0.list.activities.map(\.id) }
        throw StageError(
            "\"\(activity)\" can be started by nobody; "
                + (known.isEmpty
                    ? "no ad-hoc sub-process is running"
                    : "what can be started: " + known.joined(separator: ", ")))
    }

    private func adHocActivities() async throws -> [(execution: String, list: AdHocActivities)] {
        var result: [(execution: String, list: AdHocActivities)] = []
        for row in try await rows(ExecutionRow.self, ExecutionRow.table)
        where row.elementState != nil {
            guard
                let definition = try await engine.processDefinition(.id(row.definitionID)),
                let list = AdHocActivities(of: row, definition: definition)
            else { continue }
            result.append((row.id, list))
        }
        return result
    }
}
