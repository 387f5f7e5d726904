/// The escapers of text for each form of output.
///
/// All of them work on Unicode scalars. A `Character` may hold several: CR LF is one, and a mark such as `<` joins
/// with a combining scalar after it or a prepended one before it, so that a comparison of characters misses it.
package enum Escape {
  /// Returns `text` for a terminal or a text file: control characters in visible form, as `\u{1B}`. Line feeds and
  /// tabs stay.
  package static func terminal(_ text: String) -> String { visible(text, keeping: [.lineFeed, .tab]) }

  /// Returns `text` on one line: control characters in visible form, line breaks as `\n` and `\r`.
  package static func line(_ text: String) -> String { visible(text, keeping: []) }

  /// Returns `text` for a line of Markdown or a cell of a table in it. `startsLine` is true where a mark at the
  /// beginning would make a heading, a list or a quotation.
  package static func markdown(_ text: String, startsLine: Bool = false) -> String {
    let text = line(text)
    let start = startsLine ? text.unicodeScalars.first : nil
    let begins = start.map { "#+-=>".unicodeScalars.contains($0) } ?? false
    return (begins ? "\\" : "")
      + mapped(text) { scalar in
        switch scalar {
        case "\\", "|", "`", "*", "[", "]", "~", "$": "\\\(scalar)"
        case "_": "\\_"
        case "<": "&lt;"
        case "&": "&amp;"
        default: nil
        }
      }
  }

  /// Returns `text` as inline code in Markdown, with a fence that does not occur in it.
  package static func markdownCode(_ text: String) -> String {
    let text = line(text)
    let fence = String(repeating: "`", count: longestRun(of: "`", in: text) + 1)
    let needsBlanks = text.isEmpty || text.utf8.first == 0x60 || text.utf8.last == 0x60
    return needsBlanks ? "\(fence) \(text) \(fence)" : fence + text + fence
  }

  /// Returns `text` as a block of code in Markdown, with its last line break.
  package static func markdownBlock(_ text: String) -> String {
    let text = terminal(text)
    let fence = String(repeating: "`", count: max(3, longestRun(of: "`", in: text) + 1))
    return "\(fence)\n\(text)\n\(fence)\n"
  }

  /// Returns `text` for a comment in HTML: other scalars than ASCII letters, digits, `.`, `:` and `-` become `_`,
  /// and so does the second of two hyphens.
  package static func htmlComment(_ text: String) -> String {
    var isHyphen = false
    return mapped(text) { scalar in
      defer { isHyphen = scalar == "-" && !isHyphen }
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", ".", ":": return nil
      case "-" where !isHyphen: return nil
      default: return "_"
      }
    }
  }

  /// Returns `text` for text and attribute values in HTML. Control characters, which HTML cannot hold, are in
  /// visible form.
  package static func html(_ text: String) -> String {
    mapped(visible(text, keeping: [.lineFeed, .tab])) { markup($0) }
  }

  /// Returns a JSON text for a `script` element: no scalar in it can close the element.
  package static func scriptJSON(_ json: String) -> String {
    mapped(json) { scalar in
      switch scalar {
      case "<", ">", "&": "\\u" + Text.hexadecimal(UInt64(scalar.value), digits: 4)
      default: isHidden(scalar) && scalar.value >= 0x7F ? jsonEscape(scalar) : nil
      }
    }
  }

  /// Returns a JSON text in which no string has a raw DEL, C1 or bidirectional control or a line separator, so that
  /// it can be printed to a terminal.
  package static func json(_ json: String) -> String {
    mapped(json) { $0.value >= 0x7F && isHidden($0) ? jsonEscape($0) : nil }
  }

  /// Returns `text` for text and attribute values in XML 1.0. Scalars that XML cannot hold become `�`.
  package static func xml(_ text: String) -> String {
    mapped(text) { scalar in
      switch scalar {
      case "\n", "\t", "\r": return "&#\(scalar.value);"
      case "\u{0}"..<" ", "\u{FFFE}", "\u{FFFF}": return "\u{FFFD}"
      default: return isHidden(scalar) ? "&#\(scalar.value);" : markup(scalar)
      }
    }
  }

  /// Returns `text` as a cell of a CSV file (RFC 4180). A cell that a spreadsheet would take for a formula gets an
  /// apostrophe in front; numbers stay as they are.
  package static func csv(_ text: String) -> String {
    var cell = visible(text, keeping: [.lineFeed, .tab, .carriageReturn])
    let marks = "=+-@\t\r\n＝＋－＠".unicodeScalars
    if let first = cell.unicodeScalars.first, marks.contains(first), !isNumber(cell) { cell = "'" + cell }
    let needsQuotes =
      cell.utf8.first == 0x20 || cell.utf8.last == 0x20
      || cell.utf8.contains { [0x09, 0x0A, 0x0D, 0x22, 0x2C, 0x3B].contains($0) }
    return needsQuotes ? "\"" + mapped(cell) { $0 == "\"" ? "\"\"" : nil } + "\"" : cell
  }

  /// Returns `text` as the value of an OpenMetrics label, without its quotation marks.
  package static func openMetricsLabel(_ text: String) -> String {
    mapped(visible(text, keeping: [.lineFeed])) { scalar in
      switch scalar {
      case "\\": "\\\\"
      case "\"": "\\\""
      case "\n": "\\n"
      default: nil
      }
    }
  }

  /// Returns `text` as the value of a tag in InfluxDB's line protocol; empty when nothing of it can be written.
  ///
  /// A tag cannot hold a line break, which becomes a blank, and a backslash before a mark or at the end would
  /// escape what follows: it is left out.
  package static func influxTag(_ text: String) -> String {
    var scalars: [Unicode.Scalar] = []
    for scalar in visible(text, keeping: [.lineFeed, .tab, .carriageReturn]).unicodeScalars {
      let scalar: Unicode.Scalar = ["\n", "\t", "\r"].contains(scalar) ? " " : scalar
      guard scalar == "," || scalar == "=" || scalar == " " else {
        scalars.append(scalar)
        continue
      }
      // The last scalar is this one's escape only if it was just written as such.
      while scalars.last == "\\" { scalars.removeLast() }
      scalars += ["\\", scalar]
    }
    while scalars.last == "\\" { scalars.removeLast() }
    var tag = ""
    tag.unicodeScalars.append(contentsOf: scalars)
    return tag
  }

  /// Returns `text` as a string in single quotes for gnuplot, which knows no escape in them and runs no command
  /// from them: only a quote or a line break could end the string, and neither is left. An apostrophe is printed as
  /// `’`, because gnuplot takes a doubled quote at the beginning for an empty string.
  package static func gnuplot(_ text: String) -> String {
    "'" + mapped(line(text)) { $0 == "'" ? "’" : nil } + "'"
  }

  /// Returns `text` as the message of a workflow command of GitHub Actions.
  package static func gitHubMessage(_ text: String) -> String {
    mapped(visible(text, keeping: [.lineFeed, .tab, .carriageReturn])) { gitHub($0) }
  }

  /// Returns `text` as a property of a workflow command of GitHub Actions.
  package static func gitHubProperty(_ text: String) -> String {
    mapped(visible(text, keeping: [.lineFeed, .tab, .carriageReturn])) { scalar in
      switch scalar {
      case ":": "%3A"
      case ",": "%2C"
      default: gitHub(scalar)
      }
    }
  }

  /// Returns `text` as one word of a benchmark's name or a file's name: blanks, slashes and control characters
  /// become `_`.
  package static func word(_ text: String) -> String {
    mapped(text) { $0 == "/" || $0.properties.isWhitespace || isHidden($0) ? "_" : nil }
  }
}

