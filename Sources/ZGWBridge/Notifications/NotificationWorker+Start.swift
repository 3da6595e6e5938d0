internal import CaseHandling
internal import JSONTree
internal import ProcessEngine
internal import ProcessValues
internal import Records

extension NotificationWorker {
    /// Starts the case that a productaanvraag asks for, once: the case has the object's uuid.
    func startCase(
        _ request: StartingRequest, _ package: CasePackage, _ notificatie: Notificatie,
        _ entry: InboxEntry
    ) async throws -> Verdict {
        guard let object = try await services.objecten.object(url: notificatie.resourceURL) else {
            return .finished(.failed, "There is no object at \(notificatie.resourceURL)")
        }
        let type = object.data["type"]?.stringValue ?? ""
        guard let request = package.requests.first(where: { $0.type == type }) else {
            return .finished(
                .unknown, "No verzoekProperties are for a productaanvraag of type \"\(type)\"")
        }
        let caseID = object.uuid
        if try await cases.find(caseID) != nil { return .finished(.processed, nil) }
        let definition = try await cases.newestDefinition(key: request.caseDefinitionKey)
        let now = clock.now
        let (document, variables) = try content(of: object, request)
        let change = try CaseChange(
            creating: caseID, of: definition, document: document, tenantID: entry.tenantID,
            at: now.milliseconds, by: nil)
        var delta = change.delta(storedAs: nil)
        delta.append(entry.finished(.processed, nil, at: now.milliseconds))
        let start = StartInstance(
            definition: .latest(key: request.processDefinitionKey, tenantID: entry.tenantID),
            businessKey: caseID,
            variables: variables + [
                VariableInput("verzoekObjectUrl", .string(object.url))
            ])
        try await commands.run(
            .startInstance(start), as: Principal(origin: .notification), adding: delta)
        return .done
    }

    /// The document and the variables that the mapping makes of an object.
    private func content(
        of object: ObjectResource, _ request: StartingRequest
    ) throws -> (JSON, [VariableInput]) {
        let submitted = object.data["data"] ?? [:]
        var document: JSON = request.copiesAll ? submitted : [:]
        var variables: [VariableInput] = []
        for (source, target) in request.mapping {
            let value =
                source.hasPrefix("object:")
                ? object.data.value(at: DocumentPath(String(source.dropFirst(7))))
                : submitted.value(at: DocumentPath(source))
            guard let value else { continue }
            if target.hasPrefix("doc:") {
                document = try document.setting(
                    value, at: DocumentPath(String(target.dropFirst(4))))
            } else if target.hasPrefix("pv:") {
                variables.append(
                    VariableInput(String(target.dropFirst(3)), ProcessValue(untyped: value)))
            } else {
                throw ResolverError.unknownKey(target)
            }
        }
        return (document, variables)
    }
}
