internal import JSONTree

/// The calls that do several things to a zaak, all of them or none.
enum CompositeOperations {
    static let actions =
        [Zaaknummers.reservation, registration]
        + ["zaak_bijwerken", "zaak_opschorten", "zaak_verlengen", "zaak_afsluiten"].map(change)

    private static let registration = Action(method: "POST", pattern: "zaak_registreren") {
        call, _, context in
        let body = try call.object()
        let zaak = try context.create(Zaak(), body["zaak"]?.members ?? [:], prefix: "zaak.")
        let link = context.url(of: zaak)
        var result: JSONObject = [:]
        for (member, resource) in [
            ("rollen", Rol()), ("zaakinformatieobjecten", Zaakinformatieobject()),
            ("zaakobjecten", Zaakobject()),
        ] as [(String, any Resource)] {
            result[member] = .array(
                try createAll(resource, body[member], of: link, member, in: context))
        }
        if let sent = body["status"]?.objectValue {
            result["status"] = .object(
                try create(Status(), sent, of: link, prefix: "status.", in: context))
        }
        return Answer(201, .object(try answer(zaak, result, in: context)))
    }

    /// A change of a zaak with a status, and when it closes a resultaat, after it.
    private static func change(_ name: String) -> Action {
        Action(method: "POST", pattern: name + "/{uuid}") { call, names, context in
            let body = try call.object()
            let stored = try context.resource(.zaak, names["uuid"] ?? "")
            let zaak = try context.change(
                Zaak(), stored, body["zaak"]?.members ?? [:], operation: .patch, prefix: "zaak.")
            let link = context.url(of: zaak)
            var result: JSONObject = [:]
            if let sent = body["resultaat"]?.objectValue {
                result["resultaat"] = .object(
                    try create(Resultaat(), sent, of: link, prefix: "resultaat.", in: context))
            }
            if let sent = body["status"]?.objectValue {
                result["status"] = .object(
                    try create(Status(), sent, of: link, prefix: "status.", in: context))
            }
            if body["rollen"] != nil {
                result["rollen"] = .array(
                    try createAll(Rol(), body["rollen"], of: link, "rollen", in: context))
            }
            return Answer(200, .object(try answer(zaak, result, in: context)))
        }
    }

    private static func createAll(
        _ resource: any Resource, _ sent: JSON?, of zaak: String, _ member: String,
        in context: Context
    ) throws -> [JSON] {
        try (sent?.arrayValue ?? []).enumerated().map { index, element in
            .object(
                try create(
                    resource, element.members, of: zaak, prefix: "\(member).\(index).",
                    in: context))
        }
    }

    private static func create(
        _ resource: any Resource, _ sent: JSONObject, of zaak: String, prefix: String,
        in context: Context
    ) throws -> JSONObject {
        var input = sent
        input["zaak"] = .string(zaak)
        let stored = try context.create(resource, input, prefix: prefix)
        return try resource.present(stored, in: context)
    }

    /// The zaak as it is after all of it, before the rest.
    private static func answer(
        _ zaak: StoredResource, _ parts: JSONObject, in context: Context
    ) throws -> JSONObject {
        let final = try context.resource(.zaak, zaak.uuid)
        var result: JSONObject = ["zaak": .object(try Zaak().present(final, in: context))]
        for part in parts.members { result[part.key] = part.value }
        return result
    }
}
