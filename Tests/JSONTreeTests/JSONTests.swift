import JSONTree
import Testing

struct JSONTests {
    private func roundTrip(_ text: String) throws -> String {
        String(decoding: try JSON(parsing: Array(text.utf8)).serialized, as: UTF8.self)
    }

    @Test(
        "Order and the spelling of numbers survive",
        arguments: [
            #"{"b":1,"a":2,"2":3,"1":4}"#, "[1,1.0,1.10,-0,9223372036854775808,1e400,1E-5]",
            "[-9223372036854775808,9223372036854775807]", #"{"a":[],"b":{},"c":[{}]}"#,
            #""\"\\\n\u0000é😀""#, "null", "true",
        ])
    func survives(text: String) throws {
        #expect(try roundTrip(text) == text)
    }

    @Test("Integers and other numbers are told apart")
    func numbers() throws {
        #expect(try JSON(parsing: Array("1".utf8)) == .integer(1))
        guard case .number(let number) = try JSON(parsing: Array("1.0".utf8)) else {
            Issue.record("1.0 is not an integer")
            return
        }
        #expect(number.doubleValue == 1)
        guard case .number(let huge) = try JSON(parsing: Array("1e400".utf8)) else {
            Issue.record("1e400 is a number")
            return
        }
        #expect(huge.doubleValue == nil)
        #expect(JSONNumber(.nan) == nil)
    }

    @Test(
        "What RFC 8259 does not allow is refused",
        arguments: [
            "", " ", "01", "1.", ".5", "+1", "1e", "-", "nul", "truex", "[1,]", "{\"a\":1,}",
            "[1 2]", "{a:1}", "'a'", "\"a\nb\"", #""\x""#, #""\ud800""#, #""\udc00""#,
            #""\ud800\u0041""#, "[] []", "[", "{\"a\"", "\"", "\u{FEFF}1", #"{"a":1,"a":2}"#,
        ])
    func refused(text: String) {
        #expect(throws: JSONSyntaxError.self) { try JSON(parsing: Array(text.utf8)) }
    }

    @Test("Bytes that are not UTF-8 are refused, with their place")
    func encoding() {
        let error = #expect(throws: JSONSyntaxError.self) {
            try JSON(parsing: [0x22, 0x61, 0xff, 0x22])
        }
        #expect(error?.offset == 2)
    }

    @Test("Deep nesting is refused before the stack ends")
    func depth() {
        let text = [UInt8](repeating: UInt8(ascii: "["), count: 1_000_000)
        #expect(throws: JSONSyntaxError.self) { try JSON(parsing: text) }
    }

    @Test("A repeated name is found among many members too")
    func manyMembers() {
        let members = (0..<1000).map { "\"k\($0 % 999)\":0" }.joined(separator: ",")
        #expect(throws: JSONSyntaxError.self) { try JSON(parsing: Array("{\(members)}".utf8)) }
    }

    @Test("Members are replaced in place, appended and removed")
    func members() {
        var object: JSONObject = ["a": .integer(1), "b": .integer(2)]
        object["a"] = .null
        object["c"] = .bool(true)
        object["b"] = nil
        #expect(object.members.map(\.key) == ["a", "c"])
        #expect(object["a"] == .null)
    }
}
