import BPMNParser
import Diagnostics
import ProcessValues
import Testing

@testable import ProcessEngine

@Suite("Compilation")
struct CompilerTests {
    private func problems(
        _ content: String, unsupported: ProcessCompiler.UnsupportedPolicy = .refuse
    ) throws -> (isCompiled: Bool, rules: [String], elements: [String]) {
        let parsed = BPMNParser().parse(Array(model(content).utf8))
        let process = try #require(parsed.model?.executableProcesses.first)
        let result = ProcessCompiler.compile(process, unsupported: unsupported)
        return (
            result.process != nil, result.diagnostics.map(\.rule),
            result.diagnostics.compactMap(\.elementID)
        )
    }

    @Test("what cannot be executed is refused by name, or let through with a warning")
    func unsupported() throws {
        let content =
            "<startEvent id=\"s\"/><serviceTask id=\"v\" camunda:class=\"a.B\"/>" + flow("s", "v")
        let refused = try problems(content)
        #expect(!refused.isCompiled)
        #expect(refused.elements == ["v"])
        let warned = try problems(content, unsupported: .warn)
        #expect(warned.isCompiled)
        #expect(warned.rules == ["unsupported"])
    }

    @Test("a bad expression is found with its element")
    func expression() throws {
        let result = try problems(
            "<startEvent id=\"s\"/><serviceTask id=\"v\" camunda:expression=\"${a +}\"/>"
                + flow("s", "v"))
        #expect(!result.isCompiled)
        #expect(result.rules == ["expression-syntax"])
        #expect(result.elements == ["v"])
    }

    @Test(
        "durations and periods are read by the calendar",
        arguments: [
            ("PT5M", "2026-01-31T10:05:00"), ("P1D", "2026-02-01T10:00:00"),
            ("P1M", "2026-02-28T10:00:00"), ("P1W", "2026-02-07T10:00:00"),
            ("P1Y2M3DT4H", "2027-04-03T14:00:00"), ("R3/PT10S", "2026-01-31T10:00:10"),
        ])
    func duration(text: String, expected: String) throws {
        let start = Instant(year: 2026, month: 1, day: 31, hour: 10)
        let end = try #require(TimerSchedule.duration(text, from: start))
        #expect(end.restText.hasPrefix(expected))
    }

    @Test(
        "what is no period is none",
        arguments: [
            "", "P", "PT", "5M", "P1H", "PT1D", "P-", "PT-1H", "-PT1H", "P1.5D", "P1M2W", "PT1M1H",
            "PT1H/PT2H", "PT1,5S", "R", "R3", "R3/xx",
        ])
    func noDuration(text: String) {
        #expect(TimerSchedule.duration(text, from: Instant(milliseconds: 0)) == nil)
    }

    @Test(
        "cron expressions give the next date",
        arguments: [
            ("0 0/5 * * * ?", "2026-03-02T09:05:00"), ("0 30 8 * * ?", "2026-03-03T08:30:00"),
            ("0 0 12 ? * SUN", "2026-03-08T12:00:00"), ("0 0 0 L * ?", "2026-03-31T00:00:00"),
            ("0 15 10 ? * MON-FRI", "2026-03-02T10:15:00"),
            // Days of the week count from Monday; 0 and 7 are Sunday.
            ("0 0 9 ? * 2", "2026-03-03T09:00:00"), ("0 0 9 ? * 0", "2026-03-08T09:00:00"),
            ("0 0 9 ? * 7", "2026-03-08T09:00:00"), ("0 0 9 * * 6-7", "2026-03-07T09:00:00"),
            ("0 0 9 ? * FRI-MON", "2026-03-06T09:00:00"),
            ("0 0 0 LW * ?", "2026-03-31T00:00:00"), ("0 0 0 L-3 * ?", "2026-03-28T00:00:00"),
            ("0 0 0 15W * ?", "2026-03-16T00:00:00"), ("0 0 0 1W 8 ?", "2026-08-03T00:00:00"),
            ("0 0 0 ? * MON#2", "2026-03-09T00:00:00"), ("0 0 0 ? * 2#1", "2026-03-03T00:00:00"),
            ("0 0 0 ? * FRIL", "2026-03-27T00:00:00"), ("0 0 0 ? * 5L", "2026-03-27T00:00:00"),
            ("@daily", "2026-03-03T00:00:00"), ("@weekly", "2026-03-08T00:00:00"),
            ("@monthly", "2026-04-01T00:00:00"), ("@yearly", "2027-01-01T00:00:00"),
            ("@hourly", "2026-03-02T10:00:00"), ("0 0 0 29 2 ?", "2028-02-29T00:00:00"),
        ])
    func cron(text: String, expected: String) throws {
        let now = Instant(year: 2026, month: 3, day: 2, hour: 9)
        let next = try #require(CronExpression(text)?.next(after: now))
        #expect(next.restText.hasPrefix(expected))
    }

