internal import JSONTree

/// A type of document.
struct Informatieobjecttype: Catalogustype {
    let kind = ResourceKind.informatieobjecttype
    let collection = "informatieobjecttypen"

    let fields: [Field] = [
        .reference("catalogus", .catalogus).required(),
        .text("omschrijving", max: 80).required(),
        .choice("vertrouwelijkheidaanduiding", Confidentiality.degrees).required(),
        .date("beginGeldigheid").required(),
        .date("eindeGeldigheid"),
        .flag("concept").readOnly().initially(true),
        .derived("besluittypen"),
        .text("informatieobjectcategorie", max: 80).required(),
        .list("trefwoord", of: .text(max: 30)),
        .object(
            "omschrijvingGeneriek",
            Informatieobjecttype.generic.map { .text($0, max: 1_000) }
        ).initially(
            .object(
                JSONObject(Informatieobjecttype.generic.map { JSONObject.Member($0, "") }))),
        .derived("zaaktypen"),
        .date("beginObject").readOnly(),
        .date("eindeObject").readOnly(),
    ]

    private static let generic = [
        "informatieobjecttypeOmschrijvingGeneriek",
        "definitieInformatieobjecttypeOmschrijvingGeneriek",
        "herkomstInformatieobjecttypeOmschrijvingGeneriek",
        "hierarchieInformatieobjecttypeOmschrijvingGeneriek",
        "opmerkingInformatieobjecttypeOmschrijvingGeneriek",
    ]

    let filters: [Filter] = [
        .references("catalogus"), .equals("omschrijving"), Catalogusrechten.validOn,
        Catalogusrechten.status,
        .custom("zaaktype") { value, type, context in
            try context.store.list(.zaaktypeInformatieobjecttype).contains {
                $0.document.text("zaaktype") == context.stored(value[...])
                    && $0.document.text("informatieobjecttype") == context.path(of: type)
            }
        },
    ]

    func derived(_ stored: StoredResource, in context: Context) throws -> JSONObject {
        let path = path(of: stored)
        let besluittypen = try context.store.list(.besluittype).filter {
            $0.document.texts("informatieobjecttypen").contains(path)
        }
        let links = try context.store.list(.zaaktypeInformatieobjecttype).filter {
            $0.document.text("informatieobjecttype") == path
        }
        return [
            "besluittypen": .array(besluittypen.map { .string(context.url(of: $0)) }),
            "zaaktypen": .array(
                links.map { .string(context.base + $0.document.text("zaaktype")) }),
        ]
    }
}

/// That documents of a type belong to zaken of a type.
struct ZaaktypeInformatieobjecttype: Zaaktypeonderdeel {
    let kind = ResourceKind.zaaktypeInformatieobjecttype
    let collection = "zaaktype-informatieobjecttypen"
    let uniqueness: Uniqueness? = Uniqueness(
        members: ["zaaktype", "informatieobjecttype", "richting"], reportedAs: "nonFieldErrors",
        code: "unique")

    let fields: [Field] = [
        .reference("zaaktype", .zaaktype).required(),
        .text("zaaktypeIdentificatie").readOnly(),
        .reference("informatieobjecttype", .informatieobjecttype).required(),
        .integer("volgnummer", 1...999).required(),
        .choice("richting", ["inkomend", "intern", "uitgaand"]).required(),
        .reference("statustype", .statustype),
        .reference("catalogus", .catalogus).readOnly(),
    ]

    let filters: [Filter] = [
        .references("zaaktype"), .references("informatieobjecttype"), .equals("richting"),
        .ignored("status"),
    ]
}
