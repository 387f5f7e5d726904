import Primitives
import TravelPlanner

extension ResultEnvelope {
  /// Returns the plots of the result in reading order: for each profile latency and throughput by users, a
  /// request in both search modes, and runs over time.
  package func plots() -> [Plot] {
    let profiles = ReportTables.profiles(self)
    let plots =
      profiles.compactMap { latencyPlot($0) } + profiles.compactMap { throughputPlot($0) }
      + timelinePlots() + timeSeries.compactMap { $0.plot() }
    // Different names can become the same letters, and a page finds its pictures by name.
    var taken: Set<String> = []
    return plots.map { plot in
      var plot = plot
      let name = plot.name
      var number = 2
      while !taken.insert(plot.name).inserted {
        plot.name = "\(name)-\(number)"
        number += 1
      }
      return plot
    }
  }

  /// Returns the plot of latency against users, both axes logarithmic.
  private func latencyPlot(_ profile: String) -> Plot? {
    let curves = curves(profile)
    let users = curves.flatMap { $0.rows.map(\.users) }
    let values = curves.flatMap {
      $0.rows.flatMap { [$0.latency.p50, $0.latency.p95, $0.latency.p99, $0.latency.mean] }
    }
    .compactMap { $0 }.filter { $0 > 0 }.map { Double($0) / 1e6 }
    guard Set(users).count > 1, let low = values.min(), let high = values.max() else { return nil }
    let title = "Latency by users, profile \(profile)"
    var script = PlotScript(title: title, height: 460, keyRows: 3)
    script.label(x: "concurrent users", y: "latency from the planned start")
    script.usersAxis(users)
    let bottom = low / 1.6
    let top = high * 1.6
    script.logarithmic(
      "y",
      ticks: PlotScript.thinned(PlotScript.roundValues(from: bottom, to: top)).map {
        ($0, PlotScript.milliseconds($0))
      }, low: bottom, high: top)
    var lines: [String] = []
    for curve in curves {
      script.data(
        curve.name,
        curve.rows.map { row in
          ["\(row.users)"]
            + [row.latency.mean, row.latency.p50, row.latency.p95, row.latency.p99].map {
              $0.map { "\(Double($0) / 1e6)" } ?? "NaN"
            }
        })
      let colour = curve.colour.light
      for (column, name, dash, width) in [
        (2, "mean", "1", 2.5), (4, "p95", "(12,6)", 1.8), (5, "p99", "(3,4)", 1.8),
      ]
      where column == 2
        || curve.rows.contains(where: { (column == 4 ? $0.latency.p95 : $0.latency.p99) != nil })
      {
        lines.append(
          "$\(curve.name) using 1:\(column) with linespoints linecolor rgb '\(colour)' linewidth \(width) "
            + "dashtype \(dash) pointtype \(curve.pointType) pointsize \(column == 2 ? 0.6 : 0.4) "
            + "title \(Escape.gnuplot("\(curve.label), \(name)"))")
      }
    }
    script.plot(lines)
    return Plot(
      name: "latency-\(Plot.slug(profile))", title: title,
      description: "Mean, p95 and p99 latency against the number of concurrent users, by search mode.",
      script: script.text)
  }

