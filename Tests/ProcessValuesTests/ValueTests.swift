import JSONTree
import ProcessValues
import Testing

@Suite struct ValueTests {
    @Test(arguments: [
        ProcessValue.null, .typedNull(.date), .boolean(true), .short(-3), .integer(.max),
        .long(.min), .double(0.1), .double(.infinity), .string(""), .string("é"),
        .date(Instant(milliseconds: -1)), .bytes([]), .bytes([0, 255]),
        .file(FileValue(name: "a", mimeType: "b", encoding: "c", content: [1])),
        .object(ObjectValue(tree: ["a", 1])),
        .object(ObjectValue(typeName: "X", format: "application/xml", serialized: "<x/>")),
        .json(JSONContent(text: "{ }")), .xml("<a/>"),
    ])
    func aStoredValueComesBackTheSame(value: ProcessValue) {
        #expect(ProcessValue(stored: value.storedForm) == value)
    }

    @Test func notANumberSurvivesTheDatabase() {
        #expect(ProcessValue(stored: ProcessValue.double(.nan).storedForm)?.plainJSON == "NaN")
    }

    @Test func aValueIsSmall() {
        #expect(MemoryLayout<ProcessValue>.size <= 17)
    }

    @Test(arguments: [
        (0.0, "0.0"), (-0.0, "-0.0"), (1, "1.0"), (100, "100.0"), (1234567.5, "1234567.5"),
        (1e7, "1.0E7"), (12_345_678_900, "1.23456789E10"), (0.001, "0.001"), (0.0001, "1.0E-4"),
        (-1.5e-10, "-1.5E-10"), (1e300, "1.0E300"), (.nan, "NaN"), (-.infinity, "-Infinity"),
    ])
    func aDoubleIsSpelledAsInJava(value: Double, text: String) {
        #expect(javaText(value) == text)
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000+0000"), (-1, "1969-12-31T23:59:59.999+0000"),
        (951_782_400_000, "2000-02-29T00:00:00.000+0000"),
        (1_453_725_222_165, "2016-01-25T12:33:42.165+0000"),
        (253_402_300_799_999, "9999-12-31T23:59:59.999+0000"),
    ])
    func anInstantIsWrittenAndRead(milliseconds: Int64, text: String) {
        #expect(Instant(milliseconds: milliseconds).restText == text)
        #expect(Instant(restText: text) == Instant(milliseconds: milliseconds))
    }

    @Test func theDayOfTheWeekIsCounted() {
        #expect(Instant(year: 2026, month: 11, day: 21).calendarFields.dayOfWeek == 6)
        #expect(Instant(year: 1969, month: 12, day: 28).calendarFields.dayOfWeek == 7)
    }

    @Test func everyDayOfFourCenturiesComesBack() {
        var expected = Instant(year: 1900, month: 1, day: 1)
        for _ in 0..<146_097 {
            let fields = expected.calendarFields
            #expect(Instant(year: fields.year, month: fields.month, day: fields.day) == expected)
            expected = expected.adding(milliseconds: 86_400_000)
        }
        #expect(expected == Instant(year: 2300, month: 1, day: 1))
    }

    @Test(arguments: ["", "f", "fo", "foo", "foob", "fooba", "foobar"])
    func base64ReadsWhatItWrites(text: String) {
        #expect(Base64.decode(Base64.encode(Array(text.utf8))) == Array(text.utf8))
    }

    @Test func numbersAreOrderedBySizeWhateverTheirTypes() {
        #expect(ProcessValue.integer(1).isOrdered(before: .double(1.5)) == true)
        #expect(ProcessValue.long(2).isOrdered(before: .short(1)) == false)
        #expect(ProcessValue.string("a").isOrdered(before: .string("B")) == false)
        #expect(ProcessValue.string("1").isOrdered(before: .integer(2)) == nil)
    }
}
