import Reports
import Testing

@Suite("Text table")
struct TextTableTests {
  @Test func `text is aligned left, numbers right, without blanks at the end of a line`() {
    let table = TextTable(
      [.text("fault"), .number("runs"), .text("notes")],
      rows: [["crash", "7", ""], ["lost reply", "12,000", "twice"]])
    #expect(
      table.lines == [
        "fault         runs  notes",
        "crash            7",
        "lost reply  12,000  twice",
      ])
  }

  @Test func `a rule is as wide as the columns`() {
    let table = TextTable([.text("a"), .number("b")], rows: [["xyz", "1"]], indent: "  ", hasRule: true)
    #expect(table.text == "  a    b\n  ───  ─\n  xyz  1\n")
  }

  @Test func `without titles there is no head, and a minimum width holds`() {
    let table = TextTable(
      [.text(minimumWidth: 4), .number(minimumWidth: 3)], rows: [["a", "1"], ["b", ""]], gap: " ")
    #expect(table.text == "a      1\nb\n")
  }
}
