internal import JSONTree
internal import UniversalIdentifier

/// A decision, usually of a zaak.
struct Besluit: Resource {
    let kind = ResourceKind.besluit
    let api = API.besluiten
    let collection = "besluiten"
    let parentMember: String? = "zaak"
    let uniqueness: Uniqueness? = Uniqueness(
        members: ["verantwoordelijkeOrganisatie", "identificatie"], reportedAs: "identificatie",
        code: "identificatie-niet-uniek")

    let fields: [Field] = [
        .text("identificatie", max: 50).immutable(),
        .rsin("verantwoordelijkeOrganisatie").required().immutable(),
        .reference("besluittype", .besluittype).required().immutable(),
        .reference("zaak", .zaak).with { $0.allowsNull = false },
        .date("datum").required(),
        .text("toelichting", max: 100_000),
        .text("bestuursorgaan", max: 50),
        .date("ingangsdatum").required(),
        .date("vervaldatum"),
        .choice("vervalreden", Array(Besluit.reasons.keys)),
        .derived("vervalredenWeergave"),
        .date("publicatiedatum"),
        .date("verzenddatum"),
        .date("uiterlijkeReactiedatum"),
    ]

    private static let reasons = [
        "tijdelijk": "Besluit met tijdelijke werking",
        "ingetrokken_overheid": "Besluit ingetrokken door overheid",
        "ingetrokken_belanghebbende": "Besluit ingetrokken o.v.v. belanghebbende",
    ]

    let filters: [Filter] = [
        .equals("identificatie"), .equals("verantwoordelijkeOrganisatie"),
        .references("besluittype"), .references("zaak"),
    ]

    var actions: [Action] { Audittrail.under(collection) }

    func scopes(_ operation: Operation) -> [String] {
        switch operation {
        case .list, .read: ["besluiten.lezen"]
        case .create: ["besluiten.aanmaken"]
        case .update, .patch: ["besluiten.bijwerken"]
        case .delete: ["besluiten.verwijderen"]
        }
    }

    func subject(of document: JSONObject, in context: Context) -> Subject {
        Subject(type: document.filledText("besluittype"), confidentiality: nil)
    }

    func validate(_ change: Change, in context: Context) throws -> [InvalidParameter] {
        if let date = CivilDate(change.document.text("datum")), date > context.now.date {
            return [
                InvalidParameter("datum", "future_not_allowed", "De datum ligt in de toekomst.")
            ]
        }
        guard let zaak = try context.referenced("zaak", by: change.document),
            let zaaktype = try context.referenced("zaaktype", by: zaak.document),
            !zaaktype.document.texts("besluittypen").contains(change.document.text("besluittype"))
        else { return [] }
        return [
            InvalidParameter(
                "nonFieldErrors", "zaaktype-mismatch",
                "Het besluittype hoort niet bij het zaaktype van de zaak.")
        ]
    }

    func complete(_ change: inout Change, in context: Context) throws {
        guard change.document.filledText("identificatie") == nil else { return }
        let number = try context.store.next("besluit-\(context.now.date.year)")
        change.document["identificatie"] = .string(
            "BESLUIT-\(context.now.date.year)-\(padded(number, 10))")
    }

    /// Mirrors the besluit in its zaak, whose archive date may hang on it.
    func didWrite(_ change: Change, _ stored: StoredResource, in context: Context) throws {
        guard let zaak = try context.referenced("zaak", by: stored.document) else { return }
        if change.before == nil {
            _ = try context.store.insert(
                StoredResource(
                    kind: .zaakbesluit, uuid: UniversalIdentifier.random(), parent: zaak.uuid,
                    document: ["besluit": .string(path(of: stored))]), naturalKey: nil)
        }
        try Archiving.derive(for: zaak, in: context)
    }

    func willDelete(_ stored: StoredResource, in context: Context) throws {
        let path = path(of: stored)
        for mirror in try context.store.list(.zaakbesluit)
        where mirror.document.text("besluit") == path {
            try context.store.delete(.zaakbesluit, mirror.uuid)
        }
        for link in try context.store.list(.besluitinformatieobject, parent: stored.uuid) {
            try context.store.delete(.besluitinformatieobject, link.uuid)
        }
    }

    func derived(_ stored: StoredResource, in context: Context) -> JSONObject {
        let reason = stored.document.text("vervalreden")
        return ["vervalredenWeergave": .string(Self.reasons[reason] ?? "")]
    }

    func announcement(of stored: StoredResource, in context: Context) throws -> Announcement? {
        Announcement(
            kanaal: "besluiten", mainObject: path(of: stored),
            kenmerken: [
                "verantwoordelijkeOrganisatie":
                    .string(stored.document.text("verantwoordelijkeOrganisatie")),
                "besluittype": .string(context.base + stored.document.text("besluittype")),
            ])
    }
}

/// A document of a besluit.
struct Besluitinformatieobject: Resource {
    let kind = ResourceKind.besluitinformatieobject
    let api = API.besluiten
    let collection = "besluitinformatieobjecten"
    let operations: Set<Operation> = [.list, .read, .create, .delete]
    let isPaged = false
    let parentMember: String? = "besluit"
    let filters: [Filter] = [.references("besluit"), .references("informatieobject")]
    let uniqueness: Uniqueness? = Uniqueness(
        members: ["besluit", "informatieobject"], reportedAs: "nonFieldErrors", code: "unique")

    let fields: [Field] = [
        .reference("informatieobject", .enkelvoudiginformatieobject).required(),
        .reference("besluit", .besluit).required(),
    ]

    func scopes(_ operation: Operation) -> [String] {
        operation == .create || operation == .delete
            ? ["besluiten.aanmaken", "besluiten.bijwerken"] : ["besluiten.lezen"]
    }

    func announcement(of stored: StoredResource, in context: Context) throws -> Announcement? {
        guard let besluit = try context.referenced("besluit", by: stored.document) else {
            return nil
        }
        return try Besluit().announcement(of: besluit, in: context)
    }
}
