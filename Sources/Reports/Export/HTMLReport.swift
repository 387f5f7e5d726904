import Primitives

extension ResultEnvelope {
  /// Returns the result as one self-contained page, with styles, plots and the JSON inside.
  ///
  /// `pictures` holds gnuplot's SVG for each of `plots()`, by name. Leave out a plot for which gnuplot failed:
  /// its output may be incomplete. Without pictures, the page has the tables and a hint to install gnuplot.
  package func htmlReport(plots pictures: [String: String] = [:]) -> String {
    let figures = plots().compactMap { plot in
      pictures[plot.name].flatMap { InlineSVG.element($0, for: plot) }.map { (plot, $0) }
    }
    var text = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    text += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    text += "<meta name=\"color-scheme\" content=\"light dark\">\n"
    text +=
      "<title>\(Escape.html(title))</title>\n<style>\n\(HTMLReportStyle.css)</style>\n</head>\n<body>\n<main>\n"
    text += "<header>\n<h1>\(Escape.html(title))</h1>\n"
    text += "<p class=\"verdict \(verdict.rawValue)\">\(verdict.rawValue)</p>\n"
    text += cards
    text += "</header>\n"
    if figures.isEmpty {
      text +=
        "<p class=\"hint\">This page has no pictures: gnuplot was not found when it was made. Install it "
        + "(<code>apt-get install gnuplot-nox</code>) and run <code>\(Escape.html(command))</code> again.</p>\n"
    } else {
      text += "<section class=\"plots\">\n"
      for (plot, svg) in figures {
        text += "<figure id=\"plot-\(plot.name)\">\n\(svg)\n<figcaption>\(Escape.html(plot.description))"
        text += "</figcaption>\n</figure>\n"
      }
      text += "</section>\n"
    }
    text += ReportTables.all(self).map { $0.html() }.joined()
    if !notes.isEmpty {
      text += "<section>\n<h2>Notes</h2>\n<ul>\n"
      for note in notes { text += "<li>\(Escape.html(note))</li>\n" }
      text += "</ul>\n</section>\n"
    }
    text += "<section>\n<h2>How it was run</h2>\n<dl>\n"
    var last = ""
    for (name, value) in summaryLines {
      if !name.isEmpty, name != last { text += "<dt>\(Escape.html(name))</dt>" }
      last = name.isEmpty ? last : name
      text += "<dd>\(name == "repeat" ? "<code>\(Escape.html(value))</code>" : Escape.html(value))</dd>\n"
    }
    text += "</dl>\n<p class=\"hint\">The complete result is in this page as JSON, in the element "
    text += "<code>script#result</code>.</p>\n</section>\n</main>\n"
    text += "<script type=\"application/json\" id=\"result\">\n\(Escape.scriptJSON(json()))</script>\n"
    return text + "</body>\n</html>\n"
  }

  /// The most important figures, at the top of the page.
  private var cards: String {
    var cards: [(value: String, label: String)] = []
    for profile in ReportTables.profiles(self) {
      let rows = comparisons.filter { $0.profile == profile && $0.requestMode == .concurrent }
      guard let best = rows.max(by: { ($0.speedup.value ?? 0) < ($1.speedup.value ?? 0) }) else { continue }
      cards.append(
        (
          ReportTables.factor(best.speedup),
          "\(profile): most goodput over one after another, \(best.searchMode) search, at \(Text.count(best.users, "user"))"
        ))
      if let pace = best.bottleneck { cards.append((pace, "\(profile): sets the pace there")) }
    }
    for row in requestBreakdown {
      cards.append(
        (
          ReportTables.factor(row.speedup),
          "\(row.profile): a request with parallel search, \(ReportTables.share(row.closeness)) of the bound"
        ))
    }
    if let worst = hostComparison?.worst, let error = worst.error.value {
      cards.append(((error > 0 ? "+" : "") + Text.percent(error), "largest model error (\(worst.name))"))
    }
    return "<ul class=\"cards\">\n"
      + cards.map {
        "<li><strong>\(Escape.html($0.value))</strong><span>\(Escape.html($0.label))</span></li>\n"
      }.joined() + "</ul>\n"
  }
}

