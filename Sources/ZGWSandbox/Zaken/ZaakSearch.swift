internal import JSONTree

/// `POST /zaken/_zoek`: a list by what the body holds.
enum ZaakSearch {
    static let actions = [
        Action(method: "POST", pattern: "zaken/_zoek", isRead: true) { call, _, context in
            let body = try call.object()
            let paging = ["page", "pageSize", "ordering", "expand"]
            guard body.keys.contains(where: { !paging.contains($0) }) else {
                throw Problem.invalid(
                    "nonFieldErrors", "empty_search_body", "De zoekopdracht is leeg.")
            }
            let zaak = Zaak()
            let special = ["zaakgeometrie", "uuid__in", "zaaktype__in", "expand"]
            let query = body.members.filter { !special.contains($0.key) }.map { member in
                (name: member.key, value: member.value.stringValue ?? member.value.serializedText)
            }
            let uuids = body["uuid__in"].map { _ in Set(body.texts("uuid__in")) }
            let types = body["zaaktype__in"].map { _ in
                Set(body.texts("zaaktype__in").map { context.stored($0[...]) })
            }
            let area = body["zaakgeometrie"]?["within"].flatMap { Geometry($0) }
            let found = try context.list(zaak, parent: nil, query: query).filter { stored in
                if let uuids, !uuids.contains(stored.uuid) { return false }
                if let types, !types.contains(stored.document.text("zaaktype")) { return false }
                guard let area else { return true }
                return stored.document["zaakgeometrie"].flatMap { Geometry($0) }?
                    .isWithin(area) ?? false
            }
            let expand = [(name: "expand", value: body.texts("expand").joined(separator: ","))]
            // A page in the URL counts without the size in the body, as was measured.
            let pages = call.query.contains { $0.name == "page" } ? call.query : query
            let path = API.zaken.root + "/zaken/_zoek"
            return Answer(
                200,
                try context.page(found, query: pages, path: path) {
                    .object(try zaak.presentRead($0, expand, in: context))
                })
        }
    ]
}
