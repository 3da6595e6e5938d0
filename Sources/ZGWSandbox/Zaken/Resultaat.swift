internal import JSONTree

/// What came of a zaak; it has one at most.
struct Resultaat: Zaakrelatie {
    let kind = ResourceKind.resultaat
    let collection = "resultaten"

    let fields: [Field] = [
        .derived("uuid"),
        .reference("zaak", .zaak).required().unique(),
        .reference("resultaattype", .resultaattype).required().immutable(),
        .text("toelichting", max: 1_000),
    ]

    let filters: [Filter] = [.references("zaak"), .references("resultaattype")]

    func validate(_ change: Change, in context: Context) throws -> [InvalidParameter] {
        try Zaakrelaties.check("resultaattype", change, in: context)
    }

    func derived(_ stored: StoredResource, in context: Context) -> JSONObject {
        ["uuid": .string(stored.uuid)]
    }
}
