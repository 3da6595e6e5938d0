internal import CaseHandling
package import JSONTree

extension PortalTask {
    /// The task that a link asks for.
    ///
    /// - Parameters:
    ///   - request: The action, at a user task.
    ///   - properties: Its properties, resolved.
    ///   - rollen: The rollen of the zaak, asked for where the task is for the initiator.
    /// - Throws: `ActionFailure.misuse` if something is missing, or what `rollen` throws.
    package init(
        asked request: ActionRequest, properties: JSONObject, rollen: () async throws -> [JSON]
    ) async throws {
        guard let source = request.task else {
            throw ActionFailure.misuse("\(request.action) belongs to a user task")
        }
        let config = ActionProperties.config(of: request, properties)
        self.init(
            taskID: try PortalTaskDefaults.uuid(forTask: source.id),
            title: config.text("taakTitel") ?? source.name ?? "Taak",
            kind: try Self.kind(config),
            recipient: try await Self.recipient(of: request, config, rollen),
            subject: try Self.subject(of: request, config),
            dueAt: try Self.dueMoment(source, config),
            owner: ActionProperties(action: request.action, json: properties).text("eigenaar")
                ?? PortalTaskDefaults.owner)
    }

    private static func kind(_ config: ActionProperties) throws(ActionFailure) -> PortalTask.Kind {
        switch config.text("taakSoort") ?? "portaalformulier" {
        case "url": return .page(url: try config.required("url"))
        case "ogonebetaling":
            guard let amount = config.json["ogoneBedrag"] else {
                throw .misuse("A payment needs \"ogoneBedrag\"")
            }
            return .payment(
                amount: amount, reference: try config.required("ogoneBetaalkenmerk"),
                account: try config.required("ogonePspid"))
        case "portaalformulier":
            let value = try config.required("portaalformulierValue")
            let isURL = config.text("portaalformulierSoort") == "url"
            return .form(
                reference: isURL ? .url(value) : .id(value), prefill: try prefill(config))
        case let other:
            throw .misuse(
                "taakSoort \"\(other)\" is none of url, portaalformulier and ogonebetaling")
        }
    }

    /// What the form shows filled in: values at places of its data.
    private static func prefill(_ config: ActionProperties) throws(ActionFailure) -> JSON {
        var data: JSON = [:]
        for entry in config.json["portaalformulierData"]?.arrayValue ?? [] {
            guard let value = entry["key"], let place = entry["value"]?.stringValue else {
                throw .misuse("portaalformulierData needs entries with \"key\" and \"value\"")
            }
            if value.isNull { continue }
            do {
                data = try data.setting(value, at: DocumentPath(place))
            } catch {
                throw .misuse("portaalformulierData: \(error)")
            }
        }
        return data
    }

    private static func recipient(
        of request: ActionRequest, _ config: ActionProperties, _ rollen: () async throws -> [JSON]
    ) async throws -> PortalTask.Identification {
        if config.text("taakReceiver") == "other" {
            return PortalTask.Identification(
                type: try config.required("identificationKey"),
                value: try config.required("identificationValue"))
        }
        let zaak = try request.requiredZaak()
        let initiator = try await rollen().first {
            $0["omschrijvingGeneriek"]?.stringValue == "initiator"
        }
        let who = initiator?["betrokkeneIdentificatie"]
        let numbers = [
            ("inpBsn", "bsn"), ("kvkNummer", "kvk"), ("annIdentificatie", "kvk"),
            ("innNnpId", "rsin"),
        ]
        for (member, type) in numbers {
            if let value = who?[member]?.stringValue, !value.isEmpty {
                return PortalTask.Identification(type: type, value: value)
            }
        }
        throw ActionFailure.misuse(
            "The zaak \(zaak.identificatie) has no initiator with a number, so that nobody can be"
                + " asked")
    }

    private static func subject(
        of request: ActionRequest, _ config: ActionProperties
    ) throws(ActionFailure) -> PortalTask.Identification {
        if let value = config.text("koppelingUuid") {
            return PortalTask.Identification(
                type: config.text("koppelingRegistratie") ?? "zaak", value: value)
        }
        return PortalTask.Identification(type: "zaak", value: try request.requiredZaak().uuid)
    }

    private static func dueMoment(
        _ task: PortalTaskSource, _ config: ActionProperties
    ) throws(ActionFailure) -> Int64? {
        guard let text = config.text("verloopdatum") else { return task.dueAt }
        if let moment = Moment(text) { return moment.milliseconds }
        throw .misuse("verloopdatum \"\(text)\" is neither a date nor a moment")
    }
}

extension ActionProperties {
    /// What the link says of the task itself.
    static func config(of request: ActionRequest, _ properties: JSONObject) -> ActionProperties {
        ActionProperties(
            action: request.action, json: properties["config"]?.objectValue ?? [:])
    }
}
