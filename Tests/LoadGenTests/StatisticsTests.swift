import Primitives
import Testing

@testable import LoadGen

@Suite("Statistics")
struct StatisticsTests {
  private func near(_ a: Double, _ b: Double, _ tolerance: Double = 1e-6) -> Bool {
    (a - b).magnitude <= tolerance * max(1, b.magnitude)
  }

  @Test func `Mann and Whitney's test counts out small samples`() {
    let apart = SignificanceTest.mannWhitney([1, 2, 3, 4, 5], [6, 7, 8, 9, 10])
    #expect(apart.statistic == 0 && apart.isExact)
    #expect(near(apart.p, 0.00793650794, 1e-9))
    let mixed = SignificanceTest.mannWhitney([1.1, 2.2, 3.3, 4.4, 8.8], [2, 3, 5, 6, 7, 9])
    #expect(mixed.statistic == 10)
    #expect(near(mixed.p, 0.428571429, 1e-9))
  }

  @Test(
    "the smallest p that n against n can reach",
    arguments: [
      (3, 0.1), (4, 0.02857), (5, 0.00794), (6, 0.00216), (7, 0.000583), (8, 0.000155), (10, 1.08e-5),
    ])
  func smallestP(n: Int, p: Double) {
    let test = SignificanceTest.mannWhitney((1...n).map(Double.init), (n + 1...2 * n).map(Double.init))
    #expect((test.p / p - 1).magnitude < 0.005)
  }

  @Test func `with ties, Mann and Whitney's test is the normal one with corrections`() {
    let test = SignificanceTest.mannWhitney([1, 2, 2, 3, 4, 4, 5], [2, 3, 4, 5, 5, 6, 7])
    #expect(!test.isExact)
    // scipy.stats.mannwhitneyu(x, y, method="asymptotic")
    #expect(test.statistic == 11.5)
    #expect(near(test.p, 0.105122916299353, 1e-12))
    #expect(SignificanceTest.mannWhitney([1, 1], [1, 1]).p == 1)
  }

  @Test func `Welch's test gives the published t, degrees and p`() {
    let x = [10.1, 10.3, 9.9, 10.2, 10.0, 10.4, 10.1, 9.8, 10.2, 10.0]
    let y = [10.6, 10.9, 10.4, 10.8, 10.5, 11.0, 10.7, 10.3, 10.6, 10.8]
    let test = SignificanceTest.welch(x, y)
    #expect(near(test.statistic, -6.159178831, 1e-9))
    #expect(near(test.degreesOfFreedom ?? 0, 17.35005, 1e-6))
    #expect((test.p / 9.58987e-6 - 1).magnitude < 1e-5)
    #expect(near(Sample.shift(from: x, to: y), 0.6, 1e-9))
  }

  @Test func `Wilcoxon's and the paired t test agree with the published figures`() {
    let d = [0.5, 0.6, -0.1, 0.7, 0.3, 0.8, 0.2, 0.9]
    let signed = SignificanceTest.wilcoxon(d)
    #expect(signed.statistic == 1 && signed.p == 0.015625 && signed.isExact)
    let paired = SignificanceTest.pairedT(d)
    #expect(near(paired.statistic, 4.107702170, 1e-9))
    #expect(near(paired.p, 0.00452897, 1e-7))
    #expect(SignificanceTest.wilcoxon([0, 0]).p == 1)
  }

  @Test func `paired ratios are tested on their logarithms`() {
    let ratios = [1.02, 1.05, 0.99, 1.04, 1.03, 1.06, 1.01, 1.02]
    let test = SignificanceTest.pairedLogRatio(ratios)
    #expect(near(test.statistic, 3.46715, 1e-5))
    #expect(near(test.p, 0.010446, 1e-5))
    #expect(near(Sample.median(ratios), 1.025))
  }

  @Test(
    "Wilson's interval is the published one",
    arguments: [(0, 100, 0, 0.036993), (1, 100, 0.001767, 0.054486), (5, 200, 0.010725, 0.057178)])
  func wilson(hits: Int, trials: Int, low: Double, high: Double) {
    let interval = Interval.wilson(hits, of: trials)
    #expect(near(interval.low, low, 1e-6) && near(interval.high, high, 1e-6))
    let mirror = Interval.wilson(trials - hits, of: trials)
    #expect(near(mirror.low, 1 - high, 1e-6) && near(mirror.high, 1 - low, 1e-6))
  }

