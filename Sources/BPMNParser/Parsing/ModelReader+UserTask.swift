internal import XMLTree

extension ModelReader {
    mutating func readUserTask(_ element: XMLElement) -> UserTask {
        let id = element.id
        var task = UserTask(form: readForm(of: element))
        _ = expression(ifAny: element.attribute("name"), at: element, owner: id)
        _ = expression(ifAny: element.child("documentation")?.text, at: element, owner: id)
        readPerformers(of: element, into: &task)
        if let assignee = element.extensionAttribute("assignee") {
            if task.assignee != nil {
                report(
                    "assignee-unique", element,
                    "The task has an assignee and a humanPerformer.", cure: "Keep one of them.")
            }
            task.assignee = expression(assignee, at: element, owner: id)
        }
        let users = element.extensionAttribute("candidateUsers")
        let groups = element.extensionAttribute("candidateGroups")
        task.candidateUsers += list(users, at: element, owner: id)
        task.candidateGroups += list(groups, at: element, owner: id)
        task.dueDate = expression(
            ifAny: element.extensionAttribute("dueDate"), at: element, owner: id)
        task.followUpDate = expression(
            ifAny: element.extensionAttribute("followUpDate"), at: element, owner: id)
        task.priority = expression(
            ifAny: element.extensionAttribute("priority"), at: element, owner: id)
        for property in element.children("property") {
            guard property.attribute("id") == nil, property.attribute("name") == nil else {
                continue
            }
            report(
                "property-id", property, owner: id, names: [id],
                "A property of the task has neither id nor name.", cure: "Give it one of them.")
        }
        task.taskListeners = readTaskListeners(of: element)
        return task
    }

    private mutating func readPerformers(of element: XMLElement, into task: inout UserTask) {
        let performers = element.children("humanPerformer")
        if performers.count > 1 {
            report(
                "human-performer-unique", element, "The task has more than one humanPerformer.",
                cure: "Keep one of them.")
        }
        if let text = assignment(in: performers.first) {
            task.assignee = expression(text.trimmedText, at: text, owner: element.id)
        }
        for owner in element.children("potentialOwner") {
            guard let text = assignment(in: owner) else { continue }
            let actors = actors(text.trimmedText, at: text, owner: element.id)
            task.candidateUsers += actors.users
            task.candidateGroups += actors.groups
        }
    }

    private func assignment(in role: XMLElement?) -> XMLElement? {
        role?.child("resourceAssignmentExpression")?.child("formalExpression")
    }

    /// Reads `user(a), group(b), c`; what has no sort is a group.
    mutating func actors(
        _ text: String, at element: XMLElement, owner: String?
    ) -> (users: [ExpressionSource], groups: [ExpressionSource]) {
        var users: [ExpressionSource] = []
        var groups: [ExpressionSource] = []
        for part in Self.split(text) {
            if part == "user(" || part == "group(" {
                report(
                    "potential-owner", element, owner: owner, effect: .failure,
                    "'\(part)' names nobody.", cure: "Write user(name) or group(name).")
            } else if part.hasPrefix("user(") {
                let name = String(part.dropFirst(5).dropLast()).trimmed
                users.append(expression(name, at: element, owner: owner))
            } else {
                let isGroup = part.hasPrefix("group(")
                let name = isGroup ? String(part.dropFirst(6).dropLast()).trimmed : part
                groups.append(expression(name, at: element, owner: owner))
            }
        }
        return (users, groups)
    }

    /// Reads a list with commas, some of which may stand inside expressions.
    mutating func list(
        _ text: String?, at element: XMLElement, owner: String?
    ) -> [ExpressionSource] {
        Self.split(text ?? "").map { expression($0, at: element, owner: owner) }
    }

    /// Splits a text at the commas outside of braces.
    static func split(_ text: String) -> [String] {
        var parts: [String] = []
        var current = ""
        var depth = 0
        for character in text {
            switch character {
            case "{": depth += 1
            case "}": depth -= 1
            case "," where depth <= 0:
                parts.append(current)
                current = ""
                continue
            default: break
            }
            current.append(character)
        }
        parts.append(current)
        return parts.map(\.trimmed).filter { !$0.isEmpty }
    }
}
