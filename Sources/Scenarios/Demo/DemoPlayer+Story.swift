internal import HTTPClient
internal import JSONTree
internal import Synchronization
internal import UniversalIdentifier
internal import ZGWBridge

extension DemoPlayer {
    /// The test BSN of the resident.
    private static let bsn = "111222333"

    /// Puts a productaanvraag into the Objecten API, as Open Formulieren does.
    func submitRequest() async throws -> String {
        step(1, "De inwoner dient met een e-formulier een bezwaar in")
        let type = try await services.objecttypen.url(of: "Productaanvraag")
        let version = try await services.objecttypen.publishedVersion(of: type)
        let uuid = UniversalIdentifier.random()
        let object = try await services.objecten.createObject(
            uuid: uuid, type: type, version: version, startAt: today(),
            data: [
                "type": "bezwaar", "submission_id": .string(uuid), "bsn": .string(Self.bsn),
                "data": [
                    "naam": "J. Jansen", "emailadres": "j.jansen@example.nl",
                    "onderwerp": "Bezwaar tegen de weigering van een dakkapel",
                    "toelichting": "De dakkapel is even groot als die van de buren.",
                    "besluitMeegestuurd": false,
                ],
            ])
        tell("Productaanvraag in de Objecten API: \(object.url)")
        tell("De notificatie daarvan komt bij de engine; die opent een zaakdossier met dat nummer.")
        return uuid
    }

    /// The process that the engine started when the notification came in.
    func findProcess(of caseID: String) async throws -> String {
        step(2, "De engine start het proces")
        let instance = try await waiting(for: "the process of case \(caseID)") {
            try await engine.send(
                "GET", "/engine-rest/history/process-instance?processInstanceBusinessKey=\(caseID)"
            )[0]
        }
        guard let id = instance["id"]?.stringValue else {
            throw DemoError.answer("a process instance without id")
        }
        tell("Procesinstantie: \(engine.root)/engine-rest/process-instance/\(id)")
        tell("Dossier: \(engine.root)/api/v1/document/\(caseID)")
        return id
    }

    /// The zaak, with its initiator and the first two statussen.
    func findZaak(of instanceID: String) async throws -> Zaak {
        step(3, "De zaak wordt geregistreerd, met de inwoner als initiator, en gerouteerd")
        let url = try await waiting(for: "the zaak") {
            try await variable("zaakUrl", of: instanceID)?.stringValue
        }
        guard let zaak = try await services.zaken.zaak(url: url) else {
            throw DemoError.answer("there is no zaak at \(url)")
        }
        tell("Zaak \(zaak.identificatie): \(zaak.url)")
        try await showStatussen(of: zaak, atLeast: 2)
        let rollen = try await services.zaken.rollen(zaak: zaak.url)
        for rol in rollen {
            tell("Rol: \(rol["omschrijving"]?.stringValue ?? "?")")
        }
        let team = try await waiting(for: "the decision on the team") {
            try await variable("team", of: instanceID)?.stringValue
        }
        let term = try await variable("behandeltermijn", of: instanceID)?.stringValue ?? "?"
        let isMissing = try await variable("documentenOntbreken", of: instanceID)?.boolValue
        tell(
            "Beslistabel: \(team), termijn \(term),"
                + " documenten ontbreken: \(isMissing == true ? "ja" : "nee")")
        return zaak
    }

    /// A caseworker lists, claims and completes the first task.
    func assess(_ instanceID: String, _ zaak: Zaak) async throws {
        step(4, "De behandelaar pakt de taak van zijn team op")
        try await doTask("verzoek-beoordelen", of: instanceID, [:])
        try await showStatussen(of: zaak, atLeast: 3)
    }

    /// The resident finds the task in the portal and answers.
    func answerPortalTask(_ instanceID: String, _ caseID: String) async throws {
        step(5, "Er ontbreken documenten: de inwoner krijgt een taak in het portaal")
        let task = try await waiting(for: "the task for the resident") {
            try await tasks("documenten-aanleveren", of: instanceID).first
        }
        let taskID = task["id"]?.stringValue ?? ""
        let object = try await waiting(for: "the object of the task in the portal") {
            try await services.objecten.object(uuid: taskID)
        }
        tell("Externe klanttaak: \(object.url)")
        tell("   \(object.data["titel"]?.stringValue ?? "") (status \(status(of: object)))")

        step(6, "De inwoner beantwoordt de taak")
        _ = try await putAnswer(of: object)
        tell("Het portaal zet het object op afgerond; de notificatie komt bij de engine.")
        _ = try await waiting(for: "the object to be verwerkt") {
            let current = try await services.objecten.object(url: object.url)
            return current.flatMap { status(of: $0) == "verwerkt" ? $0 : nil }
        }
        tell("De gebruikerstaak is voltooid en het object staat op verwerkt.")
        let document = try await engine.send("GET", "/api/v1/document/\(caseID)")
        let sent = document["content"]?["aanvulling"]?["toelichting"]?.stringValue ?? "?"
        tell("In het dossier staat nu: \"\(sent)\"")
    }

