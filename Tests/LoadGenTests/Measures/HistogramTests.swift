import Foundation
import Primitives
import TestSupport
import Testing

@testable import LoadGen

@Suite("Histogram")
struct HistogramTests {
  static let hour = HistogramShape(highest: 3_600_000_000)
  static let vector: Histogram = {
    var histogram = Histogram(hour)
    for value: Int64 in [1, 2, 3, 1000, 2047, 2048, 5000, 1_000_000] { histogram.record(value) }
    return histogram
  }()

  @Test("has the published shape for one hour of microseconds")
  func shape() {
    #expect(Self.hour.buckets == 22)
    #expect(Self.hour.subBuckets == 2048)
    #expect(Self.hour.countsLength == 23_552)
  }

  @Test(
    "puts a value at the published index, up to the published end",
    arguments: [
      (0, 0, 0), (2047, 2047, 2047), (2048, 2048, 2049), (4096, 3072, 4099), (5000, 3298, 5003),
      (1_000_000, 11169, 1_000_447),
    ] as [(Int64, Int, Int64)])
  func index(value: Int64, index: Int, highest: Int64) {
    #expect(Self.hour.index(of: value) == index)
    #expect(Self.hour.highest(at: index) == highest)
    #expect(Self.hour.index(of: highest) == index)
    #expect(Self.hour.index(of: highest + 1) == index + 1)
  }

  @Test("a bucket's ends lead back to it, at every resolution", arguments: 1...5, [1, 1000] as [Int64])
  func ends(digits: Int, lowest: Int64) {
    let shape = HistogramShape(lowest: lowest, highest: 3_600_000_000_000, digits: digits)
    var draws = SplitMix64(seed: UInt64(digits))
    for _ in 0..<500 {
      let value = Int64(draws.next(below: 3_600_000_000_000) >> draws.next(below: 41))
      let index = shape.index(of: value)
      #expect(shape.lowest(at: index) <= value && value <= shape.highest(at: index))
      #expect(shape.index(of: shape.lowest(at: index)) == index)
      var limit: Int64 = 1
      for _ in 0..<digits { limit *= 10 }
      #expect(shape.width(at: index) <= max(lowest, value / limit + 1))
    }
  }

  @Test(arguments: [(50, 1000), (75, 2049), (90, 1_000_447), (100, 1_000_447), (0, 1)] as [(Double, Int64)])
  func `percentiles are the published ones`(percent: Double, value: Int64) {
    #expect(Self.vector.value(atPercentile: percent) == value)
  }

  @Test func `encodes to the published bytes`() {
    let hex =
      "1c849313000000110000000000000003000000000000000100000000d693a4003ff0000000000000"
      + "00020202c70f02ab100202c11302fb7a02"
    let text = Self.vector.encoded.map { Text.padLeft(String($0, radix: 16), 2, fill: "0") }.joined()
    #expect(text == hex)
  }

  @Test func `wraps as the published base64`() {
    let text =
      "HISTFAAAAER4AQE5AMb/HISTEwAAABEAAAAAAAAAAwAAAAAAAAABAAAAANaTpAA/8AAAAAAAAAACAgLHDwKrEAICwRMC+3oCvJIIgg=="
    #expect(Self.vector.base64 == text)
  }

  /// The same histogram with Huffman codes, from Python's zlib.
  static let compressed =
    "HISTFAAAADB42pNpmSzMwMAgyAABzFCaEURcm7yEwf4DVISJiek4P9NqASamg8JMv6uYALySCII="

  @Test func `reads what another writer compressed`() throws {
    let read = try Histogram(base64: Self.compressed)
    #expect(read.count == 8)
    #expect(read.encoded == Self.vector.encoded)
  }