  /// Returns the plot of throughput against users, with linear scaling and the bound of the slowest pool for
  /// comparison.
  private func throughputPlot(_ profile: String) -> Plot? {
    let curves = curves(profile)
    let all = curves.flatMap(\.rows)
    let users = all.map(\.users)
    let values = all.compactMap(\.throughputPerSecond.value).filter { $0 > 0 }
    guard let most = users.max(), Set(users).count > 1, let low = values.min(), let high = values.max() else {
      return nil
    }
    let title = "Throughput by users, profile \(profile)"
    var script = PlotScript(title: title, height: 460, keyRows: 4)
    script.label(x: "concurrent users", y: "requests per second")
    script.usersAxis(users)
    let bounds = curves.compactMap { curve in
      curve.rows.compactMap(\.boundPerSecond.value).first.map { (curve, $0) }
    }
    let bottom = low / 1.6
    let top = max(high, bounds.map(\.1).max() ?? 0) * 1.8
    script.logarithmic(
      "y",
      ticks: PlotScript.thinned(PlotScript.roundValues(from: bottom, to: top)).map {
        ($0, $0 >= 1000 ? Text.grouped(Int(saturating: $0)) : Text.trimmingZeros(Text.significant($0)))
      }, low: bottom, high: top)
    var lines: [String] = []
    for curve in curves {
      script.data(
        curve.name, curve.rows.map { ["\($0.users)", "\($0.throughputPerSecond.value ?? .nan)"] })
      // Linear scaling from one user of this search mode.
      let alone = comparisons.first {
        $0.profile == profile && $0.requestMode == .sequential && $0.searchMode == curve.mode
      }
      if let rate = alone?.throughputPerSecond.value {
        lines.append(
          "[1:\(most)] \(rate)*x with lines linecolor rgb '\(curve.colour.light)' linewidth 1 dashtype (3,4) "
            + (lines.isEmpty ? "title 'users as fast as one alone'" : "notitle"))
      }
      lines.append(
        "$\(curve.name) using 1:2 with linespoints linecolor rgb '\(curve.colour.light)' linewidth 2.5 "
          + "pointtype \(curve.pointType) pointsize 0.6 title \(Escape.gnuplot(curve.label))")
    }
    // Equal bounds share a line.
    var drawn: [Double] = []
    for (curve, bound) in bounds where !drawn.contains(bound) {
      drawn.append(bound)
      let pool = curve.rows.last { $0.bottleneck != nil }?.bottleneck
      lines.append(
        "\(bound) with lines linecolor rgb '\(PlotColour.vermilion.light)' linewidth 1.5 dashtype (12,4,3,4) "
          + "title \(Escape.gnuplot("bound\(pool.map { " of \($0)" } ?? ""), \(Text.significant(bound))/s"))"
      )
    }
    script.plot(lines)
    return Plot(
      name: "throughput-\(Plot.slug(profile))", title: title,
      description:
        "Requests per second against the number of concurrent users, with the slowest pool's bound.",
      script: script.text)
  }

  /// Returns the plots of the steps of one request as bars, for each search mode on one time axis.
  private func timelinePlots() -> [Plot] {
    var requests: [(profile: String, request: Int)] = []
    for line in timelines where !requests.contains(where: { $0 == (line.profile, line.request) }) {
      requests.append((line.profile, line.request))
    }
    return requests.map { key in
      let lines = timelines.filter { ($0.profile, $0.request) == key }
      return timelinePlot(key.profile, key.request, lines)
    }
  }

