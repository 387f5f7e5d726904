import Primitives

extension TimeSeriesSummary {
  /// Returns a plot of rates and latencies over time, with injected faults as bands; nil for fewer than two
  /// points.
  func plot() -> Plot? {
    guard points.count > 1 else { return nil }
    let title = "\(name), over time"
    var script = PlotScript(title: title, height: 560, keyRows: 1)
    let width = Double(intervalNanoseconds) / 1e9
    let longest = points.map(\.latency.max).max() ?? 0
    let unit = longest >= 1_000_000_000 ? (name: "s", nanoseconds: 1e9) : (name: "ms", nanoseconds: 1e6)
    func seconds(_ nanoseconds: Int64) -> Double { Double(nanoseconds) / 1e9 }
    script.add("set multiplot layout 2,1 margins 0.14,0.97,0.13,0.85 spacing 0.05,0.13")
    script.add("set xrange [0:\(seconds(points[points.count - 1].startNanoseconds) + width)]")
    script.add("set title offset 0,1")
    script.add("set yrange [0:*]")
    script.data(
      "points",
      points.map { point in
        let times = [point.latency.mean, point.latency.p95, point.latency.max].map { time -> String in
          time.flatMap { $0 > 0 ? "\(Double($0) / unit.nanoseconds)" : nil } ?? "NaN"
        }
        return [
          "\(seconds(point.startNanoseconds) + width / 2)", "\(Double(point.arrived) / width)",
          "\(Double(point.succeeded + point.degraded) / width)",
          "\(Double(point.failed + point.dropped) / width)",
        ] + times
      })
    for (number, fault) in faults.enumerated() {
      script.add(
        "set object \(number + 1) rectangle from \(seconds(fault.startNanoseconds)),graph 0 to "
          + "\(seconds(fault.endNanoseconds)),graph 1 behind fillstyle solid 0.35 noborder "
          + "fillcolor rgb '\(PlotColour.grid.light)'")
      script.add(
        "set label \(number + 1) \(Escape.gnuplot(fault.name)) at \(seconds(fault.startNanoseconds)),graph 0.93 "
          + "left offset character 0.3,0 front textcolor rgb '\(PlotColour.vermilion.light)' font 'sans-serif,12'"
      )
    }
    script.label(y: "requests per second")
    script.add("set format x ''")
    script.add(
      "set key at graph 0.98, graph 1.16 right top horizontal maxcols 3 maxrows 1 Left reverse width -1")
    script.plot([
      curve(2, .muted, "arrived", dash: "(3,4)"), curve(3, .blue, "answered"),
      curve(4, .vermilion, "failed", dash: "(12,6)"),
    ])
    script.add("unset title")
    for number in faults.indices { script.add("unset label \(number + 1)") }
    script.add("set format x '%g'")
    script.label(x: "time (s)", y: "latency (\(unit.name))")
    let hasTail = points.contains { $0.latency.p95 != nil }
    script.plot(
      [curve(5, .blue, "mean")] + (hasTail ? [curve(6, .orange, "p95", dash: "(12,6)")] : [])
        + [curve(7, .muted, "longest", dash: "(3,4)")])
    script.add("unset multiplot")
    return Plot(
      name: "series-\(Plot.slug(name))", title: title,
      description: "Requests per second and their latency over time"
        + (faults.isEmpty ? "." : ", with staged trouble as bands."),
      script: script.text)
  }

  private func curve(_ column: Int, _ colour: PlotColour, _ name: String, dash: String = "1") -> String {
    "$points using 1:\(column) with linespoints linecolor rgb '\(colour.light)' linewidth 2 dashtype \(dash) "
      + "pointtype 7 pointsize 0.35 title \(Escape.gnuplot(name))"
  }
}
