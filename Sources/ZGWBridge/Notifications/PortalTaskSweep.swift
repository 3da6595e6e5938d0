public import CaseHandling
internal import JSONTree
public import ProcessEngine
internal import ProcessValues
internal import Signing

/// Looks for answered portal tasks whose notification was lost.
///
/// Each one found goes into the inbox as if its notification had come, under a key of its record,
/// so that it is there once however often the sweep finds it.
public struct PortalTaskSweep: Sendable {
    private let services: ZGWServices
    private let cases: CaseRepository
    private let intake: NotificationIntake
    private let clock: any EngineClock

    /// Creates a sweep.
    public init(
        services: ZGWServices, cases: CaseRepository, intake: NotificationIntake,
        clock: any EngineClock
    ) {
        self.services = services
        self.cases = cases
        self.intake = intake
        self.clock = clock
    }

    /// Looks once.
    ///
    /// - Returns: How many answered tasks the Objecten API has.
    /// - Throws: `ZGWError` or `StoreError`.
    @discardableResult
    public func run() async throws -> Int {
        let dialect = ExterneKlanttaak()
        var types: [String: String] = [:]
        for package in try await cases.packages(configuring: "externe-klanttaak") {
            let owner =
                package.configuration(id: nil, key: "externe-klanttaak")["eigenaar"]?.stringValue
            types[package.portalTaskType] = owner ?? PortalTaskDefaults.owner
        }
        var count = 0
        for (name, owner) in types.sorted(by: { $0.key < $1.key }) {
            let type = try await services.objecttypen.url(of: name)
            let found = try await services.objecten.objects(
                type: type, where: [dialect.search(for: .submitted)])
            for object in found where dialect.owner(of: object.data) == owner {
                await keep(object, type)
                count += 1
            }
        }
        return count
    }

    private func keep(_ object: ObjectResource, _ type: String) async {
        let now = clock.now.milliseconds
        let index = object.json["record"]?["index"]?.intValue ?? 0
        let message: JSON = [
            "kanaal": "objecten", "hoofdObject": .string(object.url), "resource": "object",
            "resourceUrl": .string(object.url), "actie": "update",
            "aanmaakdatum": .string(Moment(milliseconds: now).text),
            "kenmerken": ["objectType": .string(type)],
        ]
        let key = "sweep:\(object.url):\(index)"
        let id = (try? Hashing.sha256(Array(key.utf8))).map(Base64URL.encode) ?? key
        _ = await intake.keep(
            InboxEntry(
                id: id, deduplicationKey: key, dueAt: now, receivedAt: now,
                content: message.serializedText))
    }
}
