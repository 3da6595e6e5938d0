internal import JSONTree

/// A case.
struct Zaak: Resource {
    let kind = ResourceKind.zaak
    let api = API.zaken
    let collection = "zaken"
    let parentMember: String? = "hoofdzaak"
    let uniqueness: Uniqueness? = Uniqueness(
        members: ["bronorganisatie", "identificatie"], reportedAs: "identificatie",
        code: "identificatie-niet-uniek")
    let orderings = [
        "startdatum", "einddatum", "publicatiedatum", "archiefactiedatum", "registratiedatum",
        "identificatie",
    ]

    let fields: [Field] = [
        .derived("uuid"),
        .text("identificatie", max: 40).immutable(),
        .rsin("bronorganisatie").required(),
        .text("omschrijving", max: 80),
        .text("toelichting", max: 1_000),
        .reference("zaaktype", .zaaktype).required().immutable(),
        .date("registratiedatum"),
        .rsin("verantwoordelijkeOrganisatie").required(),
        .date("startdatum").required(),
        .date("einddatum").readOnly(),
        .date("einddatumGepland"),
        .date("uiterlijkeEinddatumAfdoening"),
        .date("publicatiedatum"),
        .dateTime("laatstGemuteerd").readOnly(),
        .dateTime("laatstGeopend"),
        .url("communicatiekanaal"),
        .text("communicatiekanaalNaam", max: 250),
        .list("productenOfDiensten", of: .url),
        .choice("vertrouwelijkheidaanduiding", Confidentiality.degrees),
        .choice("betalingsindicatie", Array(paymentTexts.keys)),
        .derived("betalingsindicatieWeergave"),
        .dateTime("laatsteBetaaldatum"),
        Field("zaakgeometrie", .geometry),
        .object(
            "verlenging",
            [.text("reden", max: 200).required(), .duration("duur").required()]),
        .object(
            "opschorting",
            [
                .flag("indicatie").required(), .flag("eerdereOpschorting").readOnly(),
                .text("reden", max: 200).requiredOrBlank(),
            ]
        ).initially(["indicatie": false, "eerdereOpschorting": false, "reden": ""]),
        .url("selectielijstklasse"),
        .reference("hoofdzaak", .zaak),
        .derived("deelzaken"),
        .list(
            "relevanteAndereZaken",
            of: .object([
                .url("url").required(),
                .choice("aardRelatie", ["vervolg", "onderwerp", "bijdrage", "overig"]).required(),
                .text("overigeRelatie", max: 100), .text("toelichting"),
            ])),
        .list("gerelateerdeZaken", of: .json),
        .derived("eigenschappen"),
        .derived("rollen"),
        .derived("status"),
        .derived("zaakinformatieobjecten"),
        .derived("zaakobjecten"),
        .list(
            "kenmerken",
            of: .object([.text("kenmerk", max: 40).required(), .text("bron", max: 40).required()])),
        .choice("archiefnominatie", ["blijvend_bewaren", "vernietigen"]).nullable()
            .initially(.null),
        .choice(
            "archiefstatus",
            [
                "nog_te_archiveren", "gearchiveerd", "gearchiveerd_procestermijn_onbekend",
                "overgedragen",
            ]
        ).notBlank().initially("nog_te_archiveren"),
        .date("archiefactiedatum"),
        .derived("resultaat"),
        .rsin("opdrachtgevendeOrganisatie"),
        .text("processobjectaard", max: 200),
        .date("startdatumBewaartermijn"),
        .object(
            "processobject",
            [
                .text("datumkenmerk", max: 250), .text("identificatie", max: 250),
                .text("objecttype", max: 50), .text("registratie", max: 250),
            ]
        ).initially([
            "datumkenmerk": "", "identificatie": "", "objecttype": "", "registratie": "",
        ]),
    ]

