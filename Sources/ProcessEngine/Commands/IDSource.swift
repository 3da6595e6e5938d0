public import ProcessValues

/// Makes identifiers: UUIDs of version 7 that increase within a command.
///
/// The same instant and seed give the same identifiers, so that a command that is run again takes
/// the same path.
public struct IDSource: Sendable {
    private let milliseconds: UInt64
    private let base: UInt64
    private let tail: UInt64
    private var count: UInt64 = 0

    /// Creates a source.
    ///
    /// - Parameters:
    ///   - instant: The instant of the command.
    ///   - seed: Random bits; two commands never get the same ones.
    public init(at instant: Instant, seed: (UInt64, UInt64)) {
        milliseconds = UInt64(max(0, instant.milliseconds)) & 0xFFFF_FFFF_FFFF
        base = seed.0 & 0x3F_FFFF
        tail = seed.1
    }

    /// The name of the command that the source was made for: another for each command and for each
    /// time that one is begun anew, the same for the attempts between.
    public var commandName: String { "\(milliseconds)-\(base)-\(tail)" }

    /// The next identifier.
    public mutating func next() -> String {
        count += 1
        // After the version 12 and 10 random bits, 20 bits of the count, 32 random bits.
        let counter = (base << 20) | (count & 0xF_FFFF)
        let high = (milliseconds << 16) | 0x7000 | (counter >> 30) & 0xFFF
        let low = (0b10 << 62) | ((counter & 0x3FFF_FFFF) << 32) | (tail & 0xFFFF_FFFF)
        return Self.text(high, low)
    }

    /// The text of 128 bits.
    static func text(_ high: UInt64, _ low: UInt64) -> String {
        String(unsafeUninitializedCapacity: 36) { buffer in
            var position = 0
            for index in 0..<32 {
                if index == 8 || index == 12 || index == 16 || index == 20 {
                    buffer[position] = UInt8(ascii: "-")
                    position += 1
                }
                let word = index < 16 ? high : low
                let digit = UInt8(truncatingIfNeeded: word >> UInt64(60 - 4 * (index & 15))) & 15
                buffer[position] = digit < 10 ? 48 + digit : 87 + digit
                position += 1
            }
            return 36
        }
    }
}
