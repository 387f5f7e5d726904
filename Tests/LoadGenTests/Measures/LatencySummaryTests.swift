import LoadGen
import Testing

@Suite("Latency summary")
struct LatencySummaryTests {
  @Test func `figures are exact, and those that the sample cannot support are nil`() {
    let figures = LatencySummary((1...100).reversed())
    #expect((figures.min, figures.max, figures.mean) == (1, 100, 51))
    #expect((figures.p50, figures.p90, figures.p95) == (50, 90, 95))
    #expect(figures.p99 == nil && figures.p999 == nil)
  }

  @Test func `without values everything is zero or nil`() {
    let figures = LatencySummary([])
    #expect((figures.count, figures.max, figures.mean) == (0, 0, 0))
    #expect(figures.p50 == nil)
    #expect(LatencySummary([7]).max == 7)
  }
}
