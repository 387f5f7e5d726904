/// Curves over one pair of axes that begin at 0.
public struct LinePlot: Sendable, Hashable {
  public struct Point: Sendable, Hashable {
    public var x: Double
    public var y: Double

    public init(x: Double, y: Double) {
      self.x = x
      self.y = y
    }
  }

  public struct Curve: Sendable, Hashable {
    public var name: String
    public var points: [Point]

    public init(name: String, points: [Point]) {
      self.name = name
      self.points = points
    }
  }

  public var name: String
  public var title: String
  /// For those who cannot see it.
  public var description: String
  public var xLabel: String
  public var yLabel: String
  public var curves: [Curve]

  /// `name` becomes a file name and an element id.
  public init(
    name: String, title: String, description: String, xLabel: String, yLabel: String, curves: [Curve]
  ) {
    self.name = name
    self.title = title
    self.description = description
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.curves = curves
  }

  /// Curves differ in colour and in the shape of their points.
  public func plot() -> Plot {
    let colours: [PlotColour] = [.muted, .vermilion, .orange, .blue, .green, .ink]
    var script = PlotScript(title: title, height: 460, keyRows: (curves.count + 1) / 2)
    script.label(x: xLabel, y: yLabel)
    script.add("set xrange [0:*]")
    script.add("set yrange [0:*]")
    var lines: [String] = []
    for (number, curve) in curves.enumerated() {
      script.data("curve\(number)", curve.points.map { ["\($0.x)", "\($0.y)"] })
      lines.append(
        "$curve\(number) using 1:2 with linespoints linecolor rgb '\(colours[number % colours.count].light)' "
          + "linewidth 2.2 pointtype \([7, 5, 9, 11, 13, 4][number % 6]) pointsize 0.6 "
          + "title \(PlotScript.quoted(curve.name))")
    }
    script.plot(lines)
    return Plot(name: Plot.slug(name), title: title, description: description, script: script.text)
  }
}
