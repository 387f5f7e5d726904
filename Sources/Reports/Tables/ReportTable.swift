import Primitives

/// A table before it has a form.
package struct ReportTable: Sendable, Hashable {
  package struct Column: Sendable, Hashable {
    var title: String
    var isText = false

    package static func text(_ title: String) -> Column { Column(title: title, isText: true) }
    package static func number(_ title: String) -> Column { Column(title: title) }
  }

  package struct Row: Sendable, Hashable {
    package var cells: [String]
    /// What the eye should find.
    package var isEmphasised = false

    package init(cells: [String], isEmphasised: Bool = false) {
      self.cells = cells
      self.isEmphasised = isEmphasised
    }
  }

  var title: String
  /// One sentence on how to read it.
  var caption: String?
  var columns: [Column]
  var rows: [Row]

  package init(title: String, caption: String? = nil, columns: [Column], rows: [Row]) {
    self.title = title
    self.caption = caption
    self.columns = columns
    self.rows = rows
  }

  /// Columns padded to their widest cell, two blanks between, numbers to the right.
  package func text() -> String {
    let widths = columns.indices.map { column in
      ([columns[column].title] + rows.map { $0.cells[column] }).map(\.count).max() ?? 0
    }
    func line(_ cells: [String]) -> String {
      let padded = cells.indices.map { column in
        columns[column].isText
          ? Text.padRight(cells[column], widths[column]) : Text.padLeft(cells[column], widths[column])
      }
      return "  " + trimmed(padded.joined(separator: "  "))
    }
    var lines = [title]
    if let caption { lines += Text.wrapped(caption, 98).map { "  " + $0 } }
    lines.append("")
    lines.append(line(columns.map(\.title)))
    lines.append("  " + widths.map { String(repeating: "─", count: $0) }.joined(separator: "  "))
    lines += rows.map { line($0.cells) }
    return lines.joined(separator: "\n") + "\n"
  }

  package func markdown() -> String {
    func escaped(_ cell: String) -> String {
      String(cell.flatMap { $0 == "|" || $0 == "\\" ? ["\\", $0] : $0 == "<" ? Array("&lt;") : [$0] })
    }
    func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
    var lines = ["**\(title)**", ""]
    if let caption { lines += [caption, ""] }
    lines.append(line(columns.map { escaped($0.title) }))
    lines.append("|" + columns.map { $0.isText ? ":--|" : "--:|" }.joined())
    lines += rows.map { row in
      line(row.cells.map { row.isEmphasised && !$0.isEmpty ? "**\(escaped($0))**" : escaped($0) })
    }
    return lines.joined(separator: "\n") + "\n"
  }

  func html() -> String {
    var text = "<section>\n<h2>\(HTML.escaped(title))</h2>\n"
    if let caption { text += "<p class=\"caption\">\(HTML.escaped(caption))</p>\n" }
    text += "<div class=\"scroll\"><table>\n<thead><tr>"
    for column in columns {
      text += "<th scope=\"col\"\(column.isText ? " class=\"t\"" : "")>\(HTML.escaped(column.title))</th>"
    }
    text += "</tr></thead>\n<tbody>\n"
    for row in rows {
      text += row.isEmphasised ? "<tr class=\"em\">" : "<tr>"
      for (cell, column) in zip(row.cells, columns) {
        text += "<td\(column.isText ? " class=\"t\"" : "")>\(HTML.escaped(cell))</td>"
      }
      text += "</tr>\n"
    }
    return text + "</tbody>\n</table></div>\n</section>\n"
  }

  private func trimmed(_ line: String) -> String {
    var line = line[...]
    while line.last == " " { line.removeLast() }
    return String(line)
  }
}
