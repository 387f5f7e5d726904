import Primitives

/// A plot of curves on linear axes that begin at 0.
package struct LinePlot: Sendable, Hashable {
  /// A point of a curve.
  package struct Point: Sendable, Hashable {
    package var x: Double
    package var y: Double

    package init(x: Double, y: Double) {
      self.x = x
      self.y = y
    }
  }

  /// A named curve.
  package struct Curve: Sendable, Hashable {
    package var name: String
    package var points: [Point]

    package init(name: String, points: [Point]) {
      self.name = name
      self.points = points
    }
  }

  /// A highlighted interval of the x axis.
  package struct Band: Sendable, Hashable {
    package var name: String
    package var from: Double
    package var to: Double

    package init(name: String, from: Double, to: Double) {
      self.name = name
      self.from = from
      self.to = to
    }
  }

  package var name: String
  package var title: String
  /// The alternative text.
  package var description: String
  package var xLabel: String
  package var yLabel: String
  package var curves: [Curve]
  /// The intervals highlighted behind the curves.
  package var bands: [Band]

  /// Makes a plot; `name` becomes a file name and an element id.
  package init(
    name: String, title: String, description: String, xLabel: String, yLabel: String, curves: [Curve],
    bands: [Band] = []
  ) {
    self.name = name
    self.title = title
    self.description = description
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.curves = curves
    self.bands = bands
  }

  /// Returns the gnuplot program. Curves differ in colour and, with few points, in the shape of these.
  package func plot() -> Plot {
    let colours: [PlotColour] = [.muted, .vermilion, .orange, .blue, .green, .ink]
    // gnuplot falls back to one column for long names.
    let columns = curves.contains { $0.name.count > 20 } ? 1 : 2
    var script = PlotScript(title: title, height: 460, keyRows: (curves.count + columns - 1) / columns)
    script.label(x: xLabel, y: yLabel)
    script.add("set xrange [0:*]")
    script.add("set yrange [0:*]")
    for (number, band) in bands.enumerated() {
      script.add(
        "set object \(number + 1) rectangle from \(band.from),graph 0 to \(band.to),graph 1 behind "
          + "fillstyle solid 0.35 noborder fillcolor rgb '\(PlotColour.grid.light)'")
      script.add(
        "set label \(number + 1) \(Escape.gnuplot(band.name)) at \(band.from),graph 0.95 left "
          + "offset character 0.3,0 front textcolor rgb '\(PlotColour.vermilion.light)' font 'sans-serif,12'")
    }
    var lines: [String] = []
    for (number, curve) in curves.enumerated() {
      script.data("curve\(number)", curve.points.map { ["\($0.x)", "\($0.y)"] })
      // Dense points would hide the line.
      let style = curve.points.count > 40 ? "lines" : "linespoints"
      let point =
        curve.points.count > 40 ? "" : "pointtype \([7, 5, 9, 11, 13, 4][number % 6]) pointsize 0.6 "
      lines.append(
        "$curve\(number) using 1:2 with \(style) linecolor rgb '\(colours[number % colours.count].light)' "
          + "linewidth 2.2 \(point)title \(Escape.gnuplot(curve.name))")
    }
    script.plot(lines)
    return Plot(name: Plot.slug(name), title: title, description: description, script: script.text)
  }
}
