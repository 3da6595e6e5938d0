internal import JSONTree

/// A note on a zaak.
struct Zaaknotitie: Zaakrelatie {
    let kind = ResourceKind.zaaknotitie
    let collection = "zaaknotities"
    let filters: [Filter] = [.references("gerelateerdAan")]

    let fields: [Field] = [
        .text("onderwerp", max: 255).required(),
        .text("tekst", max: 100_000).required(),
        .text("aangemaaktDoor", max: 255),
        .choice("notitieType", ["intern", "extern"]).initially("intern"),
        .choice("status", ["concept", "definitief"]).initially("concept"),
        .dateTime("aanmaakdatum").readOnly(),
        .dateTime("wijzigingsdatum").readOnly(),
        .reference("gerelateerdAan", .zaak).required(),
    ]

    var parentMember: String? { "gerelateerdAan" }

    func subject(of document: JSONObject, in context: Context) throws -> Subject {
        guard let zaak = try context.referenced("gerelateerdAan", by: document) else {
            return Subject()
        }
        return Zaak().subject(of: zaak.document, in: context)
    }

    func complete(_ change: inout Change, in context: Context) {
        change.document["wijzigingsdatum"] = .string(context.now.text)
        if change.before == nil { change.document["aanmaakdatum"] = .string(context.now.text) }
    }

    func announcement(of stored: StoredResource, in context: Context) throws -> Announcement? {
        guard let zaak = try context.referenced("gerelateerdAan", by: stored.document) else {
            return nil
        }
        return try Zaak().announcement(of: zaak, in: context)
    }
}
