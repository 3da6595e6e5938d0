internal import JSONTree

/// What all resources that belong to a zaak have in common.
protocol Zaakrelatie: Resource {}

/// What holds of all that belongs to a zaak.
enum Zaakrelaties {}

extension Zaakrelatie {
    var api: API { .zaken }
    var parentMember: String? { "zaak" }

    func subject(of document: JSONObject, in context: Context) throws -> Subject {
        guard let zaak = try context.referenced("zaak", by: document) else { return Subject() }
        return Zaak().subject(of: zaak.document, in: context)
    }

    func scopes(_ operation: Operation) -> [String] {
        switch operation {
        case .list, .read: ["zaken.lezen"]
        default: ["zaken.bijwerken", "zaken.geforceerd-bijwerken"]
        }
    }

    func authorise(_ change: Change, in context: Context) throws {
        try context.require(
            scopes(change.operation), subject(of: change.document, in: context))
        if let zaak = try context.referenced("zaak", by: change.document) {
            try Zaakrelaties.requireOpen(zaak, in: context)
        }
    }

    func didWrite(_ change: Change, _ stored: StoredResource, in context: Context) throws {
        try Zaakrelaties.touch(change, in: context)
    }

    func announcement(of stored: StoredResource, in context: Context) throws -> Announcement? {
        guard let zaak = try context.referenced("zaak", by: stored.document) else { return nil }
        return try Zaak().announcement(of: zaak, in: context)
    }
}

extension Zaakrelaties {
    /// What is deleted with a zaak.
    static let kinds: [ResourceKind] = [
        .status, .resultaat, .rol, .zaakeigenschap, .zaakobject, .zaakinformatieobject,
        .klantcontact, .zaakcontactmoment, .zaaknotitie, .substatus, .zaakbesluit,
    ]

    /// Refuses a write to a closed zaak without the right to force it.
    static func requireOpen(_ zaak: StoredResource, in context: Context) throws {
        guard zaak.document.filledText("einddatum") != nil else { return }
        try context.require(
            ["zaken.geforceerd-bijwerken"], Zaak().subject(of: zaak.document, in: context))
    }

    /// Notes on the zaak that something of it changed.
    static func touch(_ change: Change, in context: Context) throws {
        guard var zaak = try context.referenced("zaak", by: change.document) else { return }
        zaak.document["laatstGemuteerd"] = .string(context.now.text)
        try context.save(zaak)
    }

    /// Refuses a type that belongs to another zaaktype than the zaak's.
    static func check(
        _ member: String, _ change: Change, in context: Context
    ) throws -> [InvalidParameter] {
        guard let zaak = try context.referenced("zaak", by: change.document),
            let type = try context.referenced(member, by: change.document),
            type.document.text("zaaktype") != zaak.document.text("zaaktype")
        else { return [] }
        return [
            InvalidParameter(
                "nonFieldErrors", "zaaktype-mismatch",
                "De \(member) hoort niet bij het zaaktype van de zaak.")
        ]
    }
}
