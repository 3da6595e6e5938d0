import JSONTree

@testable import ZGWSandbox

/// The calls that the demo makes.
enum DemoCalls {
    static func makeZaak(
        _ caller: SandboxCaller, _ catalogue: SandboxDemoCatalogue, identificatie: String
    ) async throws -> SandboxCaller.Reply {
        try await caller.call(
            "POST", "/zaken/api/v1/zaken",
            [
                "bronorganisatie": "517439943", "verantwoordelijkeOrganisatie": "517439943",
                "zaaktype": .string(catalogue.zaaktype), "startdatum": "2026-11-20",
                "identificatie": .string(identificatie), "omschrijving": "Bezwaar",
            ])
    }

    static func setStatus(
        _ caller: SandboxCaller, _ zaak: String, _ statustype: String?, _ moment: String
    ) async throws -> SandboxCaller.Reply {
        try await caller.call(
            "POST", "/zaken/api/v1/statussen",
            [
                "zaak": .string(zaak), "statustype": .string(statustype ?? ""),
                "datumStatusGezet": .string(moment),
            ])
    }

    static func task(_ catalogue: SandboxDemoCatalogue, _ uuid: String) -> JSON {
        [
            "uuid": .string(uuid), "type": .string(catalogue.externeKlanttaak),
            "record": [
                "typeVersion": 1, "startAt": "2026-11-20",
                "data": data(uuid, status: "open", sent: [:]),
            ],
        ]
    }

    static func data(_ uuid: String, status: JSON, sent: JSON) -> JSON {
        [
            "titel": "Lever de ontbrekende stukken aan", "status": status,
            "soort": "portaalformulier",
            "portaalformulier": [
                "formulier": ["soort": "id", "value": "bezwaar-stukken"],
                "data": ["naam": "J. Jansen"], "verzonden_data": sent,
            ],
            "identificatie": ["type": "bsn", "value": "111222333"],
            "koppeling": ["registratie": "zaak", "value": .string(uuid)],
            "verloopdatum": "2026-12-20T12:00:00Z", "eigenaar": "raderwerk",
            "verwerker_taak_id": .string(uuid),
        ]
    }
}