    let filters: [Filter] =
        [
            .equals("identificatie"),
            Filter(name: "identificatie__icontains", test: .contains("identificatie")),
            .equals("bronorganisatie"),
            Filter(name: "bronorganisatie__in", test: .isAmong("bronorganisatie")),
            .references("zaaktype"),
            Filter(name: "archiefnominatie__in", test: .isAmong("archiefnominatie")),
            .equals("archiefnominatie"), .equals("archiefstatus"),
            Filter(name: "archiefstatus__in", test: .isAmong("archiefstatus")),
            .custom("maximaleVertrouwelijkheidaanduiding") { value, zaak, _ in
                Confidentiality.rank(zaak.document.text("vertrouwelijkheidaanduiding"))
                    <= Confidentiality.rank(value)
            },
            .custom("kenmerk") { value, zaak, _ in
                (zaak.document["kenmerken"]?.arrayValue ?? []).contains {
                    value == $0.members.text("bron") + ":" + $0.members.text("kenmerk")
                }
            },
            .custom("status__statustype") { value, zaak, context in
                let status = try Status.latest(of: zaak, in: context)
                return status?.document.text("statustype") == context.stored(value[...])
            },
            .custom("resultaat__resultaattype") { value, zaak, context in
                try context.store.list(.resultaat, parent: zaak.uuid).contains {
                    $0.document.text("resultaattype") == context.stored(value[...])
                }
            },
        ]
        + [
            "startdatum", "registratiedatum", "einddatum", "einddatumGepland",
            "uiterlijkeEinddatumAfdoening", "archiefactiedatum",
        ].flatMap(Filter.dates)
        + Rol.filters.map { filter in
            .custom("rol__" + filter.name) { value, zaak, context in
                try context.store.list(.rol, parent: zaak.uuid).contains {
                    try filter.accepts(value, $0, in: context)
                }
            }
        }

    var actions: [Action] {
        ZaakSearch.actions + CompositeOperations.actions + Audittrail.under(collection)
    }

    func scopes(_ operation: Operation) -> [String] {
        switch operation {
        case .list, .read: ["zaken.lezen"]
        case .create: ["zaken.aanmaken"]
        case .update, .patch: ["zaken.bijwerken", "zaken.geforceerd-bijwerken"]
        case .delete: ["zaken.verwijderen"]
        }
    }

    func subject(of document: JSONObject, in context: Context) -> Subject {
        Subject(
            type: document.filledText("zaaktype"),
            confidentiality: document.filledText("vertrouwelijkheidaanduiding"))
    }

    func authorise(_ change: Change, in context: Context) throws {
        try context.require(
            scopes(change.operation), subject(of: change.document, in: context))
        if let before = change.before, change.operation != .delete {
            try Zaakrelaties.requireOpen(before, in: context)
        }
    }

    func validate(_ change: Change, in context: Context) throws -> [InvalidParameter] {
        guard let zaaktype = try context.referenced("zaaktype", by: change.document) else {
            return []
        }
        var parameters: [InvalidParameter] = []
        if change.before == nil, zaaktype.document.flag("concept") {
            parameters.append(
                InvalidParameter("zaaktype", "not-published", "Het zaaktype is een concept."))
        }
        let products = Set(zaaktype.document.texts("productenOfDiensten"))
        if !products.isSuperset(of: change.document.texts("productenOfDiensten")) {
            parameters.append(
                InvalidParameter(
                    "productenOfDiensten", "invalid-products-services",
                    "Niet alle producten of diensten komen voor in het zaaktype."))
        }
        if change.changes("hoofdzaak"),
            let hoofdzaak = try context.referenced("hoofdzaak", by: change.document)
        {
            parameters += try check(hoofdzaak, zaaktype, change, in: context)
        }
        return parameters
    }

    private func check(
        _ hoofdzaak: StoredResource, _ zaaktype: StoredResource, _ change: Change,
        in context: Context
    ) throws -> [InvalidParameter] {
        if hoofdzaak.uuid == change.before?.uuid {
            return [
                InvalidParameter("hoofdzaak", "self-relation", "Een zaak is niet haar hoofdzaak.")
            ]
        }
        if hoofdzaak.document.filledText("hoofdzaak") != nil {
            return [
                InvalidParameter(
                    "hoofdzaak", "deelzaak-als-hoofdzaak", "Een deelzaak kan geen hoofdzaak zijn.")
            ]
        }
        let type = try context.referenced("zaaktype", by: hoofdzaak.document)
        let allowed = type?.document.texts("deelzaaktypen") ?? []
        guard allowed.contains(context.path(of: zaaktype)) else {
            return [
                InvalidParameter(
                    "hoofdzaak", "invalid-deelzaaktype",
                    "Het zaaktype is geen deelzaaktype van dat van de hoofdzaak.")
            ]
        }
        return []
    }

    func complete(_ change: inout Change, in context: Context) throws {
        change.document["laatstGemuteerd"] = .string(context.now.text)
        let wasSuspended =
            change.before?.document["opschorting"]?["eerdereOpschorting"]?.boolValue ?? false
        if case .object(var suspension)? = change.document["opschorting"] {
            suspension["eerdereOpschorting"] = .bool(wasSuspended || suspension.flag("indicatie"))
            change.document["opschorting"] = .object(suspension)
        }
        guard change.before == nil else { return }
        try fillDefaults(of: &change.document, in: context)
    }

