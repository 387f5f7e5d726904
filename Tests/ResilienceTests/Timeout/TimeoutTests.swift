import Resilience
import TestSupport
import Testing

@Suite("Timeout")
struct TimeoutTests {
  let clock = TestClock()

  @Test func `a call that returns at once sets no timer`() async throws {
    let clock = clock
    let value = try await withTimeout(.seconds(1), on: clock) { clock.pending }
    #expect(value == 0)
    #expect(clock.pending == 0)
  }

  @Test func `a call in time gives its value and leaves no timer`() async throws {
    let clock = clock
    async let value = withTimeout(.seconds(5), on: clock) {
      try await clock.sleep(untilNanoseconds: second)
      return 7
    }
    await clock.untilPending(2)
    clock.advance(by: .seconds(1))
    #expect(try await value == 7)
    #expect(clock.pending == 0)
  }

  @Test func `the caller has its error at the deadline although the call ignores it`() async {
    let clock = clock
    let gate = Gate()
    let ended = Gate()
    let caller = Task {
      _ = await #expect {
        try await withTimeout(.seconds(5), on: clock) { () async throws(ProviderError) in
          await gate.wait()
          ended.open()
        }
      } throws: {
        guard case .timedOut(after: 5_000_000_000)? = $0 as? CallError<ProviderError> else { return false }
        return true
      }
      return clock.nanoseconds
    }
    await clock.untilPending(1)
    clock.advance(by: .seconds(5))
    // The call has not ended: only the gate lets it.
    #expect(await caller.value == 5 * second)
    #expect(clock.pending == 0)
    gate.open()
    await ended.wait()
  }

  @Test func `the call is cancelled at the deadline and not a nanosecond before`() async {
    let clock = clock
    let cancelled = Gate()
    let caller = Task {
      try? await withTimeout(.seconds(5), on: clock) {
        await withTaskCancellationHandler {
          await cancelled.wait()
        } onCancel: {
          cancelled.open()
        }
      }
    }
    await clock.untilPending(1)
    clock.advance(by: .nanoseconds(5 * second - 1))
    #expect(clock.pending == 1)
    clock.advance(by: .nanoseconds(1))
    #expect(clock.pending == 0)
    await cancelled.wait()
    #expect(await caller.value == nil)
  }

  @Test func `the caller's cancellation reaches the call and leaves no timer`() async {
    let clock = clock
    let caller = Task {
      _ = await #expect {
        try await withTimeout(.seconds(5), on: clock) {
          try await clock.sleep(untilNanoseconds: 60 * second)
        }
      } throws: {
        guard case .cancelled? = $0 as? CallError<any Error> else { return false }
        return true
      }
    }
    await clock.untilPending(2)
    caller.cancel()
    await caller.value
    #expect(clock.pending == 0)
  }
}
