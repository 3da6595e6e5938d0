internal import JSONTree

/// A step within a status.
struct Substatus: Zaakrelatie {
    let kind = ResourceKind.substatus
    let collection = "substatussen"
    let operations: Set<Operation> = [.list, .read, .create]
    let filters: [Filter] = [.references("zaak"), .references("status")]

    let fields: [Field] = [
        .derived("uuid"),
        .reference("zaak", .zaak).required(),
        .reference("status", .status),
        .text("omschrijving", max: 200).required(),
        .dateTime("tijdstip").required(),
        .choice("doelgroep", ["betrokkenen", "intern"]).initially("betrokkenen").notBlank(),
    ]

    func validate(_ change: Change, in context: Context) throws -> [InvalidParameter] {
        guard let zaak = try context.referenced("zaak", by: change.document),
            try Status.latest(of: zaak, in: context) == nil
        else { return [] }
        return [InvalidParameter("zaak", "no_current_status", "De zaak heeft geen status.")]
    }

    func complete(_ change: inout Change, in context: Context) throws {
        guard change.document.filledText("status") == nil,
            let zaak = try context.referenced("zaak", by: change.document),
            let status = try Status.latest(of: zaak, in: context)
        else { return }
        change.document["status"] = .string(context.path(of: status))
    }

    func derived(_ stored: StoredResource, in context: Context) -> JSONObject {
        ["uuid": .string(stored.uuid)]
    }
}
