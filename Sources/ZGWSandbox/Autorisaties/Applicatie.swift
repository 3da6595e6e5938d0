internal import JSONTree

/// What clients may do.
struct Applicatie: Resource {
    let kind = ResourceKind.applicatie
    let api = API.autorisaties
    let collection = "applicaties"

    let fields: [Field] = [
        .list("clientIds", of: .text(max: 50)).required(),
        .text("label", max: 100).required(),
        .flag("heeftAlleAutorisaties"),
        .list(
            "autorisaties",
            of: .object([
                .choice("component", Array(Applicatie.components.keys)).required(),
                .text("componentWeergave").readOnly(),
                .list("scopes", of: .text(max: 100)).required(),
                .reference("zaaktype", .zaaktype),
                .reference("informatieobjecttype", .informatieobjecttype),
                .reference("besluittype", .besluittype),
                .choice("maxVertrouwelijkheidaanduiding", Confidentiality.degrees),
            ])),
    ]

    private static let components = [
        "ac": "Autorisaties API", "nrc": "Notificaties API", "zrc": "Zaken API",
        "ztc": "Catalogi API", "drc": "Documenten API", "brc": "Besluiten API",
    ]

    let filters: [Filter] = [
        .custom("clientIds") { value, applicatie, _ in
            let asked = Set(value.split(separator: ",").map(String.init))
            return !asked.isDisjoint(with: applicatie.document.texts("clientIds"))
        }
    ]

    var actions: [Action] {
        [
            Action(method: "GET", pattern: "applicaties/consumer", isRead: true) {
                call, _, context in
                try context.require(["autorisaties.lezen"])
                let client = call.parameter("clientId") ?? ""
                let found = try context.store.list(.applicatie).first {
                    $0.document.texts("clientIds").contains(client)
                }
                guard let found else { throw Problem.notFound }
                return Answer(200, .object(try Applicatie().present(found, in: context)))
            }
        ]
    }

    func scopes(_ operation: Operation) -> [String] {
        [.list, .read].contains(operation) ? ["autorisaties.lezen"] : ["autorisaties.bijwerken"]
    }

    func validate(_ change: Change, in context: Context) throws -> [InvalidParameter] {
        let clients = Set(change.document.texts("clientIds"))
        let isTaken = try context.store.list(.applicatie).contains {
            $0.uuid != change.before?.uuid
                && !clients.isDisjoint(with: $0.document.texts("clientIds"))
        }
        if isTaken {
            return [
                InvalidParameter(
                    "clientIds", "clientId-exists", "Een clientId hoort al bij een applicatie.")
            ]
        }
        let hasAll = change.document.flag("heeftAlleAutorisaties")
        let hasSome = !(change.document["autorisaties"]?.arrayValue ?? []).isEmpty
        switch (hasAll, hasSome) {
        case (true, true):
            return [
                InvalidParameter(
                    "nonFieldErrors", "ambiguous-authorizations-specified",
                    "Geef alle autorisaties of een lijst, niet beide.")
            ]
        case (false, false):
            return [
                InvalidParameter(
                    "nonFieldErrors", "missing-authorizations",
                    "Geef alle autorisaties of een lijst.")
            ]
        default: return []
        }
    }

    /// Each autorisatie shows what its component has, and no more.
    func present(_ stored: StoredResource, in context: Context) throws -> JSONObject {
        var result = try render(stored, in: context)
        let rights = (result["autorisaties"]?.arrayValue ?? []).map(\.members)
        result["autorisaties"] = .array(
            rights.map { right in
                let component = right.text("component")
                var shown: JSONObject = [
                    "component": .string(component),
                    "componentWeergave": .string(Self.components[component] ?? ""),
                    "scopes": right["scopes"] ?? .array([]),
                ]
                let types = [
                    "zrc": "zaaktype", "drc": "informatieobjecttype", "brc": "besluittype",
                ]
                if let member = types[component] {
                    shown[member] = .string(right.text(member))
                }
                if ["zrc", "drc"].contains(component) {
                    shown["maxVertrouwelijkheidaanduiding"] =
                        right["maxVertrouwelijkheidaanduiding"]
                }
                return .object(shown)
            })
        return result
    }

    func announcement(of stored: StoredResource, in context: Context) -> Announcement? {
        Announcement(kanaal: "autorisaties", mainObject: path(of: stored), kenmerken: [:])
    }
}
