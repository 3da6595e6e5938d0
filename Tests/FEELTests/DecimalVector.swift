@testable import FEEL

/// One line of the General Decimal Arithmetic suite: `name operation operand operand -> result conditions`.
struct DecimalVector {
    /// What stands above a line.
    struct Settings {
        var precision: Int
        var rounding = "half_even"

        /// Whether the line is a setting.
        mutating func read(_ line: Substring) -> Bool {
            let parts = line.lowercased().split(separator: ":", maxSplits: 1)
            guard parts.count == 2, !line.contains("->") else { return false }
            let value = parts[1].filter { $0 != " " }
            switch parts[0] {
            case "precision": precision = Int(value) ?? 0
            case "rounding": rounding = value
            default: return false
            }
            return true
        }

        var rule: RoundingRule? {
            switch rounding {
            case "half_even": .halfEven
            case "half_up": .halfUp
            case "half_down": .halfDown
            case "up": .up
            case "down": .down
            case "ceiling": .ceiling
            case "floor": .floor
            default: nil
            }
        }
    }

    /// How nearly a result must agree.
    private enum Agreement {
        /// Coefficient and exponent.
        case form
        /// The value.
        case value
        /// The value, but for one in the last of 34 digits.
        case lastDigit
    }

    private let result: Decimal128?
    /// Nil where there is no finite result.
    private let expected: Decimal128?
    private let agreement: Agreement

    /// Reads a line and does what it says; nil if that is not of FEEL's numbers.
    ///
    /// FEEL has no infinities, NaN and operands of more digits, nor the other ways of rounding.
    init?(_ line: Substring, _ settings: Settings) {
        let source = line.prefix { $0 != "#" }
        let words = source.replacing(" --", with: "\u{1}").prefix { $0 != "\u{1}" }
            .split(separator: " ").map { $0.filter { $0 != "'" && $0 != "\"" } }
        guard settings.precision == 34, let rule = settings.rule,
            let arrow = words.firstIndex(of: "->"), arrow >= 3, words.count > arrow + 1
        else { return nil }
        let operation = words[1].lowercased()
        let written = words[2..<arrow]
        let conditions = words[(arrow + 2)...].joined(separator: " ").lowercased()
        let isReading = operation == "tosci"
        guard !conditions.contains("impossible"), !conditions.contains("conversion_syntax"),
            isReading || written.allSatisfy({ $0.count(where: \.isNumber) <= 40 }),
            rule == .halfEven || operation == "quantize" || operation.hasPrefix("tointegral")
        else { return nil }
        let operands = written.compactMap { Decimal128($0) }
        let outcome = words[arrow + 1]
        if isReading {
            guard outcome == "Infinity" || Decimal128(outcome) != nil else { return nil }
            result = operands.first
        } else {
            // An operand of more digits would be rounded before it is counted with.
            guard operands.count == written.count,
                written.allSatisfy({ Self.digits($0) <= Decimal128.precision })
            else { return nil }
            guard let known = Self.apply(operation, operands, rule) else { return nil }
            result = known.result
        }
        // A quantum that 34 digits do not reach is refused there; a scale of FEEL's leaves the number.
        let isLeft = operation == "quantize" && conditions.contains("invalid_operation")
        expected = isLeft ? operands.first : Decimal128(outcome)
        switch operation {
        case "exp", "ln", "power": agreement = .lastDigit
        case "quantize", "tointegral", "tointegralx", "max", "min", "compare", "tosci", "plus":
            agreement = .value
        default: agreement = conditions.contains("clamped") ? .value : .form
        }
    }

    private static func digits(_ text: String) -> Int {
        text.prefix { $0 != "e" && $0 != "E" }.filter(\.isNumber).drop { $0 == "0" }.count
    }

    private static func apply(
        _ operation: String, _ operands: [Decimal128], _ rule: RoundingRule
    ) -> (result: Decimal128?, Void)? {
        let left = operands[0]
        let right = operands.count > 1 ? operands[1] : .zero
        switch operation {
        case "abs": return (left.magnitude, ())
        case "plus": return (left, ())
        case "minus": return (-left, ())
        case "add": return (left.adding(right), ())
        case "subtract": return (left.subtracting(right), ())
        case "multiply": return (left.multiplied(by: right), ())
        case "divide": return (left.divided(by: right), ())
        case "remainder": return (left.truncatedRemainder(right), ())
        case "compare": return (Decimal128(left.order(to: right)), ())
        case "max": return (left < right ? right : left, ())
        case "min": return (right < left ? right : left, ())
        case "reduce": return (left.strippingTrailingZeros(), ())
        case "quantize":
            return (left.rounded(scale: -right.exponent, rule), ())
        case "tointegral", "tointegralx": return (left.rounded(scale: 0, rule), ())
        case "exp": return (left.exponential(), ())
        case "ln": return (left.naturalLogarithm(), ())
        case "power": return (left.power(right), ())
        default: return nil
        }
    }

    /// Whether the result is the one that is expected.
    var holds: Bool {
        guard let result, let expected else { return result == nil && expected == nil }
        switch agreement {
        case .form:
            return result == expected
                && (result.isZero
                    || result.exponent == expected.exponent
                        && result.coefficient == expected.coefficient)
        case .value: return result == expected
        case .lastDigit:
            guard let difference = result.subtracting(expected)?.magnitude,
                let unit = Decimal128(
                    coefficient: 1,
                    exponent: expected.strippingTrailingZeros().digitsBeforePoint
                        - Decimal128.precision)
            else { return false }
            return difference <= unit
        }
    }
}

extension Decimal128 {
    /// How many digits stand before the point; negative where zeros follow it.
    fileprivate var digitsBeforePoint: Int { String(coefficient).utf8.count + exponent }
}
