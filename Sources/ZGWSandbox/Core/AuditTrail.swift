internal import JSONTree
internal import UniversalIdentifier

/// What was written of a zaak, besluit or document, by whom and why; reads leave no entry.
enum Audittrail {
    /// The trails under the resources of one collection.
    static func under(_ collection: String) -> [Action] {
        [
            Action(method: "GET", pattern: collection + "/{uuid}/audittrail", isRead: true) {
                _, names, context in
                try context.require(["audittrails.lezen"])
                let entries = try context.store.list(.audittrail, parent: names["uuid"])
                return Answer(200, .array(entries.reversed().map(shown)))
            },
            Action(
                method: "GET", pattern: collection + "/{uuid}/audittrail/{entry}", isRead: true
            ) { _, names, context in
                try context.require(["audittrails.lezen"])
                let entry = try context.resource(.audittrail, names["entry"] ?? "")
                guard entry.parent == names["uuid"] else { throw Problem.notFound }
                return Answer(200, shown(entry))
            },
        ]
    }

    /// An entry is answered as it was written, without a URL of its own.
    private static func shown(_ entry: StoredResource) -> JSON {
        let uuid = JSONObject.Member("uuid", .string(entry.uuid))
        return .object(JSONObject([uuid] + entry.document.members))
    }
}

extension Context {
    /// Adds an entry for a write, if its main resource has a trail.
    func audit(
        _ stored: StoredResource, action: String, before: JSONObject?, after: JSONObject?
    ) throws {
        let resource = registry.resource(stored.kind)
        guard [API.zaken, .besluiten, .documenten].contains(resource.api),
            let announcement = try resource.announcement(of: stored, in: self),
            let main = announcement.mainObject.split(separator: "/").last.map(String.init)
        else { return }
        let statuses = ["create": 201, "destroy": 204]
        let names = [
            "create": "Object aangemaakt", "update": "Object bijgewerkt",
            "partial_update": "Object deels bijgewerkt", "destroy": "Object verwijderd",
        ]
        let shown = after ?? before ?? [:]
        let document: JSONObject = [
            "bron": .string(resource.api.component.uppercased()),
            "applicatieId": .string(caller.applicatieID),
            "applicatieWeergave": .string(caller.applicatieLabel),
            "gebruikersId": .string(caller.userID),
            "gebruikersWeergave": .string(caller.userName),
            "actie": .string(action), "actieWeergave": .string(names[action] ?? action),
            "resultaat": .integer(Int64(statuses[action] ?? 200)),
            "hoofdObject": .string(base + announcement.mainObject),
            "resource": .string(stored.kind.rawValue), "resourceUrl": .string(url(of: stored)),
            "toelichting": .string(caller.note),
            "resourceWeergave": .string(description(of: shown) ?? stored.uuid),
            "aanmaakdatum": .string(now.text),
            "wijzigingen": [
                "oud": before.map(JSON.object) ?? .null, "nieuw": after.map(JSON.object) ?? .null,
            ],
        ]
        _ = try store.insert(
            StoredResource(
                kind: .audittrail, uuid: UniversalIdentifier.random(), parent: main,
                document: document), naturalKey: nil)
    }

    private func description(of shown: JSONObject) -> String? {
        let number = shown.filledText("identificatie").map { identificatie in
            (shown.filledText("bronorganisatie").map { $0 + " - " } ?? "") + identificatie
        }
        return number ?? shown.filledText("omschrijving")
    }

    /// Removes a trail, which goes with what it is about.
    func removeTrail(of stored: StoredResource) throws {
        for entry in try store.list(.audittrail, parent: stored.uuid) {
            try store.delete(.audittrail, entry.uuid)
        }
    }
}
