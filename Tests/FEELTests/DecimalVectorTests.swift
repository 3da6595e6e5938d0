import Foundation
import Testing

@testable import FEEL

/// The decimal128 vectors of the General Decimal Arithmetic suite, where a Python installation or
/// Debian's `libpython3.11-testsuite` has them.
@Suite struct DecimalVectorTests {
    private static let folder: String? = {
        let named = ProcessInfo.processInfo.environment["DECIMAL_VECTORS"]
        let usual = ["/usr/lib/python3.11/test/decimaltestdata"]
        return ([named].compactMap(\.self) + usual).first {
            FileManager.default.fileExists(atPath: "\($0)/dqAdd.decTest")
        }
    }()

    @Test(
        "Arithmetic agrees with the decQuad vectors",
        arguments: [
            ("dqAdd", 589), ("dqSubtract", 315), ("dqMultiply", 225), ("dqDivide", 389),
            ("dqCompare", 558), ("dqRemainder", 380), ("dqMinus", 20),
        ])
    func vectors(file: String, least: Int) throws {
        guard let folder = Self.folder else {
            print("No decimal vectors: set DECIMAL_VECTORS to the folder that has dqAdd.decTest.")
            return
        }
        let text = try String(contentsOfFile: "\(folder)/\(file).decTest", encoding: .utf8)
        var rounding = "half_even"
        var compared = 0
        for line in text.split(whereSeparator: \.isNewline) {
            if line.lowercased().hasPrefix("rounding:") {
                rounding = line.dropFirst(9).trimmingCharacters(in: .whitespaces)
            }
            guard rounding == "half_even", let vector = Vector(line) else { continue }
            compared += 1
            #expect(vector.result() == vector.expected, "\(line)")
        }
        #expect(compared >= least)
    }

    @Test("Arithmetic agrees with Python's decimal on twenty thousand drawn cases")
    func python() throws {
        // Python prints operation, operands and result; without it there is nothing to compare.
        let program = """
            import decimal, random
            c = decimal.Context(prec=34, Emin=-6143, Emax=6144, traps=[])
            d = random.Random(7)
            def n():
                k = d.choice([1, 3, 9, 17, 19, 33, 34])
                s = d.choice(['', '-'])
                return decimal.Decimal(f'{s}{d.randrange(10 ** k)}e{d.randint(-40, 40)}')
            for _ in range(20000):
                o = d.choice(['add', 'subtract', 'multiply', 'divide'])
                a, b = n(), n()
                r = getattr(c, o)(a, b)
                print(o, a, b, r if r.is_finite() else 'none')
            """
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-c", program]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = Pipe()
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            print("There is no python3 to compare with.")
            return
        }
        var compared = 0
        for line in String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline) {
            let words = line.split(separator: " ")
            guard words.count == 4, let a = Decimal128(String(words[1])),
                let b = Decimal128(String(words[2]))
            else {
                Issue.record("unreadable: \(line)")
                continue
            }
            let result: Decimal128?
            switch words[0] {
            case "add": result = a.adding(b)
            case "subtract": result = a.subtracting(b)
            case "multiply": result = a.multiplied(by: b)
            default: result = a.divided(by: b)
            }
            compared += 1
            #expect(result == (words[3] == "none" ? nil : Decimal128(String(words[3]))), "\(line)")
        }
        #expect(compared == 20_000)
    }

    /// One line: `name operation operand operand -> result conditions`.
    private struct Vector {
        let operation: Substring
        let operands: [Decimal128]
        /// The value and its exponent; nil where there is no finite result.
        let expected: String?

        init?(_ line: Substring) {
            let words = line.split(separator: " ").map { $0.filter { $0 != "'" } }
            guard let arrow = words.firstIndex(of: "->"), arrow >= 3, words.count > arrow + 1,
                !line.hasPrefix("--")
            else { return nil }
            let numbers = words[2..<arrow].compactMap { Decimal128($0) }
            // Infinities, NaN and operands with too many digits are not of FEEL.
            guard numbers.count == arrow - 2,
                words[2..<arrow].allSatisfy({ $0.count(where: \.isNumber) <= 34 })
            else { return nil }
            let conditions = words[(arrow + 2)...].joined().lowercased()
            guard !conditions.contains("clamped"), !conditions.contains("invalid"),
                !conditions.contains("impossible")
            else {
                return nil
            }
            operation = Substring(words[1])
            operands = numbers
            expected = Decimal128(words[arrow + 1]).map { Self.spelled($0) }
        }

        static func spelled(_ number: Decimal128) -> String {
            "\(number.isNegative ? "-" : "")\(number.coefficient)e\(number.isZero ? 0 : number.exponent)"
        }

        func result() -> String? {
            let left = operands[0]
            let right = operands.count > 1 ? operands[1] : .zero
            let result: Decimal128?
            switch operation {
            case "add": result = left.adding(right)
            case "subtract": result = left.subtracting(right)
            case "multiply": result = left.multiplied(by: right)
            case "divide": result = left.divided(by: right)
            case "remainder": result = left.truncatedRemainder(right)
            case "compare": result = Decimal128(left < right ? -1 : left == right ? 0 : 1)
            case "minus": result = -left
            default: return expected
            }
            return result.map { Self.spelled($0) }
        }
    }
}
