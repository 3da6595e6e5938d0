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
            ("dqAbs", 66), ("dqAdd", 688), ("dqBase", 540), ("dqCompare", 566), ("dqDivide", 440),
            ("dqMax", 163), ("dqMin", 153), ("dqMinus", 29), ("dqMultiply", 248), ("dqPlus", 29),
            ("dqQuantize", 528), ("dqReduce", 123), ("dqRemainder", 414), ("dqSubtract", 332),
            ("dqToIntegral", 165), ("exp", 41), ("ln", 42), ("power", 87),
        ])
    func vectors(file: String, least: Int) throws {
        guard let folder = Self.folder else {
            print("No decimal vectors: install libpython3.11-testsuite, or name their folder.")
            #expect(ProcessInfo.processInfo.environment["CI"] != "true")
            return
        }
        let text = try String(contentsOfFile: "\(folder)/\(file).decTest", encoding: .utf8)
        var settings = DecimalVector.Settings(precision: file.hasPrefix("dq") ? 34 : 0)
        var passed = 0
        var failed: [String] = []
        var others = 0
        for line in text.split(whereSeparator: \.isNewline) {
            if settings.read(line) { continue }
            guard line.contains("->"), !line.hasPrefix("--") else { continue }
            guard let vector = DecimalVector(line, settings) else {
                others += 1
                continue
            }
            if vector.holds { passed += 1 } else { failed.append(String(line)) }
        }
        print("\(file): \(passed) passed, \(failed.count) failed, \(others) not of FEEL's numbers")
        #expect(failed.isEmpty)
        #expect(passed >= least)
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
}
