import JSONTree
import StructuredLog
import Synchronization
import Testing

@Suite("The log")
struct StructuredLogTests {
    @Test("writes a line of JSON with time, level, message and the fields in order")
    func line() throws {
        let lines = Mutex<[String]>([])
        let log = StructuredLog { line in lines.withLock { $0.append(line) } }
        log(.warning, "job failed", ["job": .string("j\n1"), "retries": .integer(2)])
        let line = try #require(lines.withLock { $0.first })
        #expect(line.hasSuffix("\n") && line.dropLast().contains("\n") == false)
        let object = try JSON(parsing: String(line.dropLast()))
        #expect(object["level"] == .string("warning") && object["message"] == .string("job failed"))
        #expect(object["job"] == .string("j\n1") && object["retries"] == .integer(2))
        #expect(object["time"]?.stringValue?.hasSuffix("Z") == true)
    }

    @Test("leaves out what is below its level")
    func level() {
        let count = Mutex(0)
        let log = StructuredLog(minimum: .warning) { _ in count.withLock { $0 += 1 } }
        log(.info, "nothing")
        log(.error, "something")
        #expect(count.withLock { $0 } == 1)
    }
}
