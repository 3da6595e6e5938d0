internal import JSONTree

/// A contact with a customer, a resource that its API calls deprecated.
struct Klantcontact: Zaakrelatie {
    let kind = ResourceKind.klantcontact
    let collection = "klantcontacten"
    let operations: Set<Operation> = [.list, .read, .create]

    let fields: [Field] = [
        .derived("uuid"),
        .reference("zaak", .zaak).required(),
        .text("identificatie", max: 14),
        .dateTime("datumtijd").required(),
        .text("kanaal", max: 20),
        .text("onderwerp", max: 200),
        .text("toelichting", max: 1_000),
    ]

    func derived(_ stored: StoredResource, in context: Context) -> JSONObject {
        ["uuid": .string(stored.uuid)]
    }
}

/// A contactmoment of a zaak, which another API must hold.
struct Zaakcontactmoment: Zaakrelatie {
    let kind = ResourceKind.zaakcontactmoment
    let collection = "zaakcontactmomenten"
    let operations: Set<Operation> = [.list, .read, .create, .delete]
    let filters: [Filter] = [.references("zaak"), .equals("contactmoment")]

    let fields: [Field] = [
        .derived("uuid"), .reference("zaak", .zaak).required(),
        .remote("contactmoment").required(),
    ]

    func derived(_ stored: StoredResource, in context: Context) -> JSONObject {
        ["uuid": .string(stored.uuid)]
    }
}
