internal import JSONTree

/// A type of object that zaken of a type are about.
struct Zaakobjecttype: Zaaktypeonderdeel {
    let kind = ResourceKind.zaakobjecttype
    let collection = "zaakobjecttypen"

    let fields: [Field] =
        [
            .flag("anderObjecttype").required(),
            .url("objecttype").required(),
            .text("relatieOmschrijving", max: 80).required(),
            .reference("zaaktype", .zaaktype).required(),
            .text("zaaktypeIdentificatie").readOnly(),
            .derived("resultaattypen"),
            .reference("statustype", .statustype),
            .reference("catalogus", .catalogus).readOnly(),
        ] + Zaaktypeonderdelen.validity

    let filters = Zaaktypeonderdelen.filters

    func derived(_ stored: StoredResource, in context: Context) -> JSONObject {
        ["resultaattypen": .array([])]
    }
}
