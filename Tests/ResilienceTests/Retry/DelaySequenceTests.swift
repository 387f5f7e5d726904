import Resilience
import Testing

@Suite("Delays at the end of the range")
struct DelaySequenceTests {
  private static let thousandYears = Duration.seconds(31_557_600_000)

  @Test(
    "a delay beyond 292 years is the longest there is, whatever the back-off and the attempt",
    arguments: [
      DelayPolicy.Backoff.constant(thousandYears), .exponential(base: .seconds(1)),
      .exponential(base: thousandYears, multiplier: 1000),
    ], [64, 1024, 1025, .max] as [UInt64])
  func saturates(backoff: DelayPolicy.Backoff, attempt: UInt64) {
    for jitter in [DelayPolicy.Jitter.Kind.none, .full, .equal] {
      var delays = DelaySequence(DelayPolicy(backoff, jitter: .init(jitter)))
      #expect(delays.delay(after: attempt, draw: .unit(1)) == .max)
    }
  }

  @Test func `a hint of 292 years and more on top is the longest delay`() {
    var delays = DelaySequence(
      DelayPolicy(
        .constant(.seconds(1)), hint: .init(.clamp, add: Self.thousandYears, onInvalid: .ignore)))
    #expect(delays.delay(after: 1, draw: .unit(0), hint: .wait(.max)) == .max)
  }

  @Test func `the longest delay that fits is exact to the nanosecond`() {
    // 2^53 nanoseconds, the last whole number before a Double skips some.
    var delays = DelaySequence(DelayPolicy(.constant(.nanoseconds(9_007_199_254_740_992))))
    #expect(delays.delay(after: 1, draw: .unit(0)) == 9_007_199_254_740_992)
  }
}
