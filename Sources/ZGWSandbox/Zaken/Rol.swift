internal import JSONTree

/// Someone's part in a zaak.
struct Rol: Zaakrelatie {
    let kind = ResourceKind.rol
    let collection = "rollen"
    let operations: Set<Operation> = [.list, .read, .create, .update, .delete]

    let fields: [Field] = [
        .derived("uuid"),
        .reference("zaak", .zaak).required(),
        .url("betrokkene"),
        .choice("betrokkeneType", Betrokkene.types).required(),
        .text("afwijkendeNaamBetrokkene", max: 625),
        .reference("roltype", .roltype).required(),
        .text("omschrijving").readOnly(),
        .text("omschrijvingGeneriek").readOnly(),
        .text("roltoelichting", max: 1_000),
        .dateTime("registratiedatum").readOnly(),
        .choice("indicatieMachtiging", ["gemachtigde", "machtiginggever"]),
        .object(
            "contactpersoonRol",
            [
                .text("emailadres", max: 254), .text("functie", max: 50),
                .text("telefoonnummer", max: 20), .text("naam", max: 200),
            ]
        ).initially(["emailadres": "", "functie": "", "telefoonnummer": "", "naam": ""]),
        .derived("statussen"),
        .date("beginGeldigheid"),
        .date("eindeGeldigheid"),
        // Read by the type of the betrokkene.
        .json("betrokkeneIdentificatie"),
        .json("authenticatieContext"),
    ]

    static let filters: [Filter] =
        [
            .references("zaak"), .equals("betrokkene"), .equals("betrokkeneType"),
            .references("roltype"), .equals("omschrijving"), .equals("omschrijvingGeneriek"),
        ]
        + [
            ("natuurlijkPersoon", "natuurlijk_persoon", "inpBsn"),
            ("natuurlijkPersoon", "natuurlijk_persoon", "anpIdentificatie"),
            ("natuurlijkPersoon", "natuurlijk_persoon", "inpA_nummer"),
            ("nietNatuurlijkPersoon", "niet_natuurlijk_persoon", "innNnpId"),
            ("nietNatuurlijkPersoon", "niet_natuurlijk_persoon", "annIdentificatie"),
            ("nietNatuurlijkPersoon", "niet_natuurlijk_persoon", "kvkNummer"),
            ("nietNatuurlijkPersoon", "niet_natuurlijk_persoon", "vestigingsNummer"),
            ("vestiging", "vestiging", "vestigingsNummer"),
            ("vestiging", "vestiging", "kvkNummer"),
            ("organisatorischeEenheid", "organisatorische_eenheid", "identificatie"),
            ("medewerker", "medewerker", "identificatie"),
        ].map { group, type, member in
            .custom("betrokkeneIdentificatie__\(group)__\(member)") { value, rol, _ in
                rol.document.text("betrokkeneType") == type
                    && rol.document.value(at: "betrokkeneIdentificatie.\(member)")?.stringValue
                        == value
            }
        }

    var filters: [Filter] { Self.filters }

    func validate(_ change: Change, in context: Context) throws -> [InvalidParameter] {
        var reader = FieldReader(context: context)
        _ = try Betrokkene.read(change.document, with: &reader)
        guard reader.parameters.isEmpty else { return reader.parameters }
        let identification = change.document["betrokkeneIdentificatie"]?.members ?? [:]
        let hasURL = change.document.filledText("betrokkene") != nil
        guard hasURL != !identification.isEmpty else {
            return [
                InvalidParameter(
                    "nonFieldErrors", "invalid-betrokkene",
                    "betrokkene of betrokkeneIdentificatie moet opgegeven worden.")
            ]
        }
        let mismatch = try Zaakrelaties.check("roltype", change, in: context)
        guard mismatch.isEmpty else { return mismatch }
        return try checkCount(change, in: context)
    }

    /// A zaak has one initiator and one zaakcoordinator at most.
    private func checkCount(_ change: Change, in context: Context) throws -> [InvalidParameter] {
        guard let roltype = try context.referenced("roltype", by: change.document),
            let zaak = try context.referenced("zaak", by: change.document)
        else { return [] }
        let part = roltype.document.text("omschrijvingGeneriek")
        guard ["initiator", "zaakcoordinator"].contains(part) else { return [] }
        let others = try context.store.list(.rol, parent: zaak.uuid).filter {
            $0.document.text("omschrijvingGeneriek") == part && $0.uuid != change.before?.uuid
        }
        guard !others.isEmpty else { return [] }
        return [
            InvalidParameter(
                "roltype", "max-occurences", "Er is al een rol met omschrijving \(part).")
        ]
    }

    func complete(_ change: inout Change, in context: Context) throws {
        var reader = FieldReader(context: context)
        // The real server takes another identification in a PUT, and passes it over.
        let before = change.before?.document["betrokkeneIdentificatie"]
        let given = try Betrokkene.read(change.document, with: &reader)
        change.document["betrokkeneIdentificatie"] = before ?? given
        guard let roltype = try context.referenced("roltype", by: change.document) else { return }
        change.document["omschrijving"] = roltype.document["omschrijving"]
        change.document["omschrijvingGeneriek"] = roltype.document["omschrijvingGeneriek"]
        if change.before == nil {
            change.document["registratiedatum"] = .string(context.now.text)
        }
    }

    /// Those who log in by DigiD or eHerkenning have the context of it.
    func present(_ stored: StoredResource, in context: Context) throws -> JSONObject {
        var result = try render(stored, in: context)
        let type = stored.document.text("betrokkeneType")
        if ["medewerker", "organisatorische_eenheid"].contains(type) {
            result["authenticatieContext"] = nil
        }
        return result
    }

    func derived(_ stored: StoredResource, in context: Context) throws -> JSONObject {
        let path = path(of: stored)
        let statussen = try context.store.list(.status, parent: stored.parent ?? "").filter {
            $0.document.text("gezetdoor") == path
        }
        return [
            "uuid": .string(stored.uuid),
            "statussen": .array(statussen.map { .string(context.url(of: $0)) }),
        ]
    }
}