  @Test("comes back from its own form, whatever the counts", arguments: 0..<20 as Range<UInt64>)
  func roundTrip(seed: UInt64) throws {
    var draws = SplitMix64(seed: seed)
    var histogram = Histogram(HistogramShape(highest: .max / 4, digits: Int(seed % 3) + 1))
    for _ in 0..<(seed * 7) {
      histogram.record(
        Int64(draws.next() >> (3 + draws.next(below: 60))),
        times: Int64(draws.next() >> (8 + draws.next(below: 55))))
    }
    let back = try Histogram(base64: histogram.base64)
    #expect(back.count == histogram.count)
    #expect(back.encoded == histogram.encoded)
    #expect(back.value(atPercentile: 99) == histogram.value(atPercentile: 99))
  }

  @Test("every histogram of the stored results comes back with the same text", arguments: ["run", "chaos"])
  func stored(name: String) throws {
    let root = #filePath.prefix(upTo: try #require(#filePath.ranges(of: "/Tests/").last).lowerBound)
    let file = try String(
      contentsOf: URL(fileURLWithPath: root + "/results/virtual/\(name).json"), encoding: .utf8)
    let texts = file.matches(of: /"(HISTF[^"]*)"/).map { String($0.1) }
    #expect(!texts.isEmpty)
    for text in texts { #expect(try Histogram(base64: text).base64 == text) }
  }

  @Test("refuses every truncation of the plain and the compressed form")
  func truncated() throws {
    for bytes in [Self.vector.encoded, Array(try #require(Data(base64Encoded: Self.compressed)))] {
      for length in 0..<bytes.count {
        #expect(throws: HistogramFormatError.truncated) { try Histogram(encoded: Array(bytes[..<length])) }
      }
    }
  }

  @Test("a corrupt or endless stream is refused")
  func corrupt() throws {
    var bytes = Array(try #require(Data(base64Encoded: Self.compressed)))
    bytes[bytes.count - 1] ^= 1
    #expect(throws: HistogramFormatError.corruptStream) { try Histogram(encoded: bytes) }
    #expect(ZlibStream.inflate([0x78, 0x01, 0xFF]) == nil)
  }

  @Test("a stream comes back whole, whatever its length", arguments: [0, 1, 65_535, 65_536, 200_000])
  func stream(length: Int) {
    let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) }
    #expect(ZlibStream.inflate(ZlibStream.store(bytes)) == bytes)
  }

  @Test("corrupt bytes are refused or read, but never trap", arguments: 0..<60 as Range<UInt64>)
  func damaged(seed: UInt64) throws {
    var draws = SplitMix64(seed: seed)
    let compressed = try #require(Data(base64Encoded: Self.compressed))
    var bytes = seed % 2 == 0 ? Self.vector.encoded : Array(compressed)
    for _ in 0..<3 {
      bytes[Int(draws.next(below: UInt64(bytes.count)))] = UInt8(truncatingIfNeeded: draws.next())
    }
    _ = try? Histogram(encoded: bytes)
  }

  @Test func `fills in what a stalled generator left out`() {
    var raw = Histogram(Self.hour)
    var corrected = Histogram(Self.hour)
    for _ in 0..<10_000 {
      raw.record(1000)
      corrected.record(1000, expectedInterval: 10_000)
    }
    raw.record(100_000_000)
    corrected.record(100_000_000, expectedInterval: 10_000)
    #expect(raw.count == 10_001)
    #expect(raw.value(atPercentile: 99) == 1000)
    #expect(raw.value(atPercentile: 99.99) == 1000)
    #expect(corrected.count == 20_000)
    #expect(corrected.value(atPercentile: 50) == 1000)
    #expect(corrected.value(atPercentile: 75) == 50_003_967)
    #expect(corrected.value(atPercentile: 90) == 80_019_455)
    #expect(corrected.value(atPercentile: 99) == 98_041_855)
  }

  @Test func `the merge of two parts is the whole`() {
    var whole = Histogram(Self.hour)
    var parts = [Histogram(Self.hour), Histogram(Self.hour)]
    for value in 1...5000 as ClosedRange<Int64> {
      whole.record(value * value)
      parts[Int(value % 2)].record(value * value)
    }
    parts[0].merge(parts[1])
    #expect(parts[0] == whole)
    parts[0].merge(Histogram(Self.hour))
    #expect(parts[0] == whole)
  }

