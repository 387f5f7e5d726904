import Primitives
import Testing

@Suite("SplitMix64")
struct SplitMix64Tests {
  @Test("gives the published sequence for seed 1234567")
  func published() {
    var generator = SplitMix64(seed: 1_234_567)
    let expected: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
    ]
    #expect(expected.map { _ in generator.next() } == expected)
  }

  @Test("copying the value copies the future")
  func copies() {
    var a = SplitMix64(seed: 7)
    _ = a.next()
    var b = a
    #expect((0..<8).map { _ in a.next() } == (0..<8).map { _ in b.next() })
  }

  @Test(
    "a bounded draw stays below its bound and reaches both ends", arguments: [1, 2, 3, 10, 1000] as [UInt64])
  func bounded(bound: UInt64) {
    var generator = SplitMix64(seed: bound)
    var seen = Set<UInt64>()
    for _ in 0..<20_000 {
      let value = generator.next(below: bound)
      #expect(value < bound)
      seen.insert(value)
    }
    #expect(seen.count == Int(bound))
  }

  @Test("a bounded draw is the high word of the product")
  func boundedMapping() {
    var fixed = Fixed([(1 << 63) + 1, .max, 0x1999_9999_9999_999B])
    #expect(fixed.next(below: 10) == 5)
    #expect(fixed.next(below: 10) == 9)
    #expect(fixed.next(below: 10) == 1)
  }

  @Test("a draw that would favour some values is thrown away")
  func rejects() {
    // 2^64 mod 3 = 1: a low word of 0 is the one to reject.
    var fixed = Fixed([0, .max])
    #expect(fixed.next(below: 3) == 2)
    #expect(fixed.taken == 2)
  }

  @Test("a draw below 2^63 + 1 covers both halves evenly")
  func largeBound() {
    var generator = SplitMix64(seed: 3)
    let bound: UInt64 = (1 << 63) + 1
    let low = (0..<10_000).count { _ in generator.next(below: bound) < bound / 2 }
    #expect((4_800...5_200).contains(low))
  }

  @Test(
    "a draw from a range includes both ends",
    arguments: [-3...3, 0...0, Int.min...Int.max, -1...0] as [ClosedRange<Int>])
  func ranges(range: ClosedRange<Int>) {
    var generator = SplitMix64(seed: 11)
    let values = (0..<1_000).map { _ in generator.next(in: range) }
    #expect(values.allSatisfy(range.contains))
    if range.upperBound.subtractingReportingOverflow(range.lowerBound).partialValue.magnitude < 100
      && range != Int.min...Int.max
    {
      #expect(values.contains(range.lowerBound))
      #expect(values.contains(range.upperBound))
    }
  }

  @Test("units keep to their intervals at the extreme draws")
  func units() {
    var zero = Fixed([0, 0, 0])
    #expect(zero.nextUnit() == 0)
    #expect(zero.nextPositiveUnit() == 0x1p-53)
    #expect(zero.nextOpenUnit() == 0x1p-53)
    var top = Fixed([.max, .max, .max])
    #expect(top.nextUnit() == 1 - 0x1p-53)
    #expect(top.nextPositiveUnit() == 1)
    #expect(top.nextOpenUnit() == 1 - 0x1p-53)
  }
}

/// Plays back given draws.
struct Fixed: RandomNumberGenerator {
  private let values: [UInt64]
  private(set) var taken = 0
  init(_ values: [UInt64]) { self.values = values }
  mutating func next() -> UInt64 {
    taken += 1
    return values[(taken - 1) % values.count]
  }
}
