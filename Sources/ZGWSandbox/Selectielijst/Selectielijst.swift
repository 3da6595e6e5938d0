internal import JSONTree

/// What the types of Catalogi refer to in the national lists, so that no outside server is needed.
protocol SelectielijstEntry: Resource {}

extension SelectielijstEntry {
    var api: API { .selectielijst }
    var operations: Set<Operation> { [.list, .read] }
    var isPaged: Bool { false }
    func scopes(_ operation: Operation) -> [String] { [] }
}

/// A type of process of the selectielijst.
struct SelectielijstProcestype: SelectielijstEntry {
    let kind = ResourceKind.procestype
    let collection = "procestypen"
    let fields: [Field] = [
        .integer("nummer", 1...99).required(), .text("naam", max: 100).required(),
        .text("omschrijving", max: 300),
    ]
}

/// A result of the selectielijst: whether and how long a zaak is kept.
struct SelectielijstResultaat: SelectielijstEntry {
    let kind = ResourceKind.selectielijstresultaat
    let collection = "resultaten"
    let fields: [Field] = [
        .integer("nummer", 1...99).required(), .text("naam", max: 100).required(),
        .reference("procesType", .procestype).required(),
        .choice("waardering", ["blijvend_bewaren", "vernietigen"]).required(),
        .duration("bewaartermijn"),
    ]
}

/// A general description of a resultaattype.
struct SelectielijstResultaattypeomschrijving: SelectielijstEntry {
    let kind = ResourceKind.resultaattypeomschrijving
    let collection = "resultaattypeomschrijvingen"
    let fields: [Field] = [
        .text("omschrijving", max: 20).required(), .text("definitie", max: 1_000),
    ]
}

/// The entries that every sandbox has, under identifiers that stay the same.
enum Selectielijst {
    static let procestype = "0d1f3a52-6a4e-4c0e-9b0e-5a1a00000001"
    static let keptOneYear = "0d1f3a52-6a4e-4c0e-9b0e-5a1a00000011"
    static let keptFiveYears = "0d1f3a52-6a4e-4c0e-9b0e-5a1a00000012"
    static let granted = "0d1f3a52-6a4e-4c0e-9b0e-5a1a00000021"
    static let refused = "0d1f3a52-6a4e-4c0e-9b0e-5a1a00000022"
    static let withdrawn = "0d1f3a52-6a4e-4c0e-9b0e-5a1a00000023"

    static func path(_ kind: ResourceKind, _ uuid: String, in context: Context) -> String {
        let resource = context.registry.resource(kind)
        return resource.path(of: StoredResource(kind: kind, uuid: uuid, document: [:]))
    }

    static func make(in context: Context) throws {
        let process = path(.procestype, procestype, in: context)
        let entries: [(ResourceKind, String, JSONObject)] = [
            (
                .procestype, procestype,
                ["nummer": 1, "naam": "Producten en diensten leveren", "omschrijving": ""]
            ),
            (
                .selectielijstresultaat, keptOneYear,
                [
                    "nummer": 1, "naam": "Verleend", "procesType": .string(process),
                    "waardering": "vernietigen", "bewaartermijn": "P1Y",
                ]
            ),
            (
                .selectielijstresultaat, keptFiveYears,
                [
                    "nummer": 2, "naam": "Niet vastgesteld", "procesType": .string(process),
                    "waardering": "vernietigen", "bewaartermijn": "P5Y",
                ]
            ),
            (.resultaattypeomschrijving, granted, description("Toegekend")),
            (.resultaattypeomschrijving, refused, description("Afgewezen")),
            (.resultaattypeomschrijving, withdrawn, description("Ingetrokken")),
        ]
        for (kind, uuid, document) in entries where try context.store.find(kind, uuid) == nil {
            _ = try context.store.insert(
                StoredResource(kind: kind, uuid: uuid, document: document), naturalKey: nil)
        }
    }

    private static func description(_ text: String) -> JSONObject {
        ["omschrijving": .string(text), "definitie": ""]
    }
}
