/// A binary fixed-point number without sign: two words before the point and five behind it.
///
/// 320 bits of fraction are 96 decimal digits: enough for logarithms and exponentials whose 34
/// digits must be right. Speed does not matter here.
struct FixedPoint {
    static let fractionWords = 5
    static let words = 7

    /// The words, lowest first.
    private(set) var word = [UInt64](repeating: 0, count: words)

    static let zero = FixedPoint(0)
    static let one = FixedPoint(1)

    init(_ value: UInt128) {
        word[Self.fractionWords] = UInt64(truncatingIfNeeded: value)
        word[Self.fractionWords + 1] = UInt64(truncatingIfNeeded: value >> 64)
    }

    /// `coefficient × 10^exponent`, which must be below 2^128; digits below 10^-96 are lost.
    init(coefficient: UInt128, exponent: Int) {
        self.init(coefficient)
        var left = exponent
        while left > 0 {
            self = times(10)
            left -= 1
        }
        while left < 0 {
            let step = min(-left, 19)
            self = divided(by: UInt64(truncatingIfNeeded: PowersOfTen[step]))
            left += step
        }
    }

    var isZero: Bool { word.allSatisfy { $0 == 0 } }
    /// The part before the point.
    var whole: UInt128 {
        UInt128(word[Self.fractionWords + 1]) << 64 | UInt128(word[Self.fractionWords])
    }
    var hasFraction: Bool { word[..<Self.fractionWords].contains { $0 != 0 } }

    static func < (left: FixedPoint, right: FixedPoint) -> Bool {
        for index in stride(from: words - 1, through: 0, by: -1)
        where left.word[index] != right.word[index] {
            return left.word[index] < right.word[index]
        }
        return false
    }

    static func + (left: FixedPoint, right: FixedPoint) -> FixedPoint {
        var result = FixedPoint.zero
        var carry: UInt64 = 0
        for index in 0..<words {
            let (first, one) = left.word[index].addingReportingOverflow(right.word[index])
            let (second, two) = first.addingReportingOverflow(carry)
            result.word[index] = second
            carry = (one ? 1 : 0) + (two ? 1 : 0)
        }
        return result
    }

    static func - (left: FixedPoint, right: FixedPoint) -> FixedPoint {
        var result = FixedPoint.zero
        var borrow: UInt64 = 0
        for index in 0..<words {
            let (first, one) = left.word[index].subtractingReportingOverflow(right.word[index])
            let (second, two) = first.subtractingReportingOverflow(borrow)
            result.word[index] = second
            borrow = (one ? 1 : 0) + (two ? 1 : 0)
        }
        return result
    }

    static func * (left: FixedPoint, right: FixedPoint) -> FixedPoint {
        var product = [UInt64](repeating: 0, count: words * 2)
        for row in 0..<words where left.word[row] != 0 {
            var carry: UInt64 = 0
            for column in 0..<words {
                let sum =
                    UInt128(left.word[row]) * UInt128(right.word[column])
                    + UInt128(product[row + column]) + UInt128(carry)
                product[row + column] = UInt64(truncatingIfNeeded: sum)
                carry = UInt64(truncatingIfNeeded: sum >> 64)
            }
            product[row + words] = carry
        }
        var result = FixedPoint.zero
        for index in 0..<words { result.word[index] = product[index + fractionWords] }
        return result
    }

    func times(_ factor: UInt64) -> FixedPoint {
        var result = self
        var carry: UInt64 = 0
        for index in 0..<Self.words {
            let product = UInt128(word[index]) * UInt128(factor) + UInt128(carry)
            result.word[index] = UInt64(truncatingIfNeeded: product)
            carry = UInt64(truncatingIfNeeded: product >> 64)
        }
        return result
    }

    func divided(by divisor: UInt64) -> FixedPoint {
        var result = self
        var rest: UInt64 = 0
        for index in stride(from: Self.words - 1, through: 0, by: -1) {
            let (quotient, remainder) = divisor.dividingFullWidth((rest, word[index]))
            result.word[index] = quotient
            rest = remainder
        }
        return result
    }

    func halved() -> FixedPoint { divided(by: 2) }

    /// The quotient of two numbers of which the first is the smaller, bit by bit.
    static func fraction(_ numerator: FixedPoint, _ denominator: FixedPoint) -> FixedPoint {
        var rest = numerator
        var result = FixedPoint.zero
        for bit in stride(from: fractionWords * 64 - 1, through: 0, by: -1) {
            rest = rest + rest
            if !(rest < denominator) {
                rest = rest - denominator
                result.word[bit / 64] |= 1 << UInt64(bit % 64)
            }
        }
        return result
    }

    // MARK: Series

    /// `2 × artanh(numerator / denominator)`, the logarithm of `(d + n) / (d - n)`.
    static func doubledArtanh(_ ratio: FixedPoint) -> FixedPoint {
        let square = ratio * ratio
        var power = ratio
        var sum = FixedPoint.zero
        var divisor: UInt64 = 1
        while !power.isZero {
            sum = sum + power.divided(by: divisor)
            power = power * square
            divisor += 2
        }
        return sum + sum
    }

    /// The natural logarithm of 2.
    static let ln2 = doubledArtanh(FixedPoint.one.divided(by: 3))
    /// The natural logarithm of 10.
    static let ln10 = ln2.times(3) + doubledArtanh(FixedPoint.one.divided(by: 9))

    /// The natural logarithm of a number from 1 on.
    static func logarithm(_ value: FixedPoint) -> FixedPoint {
        var value = value
        var doublings: UInt64 = 0
        while !(value < FixedPoint(2)) {
            value = value.halved()
            doublings += 1
        }
        return ln2.times(doublings) + doubledArtanh(fraction(value - .one, value + .one))
    }

    /// `e` to the power of a number from 0 up to 3.
    static func exponential(_ value: FixedPoint) -> FixedPoint {
        var power = FixedPoint.one
        var sum = FixedPoint.one
        var divisor: UInt64 = 1
        let small = value.divided(by: 256)
        while !power.isZero {
            power = (power * small).divided(by: divisor)
            sum = sum + power
            divisor += 1
        }
        for _ in 0..<8 { sum = sum * sum }
        return sum
    }
}
