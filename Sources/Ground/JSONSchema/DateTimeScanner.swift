/// Reads the dates and times of RFC 3339.
struct DateTimeScanner {
    private var rest: Substring.UTF8View

    init(_ text: String) { rest = Substring(text).utf8 }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func take(anyOf letters: StaticString) -> Bool {
        guard let byte = rest.first,
            UnsafeBufferPointer(start: letters.utf8Start, count: letters.utf8CodeUnitCount)
                .contains(byte)
        else { return false }
        rest = rest.dropFirst()
        return true
    }

    /// Takes exactly so many digits.
    private mutating func number(digits: Int) -> Int? {
        let taken = rest.prefix(digits)
        guard taken.count == digits, taken.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        rest = rest.dropFirst(digits)
        return taken.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    /// Takes a run of digits; false if there is none.
    private mutating func takeDigits() -> Bool {
        let taken = rest.prefix { (0x30...0x39).contains($0) }
        rest = rest.dropFirst(taken.count)
        return !taken.isEmpty
    }

    mutating func takeDate() -> Bool {
        guard let year = number(digits: 4), take(anyOf: "-"), let month = number(digits: 2),
            take(anyOf: "-"), let day = number(digits: 2), (1...12).contains(month)
        else { return false }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return (1...lengths[month - 1]).contains(day)
    }

    mutating func takeTime() -> Bool {
        guard let hour = number(digits: 2), take(anyOf: ":"), let minute = number(digits: 2),
            take(anyOf: ":"), let second = number(digits: 2), hour < 24, minute < 60, second <= 60
        else { return false }
        if take(anyOf: "."), !takeDigits() { return false }
        var offset = 0
        if !take(anyOf: "Zz") {
            let isWest = rest.first == UInt8(ascii: "-")
            guard take(anyOf: "+-"), let hours = number(digits: 2), take(anyOf: ":"),
                let minutes = number(digits: 2), hours < 24, minutes < 60
            else { return false }
            offset = (hours * 60 + minutes) * (isWest ? -1 : 1)
        }
        // A leap second comes at the end of a day in UTC.
        let universal = ((hour * 60 + minute - offset) % 1440 + 1440) % 1440
        return second < 60 || universal == 1439
    }

    /// Takes a duration as RFC 3339 appendix A has it: `P3Y6M4DT12H30M5S` or `P4W`.
    mutating func takeDuration() -> Bool {
        guard take(anyOf: "P") else { return false }
        var hasPart = false
        if rest.last == UInt8(ascii: "W") { return takeDigits() && take(anyOf: "W") }
        guard takeParts("YMD", &hasPart) else { return false }
        guard take(anyOf: "T") else { return hasPart }
        var hasTime = false
        return takeParts("HMS", &hasTime) && hasTime
    }

    /// Takes numbers with units in this order, without a gap between the units.
    private mutating func takeParts(_ units: String, _ hasPart: inout Bool) -> Bool {
        var expected = units.utf8[...]
        while let byte = rest.first, (0x30...0x39).contains(byte) {
            _ = takeDigits()
            guard let unit = rest.first, let place = expected.firstIndex(of: unit),
                !hasPart || place == expected.startIndex
            else { return false }
            rest = rest.dropFirst()
            expected = expected[expected.index(after: place)...]
            hasPart = true
        }
        return true
    }
}
