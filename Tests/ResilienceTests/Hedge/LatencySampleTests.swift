import Resilience
import Testing

@Suite("Latency sample")
struct LatencySampleTests {
  @Test func `a quantile needs enough times, and is one of them`() {
    var sample = LatencySample(size: 100)
    for time in 1...19 { sample.record(Int64(time)) }
    #expect(sample.quantile(0.9) == nil)
    for time in 20...200 { sample.record(Int64(time)) }
    // The last hundred: 101 to 200.
    #expect(sample.quantile(0.9) == 190)
    #expect(sample.quantile(1) == 200)
    #expect(sample.quantile(0) == 101)
  }
}