extension ReportTable {
  /// Returns the table as an HTML section.
  fileprivate func html() -> String {
    var text = "<section>\n<h2>\(Escape.html(title))</h2>\n"
    if let caption { text += "<p class=\"caption\">\(Escape.html(caption))</p>\n" }
    text += "<div class=\"scroll\"><table>\n<thead><tr>"
    for column in columns {
      text += "<th scope=\"col\"\(column.isText ? " class=\"t\"" : "")>\(Escape.html(column.title))</th>"
    }
    text += "</tr></thead>\n<tbody>\n"
    for row in rows {
      text += row.isEmphasised ? "<tr class=\"em\">" : "<tr>"
      for (cell, column) in zip(row.cells, columns) {
        text += "<td\(column.isText ? " class=\"t\"" : "")>\(Escape.html(cell))</td>"
      }
      text += "</tr>\n"
    }
    return text + "</tbody>\n</table></div>\n</section>\n"
  }
}

/// The style sheet of the page.
enum HTMLReportStyle {
  static var css: String {
    func variables(_ shade: (PlotColour) -> String) -> String {
      PlotColour.allCases.map { "\($0.variable): \(shade($0));" }.joined(separator: " ")
    }
    return """
      :root {
        color-scheme: light dark;
        --ground: #ffffff; --panel: #f6f8fa; --ink: #1f2328; --muted: #59636e; --line: #d1d9e0;
        --good: #1a7f37; --bad: #cf222e;
        \(variables(\.light))
      }
      @media (prefers-color-scheme: dark) {
        :root {
          --ground: #0d1117; --panel: #151b23; --ink: #e6edf3; --muted: #9198a1; --line: #3d444d;
          --good: #3fb950; --bad: #f85149;
          \(variables(\.dark))
        }
      }
      * { box-sizing: border-box; }
      body { margin: 0; background: var(--ground); color: var(--ink);
        font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
      main { max-width: 1100px; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
      h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 .5rem; }
      h2 { font-size: 1.15rem; margin: 2.5rem 0 .25rem; }
      .verdict { display: inline-block; margin: 0 0 1rem; padding: .1rem .7rem; border-radius: 1rem;
        border: 1px solid var(--muted); color: var(--muted); font-weight: 600; }
      .verdict.pass { border-color: var(--good); color: var(--good); }
      .verdict.fail { border-color: var(--bad); color: var(--bad); }
      .cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(190px, 1fr)); gap: .75rem;
        list-style: none; margin: 0; padding: 0; }
      .cards li { background: var(--panel); border: 1px solid var(--line); border-radius: .5rem;
        padding: .75rem 1rem; }
      .cards strong { display: block; font-size: 1.5rem; font-variant-numeric: tabular-nums; }
      .cards span { color: var(--muted); font-size: .875rem; }
      .caption, .hint, figcaption { color: var(--muted); font-size: .9rem; max-width: 75ch; margin: 0 0 .75rem; }
      .hint { margin-top: 1.5rem; }
      .plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 480px), 1fr));
        gap: 1.5rem; margin-top: 2rem; }
      figure { margin: 0; min-width: 0; }
      figure svg { width: 100%; height: auto; color: var(--ink); }
      .scroll { overflow-x: auto; }
      table { border-collapse: collapse; width: 100%; font-size: .9rem; font-variant-numeric: tabular-nums; }
      th, td { padding: .35rem .6rem; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--line); }
      th { color: var(--muted); font-weight: 600; }
      th.t, td.t { text-align: left; }
      tbody tr:hover { background: var(--panel); }
      tr.em td { font-weight: 650; }
      dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; font-size: .9rem; }
      dt { grid-column: 1; color: var(--muted); }
      dd { grid-column: 2; margin: 0; overflow-wrap: anywhere; }
      code { font: .9em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }

      """
  }
}
