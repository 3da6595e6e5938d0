internal import JSONTree

/// What the demo of a municipality needs: its catalogus and its objecttypen.
///
/// Resources are found again by what people call them, so that making them twice changes nothing.
public struct SandboxDemoCatalogue: Sendable, Equatable {
    /// The URL of the zaaktype, published.
    public var zaaktype: String
    /// The URLs of the statustypen by omschrijving: Geregistreerd, Geaccepteerd, In behandeling,
    /// Afgehandeld (the last one).
    public var statustypen: [String: String]
    /// The URLs of the roltypen by omschrijving: Initiator, Behandelaar.
    public var roltypen: [String: String]
    /// The URLs of the resultaattypen by omschrijving: Gegrond, Ongegrond, Ingetrokken.
    public var resultaattypen: [String: String]
    /// The URL of the published informatieobjecttype for what a resident sends.
    public var informatieobjecttype: String
    /// The URL of the objecttype of a request by e-form, version 1 of which is published.
    public var productaanvraag: String
    /// The URL of the objecttype of a portal task 1.1, version 1 of which is published.
    public var externeKlanttaak: String

    var json: JSON {
        func texts(_ values: [String: String]) -> JSON {
            .object(
                JSONObject(
                    values.sorted { $0.key < $1.key }.map {
                        JSONObject.Member($0.key, .string($0.value))
                    }))
        }
        return [
            "zaaktype": .string(zaaktype), "statustypen": texts(statustypen),
            "roltypen": texts(roltypen), "resultaattypen": texts(resultaattypen),
            "informatieobjecttype": .string(informatieobjecttype),
            "productaanvraag": .string(productaanvraag),
            "externeKlanttaak": .string(externeKlanttaak),
        ]
    }
}

extension SandboxServer {
    /// Makes the catalogus and the objecttypen of the demo, unless they are there.
    ///
    /// - Returns: Where they are.
    /// - Throws: `SandboxError.cannotStore`.
    @discardableResult
    public func seedDemoCatalogue() async throws -> SandboxDemoCatalogue {
        do {
            return try await core.seed(DemoCatalogue.make)
        } catch {
            throw SandboxError.cannotStore("\(error)")
        }
    }
}

/// Makes the resources of the demo by the same rules as requests do.
enum DemoCatalogue {
    /// What the demo's process looks its zaaktype up by.
    static let zaaktypeIdentificatie = "GENERIEK"
    /// The RSIN of the municipality of the demo.
    static let rsin = "517439943"

    @Sendable
    static func make(in context: Context) throws -> SandboxDemoCatalogue {
        let catalogus = try found(.catalogus, "domein", "RADER", in: context) {
            [
                "domein": "RADER", "rsin": .string(rsin),
                "contactpersoonBeheerNaam": "Functioneel beheer", "naam": "Gemeente Raderwerk",
            ]
        }
        let zaaktype = try found(
            .zaaktype, "identificatie", zaaktypeIdentificatie, in: context
        ) {
            generiekeZaak(in: catalogus, context)
        }
        var parts = DemoParts(zaaktype: zaaktype, context: context)
        try parts.make()
        let document = try found(
            .informatieobjecttype, "omschrijving", "Bijlage", in: context
        ) {
            [
                "catalogus": .string(context.url(of: catalogus)), "omschrijving": "Bijlage",
                "vertrouwelijkheidaanduiding": "zaakvertrouwelijk",
                "beginGeldigheid": "2024-01-01", "informatieobjectcategorie": "correspondentie",
            ]
        }
        try publish(document, in: context)
        try link(document, to: zaaktype, in: context)
        try publish(zaaktype, in: context)
        return SandboxDemoCatalogue(
            zaaktype: context.url(of: zaaktype), statustypen: parts.statustypen,
            roltypen: parts.roltypen, resultaattypen: parts.resultaattypen,
            informatieobjecttype: context.url(of: document),
            productaanvraag: try DemoObjecttypes.make(
                "Productaanvraag", "Productaanvragen", DemoObjecttypes.productaanvraag,
                in: context),
            externeKlanttaak: try DemoObjecttypes.make(
                "Externe klanttaak", "Externe klanttaken", DemoObjecttypes.externeKlanttaak,
                in: context))
    }

    /// The resource whose member has a value, made now if there is none.
    static func found(
        _ kind: ResourceKind, _ member: String, _ value: String, in context: Context,
        parent: StoredResource? = nil, else make: () -> JSONObject
    ) throws -> StoredResource {
        let present = try context.store.list(kind, parent: parent?.uuid).first {
            $0.document.text(member) == value
        }
        return try present ?? context.create(context.registry.resource(kind), make())
    }