    @Test(
        "what is no cron expression is none",
        arguments: [
            "", "* * * * *", "0 0 12 * * ? 2035", "0 0 22-2 * * ?", "0 0 24 * * ?", "@every 5m",
            "-1 0 12 * * ?", "0 0 12 32 * ?", "0 0 9 1 13 ?", "0 0 9 ? * 8", "0 0 9 ? * MON#6",
        ])
    func noCron(text: String) { #expect(CronExpression(text) == nil) }

    @Test("a cron expression that names no day is never due")
    func neverDue() throws {
        let never = try #require(CronExpression("0 0 0 30 2 ?"))
        #expect(never.next(after: Instant(year: 2026, month: 3, day: 2)) == nil)
    }

    @Test(
        "dates are read in the forms of ISO 8601",
        arguments: [
            ("2030", "2030-01-01T00:00:00"), ("2030-03", "2030-03-01T00:00:00"),
            ("2030-1-5", "2030-01-05T00:00:00"), ("2030-W05", "2030-01-28T00:00:00"),
            ("2030-W05-3", "2030-01-30T00:00:00"), ("2030-123", "2030-05-03T00:00:00"),
            ("2030-01-01T10", "2030-01-01T10:00:00"), ("2030-01-01t10:30z", "2030-01-01T10:30:00"),
            ("2030-01-01T10:00:00.5", "2030-01-01T10:00:00.500"),
            ("2030-01-01T10:00:00+02:00", "2030-01-01T08:00:00"),
            ("2030-01-01T10:00:00-0130", "2030-01-01T11:30:00"), ("T10:00", "1970-01-01T10:00:00"),
        ])
    func date(text: String, expected: String) throws {
        #expect(try #require(Instant(timerText: text)).restText.hasPrefix(expected))
    }

    @Test(
        "what is no date is none",
        arguments: [
            "", "tomorrow", "2030-13-01", "2030-02-30", "2030-01-01 10:00:00", "2030-01-01Z",
            "2030-01-01T24:00:00", "2030-01-01T10:00:60", "01/01/2030", "2030-366",
        ])
    func noDate(text: String) { #expect(Instant(timerText: text) == nil) }

    @Test("days, dates and cron are counted by the clocks of the zone, across their changes")
    func zone() throws {
        let amsterdam = CivilZone("Europe/Amsterdam")
        // Clocks go forward on 2026-03-29: the day has 23 hours.
        let before = Instant(year: 2026, month: 3, day: 28, hour: 11)
        #expect(
            TimerSchedule.duration("P1D", from: before, in: amsterdam)
                == Instant(year: 2026, month: 3, day: 29, hour: 10))
        #expect(
            TimerSchedule.duration("PT24H", from: before, in: amsterdam)
                == Instant(year: 2026, month: 3, day: 29, hour: 11))
        #expect(
            Instant(timerText: "2026-07-01T09:00:00", zone: amsterdam)
                == Instant(year: 2026, month: 7, day: 1, hour: 7))
        #expect(
            Instant(timerText: "2026-07-01T09:00:00Z", zone: amsterdam)
                == Instant(year: 2026, month: 7, day: 1, hour: 9))
        let cron = try #require(CronExpression("0 0 9 * * ?"))
        #expect(
            cron.next(after: before, in: amsterdam)
                == Instant(year: 2026, month: 3, day: 29, hour: 7))
    }

    @Test("a cycle gives the first multiple of its period that is still to come")
    func repetition() throws {
        let text = "R5/2026-01-31T00:00:00/P1M"
        let now = Instant(year: 2026, month: 3, day: 5)
        #expect(
            TimerSchedule.nextDate(ofCycle: text, after: now)
                == Instant(year: 2026, month: 3, day: 31))
        // So many hours before the end, as often as it says; one whose times are over has none.
        #expect(
            TimerSchedule.nextDate(ofCycle: "R3/PT1H/2026-03-06T00:00:00", after: now)
                == Instant(year: 2026, month: 3, day: 5, hour: 21))
        #expect(TimerSchedule.isOver("R3/2026-01-01/P1D", at: now, in: .utc))
        #expect(!TimerSchedule.isOver(text, at: now, in: .utc))
        let late = Instant(year: 2027, month: 3, day: 5)
        #expect(TimerSchedule.nextDate(ofCycle: text, after: late) == nil)
    }

    @Test("identifiers increase, fit version 7 and are the same for the same seed")
    func identifiers() {
        let now = Instant(year: 2026, month: 3, day: 2)
        var source = IDSource(at: now, seed: (1, 2))
        var again = IDSource(at: now, seed: (1, 2))
        var last = ""
        for _ in 0..<2_000 {
            let id = source.next()
            #expect(id > last)
            #expect(id == again.next())
            #expect(Run.instant(ofID: "task:\(id)") == now)
            last = id
        }
    }
}
