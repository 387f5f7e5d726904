import Primitives
import Testing

@testable import LoadGen

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
    #expect(comparison.worstRegressions().map(\.index) == [1, 5])
    #expect(comparison.worstRegressions(1).map(\.change) == [20])
    #expect(try #require(comparison.interval).contains(5))
  }

  @Test func `the time from the actual start can be compared instead`() {
    let comparison = PairedComparison(
      run([10, 20]), run([30, 20]), of: .service, random: RandomSource(seed: 1))
    #expect(comparison.pairs.map(\.before) == [8, 18])
    #expect(comparison.worstRegressions().map(\.change) == [20])
  }

  @Test func `nothing in common is no interval and no claim`() {
    let comparison = PairedComparison(run([nil]), run([4]), random: RandomSource(seed: 1))
    #expect(comparison.interval == nil && comparison.medianRatio == nil)
    #expect(comparison.test.p == 1)
  }
}
