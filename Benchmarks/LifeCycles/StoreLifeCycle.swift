import Persistence
import Records

/// The rows of `commit-bound` through the store: what deltas, guards and values cost on top of SQLite.
struct StoreLifeCycle: Sendable {
    private static func table(
        _ name: String, _ columns: String, indexes: [IndexDefinition] = []
    ) -> TableDefinition {
        TableDefinition(
            name,
            columns: columns.split(separator: " ").map { part in
                let isNumber = part.hasSuffix("#")
                return ColumnDefinition(
                    String(isNumber ? part.dropLast() : part), isNumber ? .integer : .text)
            }, indexes: indexes)
    }

    private static func index(_ table: String, _ columns: String...) -> IndexDefinition {
        IndexDefinition("\(table)_\(columns.joined(separator: "_"))", on: columns)
    }

    private static let execution = table(
        "execution",
        "id parent root definition activity activity_instance business_key marks# tenant sequence# revision#",
        indexes: [index("execution", "root")])
    private static let task = table(
        "task",
        "id execution root definition task_key name assignee priority# created# due# tenant revision#",
        indexes: [index("task", "root"), index("task", "assignee"), index("task", "created")])
    private static let instance = table(
        "history_instance",
        "id definition definition_key business_key started# ended# start_activity end_activity state tenant removal#",
        indexes: [index("history_instance", "definition_key", "ended")])
    private static let activity = table(
        "history_activity",
        "id root execution definition activity name type task started# ended# sequence# tenant removal#",
        indexes: [index("history_activity", "root")])
    private static let taskHistory = table(
        "history_task",
        "id root execution definition task_key name assignee priority# started# ended# reason tenant removal#",
        indexes: [index("history_task", "root")])

    static let migrations = [
        Migration(
            "bench",
            steps: [execution, task, instance, activity, taskHistory].map { .createTable($0) })
    ]

    private let root: String
    private let taskID: String
    private let activities: [String]
    private let definition = "one-task:1:01900000-0000-7000-8123-456789abcdef"

    init(number: Int) {
        func id(_ part: Int) -> String {
            let digits = String(number * 8 + part, radix: 16)
            let padded = String(repeating: "0", count: 11 - digits.count) + digits
            return
                "0190\(padded.prefix(4))-\(padded.dropFirst(4).prefix(4))-7\(padded.suffix(3))-8123-456789abcdef"
        }
        root = id(0)
        taskID = id(1)
        activities = ["start:" + id(2), "task:" + id(3), "end:" + id(4)]
    }

    private func activityRow(
        _ place: Int, _ name: String, _ type: String, ended: Bool
    ) -> RowChange {
        .insert(
            Self.activity,
            [
                .text(activities[place]), .text(root), .text(root), .text(definition), .text(name),
                .null, .text(type), place == 1 ? .text(taskID) : .null, .integer(1_790_000_000_000),
                ended ? .integer(1_790_000_000_000) : .null, .integer(1), .null, .null,
            ])
    }

    func run(on store: any Store) async throws {
        let now = ColumnValue.integer(1_790_000_000_000)
        try await store.commit(
            Delta(changes: [
                .insert(
                    Self.execution,
                    [
                        .text(root), .null, .text(root), .text(definition), .text("task"),
                        .text(activities[1]), .null, .integer(5), .null, .integer(1), .integer(1),
                    ]),
                .insert(
                    Self.task,
                    [
                        .text(taskID), .text(root), .text(root), .text(definition), .text("task"),
                        .text("Decide"), .null, .integer(50), now, .null, .null, .integer(1),
                    ]),
                .insert(
                    Self.instance,
                    [
                        .text(root), .text(definition), .text("one-task"), .null, now, .null,
                        .text("start"), .null, .text("ACTIVE"), .null, .null,
                    ]), activityRow(0, "start", "startEvent", ended: true),
                activityRow(1, "task", "userTask", ended: false),
                .insert(
                    Self.taskHistory,
                    [
                        .text(taskID), .text(root), .text(root), .text(definition), .text("task"),
                        .text("Decide"), .null, .integer(50), now, .null, .null, .null, .null,
                    ]),
            ]))
        func end(_ table: TableDefinition, _ id: String, _ more: ColumnAssignment...) -> RowChange {
            .update(
                table, key: [.text(id)], set: [ColumnAssignment("ended", now)] + more,
                expectedRevision: nil)
        }
        try await store.commit(
            Delta(changes: [
                .delete(Self.task, key: [.text(taskID)], expectedRevision: 1),
                .delete(Self.execution, key: [.text(root)], expectedRevision: 1),
                end(Self.taskHistory, taskID, ColumnAssignment("reason", .text("completed"))),
                end(Self.activity, activities[1]),
                activityRow(2, "end", "noneEndEvent", ended: true),
                end(
                    Self.instance, root, ColumnAssignment("end_activity", .text("end")),
                    ColumnAssignment("state", .text("COMPLETED"))),
            ]))
    }
}
