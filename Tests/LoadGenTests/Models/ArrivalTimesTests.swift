import Foundation
import Primitives
import Testing

@testable import LoadGen

@Suite("Arrival times")
struct ArrivalTimesTests {
  static let second: Int64 = 1_000_000_000
  let random = RandomSource(seed: 42)

  @Test func `equal gaps start at the start`() {
    let times = Array(ArrivalTimes(.constant, .constant(500), random: random, atMost: 5))
    #expect(times == [0, 2_000_000, 4_000_000, 6_000_000, 8_000_000])
  }

  @Test("a bound by time leaves out the arrival at the bound")
  func end() {
    #expect(Array(ArrivalTimes(.constant, .constant(1), random: random, until: 3 * Self.second)).count == 3)
    #expect(
      Array(ArrivalTimes(.constant, .constant(1), random: random, until: 3 * Self.second + 1)).count == 4)
  }

  @Test func `all at once, and a trace, are what they say`() {
    #expect(Array(ArrivalTimes(.together, .constant(0), random: random, atMost: 3)) == [0, 0, 0])
    #expect(Array(ArrivalTimes(.trace([1, 5, 5]), .constant(0), random: random)) == [1, 5, 5])
    #expect(Array(ArrivalTimes(.trace([1, 5, 5]), .constant(0), random: random, until: 5)) == [1])
  }

  @Test(
    "random gaps have the rate's mean and their own spread",
    arguments: [.poisson, .uniform] as [ArrivalProcess])
  func gaps(process: ArrivalProcess) {
    let times = Array(ArrivalTimes(process, .constant(1000), random: random, atMost: 40_000))
    let gaps = zip(times, [0] + times).map { Double($0 - $1) }
    #expect((Sample.mean(gaps) / 1e6 - 1).magnitude < 0.01)
    let expected = process == .poisson ? 1.0 : 1.0 / 3
    #expect((Sample.variance(gaps) / 1e12 / expected - 1).magnitude < 0.04)
    #expect(zip(times, times.dropFirst()).allSatisfy { $0 <= $1 })
  }

  @Test func `the same seed gives the same arrivals, another seed others`() {
    func times(_ seed: UInt64) -> [Int64] {
      Array(ArrivalTimes(.poisson, .constant(10), random: RandomSource(seed: seed), atMost: 50))
    }
    #expect(times(1) == times(1))
    #expect(times(1) != times(2))
  }

  @Test func `Poisson arrivals of one seed are these on every machine`() {
    let times = Array(ArrivalTimes(.poisson, .constant(100), random: RandomSource(seed: 1), atMost: 4))
    #expect(times == Self.pinned)
  }
  static let pinned: [Int64] = [10_370_525, 38_679_402, 50_560_645, 55_291_003]

  static let profiles: [RateProfile] = [
    .constant(50), .ramp(from: 0, to: 100, over: .seconds(10)), .ramp(from: 80, to: 10, over: .seconds(5)),
    .step(from: 10, to: 100, at: .seconds(4)),
    .spike(base: 10, peak: 200, at: .seconds(3), for: .seconds(1)),
    .staircase(from: 10, increment: 20, steps: 4, eachLasting: .seconds(2), ramp: .milliseconds(500)),
    .diurnal(low: 5, high: 95, period: .seconds(10)),
    RateProfile(
      [.init(length: second, from: 0, to: 0), .init(length: second, from: 40, to: 40)], summary: "late"),
  ]

  @Test("as many arrive as the rate adds up to", arguments: profiles)
  func intensity(profile: RateProfile) {
    // Midpoints of short steps: exact for straight pieces but for the steps that hold a corner.
    let end = 12 * Self.second
    var expected = 0.0
    let step: Int64 = 1_000_000
    for start in stride(from: 0, to: end, by: Int(step)) {
      expected += profile.rate(at: Int64(start) + step / 2) * 1e-3
    }
    let count = ArrivalTimes(.constant, profile, random: random, until: end).reduce(0) { sum, _ in sum + 1 }
    #expect((Double(count) - expected).magnitude <= 1.1, "\(profile.summary): \(count) for \(expected)")
  }

  @Test("a rate that comes to rest ends the arrivals")
  func rest() {
    let profile = RateProfile.ramp(from: 10, to: 0, over: .seconds(1))
    #expect(Array(ArrivalTimes(.constant, profile, random: random)).count == 5)
  }

  @Test("a day rises from low to high and back")
  func day() {
    let day = RateProfile.diurnal(low: 10, high: 110, period: .seconds(86_400))
    for quarter in [(0, 10.0), (21_600, 60), (43_200, 110), (64_800, 60)] {
      #expect((day.rate(at: Int64(quarter.0) * Self.second) - quarter.1).magnitude < 1e-9)
    }
    for minute in 0..<1440 {
      let exact = 60 - 50 * cos(2 * .pi * Double(minute) / 1440)
      #expect((day.rate(at: Int64(minute) * 60 * Self.second) - exact).magnitude < 0.03)
    }
  }
}
