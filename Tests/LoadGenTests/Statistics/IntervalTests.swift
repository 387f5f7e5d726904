import LoadGen
import Primitives
import Testing

@Suite("Confidence intervals")
struct IntervalTests {
  @Test(
    "Wilson's interval is the published one",
    arguments: [(0, 100, 0, 0.036993), (1, 100, 0.001767, 0.054486), (5, 200, 0.010725, 0.057178)])
  func wilson(hits: Int, trials: Int, low: Double, high: Double) {
    let interval = Interval.wilson(hits, of: trials)
    #expect((interval.low - low).magnitude < 1e-6 && (interval.high - high).magnitude < 1e-6)
    let mirror = Interval.wilson(trials - hits, of: trials)
    #expect((mirror.low - (1 - high)).magnitude < 1e-6 && (mirror.high - (1 - low)).magnitude < 1e-6)
  }

  @Test("a bootstrap interval depends on the seed alone, and covers the mean about as often as it says")
  func bootstrap() {
    var covered = 0
    for seed in 0..<200 as Range<UInt64> {
      var draws = SplitMix64(seed: seed)
      let values = (0..<40).map { _ in draws.nextUnit() }
      var copy = draws
      let interval = Interval.bootstrap(values, resamples: 400, using: &draws, Sample.mean)
      #expect(interval == Interval.bootstrap(values, resamples: 400, using: &copy, Sample.mean))
      if interval.contains(0.5) { covered += 1 }
    }
    // The nominal coverage is 95 %: 190.
    #expect(covered == 193)
  }
}
