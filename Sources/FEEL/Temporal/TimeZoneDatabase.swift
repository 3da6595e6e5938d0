import Glibc
import Synchronization

/// The zones of the system's tzdata, each read once.
public final class TimeZoneDatabase: Sendable {
    /// The zones under `/usr/share/zoneinfo`.
    ///
    /// What is remembered never changes, so that one instance serves all.
    public static let system = TimeZoneDatabase(folder: "/usr/share/zoneinfo")

    private let folder: String
    private let known = Mutex<[String: TimeZoneRules?]>([:])

    /// Creates a database over a folder of zone files (RFC 8536).
    public init(folder: String) {
        self.folder = folder
    }

    /// The rules of a zone; nil if there is none of that name.
    public func rules(_ identifier: String) -> TimeZoneRules? {
        guard Self.isIdentifier(identifier) else { return nil }
        return known.withLock { known in
            if let found = known[identifier] { return found }
            let rules = read(identifier)
            // Names come from outside: what is remembered of wrong ones is bounded.
            if rules != nil || known.count < 1_000 { known[identifier] = rules }
            return rules
        }
    }

    /// Whether a name may be one of a zone: `Region/City`, `Etc/…`, `UTC`, `CET` and their like.
    private static func isIdentifier(_ text: String) -> Bool {
        guard let first = text.utf8.first, first >= 0x41, first <= 0x5A, text.utf8.count <= 64
        else {
            return false
        }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
            case 0x2B, 0x2D, 0x2F, 0x5F: true
            default: false
            }
        }
    }

    private func read(_ identifier: String) -> TimeZoneRules? {
        guard let file = fopen("\(folder)/\(identifier)", "rb") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 17)
        let count = fread(&bytes, 1, bytes.count, file)
        guard count > 44, count < bytes.count else { return nil }
        return TimeZoneRules(identifier: identifier, file: Array(bytes[..<count]))
    }
}

extension TimeZoneRules {
    /// Reads a zone file of version 2 or later (RFC 8536); nil if it is none.
    convenience init?(identifier: String, file: [UInt8]) {
        func integer(_ position: Int, _ length: Int) -> Int? {
            guard position >= 0, position + length <= file.count else { return nil }
            let raw = file[position..<position + length].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            return length == 4
                ? Int(Int32(truncatingIfNeeded: raw)) : Int(Int64(bitPattern: raw))
        }
        func counts(_ header: Int) -> [Int]? {
            guard file.count >= header + 44, file[header..<header + 4].elementsEqual("TZif".utf8)
            else { return nil }
            return (0..<6).compactMap { integer(header + 20 + $0 * 4, 4) }
        }
        // The first block has 32-bit times, for old readers; the second one has 64-bit times.
        guard file.count > 4, file[4] >= UInt8(ascii: "2"), let old = counts(0) else { return nil }
        let header = 44 + old[3] * 5 + old[4] * 6 + old[5] + old[2] * 8 + old[1] + old[0]
        guard let sizes = counts(header) else { return nil }
        let times = header + 44
        let indices = times + sizes[3] * 8
        let types = indices + sizes[3]
        let footer = types + sizes[4] * 6 + sizes[5] + sizes[2] * 12 + sizes[1] + sizes[0]
        guard footer < file.count, sizes[4] > 0 else { return nil }
        var transitions: [Int] = []
        var offsets: [Int] = []
        for index in 0..<sizes[3] {
            guard let time = integer(times + index * 8, 8),
                let offset = integer(types + Int(file[indices + index]) * 6, 4)
            else { return nil }
            transitions.append(time)
            offsets.append(offset)
        }
        let line = String(decoding: file[(footer + 1)...], as: UTF8.self).prefix { $0 != "\n" }
        self.init(
            identifier: identifier, transitions: transitions, offsets: offsets,
            initialOffset: integer(types, 4) ?? 0, tail: RecurringTimeZoneRule(line))
    }
}
