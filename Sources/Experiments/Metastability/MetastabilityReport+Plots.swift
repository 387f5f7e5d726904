package import Reports

extension MetastabilityReport {
  /// Goodput against load, going up and coming down, and goodput around the first trigger.
  package var plots: [Plot] { [loopPlot, coursePlot] }

  private var loopPlot: Plot {
    func curve(_ name: String, _ points: [HysteresisPoint]) -> LinePlot.Curve {
      LinePlot.Curve(name: name, points: points.map { LinePlot.Point(x: $0.load, y: $0.good) })
    }
    // The highest step belongs to both ways.
    let top = hysteresis.count { $0.rising }
    return LinePlot(
      name: "hysteresis-\(name)", title: "Goodput on the way up and down: \(name)",
      description: "Goodput against load while the load rises in steps, and while it falls again.",
      xLabel: "requests per second", yLabel: "answered well, per second",
      curves: [
        LinePlot.Curve(
          name: "all of them",
          points: hysteresis.filter(\.rising).map { LinePlot.Point(x: $0.load, y: $0.load) }),
        curve("load falling", Array(hysteresis.dropFirst(max(0, top - 1)))),
        curve("load rising", Array(hysteresis.prefix(top))),
      ]
    ).plot()
  }

  private var coursePlot: Plot {
    func curve(_ name: String, _ value: (TimeSeriesPoint) -> Int) -> LinePlot.Curve {
      LinePlot.Curve(
        name: name, points: timeSeries.map { LinePlot.Point(x: Double($0.second), y: Double(value($0))) })
    }
    let trigger = triggers[0]
    let from = Double(MetastabilityFinder.warmUp) * 1e-9
    return LinePlot(
      name: "trigger-\(name)", title: "Goodput around an \(trigger): \(name)",
      description: "Requests a second that were answered well, with the trigger and without it.",
      xLabel: "time of arrival (s)", yLabel: "requests per second",
      curves: [
        curve("calls to the servers", \.calls), curve("answered well", \.good),
        curve("without the trigger", \.goodWithoutTrigger),
      ],
      bands: [
        LinePlot.Band(name: "\(trigger.kind)", from: from, to: from + Double(trigger.nanoseconds) * 1e-9)
      ]
    ).plot()
  }
}
