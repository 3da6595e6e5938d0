internal import CaseHandling
internal import ProcessValues

/// A moment as ZGW servers write it, to the millisecond.
package struct Moment: Equatable, Comparable, Sendable {
    /// Milliseconds since 1970 in UTC.
    package let milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// Reads RFC 3339 with any offset; without one, UTC, as the servers read it.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        func number(_ range: Range<Int>) -> Int64? {
            guard range.upperBound <= bytes.count else { return nil }
            var value: Int64 = 0
            for byte in bytes[range] {
                guard (0x30...0x39).contains(byte) else { return nil }
                value = value * 10 + Int64(byte - 0x30)
            }
            return value
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
            (1...12).contains(month)
        else { return nil }
        var total = Instant(year: Int(year), month: Int(month), day: Int(day)).milliseconds
        if bytes.count == 10 {
            milliseconds = total
            return
        }
        guard let hour = number(11..<13), let minute = number(14..<16),
            let second = number(17..<19)
        else { return nil }
        total += (hour * 3600 + minute * 60 + second) * 1000
        var position = 19
        if bytes.count > position, bytes[position] == UInt8(ascii: ".") {
            position += 1
            var scale: Int64 = 100
            while position < bytes.count, (0x30...0x39).contains(bytes[position]) {
                total += Int64(bytes[position] - 0x30) * scale
                scale /= 10
                position += 1
            }
        }
        let offset = bytes[position...]
        if let sign = offset.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
            guard let hours = number(position + 1..<position + 3) else { return nil }
            let minutes = number(position + 4..<position + 6) ?? 0
            total -= (hours * 60 + minutes) * 60_000 * (sign == UInt8(ascii: "+") ? 1 : -1)
        }
        milliseconds = total
    }

    /// The text in UTC, with milliseconds and `Z`.
    package var text: String { utcText(milliseconds: milliseconds) }

    package static func < (one: Moment, other: Moment) -> Bool {
        one.milliseconds < other.milliseconds
    }
}
