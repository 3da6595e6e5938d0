/// Every type of resource that the sandbox knows.
let allResources: [any Resource] = [
    Zaak(), Status(), Resultaat(), Rol(), Zaakeigenschap(), Zaakobject(), Zaakinformatieobject(),
    Klantcontact(), Zaakcontactmoment(), Zaaknotitie(), Substatus(), Zaakbesluit(),
    Catalogus(), Zaaktype(), Statustype(), Roltype(), Resultaattype(), Eigenschap(),
    Informatieobjecttype(), ZaaktypeInformatieobjecttype(), Besluittype(), Zaakobjecttype(),
    Applicatie(), EnkelvoudigInformatieobject(), Gebruiksrecht(), Besluit(),
    Besluitinformatieobject(), Objecttype(), ObjecttypeVersion(), ObjectResource(), Kanaal(),
    Abonnement(), SelectielijstProcestype(), SelectielijstResultaat(),
    SelectielijstResultaattypeomschrijving(),
]
