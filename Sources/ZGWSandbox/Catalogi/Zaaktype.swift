internal import JSONTree

/// A type of zaak.
struct Zaaktype: Catalogustype {
    let kind = ResourceKind.zaaktype
    let collection = "zaaktypen"

    let fields: [Field] = [
        .text("identificatie", max: 50),
        .text("omschrijving", max: 80).required(),
        .text("omschrijvingGeneriek", max: 80),
        .choice("vertrouwelijkheidaanduiding", Confidentiality.degrees).required(),
        .text("doel", max: 100_000).required(),
        .text("aanleiding", max: 100_000).required(),
        .text("toelichting", max: 100_000),
        .choice("indicatieInternOfExtern", ["intern", "extern"]).required(),
        .text("handelingInitiator", max: 20).required(),
        .text("onderwerp", max: 80).required(),
        .text("handelingBehandelaar", max: 20).required(),
        .duration("doorlooptijd").required(),
        .duration("servicenorm"),
        .flag("opschortingEnAanhoudingMogelijk").required(),
        .flag("verlengingMogelijk").required(),
        .duration("verlengingstermijn"),
        .list("trefwoorden", of: .text(max: 30)),
        .flag("publicatieIndicatie").required(),
        .text("publicatietekst", max: 100_000),
        .list("verantwoordingsrelatie", of: .text(max: 40)),
        .list("productenOfDiensten", of: .url).required(),
        .url("selectielijstProcestype"),
        .object(
            "referentieproces", [.text("naam", max: 80).required(), .url("link")]
        ).required(),
        .flag("concept").readOnly().initially(true),
        .text("verantwoordelijke", max: 50).required(),
        .object("broncatalogus", [.url("url"), .text("domein", max: 5), .text("rsin", max: 9)])
            .initially(["url": "", "domein": "", "rsin": ""]),
        .object(
            "bronzaaktype",
            [.url("url"), .text("identificatie", max: 50), .text("omschrijving", max: 80)]
        ).initially(["url": "", "identificatie": "", "omschrijving": ""]),
        .date("beginGeldigheid").required(),
        .date("eindeGeldigheid"),
        .date("versiedatum").required(),
        .date("beginObject").readOnly(),
        .date("eindeObject").readOnly(),
        .reference("catalogus", .catalogus).required(),
        .derived("statustypen"),
        .derived("resultaattypen"),
        .derived("eigenschappen"),
        .derived("informatieobjecttypen"),
        .derived("roltypen"),
        .references("besluittypen", .besluittype).required(),
        .references("deelzaaktypen", .zaaktype),
        .list(
            "gerelateerdeZaaktypen",
            of: .object([
                .url("zaaktype").required(),
                .choice("aardRelatie", ["vervolg", "bijdrage", "onderwerp"]).required(),
                .text("toelichting"),
            ])
        ).required(),
        .derived("zaakobjecttypen"),
    ]

    let filters: [Filter] = [
        .equals("identificatie"), .references("catalogus"), Catalogusrechten.validOn,
        Catalogusrechten.status, .equals("omschrijving"),
        .custom("trefwoorden") { value, type, _ in
            let words = Set(value.split(separator: ",").map(String.init))
            return !words.isDisjoint(with: type.document.texts("trefwoorden"))
        },
    ]

    func complete(_ change: inout Change, in context: Context) throws {
        Catalogustypen.fill(&change)
        if change.document.filledText("identificatie") == nil {
            let number = try context.store.next("zaaktype-identificatie")
            change.document["identificatie"] = .string(
                "ZAAKTYPE-\(context.now.date.year)-\(padded(number, 10))")
        }
    }

    func obstaclesToPublishing(
        _ stored: StoredResource, in context: Context
    ) throws -> [InvalidParameter] {
        let links = try context.store.list(.zaaktypeInformatieobjecttype, parent: stored.uuid)
        var related = try links.compactMap {
            try context.referenced("informatieobjecttype", by: $0.document)
        }
        related += try stored.document.texts("besluittypen").map { try context.resource(at: $0) }
        guard related.contains(where: { $0.document.flag("concept") }) else { return [] }
        return [
            InvalidParameter(
                "nonFieldErrors", "concept-relation",
                "Alle gerelateerde typen moeten gepubliceerd zijn.")
        ]
    }

    func derived(_ stored: StoredResource, in context: Context) throws -> JSONObject {
        let links = try context.store.list(.zaaktypeInformatieobjecttype, parent: stored.uuid)
        return [
            "statustypen": try context.urls(.statustype, of: stored),
            "resultaattypen": try context.urls(.resultaattype, of: stored),
            "eigenschappen": try context.urls(.eigenschap, of: stored),
            "informatieobjecttypen": .array(
                links.map { .string(context.base + $0.document.text("informatieobjecttype")) }),
            "roltypen": try context.urls(.roltype, of: stored),
            "zaakobjecttypen": try context.urls(.zaakobjecttype, of: stored),
        ]
    }
}
