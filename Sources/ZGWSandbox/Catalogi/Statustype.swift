internal import JSONTree

/// A type of status; the one with the highest number closes a zaak.
struct Statustype: Zaaktypeonderdeel {
    let kind = ResourceKind.statustype
    let collection = "statustypen"

    let fields: [Field] =
        [
            .text("omschrijving", max: 80).required(),
            .text("omschrijvingGeneriek", max: 80),
            .text("statustekst", max: 1_000),
            .reference("zaaktype", .zaaktype).required(),
            .text("zaaktypeIdentificatie").readOnly(),
            .integer("volgnummer", 1...9_999).required(),
            .derived("isEindstatus"),
            .flag("informeren"),
            .duration("doorlooptijd"),
            .text("toelichting", max: 1_000).nullable().initially(.null),
            .list(
                "checklistitemStatustype",
                of: .object([
                    .text("itemnaam", max: 30).required(), .text("toelichting", max: 1_000),
                    .text("vraagstelling").required(), .flag("verplicht"),
                ])),
            .reference("catalogus", .catalogus).readOnly(),
            .derived("eigenschappen"),
            .derived("zaakobjecttypen"),
        ] + Zaaktypeonderdelen.validity

    let filters = Zaaktypeonderdelen.filters

    func derived(_ stored: StoredResource, in context: Context) throws -> JSONObject {
        let path = path(of: stored)
        func own(_ kind: ResourceKind) throws -> JSON {
            let found = try context.store.list(kind, parent: stored.parent ?? "").filter {
                $0.document.text("statustype") == path
            }
            return .array(found.map { .string(context.url(of: $0)) })
        }
        return [
            "isEindstatus": .bool(try Self.isFinal(stored, in: context)),
            "eigenschappen": try own(.eigenschap),
            "zaakobjecttypen": try own(.zaakobjecttype),
        ]
    }

    func sorted(_ resources: [StoredResource]) -> [StoredResource] {
        resources.sorted { Self.number($0) > Self.number($1) }
    }

    static func isFinal(_ statustype: StoredResource, in context: Context) throws -> Bool {
        let all = try context.store.list(.statustype, parent: statustype.parent ?? "")
        return all.map(number).max() == number(statustype)
    }

    private static func number(_ statustype: StoredResource) -> Int {
        statustype.document["volgnummer"]?.intValue ?? 0
    }
}
