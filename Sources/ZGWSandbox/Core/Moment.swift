internal import Glibc

/// A point in time: microseconds since 1970-01-01T00:00:00Z.
struct Moment: Sendable, Comparable {
    var microseconds: Int64

    init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// Reads RFC 3339; a time without offset, and a day alone, count as UTC as the servers do.
    init?(_ text: String) {
        guard text.utf8.count >= 10, let date = CivilDate(text.prefix(10)) else { return nil }
        var total = Int64(date.daysSinceEpoch) * 86_400_000_000
        var rest = Array(text.utf8.dropFirst(10))
        guard !rest.isEmpty else {
            microseconds = total
            return
        }
        let offset = Self.takeOffset(from: &rest)
        guard let offset, let time = Self.time(in: rest) else { return nil }
        total += time - offset * 60_000_000
        microseconds = total
    }

    /// The minutes that the zone at the end is ahead of UTC, which are taken off the text.
    private static func takeOffset(from text: inout [UInt8]) -> Int64? {
        if text.last == UInt8(ascii: "Z") || text.last == UInt8(ascii: "z") {
            text.removeLast()
            return 0
        }
        guard
            let sign = text.lastIndex(where: { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") })
        else { return 0 }
        let digits = text[(sign + 1)...].filter { $0 != UInt8(ascii: ":") }
        guard digits.count == 4, digits.allSatisfy(isDigit),
            let value = Int64(String(decoding: digits, as: UTF8.self)), value % 100 < 60
        else { return nil }
        let minutes = value / 100 * 60 + value % 100
        let isBehind = text[sign] == UInt8(ascii: "-")
        text.removeSubrange(sign...)
        return isBehind ? -minutes : minutes
    }

    /// Microseconds since midnight of `T10:00`, `T10:00:00` or `T10:00:00.123456`.
    private static func time(in text: [UInt8]) -> Int64? {
        guard let first = text.first, [UInt8(ascii: "T"), UInt8(ascii: "t"), 0x20].contains(first)
        else { return nil }
        let clock = text.dropFirst().split(
            separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = clock.first else { return nil }
        let parts = whole.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count),
            parts.allSatisfy({ $0.count == 2 && $0.allSatisfy(isDigit) })
        else { return nil }
        let numbers = parts.compactMap { Int64(String(decoding: $0, as: UTF8.self)) }
        guard numbers[0] < 24, numbers[1] < 60, numbers.count < 3 || numbers[2] < 60 else {
            return nil
        }
        var seconds = numbers[0] * 3_600 + numbers[1] * 60
        if numbers.count == 3 { seconds += numbers[2] }
        guard clock.count == 2 else { return seconds * 1_000_000 }
        guard !clock[1].isEmpty, clock[1].allSatisfy(isDigit) else { return nil }
        let fraction = (String(decoding: clock[1], as: UTF8.self) + "000000").prefix(6)
        return Int64(fraction).map { seconds * 1_000_000 + $0 }
    }

    /// The day in UTC.
    var date: CivilDate {
        CivilDate(daysSinceEpoch: Int((Double(microseconds) / 86_400_000_000).rounded(.down)))
    }

    /// RFC 3339 in UTC, with microseconds if there are any.
    var text: String {
        let day = date
        let rest = microseconds - Int64(day.daysSinceEpoch) * 86_400_000_000
        let seconds = Int(rest / 1_000_000)
        let fraction = Int(rest % 1_000_000)
        let clock =
            padded(seconds / 3_600, 2) + ":" + padded(seconds / 60 % 60, 2) + ":"
            + padded(seconds % 60, 2)
        return "\(day)T\(clock)" + (fraction > 0 ? "." + padded(fraction, 6) : "") + "Z"
    }

    /// RFC 3339 in UTC with milliseconds, as notifications have it.
    var millisecondText: String {
        let short = Moment(microseconds: microseconds / 1_000_000 * 1_000_000).text.dropLast()
        return short + "." + padded(Int(microseconds % 1_000_000 / 1_000), 3) + "Z"
    }

    static func < (left: Moment, right: Moment) -> Bool { left.microseconds < right.microseconds }

    /// The time by the clock of the machine.
    static var now: Moment {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Moment(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
    }
}
