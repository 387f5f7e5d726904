import Primitives

/// A plot as a gnuplot program that includes its data; `gnuplot -` writes the SVG to standard output.
package struct Plot: Sendable, Hashable {
  /// The name, of lower-case letters, digits and hyphens, for files and element ids.
  package var name: String
  package let title: String
  /// The alternative text.
  package let description: String
  package let script: String
}

/// The colours of plots: those of Okabe and Ito, which remain distinct for all kinds of colour vision, and
/// greys.
///
/// The HTML page replaces each by its variable, so that a plot follows the reader's light or dark theme. A file by
/// itself has the light ground, so that it can be read on any page.
enum PlotColour: CaseIterable {
  case ground, ink, muted, grid, blue, orange, vermilion, green

  /// The colour on a light ground, which gnuplot draws.
  var light: String {
    switch self {
    case .ground: "#ffffff"
    case .ink: "#1f2328"
    case .muted: "#6e7781"
    case .grid: "#d0d7de"
    case .blue: "#0072b2"
    case .orange: "#e69f00"
    case .vermilion: "#d55e00"
    case .green: "#009e73"
    }
  }

  var dark: String {
    switch self {
    case .ground: "#0d1117"
    case .ink: "#e6edf3"
    case .muted: "#9198a1"
    case .grid: "#3d444d"
    case .blue: "#56b4e9"
    case .orange: "#f0b840"
    case .vermilion: "#ff8a3d"
    case .green: "#2ec99b"
    }
  }

  var variable: String { "--plot-\(self)" }
}

/// A builder of gnuplot programs.
struct PlotScript {
  private var lines: [String]

  /// Begins a program. `keyRows` is the number of rows of the legend below the axis.
  init(title: String, width: Int = 640, height: Int, keyRows: Int) {
    let ink = PlotColour.ink.light
    lines = [
      "set terminal svg size \(width),\(height) dynamic noenhanced font 'sans-serif,14' linewidth 1 "
        + "background rgb '\(PlotColour.ground.light)'",
      "set encoding utf8",
      "set title \(Escape.gnuplot(title)) textcolor rgb '\(ink)' font 'sans-serif,17'",
      "set border 3 linecolor rgb '\(PlotColour.muted.light)'",
      "set tics nomirror out textcolor rgb '\(ink)'",
      "set grid linecolor rgb '\(PlotColour.grid.light)' linewidth 1 linetype 1",
      "set key outside bottom center horizontal Left reverse maxcols 2 textcolor rgb '\(ink)' samplen 3",
      // Room for tick labels, the axis label and the legend: gnuplot counts the last two as one.
      "set bmargin \(4 + keyRows)",
    ]
  }

  mutating func add(_ line: String) { lines.append(line) }

  mutating func label(x: String? = nil, y: String? = nil) {
    let ink = PlotColour.ink.light
    if let x { add("set xlabel \(Escape.gnuplot(x)) textcolor rgb '\(ink)'") }
    if let y { add("set ylabel \(Escape.gnuplot(y)) textcolor rgb '\(ink)'") }
  }

  /// Makes an axis logarithmic, with ticks at these values only.
  mutating func logarithmic(
    _ axis: String, ticks: [(value: Double, label: String)], low: Double, high: Double
  ) {
    let marks = ticks.map { "\(Escape.gnuplot($0.label)) \($0.value)" }.joined(separator: ", ")
    add("set logscale \(axis) 10")
    add("set \(axis)range [\(low):\(high)]")
    add("set \(axis)tics (\(marks))")
    add("unset m\(axis)tics")
  }

  mutating func data(_ name: String, _ rows: [[String]]) {
    add("$\(name) << EOD")
    for row in rows { add(row.joined(separator: " ")) }
    add("EOD")
  }

  mutating func plot(_ curves: [String]) { add("plot " + curves.joined(separator: ", \\\n  ")) }

  var text: String { lines.joined(separator: "\n") + "\n" }

  /// Returns the values 1, 2 and 5 of each decade within the range.
  static func roundValues(from low: Double, to high: Double) -> [Double] {
    var values: [Double] = []
    for exponent in -9...12 {
      // From text, so that a thousand is a thousand.
      for step in 1...9 where step == 1 || step == 2 || step == 5 {
        guard let value = Double("\(step)e\(exponent)"), value >= low, value <= high else { continue }
        values.append(value)
      }
    }
    return values
  }
}
