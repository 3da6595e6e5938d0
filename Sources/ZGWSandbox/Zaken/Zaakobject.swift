internal import JSONSchema
internal import JSONTree

/// What a zaak is about: an address, a building, an object of Objecten and more.
struct Zaakobject: Zaakrelatie {
    let kind = ResourceKind.zaakobject
    let collection = "zaakobjecten"

    let fields: [Field] = [
        .derived("uuid"),
        .reference("zaak", .zaak).required().immutable(),
        .remote("object").immutable(),
        .reference("zaakobjecttype", .zaakobjecttype),
        .choice("objectType", Zaakobject.types).required().immutable(),
        .text("objectTypeOverige", max: 100),
        .object(
            "objectTypeOverigeDefinitie",
            [
                .url("url").required(), .text("schema", max: 100).required(),
                .text("objectData", max: 100).required(),
            ]),
        .text("relatieomschrijving", max: 80),
        .json("objectIdentificatie"),
    ]

    let filters: [Filter] = [
        .references("zaak"), .references("object"), .equals("objectType"),
    ]

    static let types = [
        "adres", "besluit", "buurt", "enkelvoudig_document", "gemeente",
        "gemeentelijke_openbare_ruimte", "huishouden", "inrichtingselement",
        "kadastrale_onroerende_zaak", "kunstwerkdeel", "maatschappelijke_activiteit",
        "medewerker", "natuurlijk_persoon", "niet_natuurlijk_persoon", "openbare_ruimte",
        "organisatorische_eenheid", "pand", "spoorbaandeel", "status", "terreindeel",
        "terrein_gebouwd_object", "vestiging", "waterdeel", "wegdeel", "wijk", "woonplaats",
        "woz_deelobject", "woz_object", "woz_waarde", "zakelijk_recht", "overige",
    ]

    private static let address: [Field] = [
        .text("identificatie", max: 100).required(),
        .text("wplWoonplaatsNaam", max: 80).required(),
        .text("gorOpenbareRuimteNaam", max: 80).required(),
        .integer("huisnummer", 0...99_999).required(),
        .text("huisletter", max: 1), .text("huisnummertoevoeging", max: 4),
        .text("postcode", max: 7),
    ]

    func scopes(_ operation: Operation) -> [String] {
        switch operation {
        case .list, .read: ["zaken.lezen"]
        case .create: ["zaken.aanmaken", "zaken.bijwerken", "zaken.geforceerd-bijwerken"]
        default: ["zaken.bijwerken", "zaken.geforceerd-bijwerken"]
        }
    }

    func validate(_ change: Change, in context: Context) throws -> [InvalidParameter] {
        let document = change.document
        let isOther = document.text("objectType") == "overige"
        let definition = document["objectTypeOverigeDefinitie"]?.objectValue
        let hasName = document.filledText("objectTypeOverige") != nil
        if isOther, !hasName, definition == nil {
            return [
                InvalidParameter(
                    "nonFieldErrors", "missing-object-type-overige",
                    "Als objectType overige is, moet objectTypeOverige gegeven zijn.")
            ]
        }
        if !isOther, hasName {
            return [
                InvalidParameter(
                    "nonFieldErrors", "invalid-object-type-overige-usage",
                    "objectTypeOverige hoort alleen bij objectType overige.")
            ]
        }
        let hasURL = document.filledText("object") != nil
        guard hasURL || document["objectIdentificatie"]?.objectValue != nil else {
            return [
                InvalidParameter(
                    "nonFieldErrors", "invalid-zaakobject",
                    "object of objectIdentificatie moet opgegeven worden.")
            ]
        }
        if let definition { return try check(definition, document, in: context) }
        var reader = FieldReader(context: context)
        _ = try identification(document, with: &reader)
        return reader.parameters
    }

    /// Compares the object with the schema, each as the definition selects it from its URL.
    private func check(
        _ definition: JSONObject, _ document: JSONObject, in context: Context
    ) throws -> [InvalidParameter] {
        func refusal(_ name: String, _ code: String, _ reason: String) -> [InvalidParameter] {
            [InvalidParameter(name, code, reason)]
        }
        guard let object = try shown(at: document.text("object"), in: context) else {
            return refusal("object", "required", "Bij een definitie hoort een object.")
        }
        guard let type = try shown(at: definition.text("url"), in: context),
            let schema = type.value(at: definition.text("schema")),
            let compiled = try? Schema(compiling: schema)
        else {
            return refusal(
                "objectTypeOverigeDefinitie.schema", "invalid", "Hier is geen schema te vinden.")
        }
        let data = object.value(at: definition.text("objectData")) ?? .null
        guard let violation = compiled.validate(data).first else { return [] }
        return refusal("object", "invalid-schema", "\(violation)")
    }

    /// The answer to a read of a resource of the sandbox.
    private func shown(at path: String, in context: Context) throws -> JSONObject? {
        guard path.hasPrefix("/"), let stored = try? context.resource(at: path) else { return nil }
        return try context.registry.resource(stored.kind).present(stored, in: context)
    }

    private func identification(
        _ document: JSONObject, with reader: inout FieldReader
    ) throws -> JSON {
        guard let sent = document["objectIdentificatie"]?.objectValue else { return .null }
        guard document.text("objectType") == "adres" else { return .object(sent) }
        return .object(
            try reader.read(
                sent, Self.address, current: nil, isPartial: false, prefix: "objectIdentificatie."))
    }

    func complete(_ change: inout Change, in context: Context) throws {
        var reader = FieldReader(context: context)
        change.document["objectIdentificatie"] = try identification(change.document, with: &reader)
    }

    func derived(_ stored: StoredResource, in context: Context) -> JSONObject {
        ["uuid": .string(stored.uuid)]
    }
}
