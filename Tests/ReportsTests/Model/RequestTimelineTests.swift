import Reports
import Testing
import TravelPlanner

@Suite("Request timeline")
struct RequestTimelineTests {
  @Test("the critical path of a timeline is what made it as long as it was")
  func timeline() {
    func span(_ name: String, _ start: Int64, _ end: Int64) -> RequestTimeline.Span {
      .init(name: name, startNanoseconds: start, endNanoseconds: end)
    }
    let line = RequestTimeline(
      profile: "p", request: 0, searchMode: .parallel, totalNanoseconds: 90,
      spans: [span("a", 0, 30), span("b", 30, 50), span("c", 30, 80), span("d", 80, 90), span("z", 90, 90)])
    #expect(
      line.markingCriticalPath().spans.filter(\.isCritical).map(\.name).sorted() == ["a", "c", "d"])
  }
}
