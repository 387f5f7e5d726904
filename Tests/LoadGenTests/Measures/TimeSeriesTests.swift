import Testing

@testable import LoadGen

@Suite("Time series")
struct TimeSeriesTests {
  private let ms: Int64 = 1_000_000

  private func finished(
    _ planned: Int64, _ started: Int64, _ end: Int64, _ outcome: RequestOutcome = .success
  ) -> RequestRecord {
    RequestRecord(
      planned: planned * ms, started: started * ms, finished: end * ms, status: .finished(outcome))
  }

  @Test func `intervals add up to the run`() {
    let records = [
      finished(0, 0, 5), finished(2, 2, 14), finished(9, 10, 20, .failure(ErrorKind(rawValue: 1))),
      RequestRecord(planned: 12 * ms, status: .dropped),
    ]
    let series = TimeSeries(
      LoadRun(
        model: .sequential(requests: 4), start: 0, end: 20 * ms, records: records, peakInFlight: 1,
        inFlightArea: 0),
      every: 10 * ms)
    #expect(series.intervals.map(\.arrived) == [3, 1])
    #expect(series.intervals.map(\.succeeded) == [1, 1])
    #expect(series.intervals.map(\.failed) == [0, 1])
    #expect(series.intervals.map(\.dropped) == [0, 1])
    #expect(series.intervals.map(\.inFlight) == [1.3, 1.4])
  }
}
