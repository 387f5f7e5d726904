import Testing

@testable import LoadGen

@Suite("Run summary")
struct RunSummaryTests {
  private let ms: Int64 = 1_000_000

  private func finished(
    _ planned: Int64, _ started: Int64, _ end: Int64, _ outcome: RequestOutcome = .success
  ) -> RequestRecord {
    RequestRecord(
      planned: planned * ms, started: started * ms, finished: end * ms, status: .finished(outcome))
  }

  private func run(_ records: [RequestRecord], _ model: LoadModel = .sequential(requests: 1)) -> LoadRun {
    LoadRun(
      model: model, start: 0, end: records.map(\.finished).max() ?? 0, records: records, peakInFlight: 1,
      inFlightArea: 0)
  }

  @Test func `counts every end by its kind`() {
    let timeout = ErrorKind(rawValue: 3)
    let summary = RunSummary(
      run([
        finished(0, 0, 10), finished(0, 1, 20), finished(0, 2, 30, .degraded),
        finished(5, 5, 6, .failure(timeout)),
        finished(5, 5, 7, .failure(timeout)), finished(5, 5, 8, .failure(ErrorKind(rawValue: 1))),
        RequestRecord(planned: 6 * ms, status: .dropped), RequestRecord(planned: 7 * ms),
      ]), RunSummary.Options(goal: 15 * ms))
    let counts = summary.counts
    #expect((counts.offered, counts.finished, counts.dropped, counts.unfinished) == (8, 6, 1, 1))
    #expect((counts.succeeded, counts.good, counts.degraded, counts.failed) == (2, 1, 1, 3))
    #expect(
      counts.failures == [.init(kind: ErrorKind(rawValue: 1), count: 1), .init(kind: timeout, count: 2)])
    // Exactly the tolerance late is not late.
    #expect(counts.late == 1)
    #expect(summary.throughput == 200)
    #expect((summary.goodput - 100.0 / 3).magnitude < 1e-9)
  }

  @Test("what was planned before the end of the warm-up does not count")
  func warmUp() {
    let records = [finished(0, 0, 90), finished(10, 10, 20), finished(11, 11, 31)]
    let summary = RunSummary(run(records), RunSummary.Options(warmUp: 10 * ms))
    #expect(summary.counts.offered == 2)
    #expect(summary.latency.max == 20 * ms)
    #expect(summary.span == 80 * ms)
  }

  @Test(
    "an open run is saturated when it falls behind by more than two in a hundred", arguments: [false, true])
  func saturation(slow: Bool) throws {
    let load = OpenLoad(arrivals: .constant, rate: .constant(1000), requests: 1000)
    // Alone a request takes 50 ms; a server that does 900 a second falls behind.
    let records = (0..<1000).map { k in
      let k = Int64(k)
      return finished(k, k, slow ? k * 10 / 9 + 50 : k + 50)
    }
    let saturation = try #require(RunSummary(run(records, .open(load))).saturation)
    #expect(saturation.isSaturated == slow)
    #expect((saturation.offered / 1000 - 1).magnitude < 0.01)
    #expect(RunSummary(run(records)).saturation == nil)
  }

  @Test("a few requests in flight at the end are no saturation")
  func chance() throws {
    let load = OpenLoad(arrivals: .constant, rate: .constant(10), requests: 20)
    // The last requests take longer than those before.
    let records = (0..<20).map { k in
      let k = Int64(k)
      return finished(k * 100, k * 100, k * 100 + (k < 18 ? 50 : 300))
    }
    let saturation = try #require(RunSummary(run(records, .open(load))).saturation)
    #expect(saturation.achieved < saturation.offered * Saturation.threshold)
    #expect(!saturation.isSaturated)
  }
}
