import LoadGen
import Testing

@Suite("Percentiles")
struct PercentileTests {
  @Test(
    "the rank is the nearest rank, exact in decimals",
    arguments: [
      (50, 4, 2), (90, 4, 4), (95, 40, 38), (99, 100, 99), (99.9, 1000, 999), (99.9, 10_000_000, 9_990_000),
      (0, 10, 1), (100, 10, 10),
    ] as [(Double, Int64, Int64)])
  func rank(percent: Double, count: Int64, rank: Int64) {
    #expect(Percentile.rank(of: percent, count: count) == rank)
  }

  @Test("the rank is the integer formula for every tenth of a percent")
  func ranks() {
    for count in 1...1200 as ClosedRange<Int64> {
      for perMille in 1...1000 as ClosedRange<Int64> {
        let rank = Percentile.rank(of: Double(perMille) / 10, count: count)
        if rank != (count * perMille + 999) / 1000 {
          Issue.record("\(perMille) per mille of \(count): \(rank)")
        }
      }
    }
  }

  @Test(
    "the sample that a percentile needs",
    arguments: [(50, 6), (90, 36), (95, 72), (99, 368), (99.9, 3688), (0, 1), (100, 1)] as [(Double, Int64)])
  func samples(percent: Double, needed: Int64) {
    #expect(Percentile.samplesNeeded(for: percent) == needed)
  }
}
