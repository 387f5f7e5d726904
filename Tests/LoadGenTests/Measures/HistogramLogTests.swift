import Testing

@testable import LoadGen

@Suite("Histogram log")
struct HistogramLogTests {
  @Test func `a log comes back from its text`() throws {
    let log = HistogramLog(
      startMilliseconds: 1_700_000_000_000,
      intervals: [
        .init(tag: "search", start: 0, length: 1_000_000_000, histogram: HistogramTests.vector),
        .init(start: 1_000_000_000, length: 500_000_000, histogram: HistogramTests.hundred),
      ])
    let text = log.text()
    #expect(text.contains("Tag=search,0.000,1.000,1.000,HISTFAAAAER4"))
    let back = try HistogramLog(text: text)
    #expect(back.startMilliseconds == log.startMilliseconds)
    #expect(back.intervals.map(\.tag) == ["search", nil])
    #expect(back.intervals.map(\.length) == [1_000_000_000, 500_000_000])
    #expect(back.intervals.map(\.histogram.encoded) == log.intervals.map(\.histogram.encoded))
  }

  @Test("names the line that is wrong")
  func badLog() {
    #expect(throws: HistogramLogError.malformed(line: 2)) { try HistogramLog(text: "#[x]\n0.0,1.0,abc\n") }
    #expect(throws: HistogramLogError.histogram(line: 1, .notBase64)) {
      try HistogramLog(text: "0.0,1.0,1.0,HIS!\n")
    }
  }
}
