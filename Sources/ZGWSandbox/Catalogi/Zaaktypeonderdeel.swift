internal import JSONTree

/// What all types that belong to a zaaktype have in common.
protocol Zaaktypeonderdeel: Resource {}

extension Zaaktypeonderdeel {
    var api: API { .catalogi }
    var parentMember: String? { "zaaktype" }
    var assumedParameters: [(name: String, value: String)] { Catalogusrechten.assumed }

    func scopes(_ operation: Operation) -> [String] { Catalogusrechten.scopes(operation) }

    /// A part of a published zaaktype is changed by force only.
    func validate(_ change: Change, in context: Context) throws -> [InvalidParameter] {
        try Zaaktypeonderdelen.checkConcept(change, in: context)
    }

    func willDelete(_ stored: StoredResource, in context: Context) throws {
        let change = Change(
            operation: .delete, input: [:], before: stored, parent: stored.parent,
            document: stored.document)
        let parameters = try Zaaktypeonderdelen.checkConcept(change, in: context)
        guard parameters.isEmpty else { throw Problem.invalid(parameters) }
    }

    func complete(_ change: inout Change, in context: Context) throws {
        try Zaaktypeonderdelen.fill(&change, in: context)
    }
}

enum Zaaktypeonderdelen {
    /// The members that every part has at its end.
    static let validity: [Field] = [
        .date("beginGeldigheid"), .date("eindeGeldigheid"),
        .date("beginObject").readOnly(), .date("eindeObject").readOnly(),
    ]

    /// The filters that every part has.
    static let filters: [Filter] = [
        .references("zaaktype"), .equals("zaaktypeIdentificatie"),
        Catalogusrechten.validOn,
        .custom("status") { value, part, context in
            let zaaktype = try context.referenced("zaaktype", by: part.document)
            return Catalogusrechten.isShown(zaaktype?.document.flag("concept") ?? false, value)
        },
    ]

    static func checkConcept(_ change: Change, in context: Context) throws -> [InvalidParameter] {
        guard let zaaktype = try context.referenced("zaaktype", by: change.document),
            !zaaktype.document.flag("concept"), !Catalogusrechten.mayForce(context)
        else { return [] }
        return [
            InvalidParameter(
                "nonFieldErrors", "non-concept-zaaktype", "Het zaaktype is geen concept meer.")
        ]
    }

    static func fill(_ change: inout Change, in context: Context) throws {
        let zaaktype = try context.referenced("zaaktype", by: change.document)
        change.document["zaaktypeIdentificatie"] = .string(
            zaaktype?.document.text("identificatie") ?? "")
        change.document["catalogus"] = zaaktype?.document["catalogus"] ?? .null
        if change.document["beginObject"]?.isNull ?? true {
            change.document["beginObject"] = change.document["beginGeldigheid"]
        }
    }
}

/// Rights and filters that all resources of Catalogi share.
enum Catalogusrechten {
    static func scopes(_ operation: Operation) -> [String] {
        switch operation {
        case .list, .read: ["catalogi.lezen"]
        case .delete: ["catalogi.geforceerd-verwijderen", "catalogi.schrijven"]
        default: ["catalogi.schrijven", "catalogi.geforceerd-schrijven"]
        }
    }

    /// A list shows published types unless others are asked for.
    static let assumed = [(name: "status", value: "definitief")]

    static func mayForce(_ context: Context) -> Bool {
        context.has(["catalogi.geforceerd-schrijven"])
    }

    /// What holds on a day; what has no beginning never does.
    static let validOn = Filter.custom("datumGeldigheid") { value, stored, _ in
        guard let day = CivilDate(value),
            let start = CivilDate(stored.document.text("beginGeldigheid"))
        else { return false }
        let end = CivilDate(stored.document.text("eindeGeldigheid"))
        return start <= day && end.map { day <= $0 } ?? true
    }

    /// Whether concepts and published types are asked for.
    static func isShown(_ isConcept: Bool, _ asked: String) -> Bool {
        switch asked {
        case "alles": true
        case "concept": isConcept
        default: !isConcept
        }
    }

    static let status = Filter.custom("status") { value, stored, _ in
        isShown(stored.document.flag("concept"), value)
    }
}
