internal import JSONTree

/// A type of besluit.
struct Besluittype: Catalogustype {
    let kind = ResourceKind.besluittype
    let collection = "besluittypen"

    let fields: [Field] = [
        .reference("catalogus", .catalogus).required(),
        .derived("zaaktypen"),
        .text("omschrijving", max: 80),
        .text("omschrijvingGeneriek", max: 80),
        .text("besluitcategorie", max: 40),
        .duration("reactietermijn"),
        .flag("publicatieIndicatie").required(),
        .text("publicatietekst", max: 100_000),
        .duration("publicatietermijn"),
        .text("toelichting", max: 100_000),
        .references("informatieobjecttypen", .informatieobjecttype).required(),
        .date("beginGeldigheid").required(),
        .date("eindeGeldigheid"),
        .flag("concept").readOnly().initially(true),
        .derived("resultaattypen"),
        .derived("resultaattypenOmschrijving"),
        .derived("vastgelegdIn"),
        .date("beginObject").readOnly(),
        .date("eindeObject").readOnly(),
    ]

    let filters: [Filter] = [
        .references("catalogus"), .equals("omschrijving"), Catalogusrechten.validOn,
        Catalogusrechten.status, .lists("informatieobjecttypen", in: "informatieobjecttypen"),
        .custom("zaaktypen") { value, type, context in
            try context.store.list(.zaaktype).contains {
                context.path(of: $0) == context.stored(value[...])
                    && $0.document.texts("besluittypen").contains(context.path(of: type))
            }
        },
    ]

    func derived(_ stored: StoredResource, in context: Context) throws -> JSONObject {
        let path = path(of: stored)
        func holders(_ kind: ResourceKind) throws -> [StoredResource] {
            try context.store.list(kind).filter {
                $0.document.texts("besluittypen").contains(path)
            }
        }
        func urls(_ resources: [StoredResource]) -> JSON {
            .array(resources.map { .string(context.url(of: $0)) })
        }
        let resultaattypen = try holders(.resultaattype)
        let documents = try stored.document.texts("informatieobjecttypen").map {
            try context.resource(at: $0)
        }
        return [
            "zaaktypen": urls(try holders(.zaaktype)),
            "resultaattypen": urls(resultaattypen),
            "resultaattypenOmschrijving": .array(
                resultaattypen.map { .string($0.document.text("omschrijving")) }),
            "vastgelegdIn": .array(
                documents.map { .string($0.document.text("omschrijving")) }),
        ]
    }
}