    /// Writes the answer as portals do: the whole object, as a correction of its last record.
    private func putAnswer(of object: ObjectResource) async throws -> JSON {
        var data = object.data.objectValue ?? [:]
        var form = data["portaalformulier"]?.objectValue ?? [:]
        form["verzonden_data"] = [
            "toelichting": "Hierbij het besluit waar ik bezwaar tegen maak.",
            "documenten": ["besluit-dakkapel.pdf"], "aangeleverd": true,
        ]
        data["portaalformulier"] = .object(form)
        data["status"] = "afgerond"
        let record = object.json["record"]
        return try await services.objecten.connection.put(
            object.url,
            [
                "uuid": .string(object.uuid), "type": .string(object.type),
                "record": [
                    "typeVersion": record?["typeVersion"] ?? 1, "data": .object(data),
                    "startAt": .string(today()),
                ],
            ])
    }

    /// The caseworker decides.
    func decide(_ instanceID: String, _ zaak: Zaak) async throws {
        step(7, "De behandelaar besluit")
        try await doTask("besluit-nemen", of: instanceID, ["resultaat": "Gegrond"])
    }

    /// What is there in the end.
    func showEnd(_ instanceID: String, _ zaak: Zaak) async throws {
        try await showStatussen(of: zaak, atLeast: 4)
        let closed = try await waiting(for: "the zaak to be closed") {
            let current = try await services.zaken.zaak(url: zaak.url)
            return current.flatMap { $0.json["einddatum"]?.stringValue == nil ? nil : $0 }
        }
        let resultaat = try await services.zaken.resultaat(zaak: zaak.url)
        tell("Resultaat: \(resultaat?["url"]?.stringValue ?? "?")")
        tell("Einddatum van de zaak: \(closed.json["einddatum"]?.stringValue ?? "?")")
        _ = try await waiting(for: "the process to end") {
            let past = try await engine.send(
                "GET", "/engine-rest/history/process-instance/\(instanceID)")
            return past["state"] == "COMPLETED" ? past : nil
        }
        tell("Het proces is klaar:")
        tell(
            "   \(engine.root)/engine-rest/history/activity-instance?processInstanceId=\(instanceID)"
        )
    }

    // MARK: Steps of people

    private func tasks(_ key: String, of instanceID: String) async throws -> [JSON] {
        let path = "/engine-rest/task?processInstanceId=\(instanceID)&taskDefinitionKey=\(key)"
        return try await engine.send("GET", path).arrayValue ?? []
    }

    /// Lists the tasks of the team, claims the one of this case and completes it.
    private func doTask(
        _ key: String, of instanceID: String, _ values: [String: String]
    ) async throws {
        let user = configuration.caseworker?.name ?? "demo"
        let team = try await variable("team", of: instanceID)?.stringValue ?? ""
        let list =
            "/engine-rest/task?candidateGroup=\(team)&processInstanceId=\(instanceID)"
            + "&taskDefinitionKey=\(key)"
        let task = try await waiting(for: "the task \(key) of \(team)") {
            try await engine.send("GET", list)[0]
        }
        let id = task["id"]?.stringValue ?? ""
        tell("Werkvoorraad van \(team): \(engine.root)\(list)")
        try await engine.send("POST", "/engine-rest/task/\(id)/claim", ["userId": .string(user)])
        tell("\(user) claimt \"\(task["name"]?.stringValue ?? key)\" en rondt die af.")
        let variables = values.sorted { $0.key < $1.key }.map {
            JSONObject.Member($0.key, ["value": .string($0.value), "type": "String"])
        }
        try await engine.send(
            "POST", "/engine-rest/task/\(id)/complete",
            ["variables": .object(JSONObject(variables))])
        for (name, value) in values { tell("   \(name) = \(value)") }
    }

    // MARK: What is there

    /// The last value of a process variable, of an instance that runs or has ended.
    private func variable(_ name: String, of instanceID: String) async throws -> JSON? {
        let path =
            "/engine-rest/history/variable-instance?processInstanceId=\(instanceID)"
            + "&variableName=\(name)"
        let found = try await engine.send("GET", path)[0]?["value"]
        return found.flatMap { $0.isNull ? nil : $0 }
    }

    private func showStatussen(of zaak: Zaak, atLeast count: Int) async throws {
        let statussen = try await waiting(for: "status \(count) of the zaak") {
            let found = try await services.zaken.statussen(zaak: zaak.url)
            return found.count >= count ? found : nil
        }
        var names: [String] = []
        let ordered = statussen.sorted {
            moment($0["datumStatusGezet"]) < moment($1["datumStatusGezet"])
        }
        for status in ordered {
            guard let url = status["statustype"]?.stringValue,
                let type = try await services.catalogi.connection.get(url)
            else { continue }
            names.append(type["omschrijving"]?.stringValue ?? url)
        }
        tell("Statussen van de zaak: " + names.joined(separator: ", "))
    }

    private func moment(_ value: JSON?) -> Int64 {
        value?.stringValue.flatMap(Moment.init)?.milliseconds ?? 0
    }

    private func status(of object: ObjectResource) -> String {
        object.data["status"]?.stringValue ?? "?"
    }

    private func today() -> String { utcToday() }
}
