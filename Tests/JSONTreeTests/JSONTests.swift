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
            #""\ud800\u0041""#, "[] []", "[", "{\"a\"", "\"", "\u{FEFF}1",
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

    @Test("A repeated name keeps its first place and takes its last value")
    func repeatedNames() throws {
        #expect(try roundTrip(#"{"a":1,"b":2,"a":3}"#) == #"{"a":3,"b":2}"#)
        let members = (0..<1000).map { "\"k\($0 % 999)\":\($0)" }.joined(separator: ",")
        let object = try #require(try JSON(parsing: "{\(members)}").objectValue)
        #expect(object.count == 999)
        #expect(object.members.first == JSONObject.Member("k0", 999))
        let literal: JSON = ["a": 1, "a": 2]
        #expect(literal == ["a": 2])
    }

    @Test("Names that Unicode holds for equivalent are two names")
    func equivalentNames() throws {
        let text = "{\"\u{e9}\":1,\"e\u{301}\":2}"
        let value = try JSON(parsing: text)
        #expect(value["\u{e9}"] == 1)
        #expect(value["e\u{301}"] == 2)
    }

    @Test("Accessors answer for their own kind only")
    func accessors() throws {
        let value: JSON = [
            "text": "é", "whole": 7, "real": 1.5, "truth": true, "list": [1, "two"], "none": .null,
        ]
        #expect(value["text"]?.stringValue == "é" && value["whole"]?.stringValue == nil)
        #expect(value["whole"]?.intValue == 7 && value["real"]?.intValue == nil)
        #expect(value["whole"]?.doubleValue == 7 && value["real"]?.doubleValue == 1.5)
        #expect(value["truth"]?.boolValue == true && value["whole"]?.boolValue == nil)
        #expect(value["list"]?.arrayValue?.count == 2 && value["list"]?[1] == "two")
        #expect(value["list"]?[2] == nil && value["list"]?[-1] == nil && value[0] == nil)
        #expect(value["none"]?.isNull == true && value["absent"] == nil)
        #expect(value.objectValue?.keys.first == "text" && value["list"]?.objectValue == nil)
        #expect(JSON(double: .infinity) == nil && JSON(double: 1)?.serializedText == "1.0")
    }

    @Test("Numbers can be made from their spelling, and from nothing else")
    func spelledNumbers() {
        for text in ["1", "-0", "1.10", "1e400"] { #expect(JSONNumber(text: text)?.text == text) }
        for text in ["", "01", " 1", "1 ", "NaN", "[]", "\"1\"", "1,2"] {
            #expect(JSONNumber(text: text) == nil, "\(text)")
        }
    }

    @Test("Text for people has a line a member and reads back as the same value")
    func prettyPrinted() throws {
        let value: JSON = ["a": [1, ["b": .null]], "c": [], "d": .object(JSONObject())]
        let text = value.prettyPrinted
        let expected = """
            {
              "a": [
                1,
                {
                  "b": null
                }
              ],
              "c": [],
              "d": {}
            }
            """
        #expect(text == expected)
        #expect(try JSON(parsing: text) == value)
        #expect("\(value)" == #"{"a":[1,{"b":null}],"c":[],"d":{}}"#)
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
