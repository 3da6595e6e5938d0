internal import JSONTree

/// The value of an eigenschap of a zaak.
struct Zaakeigenschap: Zaakrelatie {
    let kind = ResourceKind.zaakeigenschap
    let collection = "zaken/{parent}/zaakeigenschappen"
    let isPaged = false

    let fields: [Field] = [
        .derived("uuid"),
        .reference("zaak", .zaak).required(),
        .reference("eigenschap", .eigenschap).required().immutable(),
        .text("naam").readOnly(),
        .text("waarde", max: 100_000).required(),
    ]

    func validate(_ change: Change, in context: Context) throws -> [InvalidParameter] {
        try Zaakrelaties.check("eigenschap", change, in: context)
    }

    func complete(_ change: inout Change, in context: Context) throws {
        let eigenschap = try context.referenced("eigenschap", by: change.document)
        change.document["naam"] = .string(eigenschap?.document.text("naam") ?? "")
    }

    func derived(_ stored: StoredResource, in context: Context) -> JSONObject {
        ["uuid": .string(stored.uuid)]
    }
}
