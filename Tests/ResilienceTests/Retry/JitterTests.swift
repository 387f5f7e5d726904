import Resilience
import Testing

@Suite("Jitter formulas")
struct JitterTests {
  private static let seconds = 1e9

  /// The policy of the worked examples: factor 0.5, addition 2 s, minimum 0.
  private func policy(
    _ kind: DelayPolicy.Jitter.Kind, minimum: Duration? = nil, draw: DelayPolicy.Jitter.Draw = .unit
  ) -> CompiledDelayPolicy {
    var policy = DelayPolicy()
    policy.backoff.minimum = minimum
    policy.jitter = DelayPolicy.Jitter(kind, factor: 0.5, addition: .seconds(2))
    policy.jitter.draw = draw
    return CompiledDelayPolicy(policy)
  }

  @Test(
    "a wait of 8 s becomes the delay of the table",
    arguments: [
      (.none, 0.25, 8), (.none, 1, 8),
      (.full, 0, 0), (.full, 0.25, 2), (.full, 1, 8),
      (.equal, 0, 4), (.equal, 0.25, 5), (.equal, 1, 8),
      (.proportional, 0, 4), (.proportional, 0.25, 6), (.proportional, 0.5, 8), (.proportional, 1, 12),
      (.above, 0, 8), (.above, 0.25, 9), (.above, 1, 12),
      (.additive, 0, 8), (.additive, 0.25, 8.5), (.additive, 1, 10),
    ] as [(DelayPolicy.Jitter.Kind, Double, Double)])
  func workedValues(kind: DelayPolicy.Jitter.Kind, r: Double, delay: Double) {
    #expect(policy(kind).jittered(8 * Self.seconds, .unit(r)) == delay * Self.seconds)
  }

  @Test("full jitter begins at the minimum of the backoff", arguments: [(0.0, 2.0), (0.25, 3.5), (1, 8)])
  func minimum(r: Double, delay: Double) {
    #expect(
      policy(.full, minimum: .seconds(2)).jittered(8 * Self.seconds, .unit(r)) == delay * Self.seconds)
  }

  @Test(
    "a whole draw is reduced by the range in milliseconds",
    arguments: [
      (.full, 8_003, 0.003), (.full, 7_999, 7.999), (.above, 4_005, 8.005), (.above, 3_999, 11.999),
      // Kinds without such a form take the draw as a fraction of its range.
      (.none, 3, 8), (.equal, 1 << 63, 6), (.proportional, 1 << 63, 8), (.additive, 1 << 63, 9),
    ] as [(DelayPolicy.Jitter.Kind, UInt64, Double)])
  func modulo(kind: DelayPolicy.Jitter.Kind, draw: UInt64, delay: Double) {
    #expect(
      policy(kind, draw: .modulo).jittered(8 * Self.seconds, .whole(draw)) == (delay * Self.seconds).rounded()
    )
  }

  @Test func `a range below a millisecond has no remainder`() {
    #expect(policy(.full, draw: .modulo).jittered(999_999, .whole(7)) == 0)
  }
}
