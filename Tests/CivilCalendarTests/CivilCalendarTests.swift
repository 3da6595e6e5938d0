import CivilCalendar
import Testing

@Suite("The civil calendar")
struct CivilCalendarTests {
    @Test(
        "counts days from 1970-01-01, before and after it",
        arguments: [
            (1970, 1, 1, 0), (1969, 12, 31, -1), (2000, 2, 29, 11_016), (2026, 11, 21, 20_778),
            (0, 3, 1, -719_468), (-1, 12, 31, -719_529), (1900, 3, 1, -25_508),
        ])
    func known(year: Int, month: Int, day: Int, number: Int) {
        #expect(CivilCalendar.dayNumber(year: year, month: month, day: day) == number)
        #expect(CivilCalendar.date(dayNumber: number) == (year, month, day))
    }

    @Test("gives each day of two eras its successor")
    func successors() {
        var before = CivilCalendar.date(dayNumber: -292_195)
        for number in -292_194...292_194 {
            let date = CivilCalendar.date(dayNumber: number)
            let isNext =
                date.day == before.day + 1 && (date.year, date.month) == (before.year, before.month)
                || date.day == 1 && before.day >= 28
            guard isNext,
                CivilCalendar.dayNumber(year: date.year, month: date.month, day: date.day) == number
            else {
                Issue.record("\(before) is followed by \(date)")
                return
            }
            before = date
        }
    }
}
