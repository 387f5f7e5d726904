import Primitives

/// Adapts gnuplot's SVG for an HTML page.
enum InlineSVG {
  /// Returns the `svg` element, scaling with the page, with ids unique to the plot and colours replaced by the
  /// page's variables; nil if `svg` holds no such element. Text in the picture stays as it is.
  static func element(_ svg: String, for plot: Plot) -> String? {
    let bytes = Array(svg.utf8)
    guard let start = bytes.firstRange(of: Array("<svg".utf8))?.lowerBound,
      let end = bytes.ranges(of: Array("</svg>".utf8)).last?.upperBound,
      let close = bytes[start...].firstIndex(of: UInt8(ascii: ">")), close < end,
      let box = attribute("viewBox", in: String(decoding: bytes[start..<close], as: UTF8.self))
    else { return nil }
    var text =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" "
      + "viewBox=\"\(Escape.html(box))\" role=\"img\" aria-label=\"\(Escape.html(plot.description))\">"
    var rest = bytes[(close + 1)..<end]
    while !rest.isEmpty {
      let content = rest.prefix { $0 != UInt8(ascii: "<") }
      text += String(decoding: content, as: UTF8.self)
      rest = rest.dropFirst(content.count)
      guard !rest.isEmpty else { break }
      let length = (rest.firstIndex(of: UInt8(ascii: ">")) ?? rest.endIndex - 1) - rest.startIndex + 1
      text += tag(String(decoding: rest.prefix(length), as: UTF8.self), in: plot)
      rest = rest.dropFirst(length)
    }
    return text
  }

  /// Returns a tag with the plot's ids and the page's colours.
  private static func tag(_ tag: String, in plot: Plot) -> String {
    var text = tag
    // gnuplot uses the same ids in every plot; within one page they must differ.
    for quote in ["'", "\""] {
      text = text.replacing("id=\(quote)", with: "id=\(quote)\(plot.name)-")
      text = text.replacing("xlink:href=\(quote)#", with: "xlink:href=\(quote)#\(plot.name)-")
    }
    text = text.replacing("url(#", with: "url(#\(plot.name)-")
    for (form, variable) in colours { text = text.replacing(form, with: variable) }
    return text
  }

  /// The notations of the colours that gnuplot uses, with what the page has instead. Black is the colour of text.
  private static let colours: [(form: String, variable: String)] =
    PlotColour.allCases.flatMap { colour in
      spellings(colour.light).map { ($0, "var(\(colour.variable))") }
    } + spellings("#000000").map { ($0, "currentColor") }
    + ["\"black\"", "'black'"].map { ($0, "\"currentColor\"") }

  /// Returns the notations that gnuplot uses for a colour.
  private static func spellings(_ hex: String) -> [String] {
    let digits = hex.dropFirst()
    let parts = stride(from: 0, to: 6, by: 2).map { offset in
      let start = digits.index(digits.startIndex, offsetBy: offset)
      return Int(digits[start..<digits.index(start, offsetBy: 2)], radix: 16) ?? 0
    }
    return [
      hex, hex.uppercased(), "rgb(\(parts.map { Text.padLeft("\($0)", 3) }.joined(separator: ", ")))",
      "rgb(\(parts.map(String.init).joined(separator: ",")))",
    ]
  }

  private static func attribute(_ name: String, in tag: String) -> String? {
    guard let start = tag.firstRange(of: name + "=") else { return nil }
    let rest = tag[start.upperBound...]
    guard let quote = rest.first, quote == "\"" || quote == "'" else { return nil }
    let value = rest.dropFirst()
    return value.firstIndex(of: quote).map { String(value[..<$0]) }
  }
}
