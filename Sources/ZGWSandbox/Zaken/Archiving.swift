internal import JSONTree

/// How the archive parameters of a zaak follow from its resultaat.
enum Archiving {
    /// Why there is no brondatum where there must be one.
    struct Underivable: Error {
        var reason: String
    }

    struct Parameters {
        var nominatie: JSON
        var source: CivilDate?
        var action: CivilDate?
    }

    /// Works out the archive parameters of a closed zaak and stores them.
    static func derive(for zaak: StoredResource, in context: Context) throws {
        guard let end = CivilDate(zaak.document.text("einddatum")),
            let resultaat = try context.store.list(.resultaat, parent: zaak.uuid).first,
            let parameters = try? parameters(
                of: zaak, with: resultaat, closedOn: end, in: context)
        else { return }
        var changed = zaak
        changed.document["archiefnominatie"] = parameters.nominatie
        changed.document["archiefactiedatum"] = JSON(text: parameters.action?.description)
        changed.document["startdatumBewaartermijn"] = JSON(text: parameters.source?.description)
        try context.save(changed)
    }

    /// - Throws: `Underivable` if the zaak must not be closed without a brondatum.
    static func parameters(
        of zaak: StoredResource, with resultaat: StoredResource, closedOn end: CivilDate,
        in context: Context
    ) throws -> Parameters {
        guard let type = try context.referenced("resultaattype", by: resultaat.document) else {
            return Parameters(nominatie: .null)
        }
        let nominatie = type.document["archiefnominatie"] ?? .null
        guard let term = CivilDuration(type.document.text("archiefactietermijn")) else {
            return Parameters(nominatie: nominatie)
        }
        let procedure = type.document["brondatumArchiefprocedure"]?.members ?? [:]
        let source = try sourceDate(procedure, zaak, closedOn: end, in: context)
        return Parameters(
            nominatie: nominatie, source: source, action: source.map { $0.adding(term) })
    }

    private static func sourceDate(
        _ procedure: JSONObject, _ zaak: StoredResource, closedOn end: CivilDate,
        in context: Context
    ) throws -> CivilDate? {
        let mark = procedure.text("datumkenmerk")
        switch procedure.text("afleidingswijze") {
        case "afgehandeld": return end
        case "termijn":
            return CivilDuration(procedure.text("procestermijn")).map { end.adding($0) }
        case "eigenschap": return try eigenschap(mark, of: zaak, in: context)
        case "hoofdzaak":
            guard let hoofdzaak = try context.referenced("hoofdzaak", by: zaak.document) else {
                throw Underivable(reason: "De zaak heeft geen hoofdzaak.")
            }
            return CivilDate(hoofdzaak.document.text("einddatum"))
        case "ingangsdatum_besluit":
            let besluiten = try context.store.list(.besluit, parent: zaak.uuid)
            guard !besluiten.isEmpty else {
                throw Underivable(reason: "Er zijn geen besluiten aan de zaak gekoppeld.")
            }
            return besluiten.compactMap { CivilDate($0.document.text("ingangsdatum")) }.max()
        case "vervaldatum_besluit":
            let besluiten = try context.store.list(.besluit, parent: zaak.uuid)
            let dates = besluiten.map { CivilDate($0.document.text("vervaldatum")) }
            return dates.contains(where: { $0 == nil }) ? nil : dates.compactMap { $0 }.max()
        case "zaakobject": return try zaakobject(procedure, mark, of: zaak, in: context)
        default: return nil
        }
    }

    /// The date of a zaakeigenschap, written `20280101` or `2028-01-01`.
    private static func eigenschap(
        _ name: String, of zaak: StoredResource, in context: Context
    ) throws -> CivilDate? {
        let found = try context.store.list(.zaakeigenschap, parent: zaak.uuid).first {
            $0.document.text("naam") == name
        }
        guard let text = found?.document.text("waarde") else { return nil }
        guard text.utf8.count == 8, text.utf8.allSatisfy(isDigit) else { return CivilDate(text) }
        return CivilDate("\(text.prefix(4))-\(text.dropFirst(4).prefix(2))-\(text.suffix(2))")
    }

    /// The date at a path within the zaakobject, whose outer member is written in snake case.
    private static func zaakobject(
        _ procedure: JSONObject, _ mark: String, of zaak: StoredResource, in context: Context
    ) throws -> CivilDate? {
        let path = mark.split(separator: "/").map(String.init)
        let dates = try context.store.list(.zaakobject, parent: zaak.uuid).compactMap {
            object -> CivilDate? in
            guard object.document.text("objectType") == procedure.text("objecttype") else {
                return nil
            }
            var value = object.document["objectIdentificatie"] ?? .null
            for part in path {
                value = value[part == "overige_data" ? "overigeData" : part] ?? .null
            }
            return value.stringValue.flatMap { CivilDate($0) }
        }
        guard let latest = dates.max() else {
            throw Underivable(reason: "Geen zaakobject heeft het datumkenmerk \"\(mark)\".")
        }
        return latest
    }
}
