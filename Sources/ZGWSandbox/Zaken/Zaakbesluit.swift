internal import JSONTree

/// A besluit as its zaak shows it; made and deleted with the besluit.
struct Zaakbesluit: Zaakrelatie {
    let kind = ResourceKind.zaakbesluit
    let collection = "zaken/{parent}/besluiten"
    let operations: Set<Operation> = [.list, .read]
    let isPaged = false

    let fields: [Field] = [.derived("uuid"), .reference("besluit", .besluit).required()]

    func subject(of document: JSONObject, in context: Context) -> Subject { Subject() }

    func announcement(of stored: StoredResource, in context: Context) -> Announcement? { nil }

    func derived(_ stored: StoredResource, in context: Context) -> JSONObject {
        ["uuid": .string(stored.uuid)]
    }
}
