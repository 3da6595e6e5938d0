import HTTPServer
import JSONTree
import ProcessEngine
import Records

extension EngineService {
    /// How much runs, by definition and by activity.
    var statisticsRoutes: [APIRoute] {
        Self.definitionPaths.map { (path, reading) in
            route("GET", path + "/statistics") { request in
                try await activityStatistics(reading, request)
            }
        } + [
            route("GET", "/process-definition/statistics") {
                try await definitionStatistics($0)
            }
        ]
    }

    /// What incidents a caller wants to be counted.
    private enum CountedIncidents {
        case none
        case all
        case ofType(String)
        case roots

        func counts(_ incident: IncidentRow) -> Bool {
            switch self {
            case .none: false
            case .all: true
            case .ofType(let type): incident.incidentType == type
            case .roots: incident.causeIncidentID == incident.id
            }
        }
    }

    private func counted(_ request: APIRequest) throws(APIError) -> CountedIncidents {
        let all = try request.flag("incidents")
        let roots = try request.flag("rootIncidents")
        let type = try request.query()["incidentsForType"]
        guard [all, roots, type != nil].filter({ $0 }).count <= 1 else {
            throw .invalid(
                "Only one of the query parameters incidents, incidentsForType and rootIncidents "
                    + "can be set.")
        }
        if let type { return .ofType(type) }
        return all ? .all : roots ? .roots : .none
    }

    private func json(_ incidents: [IncidentRow], _ wanted: CountedIncidents) -> JSON {
        let types = Dictionary(grouping: incidents.filter(wanted.counts), by: \.incidentType)
        return .array(
            types.sorted { $0.key < $1.key }.map { type, incidents in
                [
                    "incidentType": .string(type),
                    "incidentCount": .integer(Int64(incidents.count)),
                ]
            })
    }

    private func activityStatistics(
        _ reading: DefinitionReading, _ request: APIRequest
    ) async throws -> HTTPResponse {
        let wanted = try counted(request)
        let wantsJobs = try request.flag("failedJobs")
        let id: String
        if reading == .id {
            id = request.parameters[0]
        } else {
            id = try await definition(reading, request).id
        }
        let ofDefinition = Predicate.equal("definition_id", id)
        let active = try await rows(
            ExecutionRow.self,
            where: .and([
                ofDefinition, .equal("is_active", .integer(1)), .not(.isNull("activity_id")),
            ]), for: request.principal)
        let failed =
            wantsJobs
            ? try await rows(
                JobRow.self, where: .and([ofDefinition, .equal("retries", .integer(0))]),
                for: request.principal) : []
        let incidents = try await rows(
            IncidentRow.self, where: ofDefinition, for: request.principal)
        let instances = Dictionary(grouping: active) { $0.activityID ?? "" }
        let jobs = Dictionary(grouping: failed) { $0.activityID ?? "" }
        let troubles = Dictionary(grouping: incidents.filter(wanted.counts)) {
            $0.activityID ?? ""
        }
        let activities = Set(instances.keys).union(jobs.keys).union(troubles.keys).sorted()
        return .json(
            .array(
                activities.map { activity in
                    [
                        "id": .string(activity),
                        "instances": .integer(Int64(instances[activity]?.count ?? 0)),
                        "failedJobs": .integer(Int64(jobs[activity]?.count ?? 0)),
                        "incidents": json(troubles[activity] ?? [], wanted),
                    ]
                }))
    }

    private func definitionStatistics(_ request: APIRequest) async throws -> HTTPResponse {
        let wanted = try counted(request)
        let wantsJobs = try request.flag("failedJobs")
        let definitions = try await rows(
            ProcessDefinitionRow.self, where: .all, for: request.principal,
            ordering: [Ordering("key"), Ordering("version"), Ordering("id")])
        let instances = try await counts(of: ExecutionRow.table, .isNull("parent_id"))
        let failed =
            wantsJobs ? try await counts(of: JobRow.table, .equal("retries", .integer(0))) : [:]
        let incidents = Dictionary(
            grouping: try await rows(IncidentRow.self, where: .all, for: request.principal)
        ) { $0.definitionID ?? "" }
        return .json(
            .array(
                definitions.map { row in
                    [
                        "id": .string(row.id),
                        "instances": .integer(Int64(instances[row.id] ?? 0)),
                        "failedJobs": .integer(Int64(failed[row.id] ?? 0)),
                        "incidents": json(incidents[row.id] ?? [], wanted),
                        "definition": row.json(in: .processDefinition),
                    ]
                }))
    }

    /// How many rows of a table there are for each definition.
    private func counts(
        of table: TableDefinition, _ predicate: Predicate
    ) async throws(APIError) -> [String: Int] {
        let rows = try await read(
            Query(table, where: predicate, columns: ["definition_id"]))
        var counts: [String: Int] = [:]
        for row in rows { counts[row.first?.textValue ?? "", default: 0] += 1 }
        return counts
    }
}
