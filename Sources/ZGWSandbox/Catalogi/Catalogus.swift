internal import JSONTree

/// A collection of types.
struct Catalogus: Resource {
    let kind = ResourceKind.catalogus
    let api = API.catalogi
    let collection = "catalogussen"
    let operations: Set<Operation> = [.list, .read, .create, .update, .patch, .delete]
    let uniqueness: Uniqueness? = Uniqueness(
        members: ["domein", "rsin"], reportedAs: "nonFieldErrors", code: "unique")

    let fields: [Field] = [
        .text("domein", max: 5).required(),
        .rsin("rsin").required(),
        .text("contactpersoonBeheerNaam", max: 40).required(),
        .text("contactpersoonBeheerTelefoonnummer", max: 20),
        .text("contactpersoonBeheerEmailadres", max: 254),
        .derived("zaaktypen"),
        .derived("besluittypen"),
        .derived("informatieobjecttypen"),
        .text("naam", max: 200),
        .text("versie", max: 20),
        .date("begindatumVersie"),
    ]

    let filters: [Filter] = [
        .equals("domein"), Filter(name: "domein__in", test: .isAmong("domein")), .equals("rsin"),
        Filter(name: "rsin__in", test: .isAmong("rsin")),
    ]

    func scopes(_ operation: Operation) -> [String] { Catalogusrechten.scopes(operation) }

    func derived(_ stored: StoredResource, in context: Context) throws -> JSONObject {
        [
            "zaaktypen": try context.urls(.zaaktype, of: stored),
            "besluittypen": try context.urls(.besluittype, of: stored),
            "informatieobjecttypen": try context.urls(.informatieobjecttype, of: stored),
        ]
    }
}
