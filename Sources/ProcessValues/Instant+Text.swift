extension Instant {
    /// The moment in the format of the REST API, `yyyy-MM-dd'T'HH:mm:ss.SSSZ`, in UTC:
    /// `2026-01-25T12:33:42.165+0000`.
    public var restText: String {
        String(unsafeUninitializedCapacity: 40) { buffer in
            var writer = DigitWriter(buffer: buffer)
            let fields = calendarFields
            if fields.year < 0 { writer.append(UInt8(ascii: "-")) }
            writer.append(fields.year.magnitude, digits: 4)
            writer.append(UInt8(ascii: "-"))
            writer.append(fields.month.magnitude, digits: 2)
            writer.append(UInt8(ascii: "-"))
            writer.append(fields.day.magnitude, digits: 2)
            writer.append(UInt8(ascii: "T"))
            writer.append(fields.hour.magnitude, digits: 2)
            writer.append(UInt8(ascii: ":"))
            writer.append(fields.minute.magnitude, digits: 2)
            writer.append(UInt8(ascii: ":"))
            writer.append(fields.second.magnitude, digits: 2)
            writer.append(UInt8(ascii: "."))
            writer.append(fields.millisecond.magnitude, digits: 3)
            for byte in "+0000".utf8 { writer.append(byte) }
            return writer.count
        }
    }

    /// Reads a moment in the format of the REST API; nil if the text has another form.
    ///
    /// The digits after the point are a number of milliseconds, as the reference has it: `.16`
    /// is 16 milliseconds. A date that no calendar has is refused.
    public init?(restText text: String) {
        var reader = DigitReader(bytes: Array(text.utf8))
        guard let year = reader.number(digits: 4), reader.skip("-"),
            let month = reader.number(digits: 2), (1...12).contains(month), reader.skip("-"),
            let day = reader.number(digits: 2), (1...31).contains(day), reader.skip("T"),
            let hour = reader.number(digits: 2), hour < 24, reader.skip(":"),
            let minute = reader.number(digits: 2), minute < 60, reader.skip(":"),
            let second = reader.number(digits: 2), second < 60, reader.skip("."),
            let millisecond = reader.number(upTo: 3),
            let sign = reader.sign(),
            let zoneHours = reader.number(digits: 2), zoneHours < 24,
            let zoneMinutes = reader.number(digits: 2), zoneMinutes < 60, reader.isAtEnd
        else { return nil }
        let local = Instant(
            year: year, month: month, day: day, hour: hour, minute: minute, second: second,
            millisecond: millisecond)
        guard local.calendarFields.day == day else { return nil }
        self = local.adding(milliseconds: Int64(-sign * (zoneHours * 60 + zoneMinutes) * 60_000))
    }
}

/// Writes numbers with leading zeros.
private struct DigitWriter {
    let buffer: UnsafeMutableBufferPointer<UInt8>
    var count = 0

    mutating func append(_ byte: UInt8) {
        buffer[count] = byte
        count += 1
    }

    mutating func append(_ value: UInt, digits: Int) {
        var width = 1
        var rest = value / 10
        while rest > 0 {
            width += 1
            rest /= 10
        }
        width = max(width, digits)
        rest = value
        for position in stride(from: count + width - 1, through: count, by: -1) {
            buffer[position] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        count += width
    }
}

/// Reads numbers of a fixed width.
private struct DigitReader {
    let bytes: [UInt8]
    var position = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

    mutating func digit() -> Int? {
        guard position < bytes.count else { return nil }
        let digit = bytes[position] &- UInt8(ascii: "0")
        guard digit < 10 else { return nil }
        position += 1
        return Int(digit)
    }

    mutating func number(digits: Int) -> Int? {
        var value = 0
        for _ in 0..<digits {
            guard let digit = digit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    mutating func number(upTo limit: Int) -> Int? {
        guard var value = digit() else { return nil }
        for _ in 1..<limit {
            guard let next = digit() else { break }
            value = value * 10 + next
        }
        return value
    }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else {
            return false
        }
        position += 1
        return true
    }

    mutating func sign() -> Int? { skip("+") ? 1 : skip("-") ? -1 : nil }
}
