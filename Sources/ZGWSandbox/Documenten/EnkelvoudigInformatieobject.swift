internal import JSONTree
internal import UniversalIdentifier

/// A document, its content inside the request; uploads in parts are left out.
struct EnkelvoudigInformatieobject: Resource {
    let kind = ResourceKind.enkelvoudiginformatieobject
    let api = API.documenten
    let collection = "enkelvoudiginformatieobjecten"

    let fields: [Field] = [
        .text("identificatie", max: 40),
        .rsin("bronorganisatie").required(),
        .date("creatiedatum").required(),
        .text("titel", max: 200).required(),
        .choice("vertrouwelijkheidaanduiding", Confidentiality.degrees),
        .text("auteur", max: 200).required(),
        .choice("status", ["in_bewerking", "ter_vaststelling", "definitief", "gearchiveerd"]),
        .text("formaat", max: 255),
        .text("taal", max: 3).required(),
        .integer("versie", 1...Int(Int32.max)).readOnly(),
        .dateTime("beginRegistratie").readOnly(),
        .text("bestandsnaam", max: 255),
        Field("inhoud", .text(max: 6_000_000)).nullable().initially(.null),
        .integer("bestandsomvang", 0...Int(Int32.max)),
        .url("link"),
        .text("beschrijving", max: 1_000),
        .date("ontvangstdatum"),
        .date("verzenddatum"),
        Field("indicatieGebruiksrecht", .boolean).nullable().initially(.null),
        .text("verschijningsvorm", max: 100_000),
        .object("ondertekening", [.text("soort", max: 10).required(), .date("datum").required()]),
        .object(
            "integriteit",
            [
                .text("algoritme", max: 20).required(), .text("waarde", max: 128).required(),
                .date("datum").required(),
            ]),
        .reference("informatieobjecttype", .informatieobjecttype).required(),
        .derived("locked"),
        .derived("bestandsdelen"),
        .list("trefwoorden", of: .text(max: 100)),
        .text("lock", max: 100).writeOnly(),
    ]

    let filters: [Filter] = [
        .equals("identificatie"), .equals("bronorganisatie"), .equals("titel"),
    ]

    var actions: [Action] {
        Documentvergrendeling.actions + Audittrail.under(collection)
    }

    func scopes(_ operation: Operation) -> [String] {
        switch operation {
        case .list, .read: ["documenten.lezen"]
        case .create: ["documenten.aanmaken"]
        case .update, .patch: ["documenten.bijwerken"]
        case .delete: ["documenten.verwijderen"]
        }
    }

    func subject(of document: JSONObject, in context: Context) -> Subject {
        Subject(
            type: document.filledText("informatieobjecttype"),
            confidentiality: document.filledText("vertrouwelijkheidaanduiding"))
    }

    func validate(_ change: Change, in context: Context) throws -> [InvalidParameter] {
        if let before = change.before { return checkLock(before, change.input) }
        let type = try context.referenced("informatieobjecttype", by: change.document)
        if type?.document.flag("concept") == true {
            return [
                InvalidParameter(
                    "informatieobjecttype", "not-published",
                    "Het informatieobjecttype is een concept.")
            ]
        }
        if let identificatie = change.document.filledText("identificatie") {
            let isTaken = try context.store.list(.enkelvoudiginformatieobject).contains {
                $0.document.text("identificatie") == identificatie
                    && $0.document.text("bronorganisatie")
                        == change.document.text("bronorganisatie")
            }
            if isTaken {
                return [
                    InvalidParameter(
                        "identificatie", "identificatie-niet-uniek", "De identificatie bestaat al.")
                ]
            }
        }
        if change.document.flag("indicatieGebruiksrecht") {
            return [
                InvalidParameter(
                    "indicatieGebruiksrecht", "missing-gebruiksrechten",
                    "De indicatie volgt uit gebruiksrechten, die er nog niet zijn.")
            ]
        }
        guard let content = change.document["inhoud"]?.stringValue else { return [] }
        guard let size = Self.decodedSize(of: content) else {
            return [InvalidParameter("inhoud", "invalid-base64", "Geen geldige base64.")]
        }
        if let given = change.document["bestandsomvang"]?.intValue, given != size {
            return [
                InvalidParameter(
                    "nonFieldErrors", "file-size", "De bestandsomvang klopt niet met de inhoud.")
            ]
        }
        return []
    }

    private func checkLock(_ before: StoredResource, _ input: JSONObject) -> [InvalidParameter] {
        guard let lock = before.document.filledText("lock") else {
            return [
                InvalidParameter("nonFieldErrors", "unlocked", "Het document is niet vergrendeld.")
            ]
        }
        guard let given = input.filledText("lock") else {
            return [
                InvalidParameter("nonFieldErrors", "missing-lock-id", "Het lock id ontbreekt.")
            ]
        }
        guard given == lock else {
            return [
                InvalidParameter("nonFieldErrors", "incorrect-lock-id", "Het lock id is onjuist.")
            ]
        }
        return []
    }

