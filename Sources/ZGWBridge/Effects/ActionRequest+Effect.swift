package import CaseHandling
package import JSONTree
package import ProcessEngine
internal import ProcessValues
package import Records

extension ActionRequest {
    /// The action that an effect asks for, with the case, the zaak and the task that it is about.
    ///
    /// - Throws: `StoreError` or `RowError`.
    package init(
        _ call: EffectCall, cases: CaseRepository, store: any Store
    ) async throws {
        let payload = EffectPayload(call.payload)
        var properties = payload.configuration
        for member in payload.properties.members { properties[member.key] = member.value }
        self.init(
            id: call.job.id, action: call.action, properties: properties,
            variables: payload.variables, askedAt: call.job.createdAt.milliseconds,
            mayBeRepeat: call.isRepeat,
            progress: call.progress.flatMap(JSON.init(text:))?.objectValue ?? [:])
        if let caseID = payload.businessKey {
            currentCase = try await cases.find(caseID)
            zaak = try await cases.zaak(of: caseID)
        }
        if let taskID = call.job.taskID {
            let query = Query(HistoricTaskRow.table, where: .equal("id", taskID), limit: 1)
            let row = try await store.read(query).first.map(HistoricTaskRow.init(row:))
            task = PortalTaskSource(
                id: taskID, name: row?.name, dueAt: row?.dueAt?.milliseconds)
        }
    }

    /// The properties, each a value and no longer the name of one.
    ///
    /// - Throws: `ActionFailure.misuse` if one names what is not there.
    package func resolvedProperties(
        by resolvers: ValueResolvers
    ) throws(ActionFailure) -> JSONObject {
        let facts = StoredFacts(variables: variables, stored: currentCase, link: zaak)
        do {
            return try resolvers.resolveAll(.object(properties), from: facts).objectValue ?? [:]
        } catch {
            throw .misuse("\(action): \(error)")
        }
    }

    /// The zaak that the action works on.
    func requiredZaak() throws(ActionFailure) -> ZaakLink {
        if let zaak { return zaak }
        throw .misuse(
            "The case has no zaak yet: \(action) comes before create-zaak in the process")
    }
}
