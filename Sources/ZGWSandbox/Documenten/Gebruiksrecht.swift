internal import JSONTree

/// What a document may be used for.
struct Gebruiksrecht: Resource {
    let kind = ResourceKind.gebruiksrecht
    let api = API.documenten
    let collection = "gebruiksrechten"
    let isPaged = false
    let parentMember: String? = "informatieobject"
    let filters: [Filter] = [.references("informatieobject")]

    let fields: [Field] = [
        .reference("informatieobject", .enkelvoudiginformatieobject).required(),
        .dateTime("startdatum").required(),
        .dateTime("einddatum"),
        .text("omschrijvingVoorwaarden", max: 100_000).required(),
    ]

    func scopes(_ operation: Operation) -> [String] {
        EnkelvoudigInformatieobject().scopes(operation)
    }

    func didWrite(_ change: Change, _ stored: StoredResource, in context: Context) throws {
        guard var document = try context.referenced("informatieobject", by: stored.document) else {
            return
        }
        document.document["indicatieGebruiksrecht"] = true
        try context.save(document)
    }
}