  @Test(
    "the extremes cover the median as published",
    arguments: [(5, 0.9375), (6, 0.96875), (7, 0.984375), (8, 0.9921875)])
  func extremes(count: Int, coverage: Double) {
    #expect(Interval.extremesCoverage(count: count) == coverage)
    let values = (1...count).map(Double.init)
    #expect((Interval.median(values) != nil) == (coverage >= 0.95))
    if coverage >= 0.95 { #expect(Interval.median(values)?.low == 1) }
  }

  @Test func `the median's interval narrows to the tabulated order statistics`() {
    // n = 20: the 6th and the 15th value cover 95.86 %; the 7th and 14th only 88.5 %.
    #expect(Interval.median((1...20).map(Double.init)) == Interval(6, 15))
    #expect(Interval.median([]) == nil)
  }

  @Test("a bootstrap interval is the seed's, and covers the mean about as often as it says")
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
    #expect((178...199).contains(covered), "covered \(covered) of 200")
  }

  @Test func `independent values keep nearly their number, correlated ones do not`() throws {
    var draws = SplitMix64(seed: 7)
    let free = (0..<30_000).map { _ in draws.nextUnit() }
    let whole = try #require(BatchMeans(free))
    #expect(whole.effectiveSampleSize > 12_000)
    #expect(whole.interval.contains(0.5))
    // Each value is nine tenths of the one before: (1 + 0.9) / (1 - 0.9) = 19 times fewer.
    var last = 0.0
    let tied = (0..<30_000).map { _ in
      last = 0.9 * last + draws.nextUnit() - 0.5
      return last
    }
    let few = try #require(BatchMeans(tied)).effectiveSampleSize
    #expect((600...4000).contains(few), "\(few)")
    #expect(BatchMeans([1, 2, 3]) == nil)
  }

  @Test func `figures of a sample are exact, with ties sharing ranks`() {
    #expect(Sample.ranks([3, 1, 3, 2]).ranks == [3.5, 1, 3.5, 2])
    #expect(Sample.ranks([3, 1, 3, 2]).ties == 6)
    let figures = LatencyFigures((1...100).reversed())
    #expect((figures.min, figures.max, figures.mean) == (1, 100, 51))
    #expect((figures.p50, figures.p90, figures.p95) == (50, 90, 95))
    #expect(figures.p99 == nil && figures.p999 == nil)
    #expect(LatencyFigures([]).p50 == nil)
    #expect(LatencyFigures([7]).max == 7)
  }
}

@Suite("Paired comparison")
struct PairedComparisonTests {
  private func run(_ latencies: [Int64?]) -> LoadRun {
    let records = latencies.map { latency in
      latency.map {
        RequestRecord(planned: 10, started: 12, finished: 10 + $0, status: .finished(.success))
      } ?? RequestRecord(planned: 10, status: .dropped)
    }
    return LoadRun(
      model: .sequential(requests: latencies.count), start: 0, end: 100, records: records, peakInFlight: 1,
      inFlightArea: 0)
  }

  @Test func `compares request i with request i`() throws {
    let comparison = PairedComparison(
      run([10, 20, 30, nil, 50, 60]), run([5, 40, 30, 7, nil, 65]), random: RandomSource(seed: 1))
    #expect(comparison.pairs.map(\.index) == [0, 1, 2, 5])
    #expect((comparison.faster, comparison.slower, comparison.equal) == (1, 2, 1))
    #expect((comparison.onlyBefore, comparison.onlyAfter) == (1, 1))
    #expect(comparison.meanChange == 5)
    #expect(comparison.medianChange == 3)
    #expect(comparison.worstHurt().map(\.index) == [1, 5])
    #expect(comparison.worstHurt(1).map(\.change) == [20])
    #expect(try #require(comparison.interval).contains(5))
  }

  @Test func `the time from the actual start can be compared instead`() {
    let comparison = PairedComparison(
      run([10, 20]), run([30, 20]), of: .service, random: RandomSource(seed: 1))
    #expect(comparison.pairs.map(\.before) == [8, 18])
    #expect(comparison.worstHurt().map(\.change) == [20])
  }

  @Test func `nothing in common is no interval and no claim`() {
    let comparison = PairedComparison(run([nil]), run([4]), random: RandomSource(seed: 1))
    #expect(comparison.interval == nil && comparison.medianRatio == nil)
    #expect(comparison.test.p == 1)
  }
}

@Suite("Critical path")
struct CriticalPathTests {
  // The documented request: 2.11 s one after another, 1.10 s with the four searches at once.
  static let request = WorkShape.sequence([
    .step("intent", nanoseconds: 300),
    .parallel([
      .step("flights", nanoseconds: 800), .step("hotels", nanoseconds: 500),
      .step("weather", nanoseconds: 200), .step("activities", nanoseconds: 310),
    ]),
  ])

  @Test func `is the longest chain that must wait`() {
    #expect(Self.request.total == 2110)
    #expect(Self.request.criticalPath == 1100)
    #expect(Self.request.criticalSteps == ["intent", "flights"])
    #expect(WorkShape.parallel([]).criticalPath == 0)
  }
}
