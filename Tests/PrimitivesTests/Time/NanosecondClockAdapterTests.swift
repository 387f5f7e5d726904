import Primitives
import TestSupport
import Testing

@Suite("Adapted clock")
struct NanosecondClockAdapterTests {
  @Test("counts from when it was adapted")
  func origin() async throws {
    let base = TestClock()
    base.advance(by: .seconds(5))
    let clock = NanosecondClockAdapter(base)
    #expect(clock.nanoseconds == 0)
    base.advance(by: .milliseconds(20))
    #expect(clock.nanoseconds == 20_000_000)
  }

  @Test("sleeps until a deadline of its own", .timeLimit(.minutes(1)))
  func sleep() async throws {
    let base = TestClock()
    base.advance(by: .seconds(5))
    let clock = NanosecondClockAdapter(base)
    async let slept: Void = clock.sleep(untilNanoseconds: 1_000_000_000)
    await base.untilPending(1)
    base.advance(by: .seconds(1))
    try await slept
    #expect(clock.nanoseconds == 1_000_000_000)
  }

  @Test("calls a timer's action, unless it is cancelled", .timeLimit(.minutes(1)))
  func timers() async {
    let base = TestClock()
    let clock = NanosecondClockAdapter(base)
    let fired = Gate()
    let cancelled = clock.schedule(atNanoseconds: 10) { Issue.record("a cancelled timer fired") }
    clock.schedule(atNanoseconds: 20) { fired.open() }
    await base.untilPending(2)
    clock.cancel(cancelled)
    clock.cancel(cancelled)
    while base.pending > 1 { await Task.yield() }
    base.advance(by: .nanoseconds(20))
    await fired.wait()
  }
}
