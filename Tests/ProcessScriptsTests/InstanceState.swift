import Foundation
import JSONTree

/// What can be seen of an instance, in the form that the recordings have.
struct InstanceState {
    let engine: ScriptedEngine

    func read(_ instance: String) async -> JSON {
        let (status, tree) = await engine.ask(
            "GET", "/process-instance/\(instance)/activity-instances")
        guard status == 200 else { return ["ended": true] }
        var state = JSONObject()
        state["activities"] = .array(leaves(of: tree).sorted().map { .string($0) })
        state["variables"] = .object(await variables(of: instance))
        state["tasks"] = .array(await tasks(of: instance))
        state["jobs"] = .array(
            await engine.list("/job?processInstanceId=\(instance)").map { $0["retries"] ?? .null })
        let (_, row) = await engine.ask("GET", "/process-instance/\(instance)")
        state["businessKey"] = row["businessKey"] ?? .null
        return .object(state)
    }

    private func leaves(of tree: JSON) -> [String] {
        let inner =
            (tree["childActivityInstances"]?.arrayValue ?? [])
            + (tree["childTransitionInstances"]?.arrayValue ?? [])
        if inner.isEmpty { return [tree["activityId"]?.stringValue ?? ""] }
        return inner.flatMap { leaves(of: $0) }
    }

    private func variables(of instance: String) async -> JSONObject {
        var result = JSONObject()
        let rows = await engine.list(
            "/variable-instance?processInstanceIdIn=\(instance)&deserializeValues=false")
        for row in rows {
            let isTask = row["taskId"].map { !$0.isNull } ?? false
            let isTop = row["executionId"]?.stringValue == instance
            let place = isTask ? " in task" : isTop ? "" : " in scope"
            result[(row["name"]?.stringValue ?? "") + place] = await value(of: row)
        }
        return result
    }

    /// The type and value; of documents the tree.
    private func value(of row: JSON) async -> JSON {
        var value = row["value"] ?? .null
        let type = row["type"]?.stringValue ?? ""
        if ["Object", "Json"].contains(type), let text = value.stringValue {
            value = (try? JSON(parsing: text)) ?? value
        }
        // Lists leave bytes out.
        if type == "Bytes", value.isNull {
            let id = row["id"]?.stringValue ?? ""
            let data = await engine.content("GET", "/variable-instance/\(id)/data").bytes
            value = .string(Data(data).base64EncodedString())
        }
        return [.string(type), value]
    }

    private func tasks(of instance: String) async -> [JSON] {
        var result: [(key: String, form: JSON)] = []
        for row in await engine.list("/task?processInstanceId=\(instance)") {
            let id = row["id"]?.stringValue ?? ""
            let candidates = await engine.list("/task/\(id)/identity-links")
                .filter { $0["type"]?.stringValue == "candidate" }
                .compactMap { $0["userId"]?.stringValue ?? $0["groupId"]?.stringValue }
            var form = JSONObject()
            let key = row["taskDefinitionKey"]?.stringValue ?? ""
            form["key"] = .string(key)
            for name in ["name", "assignee", "owner", "description", "priority", "due"] {
                form[name] = row[name] ?? .null
            }
            form["candidates"] = .array(candidates.sorted().map { .string($0) })
            result.append((key, .object(form)))
        }
        return result.sorted { $0.key < $1.key }.map(\.form)
    }
}
