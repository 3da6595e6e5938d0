internal import CaseHandling
internal import JSONTree
internal import Signing

extension ActionRunner {
    /// Creates the zaak of the case, under a number that follows from the job.
    func createZaak(
        _ request: ActionRequest, _ properties: ActionProperties
    ) async throws -> ActionResult {
        guard let owner = request.currentCase else {
            throw ActionFailure.misuse("create-zaak needs a process whose business key is a case")
        }
        if request.zaak != nil { return ActionResult() }
        let rsin = try properties.required("rsin")
        let day = settings.localDay(request.askedAt)
        let type = try await services.catalogi.zaaktype(
            try properties.required("zaaktypeUrl"), on: day)
        guard let typeURL = type["url"]?.stringValue else {
            throw ZGWError.unexpected("a zaaktype without url")
        }
        let number =
            try properties.text("identification")
            ?? zaakNumber(for: request.id, year: String(day.prefix(4)))
        let body = zaakBody(
            properties, number: number, rsin: rsin, type: typeURL, day: day, caseID: owner.id)
        let zaak = try await once(
            looksFirst: false, codes: ["identificatie-niet-uniek"]
        ) { () async throws(ZGWError) in
            try await services.zaken.zaak(identificatie: number, bronorganisatie: rsin)
        } create: { () async throws(ZGWError) in
            try await services.zaken.createZaak(.object(body))
        }
        guard isOurs(zaak, owner.id) else {
            throw ActionFailure.misuse(
                "The number \(number) belongs to another zaak of the same organisation")
        }
        let link = ZaakLink(
            caseID: owner.id, tenantID: owner.tenantID, url: zaak.url, uuid: zaak.uuid,
            identificatie: zaak.identificatie, zaaktypeURL: zaak.zaaktype, zaak: zaak.json,
            linkedAt: request.askedAt)
        return ActionResult(
            variables: variables(properties, url: zaak.url), delta: link.delta)
    }

    /// A number for people that follows from the job alone: ten letters and digits of its hash.
    private func zaakNumber(for id: String, year: String) throws -> String {
        let letters = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
        let hash = try Hashing.sha256(Array(id.utf8))
        let bits = hash.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let code = (0..<10).map { letters[Int(bits >> UInt64(59 - 5 * $0) & 31)] }
        return "ZAAK-\(year)-" + String(decoding: code, as: UTF8.self)
    }

    /// Whether the zaak bears the mark that `zaakBody` gives it.
    private func isOurs(_ zaak: Zaak, _ caseID: String) -> Bool {
        let marks = zaak.json["kenmerken"]?.arrayValue ?? []
        return marks.contains { $0["kenmerk"]?.stringValue == String(caseID.prefix(40)) }
    }

    private func zaakBody(
        _ properties: ActionProperties, number: String, rsin: String, type: String, day: String,
        caseID: String
    ) -> JSONObject {
        var body: JSONObject = [
            "identificatie": .string(number), "bronorganisatie": .string(rsin),
            "verantwoordelijkeOrganisatie": .string(rsin), "zaaktype": .string(type),
            "startdatum": .string(day), "registratiedatum": .string(day),
            "kenmerken": [
                ["kenmerk": .string(String(caseID.prefix(40))), "bron": "raderwerk"]
            ],
        ]
        let names = [
            ("description", "omschrijving", 80), ("explanation", "toelichting", 1000),
            ("plannedEndDate", "einddatumGepland", 10),
            ("finalDeliveryDate", "uiterlijkeEinddatumAfdoening", 10),
            ("confidentiality", "vertrouwelijkheidaanduiding", 40),
            ("communicationChannelName", "communicatiekanaalNaam", 50),
        ]
        for (property, member, limit) in names {
            if let text = properties.text(property) {
                body[member] = .string(String(text.prefix(limit)))
            }
        }
        return body
    }