  private func timelinePlot(_ profile: String, _ request: Int, _ lines: [RequestTimeline]) -> Plot {
    let title = "Request \(request), profile \(profile): where its time goes"
    let rows = lines.reduce(0) { $0 + $1.spans.count + 1 }
    var script = PlotScript(title: title, height: 130 + 26 * rows, keyRows: 1)
    let longest = Double(lines.map(\.totalNanoseconds).max() ?? 1) / 1e6
    let unit = longest >= 10_000 ? (1000.0, "s") : (1.0, "ms")
    script.label(x: "time since the planned start (\(unit.1))")
    script.add("set grid noytics xtics")
    script.add("set border 1")
    script.add("set xrange [0:\(longest / unit.0 * 1.16)]")
    script.add("set yrange [\(-Double(rows) + 0.3):0.7]")
    script.add("set style fill solid 1.0 noborder")
    var bars: [[[String]]] = [[], [], []]
    var ticks: [String] = []
    var row = 0
    for line in lines {
      let total = Text.duration(line.totalNanoseconds)
      script.add(
        "set label \(Escape.gnuplot("\(line.searchMode) search: \(total)")) at 0,\(-row) left "
          + "front textcolor rgb '\(PlotColour.ink.light)' font 'sans-serif,14'")
      row += 1
      for span in line.spans {
        let from = Double(span.startNanoseconds) / 1e6 / unit.0
        let to = Double(span.endNanoseconds) / 1e6 / unit.0
        let y = Double(-row)
        bars[span.failed ? 2 : span.isCritical ? 1 : 0]
          .append(["\(from)", "\(y)", "\(from)", "\(to)", "\(y - 0.36)", "\(y + 0.36)"])
        ticks.append("\(Escape.gnuplot(span.name)) \(y)")
        let length = Text.duration(span.endNanoseconds - span.startNanoseconds)
        script.add(
          "set label \(Escape.gnuplot(length)) at \(to),\(y) left offset character 0.5,0 front "
            + "textcolor rgb '\(PlotColour.muted.light)' font 'sans-serif,12'")
        row += 1
      }
    }
    script.add("set ytics scale 0 (\(ticks.joined(separator: ", ")))")
    let looks: [(String, PlotColour, String)] = [
      ("waits", .blue, "runs beside the longest"), ("critical", .orange, "on the critical path"),
      ("failed", .vermilion, "failed"),
    ]
    var curves: [String] = []
    for (rows, look) in zip(bars, looks) where !rows.isEmpty {
      script.data(look.0, rows)
      curves.append(
        "$\(look.0) using 1:2:3:4:5:6 with boxxyerror linecolor rgb '\(look.1.light)' "
          + "title \(Escape.gnuplot(look.2))")
    }
    if !curves.isEmpty { script.plot(curves) }
    return Plot(
      name: "timeline-\(Plot.slug(profile))-\(request)", title: title,
      description: "The steps of one request as bars on a time axis, for sequential and parallel search.",
      script: script.text)
  }

  private struct Curve {
    var mode: SearchMode
    var rows: [ComparisonRow]
    var name: String { "\(mode)" }
    var label: String { "\(mode) search" }
    var colour: PlotColour { mode == .sequential ? .blue : .orange }
    var pointType: Int { mode == .sequential ? 7 : 5 }
  }

  private func curves(_ profile: String) -> [Curve] {
    [SearchMode.sequential, .parallel].compactMap { mode in
      let rows = comparisons.filter {
        $0.profile == profile && $0.searchMode == mode && $0.requestMode == .concurrent
      }
      // Of two runs with the same number of users, the longer one is more precise.
      let longest = rows.filter { row in
        !rows.contains { $0.users == row.users && $0.requests > row.requests }
      }
      return rows.isEmpty ? nil : Curve(mode: mode, rows: longest.sorted { $0.users < $1.users })
    }
  }
}

extension PlotScript {
  fileprivate mutating func usersAxis(_ users: [Int]) {
    let values = Set(users).sorted()
    logarithmic(
      "x", ticks: values.map { (Double($0), Text.grouped($0)) }, low: Double(values[0]) * 0.85,
      high: Double(values[values.count - 1]) * 1.18)
  }

  fileprivate static func milliseconds(_ value: Double) -> String {
    value < 1
      ? "\(Text.trimmingZeros(Text.significant(value * 1000))) µs"
      : value < 1000
        ? "\(Text.trimmingZeros(Text.significant(value))) ms"
        : "\(Text.grouped(Int(saturating: (value / 1000).rounded()))) s"
  }

  /// Returns at most a dozen ticks: whole decades if there are more.
  fileprivate static func thinned(_ values: [Double]) -> [Double] {
    guard values.count > 12 else { return values }
    return values.filter { value in
      var value = value
      while value >= 9.99 { value /= 10 }
      while value < 0.999 { value *= 10 }
      return (value - 1).magnitude < 0.01
    }
  }
}

extension Plot {
  /// Returns the first 80 scalars of `name` in lower-case letters, digits and hyphens.
  static func slug(_ name: String) -> String {
    let bytes = name.lowercased().unicodeScalars.prefix(80).map { scalar -> UInt8 in
      switch scalar {
      case "a"..."z", "0"..."9": UInt8(scalar.value)
      default: UInt8(ascii: "-")
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
