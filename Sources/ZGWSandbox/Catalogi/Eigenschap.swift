internal import JSONTree

/// A property that zaken of a type have.
struct Eigenschap: Zaaktypeonderdeel {
    let kind = ResourceKind.eigenschap
    let collection = "eigenschappen"

    let fields: [Field] =
        [
            .text("naam", max: 20).required(),
            .text("definitie", max: 255).required(),
            .object(
                "specificatie",
                [
                    .text("groep", max: 32),
                    .choice("formaat", ["tekst", "getal", "datum", "datum_tijd"]).required(),
                    .text("lengte", max: 14).required(),
                    .text("kardinaliteit", max: 3).required(),
                    .list("waardenverzameling", of: .text(max: 100)),
                ]
            ).required(),
            .text("toelichting", max: 1_000),
            .reference("zaaktype", .zaaktype).required(),
            .text("zaaktypeIdentificatie").readOnly(),
            .reference("catalogus", .catalogus).readOnly(),
            .reference("statustype", .statustype),
        ] + Zaaktypeonderdelen.validity

    let filters = Zaaktypeonderdelen.filters
}
