import JSONTree
import Testing

@testable import ZGWSandbox

@Suite struct CivilDateTests {
    @Test(arguments: [
        ("2026-11-21", "2026-11-21"), ("21-11-2026", "2026-11-21"), ("2024-02-29", "2024-02-29"),
    ])
    func readsDates(text: String, expected: String) {
        #expect(CivilDate(text)?.description == expected)
    }

    @Test(arguments: ["2026-02-29", "2026-13-01", "2026-1-1", "x", "", "2026-11-21T00:00:00Z"])
    func refusesWhatIsNoDate(text: String) {
        #expect(CivilDate(text) == nil)
    }

    @Test func countsDaysBackAndForth() {
        for days in stride(from: -100_000, to: 100_000, by: 997) {
            #expect(CivilDate(daysSinceEpoch: days).daysSinceEpoch == days)
        }
    }

    @Test(arguments: [
        ("2026-11-21", "P56D", "2027-01-16"), ("2026-01-31", "P1M", "2026-02-28"),
        ("2024-02-29", "P1Y", "2025-02-28"), ("2026-01-01", "P6W", "2026-02-12"),
        ("2026-01-01", "P1Y2M3D", "2027-03-04"),
    ])
    func addsDurations(date: String, duration: String, expected: String) throws {
        let start = try #require(CivilDate(date))
        let length = try #require(CivilDuration(duration))
        #expect(start.adding(length).description == expected)
    }

    @Test(arguments: ["", "P", "5D", "PT5H", "P5", "P5X", "P-5D"])
    func refusesWhatIsNoDurationOfDays(text: String) {
        #expect(CivilDuration(text) == nil)
    }

    @Test(arguments: [
        ("2026-11-21T00:00:01Z", "2026-11-21T00:00:01Z"),
        ("2026-11-21T00:30:00+02:00", "2026-11-20T22:30:00Z"),
        ("2026-11-20T22:30:00-0130", "2026-11-21T00:00:00Z"),
        ("2026-11-21", "2026-11-21T00:00:00Z"),
        ("2026-11-21T10:00", "2026-11-21T10:00:00Z"),
        ("2026-11-21T10:00:00.5Z", "2026-11-21T10:00:00.500000Z"),
        ("1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z"),
    ])
    func readsMoments(text: String, expected: String) {
        #expect(Moment(text)?.text == expected)
    }

    @Test(arguments: ["2026-11-21T25:00:00Z", "2026-11-21Tx", "2026-11-21T10:00:00+1", "later"])
    func refusesWhatIsNoMoment(text: String) {
        #expect(Moment(text) == nil)
    }

    @Test(arguments: [
        ("111222333", true), ("999990639", true), ("517439943", true), ("123456789", false),
        ("000000000", false), ("51743994", false), ("5174399431", false), ("51743994a", false),
    ])
    func knowsTheElevenTest(number: String, passes: Bool) {
        #expect(passesElevenTest(number) == passes)
    }

    @Test func knowsWhatLiesWithinAPolygon() throws {
        let square: JSON = [
            "type": "Polygon",
            "coordinates": [
                [[4.0, 52.0], [5.0, 52.0], [5.0, 53.0], [4.0, 53.0], [4.0, 52.0]]
            ],
        ]
        let area = try #require(Geometry(square))
        let inside = try #require(Geometry(["type": "Point", "coordinates": [4.5, 52.5]]))
        let outside = try #require(Geometry(["type": "Point", "coordinates": [5.5, 52.5]]))
        #expect(inside.isWithin(area))
        #expect(!outside.isWithin(area))
        #expect(Geometry(["type": "Point", "coordinates": ["a", "b"]]) == nil)
        #expect(Geometry(["type": "Circle", "coordinates": [1, 2]]) == nil)
    }
}