    func complete(_ change: inout Change, in context: Context) throws {
        let version = (change.before?.document["versie"]?.intValue ?? 0) + 1
        change.document["versie"] = .integer(Int64(version))
        change.document["beginRegistratie"] = .string(context.now.text)
        change.document["lock"] = change.before?.document["lock"] ?? ""
        if let content = change.document["inhoud"]?.stringValue,
            let size = Self.decodedSize(of: content)
        {
            change.document["bestandsomvang"] = .integer(Int64(size))
        }
        guard change.before == nil else { return }
        if change.document.filledText("identificatie") == nil {
            let number = try context.store.next("document-\(context.now.date.year)")
            change.document["identificatie"] = .string(
                "DOCUMENT-\(context.now.date.year)-\(padded(number, 10))")
        }
        if change.document.filledText("vertrouwelijkheidaanduiding") == nil {
            let type = try context.referenced("informatieobjecttype", by: change.document)
            change.document["vertrouwelijkheidaanduiding"] =
                type?.document["vertrouwelijkheidaanduiding"] ?? ""
        }
    }

    /// How many bytes a base64 text stands for.
    private static func decodedSize(of text: String) -> Int? {
        let bytes = Array(text.utf8)
        let padding = bytes.reversed().prefix { $0 == UInt8(ascii: "=") }.count
        let isValid = bytes.dropLast(padding).allSatisfy {
            isDigit($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
                || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "/")
        }
        guard isValid, padding <= 2, bytes.count % 4 == 0 else { return nil }
        return bytes.count / 4 * 3 - padding
    }

    func present(_ stored: StoredResource, in context: Context) throws -> JSONObject {
        var result = try render(stored, in: context)
        let version = stored.document["versie"]?.intValue ?? 1
        if stored.document["inhoud"]?.stringValue != nil {
            result["inhoud"] = .string("\(context.url(of: stored))/download?versie=\(version)")
        }
        result["locked"] = .bool(stored.document.filledText("lock") != nil)
        result["bestandsdelen"] = .array([])
        return result
    }

    func willDelete(_ stored: StoredResource, in context: Context) throws {
        let path = path(of: stored)
        let isLinked = try [ResourceKind.zaakinformatieobject, .besluitinformatieobject].contains {
            try context.store.list($0).contains { $0.document.text("informatieobject") == path }
        }
        guard !isLinked else {
            throw Problem.invalid(
                "nonFieldErrors", "pending-relations", "Het document is nog gekoppeld.")
        }
    }

    func announcement(of stored: StoredResource, in context: Context) throws -> Announcement? {
        let type = stored.document.text("informatieobjecttype")
        return Announcement(
            kanaal: "documenten", mainObject: path(of: stored),
            kenmerken: [
                "bronorganisatie": .string(stored.document.text("bronorganisatie")),
                "informatieobjecttype": .string(context.base + type),
                "vertrouwelijkheidaanduiding":
                    .string(stored.document.text("vertrouwelijkheidaanduiding")),
            ])
    }
}

/// Locking a document for a change of it.
enum Documentvergrendeling {
    static let actions = [
        Action(method: "POST", pattern: "enkelvoudiginformatieobjecten/{uuid}/lock") {
            _, names, context in
            try context.require(["documenten.lock"])
            var document = try context.resource(
                .enkelvoudiginformatieobject, names["uuid"] ?? "")
            guard document.document.filledText("lock") == nil else {
                throw Problem.invalid(
                    "nonFieldErrors", "existing-lock", "Het document is al vergrendeld.")
            }
            let lock = UniversalIdentifier.random().filter { $0 != "-" }
            document.document["lock"] = .string(lock)
            try context.save(document)
            return Answer(200, .object(["lock": .string(lock)]))
        },
        Action(method: "POST", pattern: "enkelvoudiginformatieobjecten/{uuid}/unlock") {
            call, names, context in
            try context.require(["documenten.lock", "documenten.geforceerd-unlock"])
            var document = try context.resource(
                .enkelvoudiginformatieobject, names["uuid"] ?? "")
            let given = try call.object().text("lock")
            let lock = document.document.text("lock")
            guard lock.isEmpty || given == lock || context.has(["documenten.geforceerd-unlock"])
            else {
                throw Problem.invalid(
                    "nonFieldErrors", "incorrect-lock-id", "Het lock id is onjuist.")
            }
            document.document["lock"] = ""
            try context.save(document)
            return Answer(204)
        },
    ]
}
