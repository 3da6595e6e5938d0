internal import JSONTree
internal import UniversalIdentifier

/// What a sandbox has before anyone has written to it.
enum StartingPoint {
    /// Makes what is missing: the channels, the selectielijst, and an applicatie for each client
    /// with all rights.
    static func make(_ configuration: SandboxConfiguration, in context: Context) throws {
        try Selectielijst.make(in: context)
        let kanalen = try context.store.list(.kanaal).map { $0.document.text("naam") }
        for kanaal in Kanaal.standard where !kanalen.contains(kanaal.naam) {
            _ = try context.store.insert(
                StoredResource(
                    kind: .kanaal, uuid: UniversalIdentifier.random(),
                    document: [
                        "naam": .string(kanaal.naam),
                        "documentatieLink": .string("/ref/kanalen/#/\(kanaal.naam)"),
                        "filters": .array(kanaal.filters.map(JSON.string)),
                    ]), naturalKey: nil)
        }
        let clients = Set(
            try context.store.list(.applicatie).flatMap { $0.document.texts("clientIds") })
        for client in configuration.clients
        where client.hasAllRights && !clients.contains(client.identifier) {
            _ = try context.create(
                Applicatie(),
                [
                    "clientIds": .array([.string(client.identifier)]),
                    "label": .string(client.identifier), "heeftAlleAutorisaties": true,
                ])
        }
    }
}
