import Primitives
import Resilience
import TestSupport
import Testing

@Suite("Time at which a retry asks the budget")
struct BudgetChargeTests {
  /// The delay of a retry.
  private static let wait = 2 * second

  /// Makes one call that keeps failing, on a clock that leaps, with an empty budget.
  private func failing(
    _ charge: RetryPolicy.BudgetCharge
  ) async -> (failure: CallFailure<ProviderError>?, events: [ResilienceEvent], calls: Int) {
    let clock = TestClock(leaps: true)
    let recorder = ResilienceEventRecorder()
    let calls = Counter()
    let policy = TargetPolicy(
      retry: RetryPolicy(delay: .init(.constant(.seconds(2))), budgetCharge: charge),
      budget: .quota(.init(capacity: 0)))
    let pipeline = Pipeline(
      over: [Target(id: 0, policy, observer: recorder)], on: clock, random: RandomSource(seed: 1))
    do throws(CallFailure<ProviderError>) {
      _ = try await pipeline.call(request: 1) { _ throws(ProviderError) in
        calls.next()
        throw .unavailable
      }
      return (nil, recorder.events, calls.value)
    } catch {
      return (error, recorder.events, calls.value)
    }
  }

  @Test func `due, it asks after the delay, and the refusal counts as an attempt`() async {
    let (failure, events, calls) = await failing(.due)
    guard case .budgetExceeded(last: .failed(.unavailable)?)? = failure?.error else {
      Issue.record("ended with \(String(describing: failure))")
      return
    }
    #expect(events.last?.kind == .budgetRefused)
    #expect(events.last?.time == Self.wait)
    #expect(failure?.attempts == 2)
    #expect(calls == 1)
  }

  @Test func `scheduled, it asks before the delay, and a refusal waits for nothing`() async {
    let (failure, events, calls) = await failing(.scheduled)
    guard case .budgetExceeded(last: .failed(.unavailable)?)? = failure?.error else {
      Issue.record("ended with \(String(describing: failure))")
      return
    }
    #expect(events.last?.kind == .budgetRefused)
    #expect(events.last?.time == 0)
    #expect(failure?.attempts == 1)
    #expect(calls == 1)
  }
}
