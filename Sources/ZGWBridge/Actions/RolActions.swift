internal import CaseHandling
internal import JSONTree

extension ActionRunner {
    /// Makes somebody a betrokkene of the zaak.
    ///
    /// Nothing at the server protects against a second rol of the same content, so that the rollen
    /// of the zaak are looked through before every attempt that may be a repeat.
    func createRol(
        _ action: ZGWAction, _ request: ActionRequest, _ properties: ActionProperties
    ) async throws -> ActionResult {
        let zaak = try zaak(of: request)
        let type = try await services.catalogi.roltype(
            try properties.required("roltypeUrl"), of: zaak.zaaktypeURL)
        let (kind, members) = Self.betrokkene(action)
        var who: JSONObject = [:]
        for member in members {
            if let text = properties.text(member) { who[member] = .string(text) }
        }
        if who.isEmpty {
            throw ActionFailure.misuse(
                "\(request.action) does not say who: one of \(members.joined(separator: ", ")) is"
                    + " needed")
        }
        var body: JSONObject = [
            "zaak": .string(zaak.url), "betrokkeneType": .string(kind), "roltype": .string(type),
            "roltoelichting": .string(properties.text("rolToelichting") ?? "Betrokkene"),
            "betrokkeneIdentificatie": .object(who),
        ]
        for member in ["afwijkendeNaamBetrokkene", "indicatieMachtiging"] {
            if let text = properties.text(member) { body[member] = .string(text) }
        }
        let wanted = body
        let rol = try await once(looksFirst: request.mayBeRepeat, codes: ["max-occurences"]) {
            () async throws(ZGWError) in
            try await services.zaken.rollen(zaak: zaak.url).first { isSame($0, wanted) }
        } create: { () async throws(ZGWError) in
            try await services.zaken.createRol(.object(wanted))
        }
        return ActionResult(variables: variables(properties, url: rol["url"]?.stringValue ?? ""))
    }

    /// Whether a rol of the zaak is the one that would be made: the same type and the same people.
    private func isSame(_ rol: JSON, _ wanted: JSONObject) -> Bool {
        guard rol["roltype"] == wanted["roltype"],
            rol["betrokkeneType"] == wanted["betrokkeneType"]
        else { return false }
        let who = wanted["betrokkeneIdentificatie"]?.objectValue ?? [:]
        return who.members.allSatisfy { rol["betrokkeneIdentificatie"]?[$0.key] == $0.value }
    }

    /// The `betrokkeneType` of an action and the members of `betrokkeneIdentificatie` that its
    /// properties can give; names are those of the API, which no rule would derive.
    private static func betrokkene(_ action: ZGWAction) -> (kind: String, members: [String]) {
        switch action {
        case .createNietNatuurlijkPersoonRol:
            (
                "niet_natuurlijk_persoon",
                ["innNnpId", "annIdentificatie", "kvkNummer", "vestigingsNummer", "statutaireNaam"]
            )
        case .createMedewerkerRol:
            (
                "medewerker",
                ["identificatie", "achternaam", "voorletters", "voorvoegselAchternaam"]
            )
        case .createOrganisatorischeEenheidRol:
            ("organisatorische_eenheid", ["identificatie", "naam", "isGehuisvestIn"])
        default:
            (
                "natuurlijk_persoon",
                [
                    "inpBsn", "anpIdentificatie", "inpA_nummer", "geslachtsnaam",
                    "voorvoegselGeslachtsnaam", "voorletters", "voornamen",
                ]
            )
        }
    }
}
