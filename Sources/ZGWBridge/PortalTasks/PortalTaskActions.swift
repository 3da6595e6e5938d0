internal import CaseHandling
internal import JSONTree
internal import Signing

extension ActionRunner {
    private var dialect: ExterneKlanttaak { ExterneKlanttaak() }

    /// Publishes a user task as an object, under a uuid that follows from the task.
    func publishTask(
        _ request: ActionRequest, _ properties: ActionProperties
    ) async throws -> ActionResult {
        let config = ActionProperties.config(of: request, properties.json)
        let task = try await PortalTask(asked: request, properties: properties.json) {
            try await services.zaken.rollen(zaak: try zaak(of: request).url)
        }
        let type = try await services.objecttypen.url(
            of: properties.text("objecttype") ?? PortalTaskDefaults.objecttype)
        let version: Int
        if let fixed = properties.text("objecttypeVersion").flatMap(Int.init) {
            version = fixed
        } else {
            version = try await services.objecttypen.publishedVersion(of: type)
        }
        let uuid = task.taskID
        let data = dialect.data(of: task)
        let day = settings.localDay(request.askedAt)
        let object = try await once(looksFirst: false, codes: ["unique"]) {
            () async throws(ZGWError) in
            try await services.objecten.object(uuid: uuid)
        } create: { () async throws(ZGWError) in
            try await services.objecten.createObject(
                uuid: uuid, type: type, version: version, startAt: day, data: data)
        }
        guard dialect.taskID(of: object.data) == task.taskID else {
            throw ActionFailure.misuse("The object \(uuid) belongs to another task")
        }
        let variable = config.text("resultingKlanttaakObjectUrlVariable")
        return ActionResult(variables: variable.map { [($0, .string(object.url))] } ?? [])
    }

    /// Moves the due date of the object to that of the task.
    func updateTask(
        _ request: ActionRequest, _ properties: ActionProperties
    ) async throws -> ActionResult {
        let source = try task(of: request)
        guard let dueAt = source.dueAt,
            let object = try await services.objecten.object(uuid: try uuid(for: source)),
            dialect.state(of: object.data) == .open
        else { return ActionResult() }
        let change = dialect.change(toDueAt: dueAt)
        if object.data["verloopdatum"] != change["verloopdatum"] {
            _ = try await services.objecten.patchData(of: object, change)
        }
        return ActionResult()
    }

    /// Marks the object of a completed task: `verwerkt` if the resident answered, else `gesloten`,
    /// since somebody else did the task.
    func finishTask(_ request: ActionRequest) async throws -> ActionResult {
        let uuid = try uuid(for: try task(of: request))
        guard let object = try await services.objecten.object(uuid: uuid) else {
            return ActionResult()
        }
        switch dialect.state(of: object.data) {
        case .submitted:
            _ = try await services.objecten.patchData(of: object, dialect.change(to: .processed))
        case .open:
            _ = try await services.objecten.patchData(of: object, dialect.change(to: .closed))
        case .processed, .closed, nil: break
        }
        return ActionResult()
    }

    /// Closes the object of a cancelled task, if it was published.
    func closeTask(_ request: ActionRequest) async throws -> ActionResult {
        let uuid = try uuid(for: try task(of: request))
        guard let object = try await services.objecten.object(uuid: uuid) else {
            return ActionResult()
        }
        switch dialect.state(of: object.data) {
        case .open, .submitted:
            _ = try await services.objecten.patchData(of: object, dialect.change(to: .closed))
        case .processed, .closed, nil: break
        }
        return ActionResult()
    }

    private func task(of request: ActionRequest) throws(ActionFailure) -> PortalTaskSource {
        if let task = request.task { return task }
        throw .misuse("\(request.action) belongs to a user task")
    }

    /// The uuid of the object: the task's id, which is one unless it came from elsewhere.
    private func uuid(for task: PortalTaskSource) throws -> String {
        try PortalTaskDefaults.uuid(forTask: task.id)
    }
}

/// What holds where a link says nothing else.
enum PortalTaskDefaults {
    /// Who is named as the owner of tasks.
    static let owner = "GZAC"
    /// The name of the objecttype.
    static let objecttype = "Externe klanttaak"

    /// The uuid of the object of a task: the task's id where it is a uuid, else one that follows
    /// from it.
    static func uuid(forTask id: String) throws -> String {
        if isUUID(id) { return id.lowercased() }
        var bytes = Array(try Hashing.sha256(Array("portal-task:\(id)".utf8)).prefix(16))
        // Version 8 of RFC 9562: a uuid of the maker's own design.
        bytes[6] = bytes[6] & 0x0F | 0x80
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits = bytes.map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0" + text : text
        }
        let parts = [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { digits[$0].joined() }
        return parts.joined(separator: "-")
    }

    private static func isUUID(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count == 36 else { return false }
        return bytes.enumerated().allSatisfy { index, byte in
            switch index {
            case 8, 13, 18, 23: byte == UInt8(ascii: "-")
            default:
                (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
                    || (0x41...0x46).contains(byte)
            }
        }
    }
}
