internal import JSONTree

/// Who is told of what is written.
struct Abonnement: Resource {
    let kind = ResourceKind.abonnement
    let api = API.notificaties
    let collection = "abonnement"
    let isPaged = false
    let filters: [Filter] = [.equals("callbackUrl")]
    let actions = [Notificatie.action]

    let fields: [Field] = [
        .url("callbackUrl").required(),
        .text("auth", max: 1_000).required().writeOnly(),
        .list(
            "kanalen",
            of: .object([.json("filters").initially([:]), .text("naam", max: 50).required()])),
        .flag("sendCloudevents"),
        .list("cloudeventFilters", of: .json),
    ]

    func scopes(_ operation: Operation) -> [String] { ["notificaties.consumeren"] }

    func sorted(_ resources: [StoredResource]) -> [StoredResource] { resources.reversed() }

    func validate(_ change: Change, in context: Context) throws -> [InvalidParameter] {
        for kanaal in (change.document["kanalen"]?.arrayValue ?? []).map(\.members) {
            let name = kanaal.text("naam")
            let known = try context.store.list(.kanaal).first {
                $0.document.text("naam") == name
            }
            guard let known else {
                return [
                    InvalidParameter("naam", "kanaal_naam", "Kanaal met deze naam bestaat niet.")
                ]
            }
            let allowed = known.document.texts("filters").map(camelCased)
            let asked = (kanaal["filters"]?.members ?? [:]).keys.map(camelCased)
            guard asked.allSatisfy(allowed.contains) else {
                return [
                    InvalidParameter(
                        "filters", "inconsistent-abonnement-filters",
                        "De filters passen niet bij die van het kanaal.")
                ]
            }
        }
        return []
    }

    func complete(_ change: inout Change, in context: Context) {
        // A change without kanalen empties them, as the real server does.
        guard change.input["kanalen"] != nil else {
            change.document["kanalen"] = .array([])
            return
        }
        change.document["kanalen"] = .array(
            (change.document["kanalen"]?.arrayValue ?? []).map { kanaal in
                let filters = (kanaal["filters"]?.members ?? [:]).members.map {
                    JSONObject.Member(camelCased($0.key), $0.value)
                }
                return .object([
                    "filters": .object(JSONObject(filters)), "naam": kanaal["naam"] ?? "",
                ])
            })
    }
}

/// `object_type` as `objectType`.
func camelCased(_ name: String) -> String {
    let parts = name.split(separator: "_")
    guard let first = parts.first, parts.count > 1 else { return name }
    return parts.dropFirst().reduce(String(first)) {
        $0 + $1.prefix(1).uppercased() + $1.dropFirst()
    }
}