// MARK: Parts

extension Escape {
  /// Control characters that `visible` leaves as they are.
  private struct Kept: OptionSet {
    var rawValue: UInt8
    static let lineFeed = Kept(rawValue: 1)
    static let tab = Kept(rawValue: 2)
    static let carriageReturn = Kept(rawValue: 4)
  }

  /// True for what a terminal obeys or does not show: C0, DEL and C1 controls, controls of the direction of
  /// text, separators of lines and paragraphs, and noncharacters at the end of the first plane.
  package static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFFFE, 0xFFFF: true
    default: false
    }
  }

  private static func visible(_ text: String, keeping kept: Kept) -> String {
    // Most text has none of the bytes with which a hidden scalar begins.
    let isPlain = text.utf8.allSatisfy { byte in
      switch byte {
      case 0..<0x20, 0x7F, 0xC2, 0xD8, 0xE2, 0xEF: false
      default: true
      }
    }
    if isPlain { return text }
    return mapped(text) { scalar in
      guard isHidden(scalar) else { return nil }
      switch scalar {
      case "\n" where kept.contains(.lineFeed), "\t" where kept.contains(.tab),
        "\r" where kept.contains(.carriageReturn):
        return nil
      case "\n": return "\\n"
      case "\t": return "\\t"
      case "\r": return "\\r"
      default: return "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      }
    }
  }

  /// Returns `text` with each scalar replaced as `replacement` says; nil keeps it.
  private static func mapped(_ text: String, _ replacement: (Unicode.Scalar) -> String?) -> String {
    var out = String.UnicodeScalarView()
    out.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      if let replaced = replacement(scalar) {
        out.append(contentsOf: replaced.unicodeScalars)
      } else {
        out.append(scalar)
      }
    }
    return String(out)
  }

  private static func markup(_ scalar: Unicode.Scalar) -> String? {
    switch scalar {
    case "&": "&amp;"
    case "<": "&lt;"
    case ">": "&gt;"
    case "\"": "&quot;"
    case "'": "&#39;"
    default: nil
    }
  }

  private static func gitHub(_ scalar: Unicode.Scalar) -> String? {
    switch scalar {
    case "%": "%25"
    case "\r": "%0D"
    case "\n": "%0A"
    default: nil
    }
  }

  private static func jsonEscape(_ scalar: Unicode.Scalar) -> String {
    "\\u" + Text.hexadecimal(UInt64(scalar.value), digits: 4)
  }

  /// Returns the length of the longest run of `mark`.
  private static func longestRun(of mark: Unicode.Scalar, in text: String) -> Int {
    var (longest, run) = (0, 0)
    for scalar in text.unicodeScalars {
      run = scalar == mark ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }

  /// True for a decimal number with an optional sign, fraction and exponent: `-1.5e-7`.
  private static func isNumber(_ text: String) -> Bool {
    var rest = Array(text.utf8)[...]
    func digits() -> Bool {
      let count = rest.prefix(while: \.isASCIIDigit).count
      rest = rest.dropFirst(count)
      return count > 0
    }
    func take(_ marks: UInt8...) -> Bool {
      guard let first = rest.first, marks.contains(first) else { return false }
      rest = rest.dropFirst()
      return true
    }
    _ = take(0x2B, 0x2D)
    guard digits() else { return false }
    if take(0x2E), !digits() { return false }
    if take(0x65, 0x45) {
      _ = take(0x2B, 0x2D)
      if !digits() { return false }
    }
    return rest.isEmpty
  }
}
