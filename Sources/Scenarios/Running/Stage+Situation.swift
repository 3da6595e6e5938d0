internal import CaseHandling
internal import FEEL
internal import JSONTree
internal import ProcessEngine
internal import ProcessValues
internal import Records

/// How things stand, for the account of a scenario that went otherwise.
extension Stage {
    /// What can be told, each on a line.
    func situation() async throws -> [String] {
        var lines = ["time: \(shown(clock.now))"]
        let hasEnded = try await mainInstance().endedAt != nil
        lines.append(
            hasEnded
                ? "the process has ended" : "waiting: \(Self.list(try await waitingElements()))")
        let reached = try await reachedElements().filter { $0.endedAt != nil }.map(\.activityID)
        if !reached.isEmpty {
            let last = reached.suffix(8).joined(separator: " → ")
            lines.append("gone through: \(reached.count > 8 ? "… → " : "")\(last)")
        }
        for incident in try await incidents() {
            lines.append(
                "incident at \(incident.activityID ?? "?"): \(incident.message ?? "no message")")
        }
        for job in try await rows(JobRow.self, JobRow.table, by: Ordering("id"))
        where job.exceptionMessage != nil && job.retries > 0 {
            let next = job.readyAt.map { ", next at \(shown($0))" } ?? ""
            lines.append(
                "failed at \(job.activityID ?? "?"), \(job.retries) tries left\(next):"
                    + " \(job.exceptionMessage ?? "")")
        }
        let variables = try await variables()
        if !variables.isEmpty {
            let texts = variables.sorted { $0.name < $1.name }.prefix(20).map { variable in
                let text = variable.value.plainJSON.serializedText
                return "\(variable.name) = " + (text.count > 60 ? text.prefix(60) + "…" : text)
            }
            lines.append("variables: " + texts.joined(separator: ", "))
        }
        if let current = try await currentCase() {
            lines.append(
                "case: internal status \(current.internalStatus ?? "none"); statussen"
                    + " \(Self.list(systems.holdings.statuses))")
        }
        return lines
    }

    /// A moment as the clock of the scenario's zone shows it.
    func shown(_ instant: Instant) -> String {
        let rules = TimeZoneDatabase.system.rules(timeZone)
        let offset = rules?.offset(atInstant: Int(instant.milliseconds / 1000)) ?? 0
        let text = instant.adding(milliseconds: Int64(offset) * 1000).restText
        return
            "\(text.prefix(10)) \(text.dropFirst(11).prefix(8)) \(rules == nil ? "UTC" : timeZone)"
    }
}