  @Test func `counts what is out of range at its ends`() {
    var histogram = Histogram(HistogramShape(highest: 1000))
    histogram.record(-5)
    histogram.record(1000)
    #expect(histogram.clamped == 0)
    histogram.record(1001)
    #expect(histogram.clamped == 1)
    #expect((histogram.minRecorded, histogram.maxRecorded) == (0, 1000))
    #expect(histogram.count == 3)
  }

  @Test func `an empty one reports zeros and supports nothing`() {
    let empty = Histogram()
    #expect(empty.value(atPercentile: 99) == 0)
    #expect(empty.max == 0 && empty.mean == 0 && empty.standardDeviation == 0)
    #expect(empty.supportedValue(atPercentile: 50) == nil)
    #expect(empty.spectrum().isEmpty)
  }

  @Test(
    "a percentile is given from the sample that supports it",
    arguments: [(50, 6), (90, 36), (95, 72), (99, 368), (99.9, 3688)] as [(Double, Int64)])
  func support(percent: Double, needed: Int64) {
    #expect(Percentile.samplesNeeded(for: percent) == needed)
    var histogram = Histogram()
    histogram.record(7, times: needed - 1)
    #expect(histogram.supportedValue(atPercentile: percent) == nil)
    histogram.record(7)
    #expect(histogram.supportedValue(atPercentile: percent) == 7)
  }

  static let hundred: Histogram = {
    var histogram = Histogram(hour)
    for value in 1...100 as ClosedRange<Int64> { histogram.record(value * 1000) }
    return histogram
  }()

  @Test func `the spectrum has the published rows`() {
    let lines = Self.hundred.spectrumText(scale: 1000).split(separator: "\n")
    #expect(lines.count == 1 + 36 + 3)
    for line in [
      "       Value     Percentile TotalCount 1/(1-Percentile)",
      "       1.000 0.000000000000          1           1.00",
      "      10.007 0.100000000000         10           1.11",
      "      50.015 0.500000000000         50           2.00",
      "      90.047 0.900000000000         90          10.00",
      "      99.007 0.989062500000         99          91.43",
      "     100.031 0.990625000000        100         106.67",
      "     100.031 1.000000000000        100",
      "#[Mean    =       50.504, StdDeviation   =       28.866]",
      "#[Max     =      100.031, Total count    =          100]",
      "#[Buckets =           22, SubBuckets     =         2048]",
    ] { #expect(lines.contains { $0 == line }, "\(line)") }
  }

  @Test(
    "another reader of the format sees the same counts and percentiles",
    .enabled(
      if: HostTool.has(python: "hdrh"), "needs Python's hdrhistogram package: pip install hdrhistogram"),
    arguments: 0..<3 as Range<UInt64>)
  func realReader(seed: UInt64) throws {
    var draws = SplitMix64(seed: seed)
    var histogram = Histogram(Self.hour)
    for _ in 0..<5000 { histogram.record(Int64(draws.next(below: 1 << 31) >> draws.next(below: 28))) }
    let script = """
      import sys
      from hdrh.histogram import HdrHistogram
      h = HdrHistogram.decode(sys.stdin.read())
      print(h.get_total_count(), *[h.get_value_at_percentile(p) for p in (50, 90, 99, 99.9, 100)])
      print(h.encode().decode())
      """
    let lines = try #require(try HostTool.python(script, input: histogram.base64)).split(separator: "\n")
    let figures = [50, 90, 99, 99.9, 100].map { "\(histogram.value(atPercentile: $0))" }
    #expect(lines[0] == (["5000"] + figures).joined(separator: " "))
    // And back: what that package compressed, read by ours.
    #expect(try Histogram(base64: String(lines[1])).encoded == histogram.encoded)
  }
}
