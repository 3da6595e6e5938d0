import JSONTree
import Testing

@testable import JSONSchema

struct SchemaTests {
    @Test("A violation names the value, the keyword and what is wrong")
    func violations() throws {
        let schema = try Schema(compiling: [
            "type": "object", "required": ["naam", "a/b"],
            "properties": [
                "naam": ["$ref": "#/$defs/naam"],
                "leden": ["items": ["properties": ["leeftijd": ["minimum": 18]]]],
            ],
            "additionalProperties": false,
            "$defs": ["naam": ["type": "string", "minLength": 2]],
        ])
        let violations = schema.validate([
            "naam": "x", "leden": [["leeftijd": 18], ["leeftijd": 17.5]], "x~y": 1,
        ])
        #expect(
            violations == [
                Violation(
                    instancePath: "", schemaPath: "#/required", keyword: "required",
                    message: "the member 'a/b' is missing"),
                Violation(
                    instancePath: "/naam", schemaPath: "#/$defs/naam/minLength",
                    keyword: "minLength", message: "must have at least 2 characters, not 1"),
                Violation(
                    instancePath: "/leden/1/leeftijd",
                    schemaPath: "#/properties/leden/items/properties/leeftijd/minimum",
                    keyword: "minimum", message: "must be at least 18"),
                Violation(
                    instancePath: "/x~0y", schemaPath: "#/additionalProperties",
                    keyword: "additionalProperties", message: "is not allowed"),
            ])
    }

    private static let refusals: [(text: String, path: String, reason: String)] = [
        (
            ##"1"##, "#",
            "a schema must be an object or a truth value"
        ),
        (
            ##"{"type":"text"}"##, "#/type",
            "'text' is no type"
        ),
        (
            ##"{"properties":{"a":{"minLength":-1}}}"##, "#/properties/a/minLength",
            "from 0 on"
        ),
        (
            ##"{"properties":{"a":{"pattern":"(a"}}}"##, "#/properties/a/pattern",
            "')' is missing"
        ),
        (
            ##"{"required":"a"}"##, "#/required",
            "must be a list of names"
        ),
        (
            ##"{"allOf":[]}"##, "#/allOf",
            "must be a list of schemas"
        ),
        (
            ##"{"items":[true]}"##, "#/items",
            "use prefixItems"
        ),
        (
            ##"{"multipleOf":0}"##, "#/multipleOf",
            "greater than 0"
        ),
        (
            ##"{"$ref":"#/$defs/a"}"##, "#/$ref",
            "points to nothing"
        ),
        (
            ##"{"$ref":"#a"}"##, "#/$ref",
            "names nothing"
        ),
        (
            ##"{"$ref":"https://example.org/zaak.json"}"##, "#/$ref",
            "references outside are not followed"
        ),
        (
            ##"{"$ref":"file:///etc/passwd"}"##, "#/$ref",
            "references outside are not followed"
        ),
        (
            ##"{"$dynamicRef":"#a"}"##, "#/$dynamicRef",
            "is not supported"
        ),
        (
            ##"{"$ref":"#"}"##, "#",
            "it refers to itself"
        ),
        (
            ##"{"allOf":[{"$ref":"#/$defs/a"}],"$defs":{"a":{"anyOf":[{"$ref":"#/$defs/a"}]}}}"##,
            "#/$defs/a",
            "it refers to itself"
        ),
        (
            ##"{"$schema":"http://json-schema.org/draft-04/schema#"}"##, "#/$schema",
            "use draft-07"
        ),
    ]

    @Test("A schema that cannot be used is refused, with the place", arguments: refusals)
    func refused(text: String, path: String, reason: String) throws {
        let document = try JSON(parsing: text)
        let error = #expect(throws: SchemaError.self) { try Schema(compiling: document) }
        #expect(error?.schemaPath == path)
        #expect(error?.reason.contains(reason) == true, "\(error?.reason ?? "")")
    }

    @Test("A reference leads to a document that is given, and violations name it")
    func others() throws {
        let address: JSON = [
            "definitions": ["street": ["$ref": "#/definitions/text"], "text": ["type": "string"]]
        ]
        let document: JSON = [
            "$id": "person.schema", "$schema": "http://json-schema.org/draft-07/schema#",
            "properties": ["street": ["$ref": "/case/address.json#/definitions/street"]],
        ]
        let schema = try Schema(compiling: document, others: ["/case/address.json": address])
        #expect(schema.isValid(["street": "Spui"]))
        let violations = schema.validate(["street": 70])
        #expect(violations.map(\.schemaPath) == ["/case/address.json#/definitions/text/type"])
        #expect(throws: SchemaError.self) { try Schema(compiling: document) }
    }

    @Test("The draft follows $schema")
    func drafts() throws {
        let old: JSON = ["$schema": "http://json-schema.org/draft-07/schema#", "items": [true]]
        #expect(try Schema(compiling: old).draft == .draft07)
        #expect(try Schema(compiling: ["type": "object"]).draft == .draft202012)
        #expect(try Schema(compiling: true).isValid(1))
        #expect(try Schema(compiling: false).validate(1).first?.keyword == "false")
    }

    @Test("Formats are annotations unless they are asserted")
    func formats() throws {
        let document: JSON = ["format": "date"]
        #expect(try Schema(compiling: document).isValid("gisteren"))
        var options = Schema.Options()
        options.assertsFormats = true
        let schema = try Schema(compiling: document, options: options)
        #expect(schema.isValid("2024-02-29") && !schema.isValid("2023-02-29"))
    }

    @Test("A value that nests deeper than the limit is refused, not a crash")
    func depth() throws {
        let schema = try Schema(compiling: [
            "properties": ["a": ["$ref": "#"]], "anyOf": [["items": ["$ref": "#"]], false],
        ])
        var options = Schema.Options()
        options.depthLimit = 10_000
        var value: JSON = [:]
        for _ in 0..<250 { value = ["a": value] }
        #expect(schema.validate(value).first?.message.contains("nests too deep") == true)
        #expect(!schema.isValid(value))
        let shallow: JSON = ["a": ["a": [:]]]
        #expect(schema.isValid(shallow))
    }

    @Test("Alternatives that multiply end at the limit of steps")
    func steps() throws {
        var definitions = JSONObject()
        for level in 0..<30 {
            let next: JSON = ["$ref": .string("#/$defs/l\(level + 1)")]
            definitions["l\(level)"] = ["anyOf": [next, next]]
        }
        definitions["l30"] = false
        let schema = try Schema(compiling: [
            "$ref": "#/$defs/l0", "$defs": .object(definitions),
        ])
        #expect(schema.validate(1).first?.message.contains("too many steps") == true)
    }

    @Test("A negation does not turn a check that was given up into a valid value")
    func surrender() throws {
        let schema = try Schema(compiling: ["not": ["pattern": "^(a+)+$"]])
        let text = JSON.string(String(repeating: "a", count: 40) + "b")
        #expect(!schema.isValid(text))
        #expect(schema.validate(text).first?.message.contains("too many steps") == true)
    }

    @Test("No more violations are reported than asked for")
    func violationLimit() throws {
        let schema = try Schema(compiling: ["items": ["type": "string"]])
        let value = JSON.array([JSON](repeating: 1, count: 1000))
        #expect(schema.validate(value).count == 100)
    }

    @Test("Numbers are compared without loss")
    func numbers() throws {
        let cases: [(schema: String, value: String, isValid: Bool)] = [
            (#"{"maximum":9007199254740993}"#, "9007199254740993", true),
            (#"{"maximum":9007199254740992}"#, "9007199254740993", false),
            (#"{"multipleOf":0.01}"#, "19.99", true),
            (#"{"multipleOf":0.01}"#, "19.999", false),
            (#"{"multipleOf":1e300}"#, "3e301", true),
            (#"{"multipleOf":7}"#, "1e1000000", false),
            (#"{"const":1}"#, "1.00", true),
            (#"{"const":1e400}"#, "10e399", true),
            (#"{"type":"integer"}"#, "1e999999999999999999999", true),
            (#"{"exclusiveMinimum":-0.0}"#, "0", false),
            (#"{"uniqueItems":true}"#, #"[{"a":1,"b":2},{"b":2.0,"a":1}]"#, false),
            (#"{"uniqueItems":true}"#, #"[1,true,"1",[1],{"1":1}]"#, true),
        ]
        for (schema, value, isValid) in cases {
            let compiled = try Schema(compiling: try JSON(parsing: schema))
            #expect(compiled.isValid(try JSON(parsing: value)) == isValid, "\(schema) \(value)")
        }
    }
}
