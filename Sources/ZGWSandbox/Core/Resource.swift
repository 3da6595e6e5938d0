internal import JSONTree

/// The kinds of resources, by the names that notifications give them.
enum ResourceKind: String, Sendable, CaseIterable {
    case zaak, status, resultaat, rol, zaakeigenschap, zaakobject, zaakinformatieobject
    case klantcontact, zaakcontactmoment, zaaknotitie, substatus, zaakbesluit
    case catalogus, zaaktype, statustype, roltype, resultaattype, eigenschap
    case informatieobjecttype, zaaktypeInformatieobjecttype, besluittype, zaakobjecttype
    case applicatie
    case enkelvoudiginformatieobject, gebruiksrecht
    case besluit, besluitinformatieobject
    case objecttype, objecttypeVersion, object
    case kanaal, abonnement
    case audittrail
    case procestype, selectielijstresultaat, resultaattypeomschrijving
}

/// What can be done with resources of a kind.
enum Operation: Sendable {
    case list, read, create, update, patch, delete
}

/// Members that together name a resource, so that no second one may have the same.
struct Uniqueness: Sendable {
    var members: [String]
    /// What the refusal names, and its code.
    var reportedAs: String
    var code: String
}

/// A write on its way: what was there, what was sent, and what will be there.
struct Change {
    var operation: Operation
    var input: JSONObject
    var before: StoredResource?
    /// The uuid in the path of a resource that belongs to another.
    var parent: String?
    var document: JSONObject

    /// Whether a member gets another value.
    func changes(_ name: String) -> Bool { before?.document[name] != document[name] }
}

/// What rights are given for: a type, up to a degree of confidentiality.
struct Subject {
    var type: String?
    var confidentiality: String?
}

/// A type of resource: the description that list, read, create, change and delete come from, and
/// the rules that no description holds.
protocol Resource: Sendable {
    var kind: ResourceKind { get }
    var api: API { get }
    /// The path of the collection below the API's root; `{parent}` where another's uuid stands.
    var collection: String { get }
    /// The members in the order of the answer, besides `url`.
    var fields: [Field] { get }
    var operations: Set<Operation> { get }
    var filters: [Filter] { get }
    /// Whether lists come in pages, or else as a bare array.
    var isPaged: Bool { get }
    /// By what members a list may be sorted.
    var orderings: [String] { get }
    /// The member that names the resource that this one belongs to.
    var parentMember: String? { get }
    var uniqueness: Uniqueness? { get }
    var actions: [Action] { get }
    /// The parameters of a list that hold unless others are given.
    var assumedParameters: [(name: String, value: String)] { get }
    /// Whether parameters that are not known are passed over rather than refused.
    var ignoresUnknownParameters: Bool { get }

    /// The scopes of which a caller must have one.
    func scopes(_ operation: Operation) -> [String]
    /// What the rights of a caller must cover.
    func subject(of document: JSONObject, in context: Context) throws -> Subject
    /// Refuses a write for its caller or the state of what it touches.
    func authorise(_ change: Change, in context: Context) throws
    /// The rules over several members.
    func validate(_ change: Change, in context: Context) throws -> [InvalidParameter]
    /// Fills what the server works out before it stores.
    func complete(_ change: inout Change, in context: Context) throws
    /// What follows from a write elsewhere.
    func didWrite(_ change: Change, _ stored: StoredResource, in context: Context) throws
    func willDelete(_ stored: StoredResource, in context: Context) throws
    /// The values of the derived members.
    func derived(_ stored: StoredResource, in context: Context) throws -> JSONObject
    /// The whole answer, for resources that are not answered as they are described.
    func present(_ stored: StoredResource, in context: Context) throws -> JSONObject
    /// The answer to a read or a list, which may hold more than that to a write.
    func presentRead(
        _ stored: StoredResource, _ query: [(name: String, value: String)], in context: Context
    ) throws -> JSONObject
    /// The order of a list when none is asked for, from the newest first.
    func sorted(_ resources: [StoredResource]) -> [StoredResource]
    /// The main resource and the kenmerken of a notification; nil if there is none to send.
    func announcement(of stored: StoredResource, in context: Context) throws -> Announcement?
    /// The URL's last part.
    func lastPathPart(of stored: StoredResource) -> String
}

/// Where and with what kenmerken a write is announced.
struct Announcement {
    var kanaal: String
    /// The main resource's path.
    var mainObject: String
    var kenmerken: JSONObject
}

extension Resource {
    var operations: Set<Operation> { [.list, .read, .create, .update, .patch, .delete] }
    var filters: [Filter] { [] }
    var isPaged: Bool { true }
    var orderings: [String] { [] }
    var parentMember: String? { nil }
    var uniqueness: Uniqueness? { nil }
    var actions: [Action] { [] }
    var assumedParameters: [(name: String, value: String)] { [] }
    var ignoresUnknownParameters: Bool { false }

    func subject(of document: JSONObject, in context: Context) throws -> Subject { Subject() }
    func authorise(_ change: Change, in context: Context) throws {
        try context.require(scopes(change.operation), subject(of: change.document, in: context))
    }
    func validate(_ change: Change, in context: Context) throws -> [InvalidParameter] { [] }
    func complete(_ change: inout Change, in context: Context) throws {}
    func didWrite(_ change: Change, _ stored: StoredResource, in context: Context) throws {}
    func willDelete(_ stored: StoredResource, in context: Context) throws {}
    func derived(_ stored: StoredResource, in context: Context) throws -> JSONObject { [:] }
    func present(_ stored: StoredResource, in context: Context) throws -> JSONObject {
        try render(stored, in: context)
    }
    func presentRead(
        _ stored: StoredResource, _ query: [(name: String, value: String)], in context: Context
    ) throws -> JSONObject {
        try present(stored, in: context)
    }
    func sorted(_ resources: [StoredResource]) -> [StoredResource] { resources }
    func announcement(of stored: StoredResource, in context: Context) throws -> Announcement? {
        nil
    }
    func lastPathPart(of stored: StoredResource) -> String { stored.uuid }

    /// The value that uniqueness is about, nil while a member of it is missing.
    func naturalKey(of document: JSONObject) -> String? {
        guard let uniqueness else { return nil }
        let values = uniqueness.members.compactMap { document.filledText($0) }
        guard values.count == uniqueness.members.count else { return nil }
        return values.joined(separator: "\u{1F}")
    }

    /// The path of a resource.
    func path(of stored: StoredResource) -> String {
        let parts = collection.split(separator: "/").map {
            $0 == "{parent}" ? stored.parent ?? "" : String($0)
        }
        return api.root + "/" + parts.joined(separator: "/") + "/" + lastPathPart(of: stored)
    }

    /// The answer by the description.
    func render(_ stored: StoredResource, in context: Context) throws -> JSONObject {
        var result: JSONObject = ["url": .string(context.base + path(of: stored))]
        let values = try derived(stored, in: context)
        for field in fields where field.presence != .writeOnly {
            let value: JSON? =
                switch (field.name, field.presence) {
                case ("uuid", _): .string(stored.uuid)
                case (_, .derived): values[field.name]
                default: stored.document[field.name]
                }
            result[field.name] = context.rendered(value ?? field.initial, field.kind)
        }
        return result
    }
}

/// Something that is done by a path of its own rather than by writing a resource.
struct Action: Sendable {
    var method: String
    /// The path below the API's root; parts in braces are taken out.
    var pattern: String
    var isRead = false
    var run: @Sendable (Call, [String: String], Context) throws -> Answer
}
