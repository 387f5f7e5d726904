import Primitives

/// Adapts gnuplot's SVG for an HTML page.
enum InlineSVG {
  /// Returns the `svg` element, scaling with the page, with ids unique to the plot and colours replaced by the
  /// page's variables; nil if `svg` holds no such element.
  static func element(_ svg: String, for plot: Plot) -> String? {
    guard let start = svg.firstRange(of: "<svg"), let end = svg.lastRange(of: "</svg>") else { return nil }
    var text = String(svg[start.lowerBound..<end.upperBound])
    guard let close = text.firstIndex(of: ">") else { return nil }
    let head = text[..<close]
    guard let box = attribute("viewBox", in: head) else { return nil }
    let body = text[text.index(after: close)...]
    text =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" "
      + "viewBox=\"\(HTML.escaped(box))\" role=\"img\" aria-label=\"\(HTML.escaped(plot.description))\">"
      + body
    // gnuplot uses the same ids in every plot; within one page they must differ.
    for quote in ["'", "\""] {
      text = text.replacing("id=\(quote)", with: "id=\(quote)\(plot.name)-")
      text = text.replacing("xlink:href=\(quote)#", with: "xlink:href=\(quote)#\(plot.name)-")
    }
    text = text.replacing("url(#", with: "url(#\(plot.name)-")
    for colour in PlotColour.allCases {
      for form in spellings(colour.light) {
        text = text.replacing(form, with: "var(\(colour.variable))")
      }
    }
    // Black is the colour of text.
    for form in spellings("#000000") + ["\"black\"", "'black'"] {
      text = text.replacing(
        form, with: form.hasPrefix("r") || form.hasPrefix("#") ? "currentColor" : "\"currentColor\"")
    }
    return text
  }

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

  private static func attribute(_ name: String, in tag: Substring) -> String? {
    guard let start = tag.firstRange(of: name + "=") else { return nil }
    let rest = tag[start.upperBound...]
    guard let quote = rest.first, quote == "\"" || quote == "'" else { return nil }
    let value = rest.dropFirst()
    return value.firstIndex(of: quote).map { String(value[..<$0]) }
  }
}

extension StringProtocol {
  /// Returns the last occurrence of `text`.
  fileprivate func lastRange(of text: String) -> Range<Index>? { ranges(of: text).last }
}