    /// Sets a status, at a moment that a repeat uses again.
    func setStatus(
        _ request: ActionRequest, _ properties: ActionProperties, _ note: ProgressRecorder
    ) async throws -> ActionResult {
        let zaak = try zaak(of: request)
        let type = try await services.catalogi.statustype(
            try properties.required("statustypeUrl"), of: zaak.zaaktypeURL)
        var moment = try await moment(of: request, properties, note)
        for _ in 0..<3 {
            var body: JSONObject = [
                "zaak": .string(zaak.url), "statustype": .string(type),
                "datumStatusGezet": .string(moment.text),
            ]
            if let text = properties.text("statustoelichting") {
                body["statustoelichting"] = .string(String(text.prefix(1000)))
            }
            let status = try await once(looksFirst: false, codes: ["unique"]) {
                () async throws(ZGWError) in
                try await services.zaken.statussen(zaak: zaak.url).first {
                    $0["datumStatusGezet"]?.stringValue.flatMap(Moment.init) == moment
                }
            } create: { () async throws(ZGWError) in
                try await services.zaken.createStatus(.object(body))
            }
            if status["statustype"]?.stringValue == type {
                return ActionResult(
                    variables: variables(properties, url: status["url"]?.stringValue ?? ""))
            }
            // Another status has that very millisecond: take the next after the latest.
            let taken = try await services.zaken.statussen(zaak: zaak.url)
                .compactMap { $0["datumStatusGezet"]?.stringValue.flatMap(Moment.init) }
            let latest = taken.max() ?? moment
            moment = Moment(milliseconds: latest.milliseconds + 1)
            try await note(["datumStatusGezet": .string(moment.text)])
        }
        throw ActionFailure.misuse("Every moment tried is taken by another status of the zaak")
    }

    /// The moment of a status: that of the job, less a second for clocks that differ; where the
    /// engine's clock was moved ahead of the servers', that of the first attempt, which is noted.
    private func moment(
        of request: ActionRequest, _ properties: ActionProperties, _ note: ProgressRecorder
    ) async throws -> Moment {
        if let text = request.progress["datumStatusGezet"]?.stringValue,
            let noted = Moment(text)
        {
            return noted
        }
        if let text = properties.text("datumStatusGezet") {
            guard let moment = Moment(text) else {
                throw ActionFailure.misuse("datumStatusGezet \"\(text)\" is not a moment")
            }
            return moment
        }
        let now = settings.wallClock()
        if request.askedAt <= now { return Moment(milliseconds: request.askedAt - 1000) }
        let moment = Moment(milliseconds: now - 1000)
        try await note(["datumStatusGezet": .string(moment.text)])
        return moment
    }

    /// Sets the resultaat, of which a zaak has one.
    func createResultaat(
        _ request: ActionRequest, _ properties: ActionProperties
    ) async throws -> ActionResult {
        let zaak = try zaak(of: request)
        let type = try await services.catalogi.resultaattype(
            try properties.required("resultaattypeUrl"), of: zaak.zaaktypeURL)
        var body: JSONObject = ["zaak": .string(zaak.url), "resultaattype": .string(type)]
        if let text = properties.text("toelichting") {
            body["toelichting"] = .string(String(text.prefix(1000)))
        }
        let resultaat = try await once(looksFirst: false, codes: ["unique"]) {
            () async throws(ZGWError) in
            try await services.zaken.resultaat(zaak: zaak.url)
        } create: { () async throws(ZGWError) in
            try await services.zaken.createResultaat(.object(body))
        }
        guard resultaat["resultaattype"]?.stringValue == type else {
            throw ActionFailure.misuse(
                "The zaak \(zaak.identificatie) has another resultaat already")
        }
        return ActionResult(
            variables: variables(properties, url: resultaat["url"]?.stringValue ?? ""))
    }

    /// The variable that the link asks for, if it does.
    func variables(_ properties: ActionProperties, url: String) -> [(name: String, value: JSON)] {
        properties.text("resultProcessVariable").map { [($0, .string(url))] } ?? []
    }
}
