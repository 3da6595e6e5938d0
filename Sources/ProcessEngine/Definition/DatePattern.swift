import ProcessValues

/// How a date is written, with the letters of Java: day, month, year, hour, minute and second.
struct DatePattern {
    private let pattern: String

    init(_ pattern: String) { self.pattern = pattern }

    /// Reads a date; nil if it is not written so.
    func instant(of text: String, in zone: CivilZone) -> Instant? {
        var fields: [Character: Int] = ["y": 1970, "M": 1, "d": 1, "H": 0, "m": 0, "s": 0]
        var rest = Substring(text)
        var remaining = Substring(pattern)
        while let letter = remaining.first {
            let run = remaining.prefix { $0 == letter }
            guard fields[letter] != nil else {
                guard rest.first == letter else { return nil }
                rest.removeFirst()
                remaining.removeFirst()
                continue
            }
            remaining.removeFirst(run.count)
            // Where digits follow at once, the letters say how many belong to this number.
            rest = rest.drop { $0 == " " }
            let isBounded = remaining.first.map { fields[$0] != nil } ?? false
            var digits = rest.prefix { $0.isASCII && $0.isNumber }
            if isBounded { digits = digits.prefix(run.count) }
            guard let number = Int(digits), digits.count <= 6 else { return nil }
            rest.removeFirst(digits.count)
            fields[letter] = letter == "y" && run.count <= 2 ? 2000 + number : number
        }
        let name = [("y", 4), ("M", 2), ("d", 2), ("H", 2), ("m", 2), ("s", 2)].map {
            letter, width in
            let number = String(fields[Character(letter)] ?? 0)
            return String(repeating: "0", count: max(0, width - number.count)) + number
        }
        return Instant(
            timerText:
                "\(name[0])-\(name[1])-\(name[2])T\(name[3]):\(name[4]):\(name[5])", zone: zone)
    }

    /// Writes a date.
    func text(of instant: Instant, in zone: CivilZone) -> String {
        let offset = Int64(zone.offset(at: instant)) * 1_000
        let fields = instant.adding(milliseconds: offset).calendarFields
        let numbers: [Character: Int] = [
            "y": fields.year, "M": fields.month, "d": fields.day, "H": fields.hour,
            "m": fields.minute, "s": fields.second,
        ]
        var result = ""
        var remaining = Substring(pattern)
        while let letter = remaining.first {
            let run = remaining.prefix { $0 == letter }
            remaining.removeFirst(run.count)
            guard let number = numbers[letter] else {
                result += run
                continue
            }
            let isShortYear = letter == "y" && run.count == 2
            let digits = String(isShortYear ? number % 100 : number)
            result += String(repeating: "0", count: max(0, run.count - digits.count)) + digits
        }
        return result
    }
}
