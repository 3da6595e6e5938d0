internal import JSONTree

/// How a betrokkene is identified, by its type.
enum Betrokkene {
    static let types = [
        "natuurlijk_persoon", "niet_natuurlijk_persoon", "vestiging", "organisatorische_eenheid",
        "medewerker",
    ]

    /// Reads `betrokkeneIdentificatie` of a rol; null if there is none.
    static func read(_ document: JSONObject, with reader: inout FieldReader) throws -> JSON {
        guard let sent = document["betrokkeneIdentificatie"]?.objectValue, !sent.isEmpty,
            let fields = fields[document.text("betrokkeneType")]
        else { return .null }
        return .object(
            try reader.read(
                sent, fields, current: nil, isPartial: false, prefix: "betrokkeneIdentificatie."))
    }

    private static let address = Field.object(
        "verblijfsadres",
        [
            .text("aoaIdentificatie", max: 100).required(),
            .text("wplWoonplaatsNaam", max: 80).required(),
            .text("gorOpenbareRuimteNaam", max: 80).required(),
            .text("aoaPostcode", max: 7),
            .integer("aoaHuisnummer", 0...99_999).required(),
            .text("aoaHuisletter", max: 1),
            .text("aoaHuisnummertoevoeging", max: 4),
            .text("inpLocatiebeschrijving", max: 1_000),
        ])

    private static let addressAbroad = Field.object(
        "subVerblijfBuitenland",
        [
            .text("lndLandcode", max: 4).required(), .text("lndLandnaam", max: 40).required(),
            .text("subAdresBuitenland_1", max: 35), .text("subAdresBuitenland_2", max: 35),
            .text("subAdresBuitenland_3", max: 35),
        ])

    private static let fields: [String: [Field]] = [
        "natuurlijk_persoon": [
            .rsin("inpBsn"), .text("anpIdentificatie", max: 17), .text("inpA_nummer", max: 10),
            .text("geslachtsnaam", max: 200), .text("voorvoegselGeslachtsnaam", max: 80),
            .text("voorletters", max: 20), .text("voornamen", max: 200),
            .choice("geslachtsaanduiding", ["m", "v", "o"]), .text("geboortedatum", max: 18),
            address, addressAbroad,
        ],
        "niet_natuurlijk_persoon": [
            .rsin("innNnpId"), .text("annIdentificatie", max: 17), .text("kvkNummer", max: 8),
            .text("vestigingsNummer", max: 12), .text("statutaireNaam", max: 500),
            .choice("innRechtsvorm", legalForms), .text("bezoekadres", max: 1_000),
            address, addressAbroad,
        ],
        "vestiging": [
            .text("vestigingsNummer", max: 24), .list("handelsnaam", of: .text(max: 625)),
            address, addressAbroad, .text("kvkNummer", max: 8),
        ],
        "organisatorische_eenheid": [
            .text("identificatie"), .text("naam", max: 50), .text("isGehuisvestIn", max: 24),
        ],
        "medewerker": [
            .text("identificatie", max: 128), .text("achternaam", max: 200),
            .text("voorletters", max: 20), .text("voorvoegselAchternaam", max: 10),
        ],
    ]

    private static let legalForms = [
        "besloten_vennootschap", "cooperatie_europees_economische_samenwerking",
        "europese_cooperatieve_venootschap", "europese_naamloze_vennootschap",
        "kerkelijke_organisatie", "naamloze_vennootschap", "onderlinge_waarborg_maatschappij",
        "overig_privaatrechtelijke_rechtspersoon", "stichting", "vereniging",
        "vereniging_van_eigenaars", "publiekrechtelijke_rechtspersoon",
        "vennootschap_onder_firma", "maatschap", "rederij", "commanditaire_vennootschap",
        "kapitaalvennootschap_binnen_eer", "overige_buitenlandse_rechtspersoon_vennootschap",
        "kapitaalvennootschap_buiten_eer",
    ]
}
