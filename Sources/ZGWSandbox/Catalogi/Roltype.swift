internal import JSONTree

/// A part that someone may have in a zaak.
struct Roltype: Zaaktypeonderdeel {
    let kind = ResourceKind.roltype
    let collection = "roltypen"

    let fields: [Field] =
        [
            .reference("zaaktype", .zaaktype).required(),
            .text("zaaktypeIdentificatie").readOnly(),
            .text("omschrijving", max: 100).required(),
            .choice(
                "omschrijvingGeneriek",
                [
                    "adviseur", "behandelaar", "belanghebbende", "beslisser", "initiator",
                    "klantcontacter", "zaakcoordinator", "mede_initiator",
                ]
            ).required(),
            .reference("catalogus", .catalogus).readOnly(),
        ] + Zaaktypeonderdelen.validity

    let filters = Zaaktypeonderdelen.filters + [.equals("omschrijvingGeneriek")]
}
