import Testing

@testable import Reports

@Suite("Text and Markdown reports")
struct TextReportTests {
  @Test("the text fits a terminal of a hundred columns")
  func text() {
    let text = SampleResult.full.textReport()
    for line in text.split(separator: "\n") { #expect(line.count <= 100, "\(line.count): \(line)") }
    for part in [
      "Requests, profile reference, sequential search", "Inside a request",
      "Both together, profile reference, 3 requests",
      "6.330 s", "2.110 s", "1.100 s", "Request by request, against sequential", "Host comparison",
      "flights sets the pace",
      "n/a", "verdict=fail exit=99", "bench run --seed 42",
    ] { #expect(text.contains(part), "\(part)") }
    #expect(SampleResult.minimal.textReport().contains("verdict=pass exit=0"))
  }

  @Test("every row of a Markdown table has the columns of its head")
  func markdown() {
    let text = SampleResult.full.markdownReport()
    #expect(text.hasPrefix("<!-- bench:run -->\n### :x: "))
    var columns: Int?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      guard line.hasPrefix("|") else {
        columns = nil
        continue
      }
      let count = line.replacing("\\|", with: "").count { $0 == "|" }
      #expect(count == columns ?? count, "\(line)")
      columns = count
    }
    #expect(text.contains("`errors rate<0.1%` (observed 0.47%)"))
  }
}
