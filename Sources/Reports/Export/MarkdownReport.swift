import Primitives

extension ResultEnvelope {
  /// Returns the result as Markdown for a pull request or a step summary: the verdict and the main tables
  /// first, the other tables folded.
  ///
  /// Starts with a hidden marker by which a later run finds the comment to replace.
  package func markdownReport() -> String {
    var text = "<!-- bench:\(Escape.htmlComment(id)) -->\n### \(icon) \(Escape.markdown(title))\n\n"
    let failed = thresholds.filter { !$0.ok }
    if !thresholds.isEmpty {
      text +=
        failed.isEmpty
        ? "All \(Text.count(thresholds.count, "threshold")) held.\n\n"
        : "\(failed.count) of \(Text.count(thresholds.count, "threshold")) failed: "
          + failed.map {
            "\(Escape.markdownCode($0.expression)) (observed \(Escape.markdown($0.observed ?? "no samples")))"
          }
          .joined(separator: ", ") + ".\n\n"
    }
    let tables = ReportTables.all(self)
    let leading = ReportTables.requests(self).count + (requestBreakdown.isEmpty ? 0 : 1)
    text += tables.prefix(leading).map { $0.markdown() }.joined(separator: "\n")
    if tables.count > leading {
      text += "\n<details><summary>More tables</summary>\n\n"
      text += tables.dropFirst(leading).map { $0.markdown() }.joined(separator: "\n")
      text += "\n</details>\n"
    }
    if !notes.isEmpty { text += "\n" + notes.map { "- \(Escape.markdown($0, startsLine: true))\n" }.joined() }
    text +=
      "\n"
      + summaryLines.filter { !$0.name.isEmpty && $0.name != "repeat" }
      .map { "\($0.name) \(Escape.markdown($0.value))" }.joined(separator: " · ")
    return text + "\n\n" + Escape.markdownBlock(command)
  }

  private var icon: String {
    switch verdict {
    case .pass: ":white_check_mark:"
    case .fail: ":x:"
    case .interrupted: ":grey_question:"
    }
  }
}
