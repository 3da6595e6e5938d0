import JSONTree

@testable import ZGWSandbox

/// What was made between the captures by calls that were not recorded.
enum ReplayPreparation {
    /// Makes what the capture presumes.
    static func prepare(for capture: Capture, _ replay: inout CaptureReplay) async throws {
        switch capture.number {
        case "07-001": try await makeZaken(&replay)
        case "07-070":
            try await resultaat(
                "393ba68f-ec75-4810-8cf1-3bed21de7be0", verleend, &replay,
                recorded: "50181e2b-f6b9-4de1-b0ef-e59b8851984a")
        case "07-081": try await makeDocument(&replay)
        case "07-086": try await unlockDocument(&replay)
        case "07-090":
            try await resultaat("04a2d8d4-7e99-4f40-8be1-68d5354a137c", verleend, &replay)
            try await resultaat(
                "c8dea1af-5003-4d08-be18-3d58be4a5f8d",
                "baffa571-047c-408b-b8c2-f72a3b639730", &replay,
                recorded: "8be62b5d-8e07-4ba0-b485-db6fdf8a3045")
        case "07-087": try await makeBesluit(&replay)
        default: return
        }
    }

    private static let verleend = "ac6d448b-e30c-41f0-bac3-d2342a1f74ba"
    private static let zaaktype = "5b43271d-93f3-455f-ab48-527348bb97e4"

    /// The zaken that captures of prefix 07 close, with their recorded identifiers.
    private static func makeZaken(_ replay: inout CaptureReplay) async throws {
        let recorded = [
            ("d69b55c6-b39c-4ca1-a966-cd6b76924b93", "afgehandeld"),
            ("287d19bf-131c-40d3-ad11-a0240b7e0699", ""),
            ("0ab6b66e-9d52-4945-8190-c56cf13c2e38", "arch-bewaren"),
            ("b8bef302-e284-4cb4-a8fb-3e99b0b8dd8c", "arch-eigenschap-missing"),
            ("76e9f40c-c44d-448d-be8e-962d72a7bbb6", "arch-eigenschap-present"),
            ("d9011f50-04e5-4d85-89fc-a34ce9c2c7d2", "arch-eigenschap-iso"),
            ("3c6fe99e-7fe9-4b06-83b6-79cd274a7686", "arch-ander-datumkenmerk"),
            ("7257886e-089a-4ce6-a6c1-6e6fd6613bbe", "arch-termijn"),
            ("1718c623-8ae1-4987-96ec-f63f27851155", "arch-hoofdzaak-none"),
            ("8f3a527e-ce47-4a85-8bd9-67275a96998c", "arch-besluit-ingang-none"),
            ("634ac12a-4c6b-4d26-85ee-8428526b31a9", "arch-besluit-verval-none"),
            ("a1d58d10-656f-4dab-a46d-f767d00eead3", "arch-zaakobject-none"),
            ("7f6452b5-6819-4063-9480-5e7b3e321ce0", "arch-zaakobject-present"),
            ("6331341e-0c39-42a8-a069-78b87298d77f", "hoofd"),
            ("393ba68f-ec75-4810-8cf1-3bed21de7be0", "heropen"),
            ("e90b103c-44c1-483d-9ec3-64e4d07f7551", ""),
            ("04a2d8d4-7e99-4f40-8be1-68d5354a137c", ""),
            ("8280c2dd-ea43-4552-bb61-0ec661cc8e6c", "verval"),
            ("0b25162d-c9ae-4645-896a-51b86f4f6fe1", ""),
            ("8665c4a1-781c-4099-85a9-874898571aa5", ""),
        ]
        for (uuid, omschrijving) in recorded {
            let reply = try await replay.caller.call(
                "POST", "/zaken/api/v1/zaken",
                [
                    "bronorganisatie": "517439943", "verantwoordelijkeOrganisatie": "517439943",
                    "zaaktype": .string(url("catalogi", "zaaktypen", zaaktype, replay)),
                    "startdatum": "2026-01-01", "omschrijving": .string(omschrijving),
                ])
            replay.match(uuid, with: reply.url)
        }
    }

    private static func resultaat(
        _ zaak: String, _ type: String, _ replay: inout CaptureReplay, recorded: String? = nil
    ) async throws {
        let reply = try await replay.caller.call(
            "POST", "/zaken/api/v1/resultaten",
            [
                "zaak": .string(url("zaken", "zaken", zaak, replay)),
                "resultaattype": .string(url("catalogi", "resultaattypen", type, replay)),
            ])
        if let recorded { replay.match(recorded, with: reply.url) }
    }

    private static let document = "51451ba7-1e44-4419-84a3-a69330f4833d"

    private static func makeDocument(_ replay: inout CaptureReplay) async throws {
        let zaak = "e90b103c-44c1-483d-9ec3-64e4d07f7551"
        try await resultaat(zaak, verleend, &replay)
        let type = "2fdaa0fc-0b58-4c1d-b0c6-8ec409a77153"
        let reply = try await replay.caller.call(
            "POST", "/documenten/api/v1/enkelvoudiginformatieobjecten",
            [
                "bronorganisatie": "517439943", "creatiedatum": "2026-11-20",
                "titel": "Groot bestand", "auteur": "J. Jansen", "taal": "nld",
                "identificatie": "DOC-2026-LARGE-C", "formaat": "application/octet-stream",
                "bestandsnaam": "groot.bin",
                "informatieobjecttype": .string(
                    url("catalogi", "informatieobjecttypen", type, replay)),
                "inhoud": "aGFsbG8=",
            ])
        replay.match(document, with: reply.url)
        try await replay.caller.call(
            "POST", "/zaken/api/v1/zaakinformatieobjecten",
            [
                "zaak": .string(url("zaken", "zaken", zaak, replay)),
                "informatieobject": .string(reply.url),
            ])
    }

    private static func unlockDocument(_ replay: inout CaptureReplay) async throws {
        let target = url("documenten", "enkelvoudiginformatieobjecten", document, replay)
        // The client may unlock by force, so the lock's id is not needed.
        try await replay.caller.call("POST", target + "/unlock", ["lock": ""])
    }

    private static func makeBesluit(_ replay: inout CaptureReplay) async throws {
        let zaak = "8280c2dd-ea43-4552-bb61-0ec661cc8e6c"
        let type = JSON.string(
            url("catalogi", "besluittypen", "8914c510-c6c2-4d58-a70e-f9e332a4dde4", replay))
        // A capture emptied the besluittypen of the zaaktype before.
        try await replay.caller.call(
            "PATCH", url("catalogi", "zaaktypen", zaaktype, replay), ["besluittypen": [type]])
        let reply = try await replay.caller.call(
            "POST", "/besluiten/api/v1/besluiten",
            [
                "verantwoordelijkeOrganisatie": "517439943", "besluittype": type,
                "zaak": .string(url("zaken", "zaken", zaak, replay)), "datum": "2026-01-02",
                "ingangsdatum": "2026-01-02",
            ])
        replay.match("9bbdefae-3b5e-4598-91a7-00caf06fe461", with: reply.url)
        try await resultaat(
            zaak, "81ce53bd-95e0-4a8b-abde-35d5c355b6ed", &replay,
            recorded: "4f9f020d-fa55-41c5-8877-ce1fa28841fa")
    }

    private static func url(
        _ api: String, _ collection: String, _ recorded: String, _ replay: CaptureReplay
    ) -> String {
        let uuid = replay.identifiers[recorded] ?? recorded
        return "\(replay.server.baseURL)/\(api)/api/v1/\(collection)/\(uuid)"
    }
}
