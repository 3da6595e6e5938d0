internal import JSONTree

/// What an eindstatus asks of a zaak, and what it does to it.
enum ZaakClosing {
    /// Why a zaak cannot be closed; empty if it can.
    static func obstacles(
        to zaak: StoredResource, on moment: String, in context: Context
    ) throws -> [InvalidParameter] {
        func obstacle(_ code: String, _ reason: String) -> InvalidParameter {
            InvalidParameter("nonFieldErrors", code, reason)
        }
        guard let resultaat = try context.store.list(.resultaat, parent: zaak.uuid).first else {
            return [obstacle("resultaat-does-not-exist", "De zaak heeft geen resultaat.")]
        }
        let hasOpenDeelzaken = try context.store.list(.zaak, parent: zaak.uuid).contains {
            $0.document.filledText("einddatum") == nil
        }
        if hasOpenDeelzaken {
            return [obstacle("deelzaken-not-closed", "Niet alle deelzaken zijn gesloten.")]
        }
        var found: [InvalidParameter] = []
        let documents = try context.store.list(.zaakinformatieobject, parent: zaak.uuid)
            .compactMap { try context.referenced("informatieobject", by: $0.document) }
        if documents.contains(where: { $0.document.filledText("lock") != nil }) {
            found.append(obstacle("informatieobject-locked", "Een document is nog vergrendeld."))
        }
        if documents.contains(where: { $0.document["indicatieGebruiksrecht"]?.isNull ?? true }) {
            found.append(
                obstacle(
                    "indicatiegebruiksrecht-unset",
                    "Van een document zijn gebruiksrechten onbekend."))
        }
        guard found.isEmpty else { return found }
        do {
            _ = try Archiving.parameters(
                of: zaak, with: resultaat, closedOn: closingDate(moment), in: context)
            return []
        } catch let error as Archiving.Underivable {
            return [obstacle("archiefactiedatum-error", error.reason)]
        }
    }

    /// Closes a zaak: end date and archive parameters.
    static func close(_ zaak: StoredResource, on moment: String, in context: Context) throws {
        var closed = zaak
        let date = closingDate(moment)
        closed.document["einddatum"] = .string(date.description)
        try context.save(closed)
        try Archiving.derive(for: closed, in: context)
        // The archive date of a deelzaak may hang on the end of its hoofdzaak.
        for deelzaak in try context.store.list(.zaak, parent: closed.uuid) {
            try Archiving.derive(for: deelzaak, in: context)
        }
    }

    /// The day in UTC, as the real server takes it.
    private static func closingDate(_ moment: String) -> CivilDate {
        (Moment(moment) ?? Moment(microseconds: 0)).date
    }
}
