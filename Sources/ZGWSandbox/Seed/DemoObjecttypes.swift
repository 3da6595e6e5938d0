internal import JSONTree

/// The objecttypen of the demo, with schemas that hold the members that engines and portals use.
enum DemoObjecttypes {
    /// The URL of the objecttype with this name, made and published now if there is none.
    static func make(
        _ name: String, _ plural: String, _ schema: JSON, in context: Context
    ) throws -> String {
        let type = try DemoCatalogue.found(.objecttype, "name", name, in: context) {
            [
                "name": .string(name), "namePlural": .string(plural),
                "dataClassification": "confidential",
                "maintainerOrganization": "Gemeente Raderwerk", "allowGeometry": false,
            ]
        }
        if try context.store.list(.objecttypeVersion, parent: type.uuid).isEmpty {
            _ = try context.create(
                ObjecttypeVersion(), ["jsonSchema": schema, "status": "published"],
                parent: type.uuid)
        }
        return context.url(of: type)
    }

    /// A request that a resident handed in with an e-form.
    static let productaanvraag: JSON = [
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Productaanvraag", "type": "object",
        "required": ["type", "data", "submission_id"],
        "properties": [
            "type": ["type": "string", "description": "Waar het verzoek over gaat, zoals bezwaar"],
            "submission_id": ["type": "string"],
            "bsn": ["type": "string", "pattern": "^[0-9]{9}$"],
            "kvk": ["type": "string", "pattern": "^[0-9]{8}$"],
            "data": ["type": "object", "description": "Wat er in het formulier is ingevuld"],
            "pdf_url": ["type": "string", "format": "uri"],
            "csv_url": ["type": "string", "format": "uri"],
            "attachments": ["type": "array", "items": ["type": "string", "format": "uri"]],
        ],
    ]

    private static let text: JSON = ["type": "string"]

    /// A task for a resident in the portal, version 1.1.
    static let externeKlanttaak: JSON = [
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Externe klanttaak", "type": "object",
        "required": [
            "titel", "status", "soort", "identificatie", "verwerker_taak_id", "eigenaar",
        ],
        "additionalProperties": false,
        "properties": [
            "titel": text,
            "status": ["enum": ["open", "afgerond", "verwerkt", "gesloten"]],
            "soort": ["enum": ["url", "portaalformulier", "ogonebetaling"]],
            "verloopdatum": ["type": "string", "format": "date-time"],
            "identificatie": [
                "type": "object", "required": ["type", "value"],
                "properties": ["type": text, "value": text],
            ],
            "verwerker_taak_id": ["type": "string", "format": "uuid"],
            "eigenaar": text,
            "koppeling": [
                "type": "object", "additionalProperties": false,
                "properties": ["registratie": text, "value": text, "uuid": text],
            ],
            "url": [
                "type": "object", "required": ["uri"], "additionalProperties": false,
                "properties": ["uri": ["type": "string", "format": "uri"]],
            ],
            "portaalformulier": portaalformulier,
            "ogonebetaling": ogonebetaling,
        ],
    ]

    private static let portaalformulier: JSON = [
        "type": "object", "required": ["formulier"], "additionalProperties": false,
        "properties": [
            "formulier": [
                "type": "object",
                "properties": ["soort": ["enum": ["id", "url"]], "value": text],
            ],
            "data": ["type": "object"],
            "verzonden_data": ["type": "object"],
        ],
    ]

    private static let ogonebetaling: JSON = [
        "type": "object", "required": ["bedrag", "betaalkenmerk", "pspid"],
        "additionalProperties": false,
        "properties": [
            "bedrag": ["type": "number", "minimum": 0], "betaalkenmerk": text, "pspid": text,
        ],
    ]
}