    private func fillDefaults(of document: inout JSONObject, in context: Context) throws {
        if document.filledText("identificatie") == nil {
            document["identificatie"] = .string(
                try Zaaknummers.next(
                    document.text("bronorganisatie"), in: context))
        }
        if document.filledText("registratiedatum") == nil {
            document["registratiedatum"] = .string(context.now.date.description)
        }
        guard let zaaktype = try context.referenced("zaaktype", by: document) else { return }
        if document.filledText("vertrouwelijkheidaanduiding") == nil {
            document["vertrouwelijkheidaanduiding"] =
                zaaktype.document["vertrouwelijkheidaanduiding"]
        }
        let terms = [
            "einddatumGepland": "servicenorm", "uiterlijkeEinddatumAfdoening": "doorlooptijd",
        ]
        for (member, term) in terms where document.filledText(member) == nil {
            guard let start = CivilDate(document.text("startdatum")),
                let duration = CivilDuration(zaaktype.document.text(term))
            else { continue }
            document[member] = .string(start.adding(duration).description)
        }
    }

    func derived(_ stored: StoredResource, in context: Context) throws -> JSONObject {
        let status = try Status.latest(of: stored, in: context)
        let resultaat = try context.store.list(.resultaat, parent: stored.uuid).first
        let indication = stored.document.text("betalingsindicatie")
        return [
            "uuid": .string(stored.uuid),
            "betalingsindicatieWeergave": .string(paymentTexts[indication] ?? ""),
            "deelzaken": try context.urls(.zaak, of: stored),
            "eigenschappen": try context.urls(.zaakeigenschap, of: stored),
            "rollen": try context.urls(.rol, of: stored),
            "status": JSON(text: status.map { context.url(of: $0) }),
            "zaakinformatieobjecten": try context.urls(.zaakinformatieobject, of: stored),
            "zaakobjecten": try context.urls(.zaakobject, of: stored),
            "resultaat": JSON(text: resultaat.map { context.url(of: $0) }),
        ]
    }

    func presentRead(
        _ stored: StoredResource, _ query: [(name: String, value: String)], in context: Context
    ) throws -> JSONObject {
        try ZaakExpansion.expanded(
            present(stored, in: context), ZaakExpansion.names(in: query), in: context)
    }

    func willDelete(_ stored: StoredResource, in context: Context) throws {
        let hasBesluiten = try !context.store.list(.besluit, parent: stored.uuid).isEmpty
        if hasBesluiten {
            throw Problem.invalid(
                "nonFieldErrors", "related-besluiten", "Er zijn besluiten aan de zaak gekoppeld.")
        }
        for deelzaak in try context.store.list(.zaak, parent: stored.uuid) {
            try willDelete(deelzaak, in: context)
            try context.store.delete(.zaak, deelzaak.uuid)
        }
        for kind in Zaakrelaties.kinds {
            for relation in try context.store.list(kind, parent: stored.uuid) {
                try context.store.delete(kind, relation.uuid)
            }
        }
    }

    func announcement(of stored: StoredResource, in context: Context) throws -> Announcement? {
        let zaaktype = try context.referenced("zaaktype", by: stored.document)
        let catalogus = zaaktype?.document.text("catalogus") ?? ""
        return Announcement(
            kanaal: "zaken", mainObject: path(of: stored),
            kenmerken: [
                "bronorganisatie": .string(stored.document.text("bronorganisatie")),
                "zaaktype": .string(context.base + stored.document.text("zaaktype")),
                "zaaktype.catalogus": .string(context.base + catalogus),
                "vertrouwelijkheidaanduiding":
                    .string(stored.document.text("vertrouwelijkheidaanduiding")),
            ])
    }
}

/// What the values of `betalingsindicatie` mean.
private let paymentTexts = [
    "nvt": "Er is geen sprake van te betalen, met de zaak gemoeide, kosten.",
    "nog_niet": "De met de zaak gemoeide kosten zijn (nog) niet betaald.",
    "gedeeltelijk": "De met de zaak gemoeide kosten zijn gedeeltelijk betaald.",
    "geheel": "De met de zaak gemoeide kosten zijn geheel betaald.",
    "gefactureerd": "De met de zaak gemoeide kosten zijn gefactureerd.",
    "gecrediteerd": "De met de zaak gemoeide kosten zijn gecrediteerd.",
    "betaald": "De met de zaak gemoeide kosten zijn betaald.",
]
