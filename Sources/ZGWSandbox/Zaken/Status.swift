internal import JSONTree

/// A step of a zaak, which may close or reopen it.
struct Status: Zaakrelatie {
    let kind = ResourceKind.status
    let collection = "statussen"
    let operations: Set<Operation> = [.list, .read, .create]
    let uniqueness: Uniqueness? = Uniqueness(
        members: ["zaak", "datumStatusGezet"], reportedAs: "nonFieldErrors", code: "unique")

    let fields: [Field] = [
        .derived("uuid"),
        .reference("zaak", .zaak).required(),
        .reference("statustype", .statustype).required(),
        .dateTime("datumStatusGezet").required(),
        .text("statustoelichting", max: 1_000),
        .derived("indicatieLaatstGezetteStatus"),
        .reference("gezetdoor", .rol),
        .derived("zaakinformatieobjecten"),
    ]

    let filters: [Filter] = [
        .references("zaak"), .references("statustype"),
        .custom("indicatieLaatstGezetteStatus") { value, status, context in
            try Status.isLatest(status, in: context) == (value.lowercased() == "true")
        },
    ]

    func scopes(_ operation: Operation) -> [String] {
        operation == .create
            ? [
                "zaken.aanmaken", "zaken.statussen.toevoegen", "zaken.heropenen",
                "zaken.geforceerd-bijwerken",
            ] : ["zaken.lezen"]
    }

    /// The first status comes with making the zaak; a closed zaak takes the right to reopen it.
    func authorise(_ change: Change, in context: Context) throws {
        guard let zaak = try context.referenced("zaak", by: change.document) else { return }
        let subject = Zaak().subject(of: zaak.document, in: context)
        if zaak.document.filledText("einddatum") != nil {
            try context.require(["zaken.heropenen"], subject)
        } else if try context.store.list(.status, parent: zaak.uuid).isEmpty {
            try context.require(scopes(.create), subject)
        } else {
            try context.require(
                ["zaken.statussen.toevoegen", "zaken.geforceerd-bijwerken"], subject)
        }
    }

    func validate(_ change: Change, in context: Context) throws -> [InvalidParameter] {
        var parameters = try Zaakrelaties.check("statustype", change, in: context)
        if let moment = Moment(change.document.text("datumStatusGezet")), moment > context.now {
            parameters.append(
                InvalidParameter(
                    "datumStatusGezet", "date-in-future", "De datum ligt in de toekomst."))
        }
        guard parameters.isEmpty,
            let zaak = try context.referenced("zaak", by: change.document),
            let statustype = try context.referenced("statustype", by: change.document)
        else { return parameters }
        if zaak.document.text("archiefstatus") != "nog_te_archiveren" {
            return [
                InvalidParameter(
                    "nonFieldErrors", "zaak-archiefstatus-invalid",
                    "De archiefstatus van de zaak is niet \"nog_te_archiveren\".")
            ]
        }
        guard try Statustype.isFinal(statustype, in: context) else { return [] }
        return try ZaakClosing.obstacles(
            to: zaak, on: change.document.text("datumStatusGezet"), in: context)
    }

    func didWrite(_ change: Change, _ stored: StoredResource, in context: Context) throws {
        try Zaakrelaties.touch(change, in: context)
        guard var zaak = try context.referenced("zaak", by: stored.document),
            let statustype = try context.referenced("statustype", by: stored.document)
        else { return }
        if try Statustype.isFinal(statustype, in: context) {
            try ZaakClosing.close(
                zaak, on: stored.document.text("datumStatusGezet"), in: context)
        } else if zaak.document.filledText("einddatum") != nil {
            // A status that is set back in time reopens the zaak as well.
            for member in [
                "einddatum", "archiefnominatie", "archiefactiedatum", "startdatumBewaartermijn",
            ] {
                zaak.document[member] = .null
            }
            try context.save(zaak)
        }
    }

    func derived(_ stored: StoredResource, in context: Context) throws -> JSONObject {
        let path = path(of: stored)
        let documents = try context.store.list(.zaakinformatieobject, parent: stored.parent ?? "")
            .filter { $0.document.text("status") == path }
        return [
            "uuid": .string(stored.uuid),
            "indicatieLaatstGezetteStatus": .bool(try Self.isLatest(stored, in: context)),
            "zaakinformatieobjecten": .array(documents.map { .string(context.url(of: $0)) }),
        ]
    }

    func sorted(_ resources: [StoredResource]) -> [StoredResource] {
        resources.sorted { Self.moment($0) > Self.moment($1) }
    }

    /// The status with the latest date, which need not be the one that came last.
    static func latest(of zaak: StoredResource, in context: Context) throws -> StoredResource? {
        try context.store.list(.status, parent: zaak.uuid).max { moment($0) < moment($1) }
    }

    private static func isLatest(_ status: StoredResource, in context: Context) throws -> Bool {
        let all = try context.store.list(.status, parent: status.parent ?? "")
        return all.max { moment($0) < moment($1) }?.uuid == status.uuid
    }

    private static func moment(_ status: StoredResource) -> Int64 {
        Moment(status.document.text("datumStatusGezet"))?.microseconds ?? 0
    }
}
