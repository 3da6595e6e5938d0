public import JSONTree
public import Records

/// The zaak of a case.
public struct ZaakLink: Sendable, Equatable {
    /// The case.
    public var caseID: String
    /// The tenant.
    public var tenantID: String?
    /// The URL of the zaak.
    public var url: String
    /// The last part of the URL.
    public var uuid: String
    /// The number that people use.
    public var identificatie: String
    /// The URL of its zaaktype.
    public var zaaktypeURL: String
    /// The zaak as the Zaken API last showed it.
    public var zaak: JSON
    /// When the case got it, in milliseconds since 1970.
    public var linkedAt: Int64

    /// Describes the bond.
    public init(
        caseID: String, tenantID: String? = nil, url: String, uuid: String, identificatie: String,
        zaaktypeURL: String, zaak: JSON, linkedAt: Int64
    ) {
        self.caseID = caseID
        self.tenantID = tenantID
        self.url = url
        self.uuid = uuid
        self.identificatie = identificatie
        self.zaaktypeURL = zaaktypeURL
        self.zaak = zaak
        self.linkedAt = linkedAt
    }

    /// Reads a row of `CaseTables.zaak`; nil if it is not one.
    public init?(row: Row) {
        let columns = RowReader(CaseTables.zaak, row)
        guard let caseID = columns.text("case_id"), let url = columns.text("zaak_url"),
            let uuid = columns.text("zaak_uuid"), let number = columns.text("identificatie"),
            let type = columns.text("zaaktype_url"), let zaak = columns.json("zaak"),
            let linkedAt = columns.integer("linked_at")
        else { return nil }
        self.init(
            caseID: caseID, tenantID: columns.text("tenant_id"), url: url, uuid: uuid,
            identificatie: number, zaaktypeURL: type, zaak: zaak, linkedAt: linkedAt)
    }

    /// What writes the bond, in the step in which the zaak is known to be there.
    public var delta: Delta {
        Delta(changes: [
            .upsert(
                CaseTables.zaak,
                [
                    .text(caseID), ColumnValue(tenantID), .integer(1), .text(url), .text(uuid),
                    .text(identificatie), .text(zaaktypeURL), .text(zaak.serializedText),
                    .integer(linkedAt),
                ])
        ])
    }
}
