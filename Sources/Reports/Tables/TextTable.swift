import Primitives

/// A table of text cells, aligned in columns for a terminal.
///
///     TextTable([.text("fault"), .number("runs")], rows: [["crash", "7"], ["lost reply", "12"]]).text
///
/// prints
///
///     fault       runs
///     crash          7
///     lost reply    12
package struct TextTable: Sendable, Hashable {
  /// A column: its title and alignment.
  package struct Column: Sendable, Hashable {
    package var title: String
    /// True if cells are aligned left, as text; numbers are aligned right.
    package var isText: Bool
    /// The least width; wider cells widen the column.
    package var minimumWidth: Int

    /// Returns a column of text, aligned left.
    package static func text(_ title: String = "", minimumWidth: Int = 0) -> Column {
      Column(title: title, isText: true, minimumWidth: minimumWidth)
    }

    /// Returns a column of numbers, aligned right.
    package static func number(_ title: String = "", minimumWidth: Int = 0) -> Column {
      Column(title: title, isText: false, minimumWidth: minimumWidth)
    }
  }

  package var columns: [Column]
  /// The cells by row; each row has a cell for every column.
  package var rows: [[String]]
  /// The text before each line.
  package var indent: String
  /// The text between two columns.
  package var gap: String
  /// True if a rule separates the titles from the rows.
  package var hasRule: Bool

  package init(
    _ columns: [Column], rows: [[String]], indent: String = "", gap: String = "  ", hasRule: Bool = false
  ) {
    self.columns = columns
    self.rows = rows
    self.indent = indent
    self.gap = gap
    self.hasRule = hasRule
  }

  /// The lines without blanks at their ends: the titles, unless all are empty, then the rows.
  ///
  /// Control characters in cells are in visible form.
  package var lines: [String] {
    let titles = columns.map { Escape.line($0.title) }
    let rows = rows.map { $0.map(Escape.line) }
    let widths = columns.indices.map { column in
      rows.reduce(max(titles[column].count, columns[column].minimumWidth)) {
        max($0, $1[column].count)
      }
    }
    func line(_ cells: [String]) -> String {
      let padded = columns.indices.map { column in
        columns[column].isText
          ? Text.padRight(cells[column], widths[column]) : Text.padLeft(cells[column], widths[column])
      }
      var line = (indent + padded.joined(separator: gap))[...]
      while line.last == " " { line.removeLast() }
      return String(line)
    }
    var lines: [String] = []
    if columns.contains(where: { !$0.title.isEmpty }) { lines.append(line(titles)) }
    if hasRule { lines.append(line(widths.map { String(repeating: "─", count: $0) })) }
    return lines + rows.map(line)
  }

  /// The lines, each with a line break.
  package var text: String { lines.map { $0 + "\n" }.joined() }
}
