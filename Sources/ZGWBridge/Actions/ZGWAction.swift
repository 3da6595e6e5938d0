/// The actions that process links can name, with GZAC's keys.
public enum ZGWAction: String, Sendable, CaseIterable {
    /// Creates the zaak of the case.
    case createZaak = "create-zaak"
    /// Sets a status of the zaak.
    case setZaakstatus = "set-zaakstatus"
    /// Makes a person a betrokkene of the zaak.
    case createNatuurlijkPersoonRol = "create-natuurlijk-persoon-zaak-rol"
    /// Makes an organisation a betrokkene of the zaak.
    case createNietNatuurlijkPersoonRol = "create-niet-natuurlijk-persoon-zaak-rol"
    /// Makes a member of staff a betrokkene of the zaak.
    case createMedewerkerRol = "create-medewerker-zaak-rol"
    /// Makes a department a betrokkene of the zaak.
    case createOrganisatorischeEenheidRol = "create-organisatorische-eenheid-zaak-rol"
    /// Sets the resultaat of the zaak.
    case createZaakresultaat = "create-zaakresultaat"
    /// Publishes a user task to the resident's portal.
    case createExterneKlanttaak = "create-externe-klanttaak"
    /// Moves the due date of a task in the portal.
    case updateExterneKlanttaak = "update-externe-klanttaak"
    /// Marks the object of a completed task as `verwerkt`.
    case completeExterneKlanttaak = "complete-externe-klanttaak"
    /// Closes the object of a cancelled task.
    case closeExterneKlanttaak = "close-externe-klanttaak"

    /// The key of the plugin that has the action in GZAC.
    public var pluginKey: String {
        switch self {
        case .createZaak, .setZaakstatus, .createNatuurlijkPersoonRol,
            .createNietNatuurlijkPersoonRol, .createMedewerkerRol,
            .createOrganisatorischeEenheidRol, .createZaakresultaat:
            "zakenapi"
        case .createExterneKlanttaak, .updateExterneKlanttaak, .completeExterneKlanttaak,
            .closeExterneKlanttaak:
            "externe-klanttaak"
        }
    }

    /// The properties without which it cannot be carried out.
    public var requiredProperties: [String] {
        switch self {
        case .createZaak: ["rsin", "zaaktypeUrl"]
        case .setZaakstatus: ["statustypeUrl"]
        case .createNatuurlijkPersoonRol, .createNietNatuurlijkPersoonRol, .createMedewerkerRol,
            .createOrganisatorischeEenheidRol:
            ["roltypeUrl"]
        case .createZaakresultaat: ["resultaattypeUrl"]
        case .createExterneKlanttaak: ["config"]
        case .updateExterneKlanttaak, .completeExterneKlanttaak, .closeExterneKlanttaak: []
        }
    }
}
