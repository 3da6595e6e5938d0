internal import JSONTree

/// Numbers of zaken, one series for each organisation and year.
enum Zaaknummers {
    /// The next number that no zaak has.
    static func next(_ organisation: String, in context: Context) throws -> String {
        let year = context.now.date.year
        while true {
            let number = try context.store.next("zaak-\(organisation)-\(year)")
            let text = "ZAAK-\(year)-\(padded(number, 10))"
            let key = organisation + "\u{1F}" + text
            if try context.store.find(.zaak, naturalKey: key) == nil { return text }
        }
    }

    /// `POST /zaaknummer_reserveren`: numbers to be used later as identificatie.
    static let reservation = Action(method: "POST", pattern: "zaaknummer_reserveren") {
        call, _, context in
        try context.require(["zaken.aanmaken"])
        var reader = FieldReader(context: context)
        let input = try reader.read(
            call.object(),
            [
                .rsin("bronorganisatie").required(),
                .integer("aantal", 1...500).initially(1),
            ], current: nil, isPartial: false)
        guard reader.parameters.isEmpty else { throw Problem.invalid(reader.parameters) }
        let count = input["aantal"]?.intValue ?? 1
        let numbers = try (0..<count).map { _ in
            JSON.object([
                "zaaknummer": .string(try next(input.text("bronorganisatie"), in: context))
            ])
        }
        return Answer(201, count == 1 ? numbers[0] : .array(numbers))
    }
}
