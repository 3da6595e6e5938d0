internal import JSONTree

/// A type of resultaat, which decides how long a zaak is kept.
struct Resultaattype: Zaaktypeonderdeel {
    let kind = ResourceKind.resultaattype
    let collection = "resultaattypen"

    let fields: [Field] =
        [
            .reference("zaaktype", .zaaktype).required(),
            .text("zaaktypeIdentificatie").readOnly(),
            .text("omschrijving", max: 30).required(),
            .remote("resultaattypeomschrijving").required(),
            .text("omschrijvingGeneriek").readOnly(),
            .remote("selectielijstklasse").required(),
            .text("toelichting", max: 100_000),
            .choice("archiefnominatie", ["blijvend_bewaren", "vernietigen"]),
            .duration("archiefactietermijn"),
            .object(
                "brondatumArchiefprocedure",
                [
                    .choice(
                        "afleidingswijze",
                        [
                            "afgehandeld", "ander_datumkenmerk", "eigenschap", "gerelateerde_zaak",
                            "hoofdzaak", "ingangsdatum_besluit", "termijn", "vervaldatum_besluit",
                            "zaakobject",
                        ]
                    ).required(),
                    .text("datumkenmerk", max: 80), .flag("einddatumBekend"),
                    .choice("objecttype", Zaakobject.types), .text("registratie", max: 80),
                    .duration("procestermijn"),
                ]),
            .text("procesobjectaard", max: 200),
            Field("indicatieSpecifiek", .boolean).nullable().initially(.null),
            .duration("procestermijn"),
            .reference("catalogus", .catalogus).readOnly(),
            .references("besluittypen", .besluittype),
            .derived("besluittypeOmschrijving"),
            .references("informatieobjecttypen", .informatieobjecttype),
            .derived("informatieobjecttypeOmschrijving"),
        ] + Zaaktypeonderdelen.validity

    let filters = Zaaktypeonderdelen.filters

    /// What is left open comes from the selectielijst.
    func complete(_ change: inout Change, in context: Context) throws {
        try Zaaktypeonderdelen.fill(&change, in: context)
        let description = try context.referenced("resultaattypeomschrijving", by: change.document)
        change.document["omschrijvingGeneriek"] = .string(
            description?.document.text("omschrijving") ?? "")
        guard let entry = try context.referenced("selectielijstklasse", by: change.document) else {
            return
        }
        if change.document.filledText("archiefnominatie") == nil {
            change.document["archiefnominatie"] = entry.document["waardering"] ?? ""
        }
        if change.document.filledText("archiefactietermijn") == nil {
            change.document["archiefactietermijn"] = entry.document["bewaartermijn"] ?? .null
        }
    }

    func derived(_ stored: StoredResource, in context: Context) throws -> JSONObject {
        func descriptions(_ member: String) throws -> JSON {
            .array(
                try stored.document.texts(member).map {
                    .string(try context.resource(at: $0).document.text("omschrijving"))
                })
        }
        return [
            "besluittypeOmschrijving": try descriptions("besluittypen"),
            "informatieobjecttypeOmschrijving": try descriptions("informatieobjecttypen"),
        ]
    }
}
