public import JSONTree

/// The dialect of the externe klanttaak 1.1, which NL Portal and MijnDenHaag read.
///
/// A portal that finds one task without `koppeling`, or with an id that is no uuid, shows an empty
/// list; so both are always written. Moments are in UTC with `Z`: other offsets are not read.
public struct ExterneKlanttaak: PortalTaskDialect {
    /// Creates the dialect.
    public init() {}

    /// The data of a new object for a task.
    public func data(of task: PortalTask) -> JSON {
        var data: JSONObject = [
            "titel": .string(task.title), "status": .string(Self.word(for: .open)),
        ]
        switch task.kind {
        case .form(let reference, let prefill):
            data["soort"] = "portaalformulier"
            let (kind, value) =
                switch reference {
                case .id(let name): ("id", name)
                case .url(let url): ("url", url)
                }
            data["portaalformulier"] = [
                "formulier": ["soort": .string(kind), "value": .string(value)],
                "data": prefill, "verzonden_data": [:],
            ]
        case .page(let url):
            data["soort"] = "url"
            data["url"] = ["uri": .string(url)]
        case .payment(let amount, let reference, let account):
            data["soort"] = "ogonebetaling"
            data["ogonebetaling"] = [
                "bedrag": amount, "betaalkenmerk": .string(reference), "pspid": .string(account),
            ]
        }
        data["identificatie"] = [
            "type": .string(task.recipient.type), "value": .string(task.recipient.value),
        ]
        data["koppeling"] = [
            "registratie": .string(task.subject.type), "value": .string(task.subject.value),
        ]
        if let dueAt = task.dueAt { data["verloopdatum"] = .string(wholeSeconds(dueAt)) }
        data["eigenaar"] = .string(task.owner)
        data["verwerker_taak_id"] = .string(task.taskID)
        return .object(data)
    }

    /// How far the task of an object is.
    public func state(of data: JSON) -> PortalTaskState? {
        switch data["status"]?.stringValue {
        case "open": .open
        case "afgerond": .submitted
        case "verwerkt": .processed
        case "gesloten": .closed
        default: nil
        }
    }

    /// The user task that an object belongs to.
    public func taskID(of data: JSON) -> String? { data["verwerker_taak_id"]?.stringValue }

    /// The system that made the task of an object.
    public func owner(of data: JSON) -> String? { data["eigenaar"]?.stringValue }

    /// What the resident filled in.
    public func answer(of data: JSON) -> JSON {
        data["portaalformulier"]?["verzonden_data"] ?? [:]
    }

    /// What changes in the data to bring a task into a state.
    public func change(to state: PortalTaskState) -> JSON {
        ["status": .string(Self.word(for: state))]
    }

    /// What changes in the data to move the due date.
    public func change(toDueAt milliseconds: Int64) -> JSON {
        ["verloopdatum": .string(wholeSeconds(milliseconds))]
    }

    /// The key and the value by which objects in a state are found.
    public func search(for state: PortalTaskState) -> (key: String, value: String) {
        ("status", Self.word(for: state))
    }

    private static func word(for state: PortalTaskState) -> String {
        switch state {
        case .open: "open"
        case .submitted: "afgerond"
        case .processed: "verwerkt"
        case .closed: "gesloten"
        }
    }

    /// The moment without milliseconds, which not every portal reads.
    private func wholeSeconds(_ milliseconds: Int64) -> String {
        String(Moment(milliseconds: milliseconds).text.prefix(19)) + "Z"
    }
}
