internal import JSONTree

/// `POST /notificaties`: what a server or a client tells the subscribers.
enum Notificatie {
    private static let fields: [Field] = [
        .text("kanaal", max: 50).required(),
        Field("hoofdObject", .json).required(),
        .text("resource", max: 100).required(),
        Field("resourceUrl", .json).required(),
        .text("actie", max: 100).required(),
        .dateTime("aanmaakdatum").required(),
        .json("kenmerken").initially([:]),
        .text("source", max: 100),
    ]

    static let action = Action(method: "POST", pattern: "notificaties") { call, _, context in
        try context.require(["notificaties.publiceren"])
        let sent = try call.object()
        var reader = FieldReader(context: context)
        var message = try reader.read(sent, fields, current: nil, isPartial: false)
        if let moment = Moment(message.text("aanmaakdatum")), moment > context.now {
            reader.note(
                "aanmaakdatum", "future_not_allowed", "Deze waarde mag niet in de toekomst liggen.")
        }
        let name = message.text("kanaal")
        if reader.parameters.isEmpty,
            try !context.store.list(.kanaal).contains(where: { $0.document.text("naam") == name })
        {
            reader.note("kanaal", "kanaal_naam", "Kanaal met deze naam bestaat niet.")
        }
        guard reader.parameters.isEmpty else {
            var problem = Problem.invalid(reader.parameters)
            problem.isBare = true
            throw problem
        }
        if sent["source"] == nil { message["source"] = nil }
        try context.distribute(message)
        return Answer(201, .object(message))
    }
}
