import Primitives

/// A titled table, independent of the form in which it is written.
package struct ReportTable: Sendable, Hashable {
  /// A row of cells, one for each column.
  package struct Row: Sendable, Hashable {
    package var cells: [String]
    /// True if the row stands out: the best one, or one that failed.
    package var isEmphasised = false

    package init(cells: [String], isEmphasised: Bool = false) {
      self.cells = cells
      self.isEmphasised = isEmphasised
    }
  }

  var title: String
  /// The explanation of the figures, in a sentence or two.
  var caption: String?
  var columns: [TextTable.Column]
  var rows: [Row]

  package init(title: String, caption: String? = nil, columns: [TextTable.Column], rows: [Row]) {
    self.title = title
    self.caption = caption
    self.columns = columns
    self.rows = rows
  }

  /// Returns the table for a terminal: title, caption, and the cells in aligned columns.
  package func text() -> String {
    var lines = [Escape.line(title)]
    if let caption { lines += Text.wrapped(Escape.line(caption), 98).map { "  " + $0 } }
    lines.append("")
    let table = TextTable(columns, rows: rows.map(\.cells), indent: "  ", hasRule: true)
    return (lines + table.lines).joined(separator: "\n") + "\n"
  }

  /// Returns the table in Markdown.
  package func markdown() -> String {
    func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
    var lines = ["**\(Escape.markdown(title))**", ""]
    if let caption { lines += [Escape.markdown(caption, startsLine: true), ""] }
    lines.append(line(columns.map { Escape.markdown($0.title) }))
    lines.append("|" + columns.map { $0.isText ? ":--|" : "--:|" }.joined())
    lines += rows.map { row in
      line(
        row.cells.map { row.isEmphasised && !$0.isEmpty ? "**\(Escape.markdown($0))**" : Escape.markdown($0) }
      )
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
