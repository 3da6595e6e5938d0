/// Reads the lexical forms of dates, times and durations (DMN 10.3.4.1).
struct TemporalReader {
    let bytes: [UInt8]
    var position = 0

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    var atEnd: Bool { position == bytes.count }
    var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard current == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    /// The digits from here on.
    mutating func digits(_ counts: ClosedRange<Int>) -> Int? {
        let start = position
        var value = 0
        while let byte = current, byte >= 0x30, byte <= 0x39, position - start < counts.upperBound {
            value = value * 10 + Int(byte - 0x30)
            position += 1
        }
        return position - start >= counts.lowerBound ? value : nil
    }

    mutating func date() -> CivilDate? {
        let negative = skip("-")
        let start = position
        guard let year = digits(4...9) else { return nil }
        if position - start > 4, bytes[start] == UInt8(ascii: "0") { return nil }
        guard skip("-"), let month = digits(2...2), skip("-"), let day = digits(2...2) else {
            return nil
        }
        return CivilDate(year: negative ? -year : year, month: month, day: day)
    }

    /// Nanoseconds behind a decimal point; digits beyond the ninth are cut off.
    mutating func fraction(requiresDigits: Bool = true) -> Int? {
        guard skip(".") else { return 0 }
        var value = 0
        var count = 0
        while let byte = current, byte >= 0x30, byte <= 0x39 {
            if count < 9 { value = value * 10 + Int(byte - 0x30) }
            count += 1
            position += 1
        }
        guard count > 0 || !requiresDigits else { return nil }
        while count < 9 {
            value *= 10
            count += 1
        }
        return value
    }

    /// A time of day; `24:00:00` is told by `endOfDay`.
    mutating func time(zones: TimeZoneDatabase) -> (time: CivilTime, endOfDay: Bool)? {
        guard let hour = digits(2...2), skip(":"), let minute = digits(2...2), skip(":"),
            let second = digits(2...2), let nanosecond = fraction(), let offset = offset(zones)
        else { return nil }
        if hour == 24, minute == 0, second == 0, nanosecond == 0 {
            return (CivilTime(secondOfDay: 0, offset: offset), true)
        }
        let time = CivilTime(
            hour: hour, minute: minute, second: second, nanosecond: nanosecond, offset: offset)
        return time.map { ($0, false) }
    }

    private mutating func offset(_ zones: TimeZoneDatabase) -> TimeOffset? {
        if atEnd { return .local }
        // XML Schema writes Z; the standard's own examples write "23:59:00z" as well.
        if skip("Z") || skip("z") { return atEnd ? .seconds(0) : nil }
        if skip("@") {
            let name = String(decoding: bytes[position...], as: UTF8.self)
            position = bytes.count
            return zones.rules(name).map { .zone($0) }
        }
        let negative = current == UInt8(ascii: "-")
        guard negative || current == UInt8(ascii: "+") else { return nil }
        position += 1
        guard let hours = digits(2...2), skip(":"), let minutes = digits(2...2), minutes < 60 else {
            return nil
        }
        var seconds = hours * 3600 + minutes * 60
        if skip(":") {
            guard let rest = digits(2...2), rest < 60 else { return nil }
            seconds += rest
        }
        // XML Schema ends at 14 hours; the engines that there are go on to 18.
        guard seconds <= 18 * 3600, atEnd else { return nil }
        return .seconds(Int32(negative ? -seconds : seconds))
    }
}

extension CivilDate {
    /// Reads `YYYY-MM-DD`.
    public init?(_ text: String) {
        var reader = TemporalReader(text)
        guard let date = reader.date(), reader.atEnd else { return nil }
        self = date
    }
}

extension CivilTime {
    /// Reads `hh:mm:ss` with fraction, offset or `@` zone.
    public init?(_ text: String, zones: TimeZoneDatabase = .system) {
        var reader = TemporalReader(text)
        guard let read = reader.time(zones: zones), !read.endOfDay else { return nil }
        self = read.time
    }
}

extension CivilDateTime {
    /// Reads a date, alone or with `T` and a time; a date alone is at midnight, local time.
    public init?(_ text: String, zones: TimeZoneDatabase = .system) {
        var reader = TemporalReader(text)
        guard let date = reader.date() else { return nil }
        if reader.atEnd {
            self.init(date: date, time: CivilTime(secondOfDay: 0))
            return
        }
        guard reader.skip("T"), let read = reader.time(zones: zones) else { return nil }
        guard read.endOfDay else {
            self.init(date: date, time: read.time)
            return
        }
        guard let next = CivilDate(dayNumber: date.dayNumber + 1) else { return nil }
        self.init(date: next, time: read.time)
    }
}
