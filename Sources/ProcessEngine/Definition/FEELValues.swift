public import FEEL
import JSONTree
public import ProcessValues

extension FEELValue {
    /// The value of a variable as FEEL has it; bytes and files are null there.
    ///
    /// - Parameters:
    ///   - value: The value.
    ///   - zone: What FEEL, which knows no zone of it, takes a date to show.
    public init(_ value: ProcessValue, in zone: CivilZone) {
        switch value {
        case .null, .typedNull, .bytes, .file: self = .null
        case .boolean(let flag): self = .boolean(flag)
        case .short(let number): self = .number(Decimal128(Int(number)))
        case .integer(let number): self = .number(Decimal128(Int(number)))
        case .long(let number): self = .number(Decimal128(Int(number)))
        case .double(let number): self = Decimal128(number).map { .number($0) } ?? .null
        case .string(let text), .xml(let text): self = .string(text)
        case .date(let absolute):
            let instant = zone.local(absolute)
            let seconds = Int(instant.milliseconds.floored(by: 1_000))
            let rest = Int(instant.milliseconds) - seconds * 1_000
            self =
                CivilDateTime(
                    secondsSince1970: seconds, nanosecond: rest * 1_000_000, offset: .local
                ).map { .dateAndTime($0) } ?? .null
        case .object, .json: self = value.tree.map { FEELValue($0) } ?? .null
        }
    }
}

extension ProcessValue {
    /// The value of an expression in FEEL as a variable holds it.
    ///
    /// - Parameters:
    ///   - value: The value.
    ///   - zone: Where dates and times without a zone are meant.
    public init(_ value: FEELValue, in zone: CivilZone) {
        switch value {
        case .null: self = .null
        case .boolean(let flag): self = .boolean(flag)
        case .string(let text): self = .string(text)
        case .number(let number):
            if let whole = number.integer {
                self = Int32(exactly: whole).map { .integer($0) } ?? .long(Int64(whole))
            } else {
                self = .double(number.doubleValue)
            }
        case .date(let date):
            let midnight = Instant(milliseconds: Int64(date.dayNumber) * 86_400_000)
            self = .date(zone.instant(ofLocal: midnight))
        case .dateAndTime(let time):
            let instant = Instant(
                milliseconds: Int64(time.secondsSince1970) * 1_000
                    + Int64(time.time.nanosecond / 1_000_000))
            self = .date(time.offsetSeconds == nil ? zone.instant(ofLocal: instant) : instant)
        case .list, .context: self = .object(ObjectValue(tree: value.json))
        default: self = .string(value.description)
        }
    }

    /// The value of an output of a decision that names its type.
    ///
    /// - Parameters:
    ///   - value: The value.
    ///   - typeReference: The type that the model names.
    ///   - zone: Where dates and times without a zone are meant.
    public init(_ value: FEELValue, typeReference: String?, in zone: CivilZone) {
        guard case .number(let number) = value, let typeReference else {
            self.init(value, in: zone)
            return
        }
        switch typeReference {
        case "integer":
            self =
                number.truncatedInteger.map { .integer(Int32(clamping: $0)) }
                ?? .integer(number.isNegative ? .min : .max)
        case "long":
            self =
                number.truncatedInteger.map { .long(Int64($0)) }
                ?? .long(number.isNegative ? .min : .max)
        case "double": self = .double(number.doubleValue)
        default: self.init(value, in: zone)
        }
    }
}

extension Int64 {
    /// The quotient rounded down.
    fileprivate func floored(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
