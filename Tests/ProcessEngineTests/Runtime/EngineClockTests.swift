import ProcessEngine
import ProcessValues
import Testing

@Suite("A movable clock")
struct EngineClockTests {
    @Test("wakes sleepers when it passes their moment and no earlier", .timeLimit(.minutes(1)))
    func sleeping() async {
        let clock = MovableClock(at: Instant(milliseconds: 100))
        await clock.sleep(until: Instant(milliseconds: 100))
        async let later: Void = clock.sleep(until: Instant(milliseconds: 300))
        clock.advance(milliseconds: 100)
        #expect(clock.now == Instant(milliseconds: 200))
        clock.move(to: Instant(milliseconds: 50))
        #expect(clock.now == Instant(milliseconds: 200))
        clock.advance(milliseconds: 100)
        await later
    }

    @Test("lets a cancelled sleeper go", .timeLimit(.minutes(1)))
    func cancelling() async {
        let clock = MovableClock(at: Instant(milliseconds: 0))
        let task = Task { await clock.sleep(until: Instant(milliseconds: 1)) }
        task.cancel()
        await task.value
    }

    @Test("of the machine never goes back")
    func system() {
        let clock = SystemClock()
        var last = clock.now
        for _ in 0..<1_000 {
            let now = clock.now
            #expect(now >= last)
            last = now
        }
    }
}
