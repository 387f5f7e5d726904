import Reports
import Testing

@Suite("Report tables")
struct ReportTableTests {
  @Test("a Markdown cell cannot break its table")
  func markdownCell() {
    let table = ReportTable(
      title: "t", caption: nil, columns: [.text("a|b")], rows: [.init(cells: ["x|<y>"])])
    #expect(table.markdown().contains("| a\\|b |"))
    #expect(table.markdown().contains("| x\\|&lt;y> |"))
  }
}
