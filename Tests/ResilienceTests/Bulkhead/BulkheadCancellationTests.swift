import Primitives
import Resilience
import TestSupport
import Testing

/// On one actor, so that nothing runs between two suspensions but the test.
@Suite("Bulkhead permits of cancelled calls") @MainActor
struct BulkheadCancellationTests {
  private let clock = TestClock()
  private let calls = Counter()

  private func pipeline() -> Pipeline<TestClock> {
    let policy = TargetPolicy(bulkhead: BulkheadPolicy(limit: 1, queue: 5, maxWait: .seconds(10)))
    return Pipeline(over: [Target(id: 0, policy)], on: clock, random: RandomSource(seed: 1))
  }

  /// Makes a call that sleeps for a second; returns its error.
  private func call(_ pipeline: Pipeline<TestClock>) async -> CallError<ProviderError>? {
    let (clock, calls) = (clock, calls)
    do throws(CallFailure<ProviderError>) {
      _ = try await pipeline.call(request: 1) { _ throws(ProviderError) in
        calls.next()
        do { try await clock.sleep(untilNanoseconds: clock.nanoseconds + second) } catch { throw .gone }
      }
      return nil
    } catch {
      return error.error
    }
  }

  @Test func `a call that is cancelled while it is being admitted returns its permit`() async {
    let pipeline = pipeline()
    let gate = pipeline.targets[0].bulkhead!
    #expect(gate.enter(at: 0) == .admitted)
    let caller = Task { await call(pipeline) }
    await clock.untilPending(1)
    #expect(gate.bulkhead.waiting == 1)
    // Admitted, and cancelled before it resumes.
    gate.leave(at: 0)
    #expect(gate.bulkhead.inFlight == 1)
    caller.cancel()
    guard case .cancelled? = await caller.value else {
      Issue.record("the call was not cancelled")
      return
    }
    #expect(calls.value == 0)
    #expect(gate.bulkhead.inFlight == 0)
    #expect(clock.pending == 0)
  }

  @Test func `a call in flight that ends as cancelled returns its permit`() async {
    let pipeline = pipeline()
    let gate = pipeline.targets[0].bulkhead!
    let caller = Task { await call(pipeline) }
    await clock.untilPending(1)
    #expect(gate.bulkhead.inFlight == 1)
    caller.cancel()
    guard case .cancelled? = await caller.value else {
      Issue.record("the call was not cancelled")
      return
    }
    #expect(gate.bulkhead.inFlight == 0)
    #expect(gate.enter(at: 0) == .admitted)
  }
}
