internal import JSONTree

/// A channel of notifications.
struct Kanaal: Resource {
    let kind = ResourceKind.kanaal
    let api = API.notificaties
    let collection = "kanaal"
    let operations: Set<Operation> = [.list, .read, .create]
    let isPaged = false
    let filters: [Filter] = [.equals("naam")]

    let fields: [Field] = [
        .text("naam", max: 50).required().unique(),
        .remote("documentatieLink"),
        .list("filters", of: .text(max: 100)),
    ]

    func scopes(_ operation: Operation) -> [String] {
        [.list, .read].contains(operation)
            ? ["notificaties.consumeren", "notificaties.publiceren"] : ["notificaties.publiceren"]
    }

    func sorted(_ resources: [StoredResource]) -> [StoredResource] { resources.reversed() }

    /// The channels that the real servers have.
    static let standard: [(naam: String, filters: [String])] = [
        ("autorisaties", []), ("besluittypen", ["catalogus"]),
        ("informatieobjecttypen", ["catalogus"]), ("zaaktypen", ["catalogus"]),
        ("zaken", ["bronorganisatie", "zaaktype", "vertrouwelijkheidaanduiding"]),
        ("documenten", ["bronorganisatie", "informatieobjecttype", "vertrouwelijkheidaanduiding"]),
        ("besluiten", ["verantwoordelijke_organisatie", "besluittype"]),
        ("objecten", ["object_type"]),
    ]
}