    private static func generiekeZaak(
        in catalogus: StoredResource, _ context: Context
    ) -> JSONObject {
        let process = Selectielijst.path(.procestype, Selectielijst.procestype, in: context)
        return [
            "identificatie": .string(zaaktypeIdentificatie),
            "omschrijving": "Generieke zaak",
            "omschrijvingGeneriek": "Generieke zaak",
            "vertrouwelijkheidaanduiding": "zaakvertrouwelijk",
            "doel": "Een verzoek van een inwoner behandelen en erop beslissen.",
            "aanleiding": "Een inwoner dient met een e-formulier een verzoek in.",
            "toelichting": "Het zaaktype van de demonstratie.",
            "indicatieInternOfExtern": "extern", "handelingInitiator": "indienen",
            "onderwerp": "Verzoek", "handelingBehandelaar": "behandelen",
            "doorlooptijd": "P84D", "servicenorm": "P42D",
            "opschortingEnAanhoudingMogelijk": true, "verlengingMogelijk": true,
            "verlengingstermijn": "P42D", "publicatieIndicatie": false,
            "productenOfDiensten": [], "selectielijstProcestype": .string(context.base + process),
            "referentieproces": ["naam": "Generieke zaak", "link": ""],
            "verantwoordelijke": .string(rsin), "beginGeldigheid": "2024-01-01",
            "versiedatum": "2024-01-01", "catalogus": .string(context.url(of: catalogus)),
            "besluittypen": [], "gerelateerdeZaaktypen": [],
        ]
    }

    static func publish(_ stored: StoredResource, in context: Context) throws {
        var published = try context.resource(stored.kind, stored.uuid)
        guard published.document.flag("concept") else { return }
        published.document["concept"] = false
        try context.save(published)
    }

    private static func link(
        _ document: StoredResource, to zaaktype: StoredResource, in context: Context
    ) throws {
        let path = context.path(of: document)
        let isLinked = try context.store.list(
            .zaaktypeInformatieobjecttype, parent: zaaktype.uuid
        ).contains { $0.document.text("informatieobjecttype") == path }
        guard !isLinked else { return }
        _ = try context.create(
            ZaaktypeInformatieobjecttype(),
            [
                "zaaktype": .string(context.url(of: zaaktype)),
                "informatieobjecttype": .string(context.url(of: document)), "volgnummer": 1,
                "richting": "inkomend",
            ])
    }
}

/// The statustypen, roltypen and resultaattypen of the demo.
private struct DemoParts {
    let zaaktype: StoredResource
    let context: Context
    var statustypen: [String: String] = [:]
    var roltypen: [String: String] = [:]
    var resultaattypen: [String: String] = [:]

    init(zaaktype: StoredResource, context: Context) {
        self.zaaktype = zaaktype
        self.context = context
    }

    mutating func make() throws {
        let statuses = ["Geregistreerd", "Geaccepteerd", "In behandeling", "Afgehandeld"]
        for (index, name) in statuses.enumerated() {
            statustypen[name] = try part(
                .statustype, name, ["volgnummer": .integer(Int64(index + 1)), "informeren": true])
        }
        for (name, generic) in [("Initiator", "initiator"), ("Behandelaar", "behandelaar")] {
            roltypen[name] = try part(
                .roltype, name, ["omschrijvingGeneriek": .string(generic)])
        }
        for (name, description) in [
            ("Gegrond", Selectielijst.granted), ("Ongegrond", Selectielijst.refused),
            ("Ingetrokken", Selectielijst.withdrawn),
        ] {
            resultaattypen[name] = try part(.resultaattype, name, resultaat(description))
        }
    }

    private func resultaat(_ description: String) -> JSONObject {
        func link(_ kind: ResourceKind, _ uuid: String) -> JSON {
            .string(context.base + Selectielijst.path(kind, uuid, in: context))
        }
        return [
            "resultaattypeomschrijving": link(.resultaattypeomschrijving, description),
            "selectielijstklasse": link(.selectielijstresultaat, Selectielijst.keptFiveYears),
            "archiefnominatie": "vernietigen", "archiefactietermijn": "P5Y",
            "brondatumArchiefprocedure": ["afleidingswijze": "afgehandeld"],
        ]
    }

    private func part(
        _ kind: ResourceKind, _ name: String, _ members: JSONObject
    ) throws -> String {
        let stored = try DemoCatalogue.found(
            kind, "omschrijving", name, in: context, parent: zaaktype
        ) {
            var input = members
            input["omschrijving"] = .string(name)
            input["zaaktype"] = .string(context.url(of: zaaktype))
            return input
        }
        return context.url(of: stored)
    }
}
