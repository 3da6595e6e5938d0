import JSONTree
import ProcessValues
import Testing

@Suite struct RESTFormTests {
    private static func read(_ text: String) throws -> ProcessValue {
        try SubmittedValue(rest: JSON(parsing: text)).value
    }

    @Test(arguments: [
        (#"{"value":5}"#, ProcessValue.integer(5)),
        (#"{"value":5000000000}"#, .long(5_000_000_000)),
        (#"{"value":1.5}"#, .double(1.5)),
        (#"{"value":1.0}"#, .double(1)),
        (#"{"value":"a"}"#, .string("a")),
        (#"{"value":true}"#, .boolean(true)),
        (#"{"value":null}"#, .null),
        (#"{"foo":1}"#, .null),
        (#"{"value":"5","type":"Integer"}"#, .integer(5)),
        (#"{"value":" 5 ","type":"Integer"}"#, .integer(5)),
        (#"{"value":"","type":"Integer"}"#, .typedNull(.integer)),
        (#"{"value":null,"type":"Integer"}"#, .typedNull(.integer)),
        (#"{"value":5,"type":"String"}"#, .string("5")),
        (#"{"value":true,"type":"String"}"#, .string("true")),
        (#"{"value":{"a":1},"type":"String"}"#, .string("{a=1}")),
        (#"{"value":"x","type":"string"}"#, .string("x")),
        (#"{"value":"TRUE","type":"Boolean"}"#, .boolean(true)),
        (#"{"value":7,"type":"Short"}"#, .short(7)),
        (#"{"value":5,"type":"Double"}"#, .double(5)),
        (#"{"value":"1e3","type":"Double"}"#, .double(1000)),
        (
            #"{"value":"2016-01-25T13:33:42.165+0100","type":"Date"}"#,
            .date(Instant(milliseconds: 1_453_725_222_165))
        ),
        (
            #"{"value":"2016-01-25T13:33:42.16+0100","type":"Date"}"#,
            .date(Instant(milliseconds: 1_453_725_222_016))
        ),
        (#"{"value":"aGVsbG8=","type":"Bytes"}"#, .bytes(Array("hello".utf8))),
    ])
    func aValueIsReadAsTheReferenceReadsIt(text: String, expected: ProcessValue) throws {
        #expect(try Self.read(text) == expected)
    }

    @Test(arguments: [
        (
            #"{"value":5.5,"type":"Integer"}"#,
            "'5.5' of type 'Integer' to java type java.lang.Integer"
        ),
        (
            #"{"value":"x","type":"Integer"}"#,
            "'x' of type 'Integer' to java type java.lang.Integer"
        ),
        (#"{"value":5.0,"type":"Long"}"#, "'5.0' of type 'Long' to java type java.lang.Long"),
        (
            #"{"value":3000000000,"type":"Integer"}"#,
            "'3000000000' of type 'Integer' to java type java.lang.Integer"
        ),
        (
            #"{"value":70000,"type":"Short"}"#,
            "'70000' of type 'Short' to java type java.lang.Short"
        ),
        (
            #"{"value":"yes","type":"Boolean"}"#,
            "'yes' of type 'Boolean' to java type java.lang.Boolean"
        ),
        (#"{"value":1,"type":"Boolean"}"#, "'1' of type 'Boolean' to java type java.lang.Boolean"),
        (
            #"{"value":"2016-01-25","type":"Date"}"#,
            "'2016-01-25' of type 'Date' to java type java.util.Date"
        ),
        (
            #"{"value":"2016-02-30T13:33:42.165+0100","type":"Date"}"#,
            "'2016-02-30T13:33:42.165+0100' of type 'Date' to java type java.util.Date"
        ),
        (#"{"value":"a!","type":"Bytes"}"#, "'a!' of type 'Bytes' to java type [B"),
        (
            #"{"value":"0x10","type":"Double"}"#,
            "'0x10' of type 'Double' to java type java.lang.Double"
        ),
        (
            #"{"value":"x","type":"Null"}"#,
            "'x' of type 'Null' to java type javax.lang.model.type.NullType"
        ),
    ])
    func aValueOfTheWrongTypeIsRefusedInTheReferencesWords(text: String, message: String) {
        #expect(throws: ValueFormError.invalid("Cannot convert value " + message)) {
            try Self.read(text)
        }
    }

    @Test(arguments: [
        (#"{"value":"x","type":"Foo"}"#, ValueFormError.invalid("Unsupported value type 'Foo'")),
        (#"{"value":5,"type":7}"#, .invalid("Unsupported value type '7'")),
        (
            #"{"value":{"a":1},"type":"Json"}"#,
            .invalid(
                "Must provide 'null' or String value for value of SerializableValue type 'Json'.")
        ),
        (
            #"{"value":"x","type":"File"}"#,
            .illegalArgument("Cannot create file without valueInfo.")
        ),
        (
            #"{"value":5,"type":"Number"}"#,
            .unserializable("Cannot serialize value of abstract type number")
        ),
    ])
    func anUnknownTypeOrFormIsRefused(text: String, error: ValueFormError) {
        #expect(throws: error) { try Self.read(text) }
    }

    @Test func anUntypedListOrObjectOpensAsATree() throws {
        let value = try Self.read(#"{"value":{"a":{"b":[1,"x"]}}}"#)
        #expect(value.type == .object)
        #expect(value.tree?["a"]?["b"]?[1] == "x")
        #expect(
            value.restForm(deserialized: false) == [
                "type": "Object", "value": #"{"a":{"b":[1,"x"]}}"#,
                "valueInfo": [
                    "objectTypeName": "java.util.LinkedHashMap",
                    "serializationDataFormat": "application/json",
                ],
            ])
        #expect(value.restValue(deserialized: true) == ["a": ["b": [1, "x"]]])
    }

    @Test func anObjectOfAClassIsKeptAsItCame() throws {
        let value = try Self.read(
            #"{"value":"{ \"a\" : 1 }","type":"Object","valueInfo":{"objectTypeName":"nl.Zaak","serializationDataFormat":"application/json"}}"#
        )
        #expect(value.restValue(deserialized: false) == "{ \"a\" : 1 }")
        #expect(value.restValueInfo["objectTypeName"] == "nl.Zaak")
    }

    @Test func aFileAnswersItsNameButNotItsContent() throws {
        let value = try Self.read(
            #"{"value":"aGVsbG8=","type":"File","valueInfo":{"filename":"a.txt","mimeType":"text/plain"}}"#
        )
        #expect(
            value.restForm(deserialized: true) == [
                "type": "File", "value": .null,
                "valueInfo": ["filename": "a.txt", "mimeType": "text/plain"],
            ])
        #expect(value.plainJSON == "aGVsbG8=")
    }

    @Test func aTransientValueIsMarked() throws {
        let form = try JSON(parsing: #"{"value":5,"valueInfo":{"transient":true}}"#)
        #expect(try SubmittedValue(rest: form) == SubmittedValue(.integer(5), isTransient: true))
    }
}
