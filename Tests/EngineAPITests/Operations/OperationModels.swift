import JSONTree

/// Small models that instances are moved about in.
enum OperationModels {
    /// A model with two messages, a signal and one process.
    static func model(_ process: String, key: String = "p") -> String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
            xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
            xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="t">
          <message id="m1" name="one"/>
          <message id="m2" name="two-${n}"/>
          <process id="\(key)" isExecutable="true">\(process)</process>
        </definitions>
        """
    }

    static func task(_ id: String, _ inside: String = "", _ attributes: String = "") -> String {
        "<userTask id=\"\(id)\" name=\"\(id)\" \(attributes)>\(inside)</userTask>"
    }

    static func flow(_ source: String, _ target: String) -> String {
        "<sequenceFlow id=\"\(source)-\(target)\" sourceRef=\"\(source)\" "
            + "targetRef=\"\(target)\"/>"
    }

    static func boundary(
        _ id: String, on host: String, _ definition: String, interrupting: Bool = true
    ) -> String {
        "<boundaryEvent id=\"\(id)\" attachedToRef=\"\(host)\" "
            + "cancelActivity=\"\(interrupting)\">\(definition)</boundaryEvent>"
    }

    static func timer(_ duration: String) -> String {
        "<timerEventDefinition><timeDuration>\(duration)</timeDuration></timerEventDefinition>"
    }

    static func message(_ reference: String) -> String {
        "<messageEventDefinition messageRef=\"\(reference)\"/>"
    }

    /// Two tasks one after the other.
    static let plain =
        "<startEvent id=\"s\"/>" + flow("s", "a") + task("a") + flow("a", "b") + task("b")

    /// The two tasks in a sub-process, and a third behind it.
    static let nested =
        "<startEvent id=\"s\"/>" + flow("s", "sub")
        + "<subProcess id=\"sub\"><startEvent id=\"is\"/>" + flow("is", "a") + task("a")
        + flow("a", "b") + task("b") + "</subProcess>" + flow("sub", "after") + task("after")

    /// Two tasks side by side, joined before a third.
    static let parallel =
        "<startEvent id=\"s\"/>" + flow("s", "fork") + "<parallelGateway id=\"fork\"/>"
        + flow("fork", "a") + flow("fork", "b") + task("a") + task("b") + flow("a", "join")
        + flow("b", "join") + "<parallelGateway id=\"join\"/>" + flow("join", "z") + task("z")

    /// The same inside a sub-process.
    static let parallelNested =
        "<startEvent id=\"s0\"/>" + flow("s0", "sub") + "<subProcess id=\"sub\">" + parallel
        + "</subProcess>"

    /// A task for three people at once.
    static func repeated(_ id: String, sequential: Bool = false) -> String {
        "<startEvent id=\"s\"/>" + flow("s", id)
            + task(
                id,
                "<multiInstanceLoopCharacteristics isSequential=\"\(sequential)\">"
                    + "<loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics>")
            + flow(id, "z") + task("z")
    }

    /// A task before which a job stands.
    static func asynchronous(_ id: String) -> String {
        "<startEvent id=\"s\"/>" + flow("s", id)
            + task(id, "", "camunda:asyncBefore=\"true\"") + flow(id, "b") + task("b")
    }
}

extension TestAPI {
    /// Deploys a process of its own model; gives the definition's id.
    func definition(_ process: String, key: String = "p") async -> String {
        let answer = await deploy([
            ("\(key).bpmn", OperationModels.model(process, key: key))
        ])
        return answer.json["deployedProcessDefinitions"]?.objectValue?.members.first?.key ?? ""
    }

    /// Starts an instance; gives its id.
    func instance(of definition: String, _ variables: JSON = ["n": ["value": 1]]) async -> String {
        let answer = await ask(
            "POST", "/process-definition/\(definition)/start",
            ["variables": variables, "businessKey": "key"])
        return answer.json["id"]?.stringValue ?? ""
    }

    /// What runs in an instance, as `process{task sub{task} ~waiting}`.
    func tree(_ id: String) async -> String {
        let answer = await ask("GET", "/process-instance/\(id)/activity-instances")
        guard answer.status == 200 else { return "gone" }
        func text(_ node: JSON) -> String {
            let name = node["activityId"]?.stringValue ?? ""
            let inside =
                (node["childActivityInstances"]?.arrayValue ?? []).map(text)
                + (node["childTransitionInstances"]?.arrayValue ?? []).map {
                    "~" + ($0["activityId"]?.stringValue ?? "")
                }
            let key = name.split(separator: ":").first.map(String.init) ?? name
            return inside.isEmpty ? key : "\(key){\(inside.sorted().joined(separator: " "))}"
        }
        return text(answer.json)
    }

    /// Completes one task of an activity.
    func complete(_ activity: String, in instance: String) async -> Int {
        let tasks = await ask(
            "GET", "/task?processInstanceId=\(instance)&taskDefinitionKey=\(activity)"
        ).json
        let id = tasks[0]?["id"]?.stringValue ?? "none"
        return await ask("POST", "/task/\(id)/complete", [:]).status
    }

    /// Executes all jobs of an instance; gives the statuses.
    func runJobs(of instance: String) async -> [Int] {
        let jobs = await ask("GET", "/job?processInstanceId=\(instance)").json.arrayValue ?? []
        var statuses: [Int] = []
        for job in jobs {
            let id = job["id"]?.stringValue ?? ""
            statuses.append(await ask("POST", "/job/\(id)/execute").status)
        }
        return statuses
    }

    /// The names of messages and signals that an instance waits for.
    func subscriptions(of instance: String) async -> [String] {
        let rows =
            await ask("GET", "/event-subscription?processInstanceId=\(instance)").json.arrayValue
            ?? []
        return rows.map {
            "\($0["activityId"]?.stringValue ?? ""):\($0["eventName"]?.stringValue ?? "")"
        }.sorted()
    }
}
