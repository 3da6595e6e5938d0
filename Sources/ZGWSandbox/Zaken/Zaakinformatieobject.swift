internal import JSONTree

/// A document of a zaak.
struct Zaakinformatieobject: Zaakrelatie {
    let kind = ResourceKind.zaakinformatieobject
    let collection = "zaakinformatieobjecten"
    let isPaged = false
    let uniqueness: Uniqueness? = Uniqueness(
        members: ["zaak", "informatieobject"], reportedAs: "nonFieldErrors", code: "unique")

    let fields: [Field] = [
        .derived("uuid"),
        .reference("informatieobject", .enkelvoudiginformatieobject).required().immutable(),
        .reference("zaak", .zaak).required().immutable(),
        .derived("aardRelatieWeergave"),
        .text("titel", max: 200),
        .text("beschrijving", max: 100_000),
        .dateTime("registratiedatum").readOnly(),
        .dateTime("vernietigingsdatum"),
        .reference("status", .status),
    ]

    let filters: [Filter] = [.references("zaak"), .references("informatieobject")]

    func scopes(_ operation: Operation) -> [String] {
        switch operation {
        case .list, .read: ["zaken.lezen"]
        case .create: ["zaken.aanmaken", "zaken.bijwerken", "zaken.geforceerd-bijwerken"]
        default: ["zaken.bijwerken", "zaken.geforceerd-bijwerken"]
        }
    }

    func validate(_ change: Change, in context: Context) throws -> [InvalidParameter] {
        guard change.before == nil,
            let zaak = try context.referenced("zaak", by: change.document),
            let document = try context.referenced("informatieobject", by: change.document)
        else { return [] }
        let zaaktype = zaak.document.text("zaaktype")
        let isAllowed = try context.store.list(.zaaktypeInformatieobjecttype).contains {
            $0.document.text("zaaktype") == zaaktype
                && $0.document.text("informatieobjecttype")
                    == document.document.text("informatieobjecttype")
        }
        guard !isAllowed else { return [] }
        return [
            InvalidParameter(
                "nonFieldErrors", "missing-zaaktype-informatieobjecttype-relation",
                "Het informatieobjecttype hoort niet bij het zaaktype van de zaak.")
        ]
    }

    func complete(_ change: inout Change, in context: Context) {
        if change.before == nil {
            change.document["registratiedatum"] = .string(context.now.text)
        }
    }

    func derived(_ stored: StoredResource, in context: Context) -> JSONObject {
        [
            "uuid": .string(stored.uuid),
            "aardRelatieWeergave": "Hoort bij, omgekeerd: kent",
        ]
    }
}
