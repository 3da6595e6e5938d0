internal import JSONTree

/// What zaaktypen, besluittypen and informatieobjecttypen have in common: they are made as a
/// concept, and changed by force only once they are published.
protocol Catalogustype: Resource {
    /// Why a concept cannot be published.
    func obstaclesToPublishing(
        _ stored: StoredResource, in context: Context
    ) throws -> [InvalidParameter]
}

extension Catalogustype {
    var api: API { .catalogi }
    var parentMember: String? { "catalogus" }
    var assumedParameters: [(name: String, value: String)] { Catalogusrechten.assumed }

    func scopes(_ operation: Operation) -> [String] { Catalogusrechten.scopes(operation) }

    func obstaclesToPublishing(
        _ stored: StoredResource, in context: Context
    ) throws -> [InvalidParameter] { [] }

    var actions: [Action] {
        [
            Action(method: "POST", pattern: collection + "/{uuid}/publish") {
                [kind] _, names, context in
                try context.require(Catalogusrechten.scopes(.update))
                guard let resource = context.registry.resource(kind) as? any Catalogustype else {
                    throw Problem.notFound
                }
                var stored = try context.resource(kind, names["uuid"] ?? "")
                let obstacles = try resource.obstaclesToPublishing(stored, in: context)
                guard obstacles.isEmpty else { throw Problem.invalid(obstacles) }
                stored.document["concept"] = false
                try context.save(stored)
                return Answer(200, .object(try resource.present(stored, in: context)))
            }
        ]
    }

    func validate(_ change: Change, in context: Context) throws -> [InvalidParameter] {
        Catalogustypen.checkConcept(change, in: context)
    }

    func complete(_ change: inout Change, in context: Context) throws {
        Catalogustypen.fill(&change)
    }

    func announcement(of stored: StoredResource, in context: Context) throws -> Announcement? {
        Announcement(
            kanaal: collection, mainObject: path(of: stored),
            kenmerken: [
                "catalogus": .string(context.base + stored.document.text("catalogus"))
            ])
    }
}

enum Catalogustypen {
    /// The end of the validity is all that changes of a published type without force.
    static func checkConcept(_ change: Change, in context: Context) -> [InvalidParameter] {
        guard let before = change.before, !before.document.flag("concept"),
            !Catalogusrechten.mayForce(context),
            change.operation != .patch || change.input.keys != ["eindeGeldigheid"]
        else { return [] }
        return [
            InvalidParameter(
                "nonFieldErrors", "non-concept-object", "Het object is geen concept meer.")
        ]
    }

    static func fill(_ change: inout Change) {
        if change.before == nil { change.document["concept"] = true }
        if change.document["beginObject"]?.isNull ?? true {
            change.document["beginObject"] = change.document["beginGeldigheid"]
        }
    }
}
