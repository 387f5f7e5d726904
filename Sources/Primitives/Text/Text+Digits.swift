extension Text {
  /// `value` in hexadecimal with at least `digits` digits: `00000000000000ff`.
  package static func hexadecimal(_ value: UInt64, digits: Int = 16, uppercase: Bool = false) -> String {
    zeros(before: String(value, radix: 16, uppercase: uppercase), to: digits)
  }

  /// `number` in decimal with leading zeros up to `width` characters: `07`.
  package static func padded(_ number: Int, to width: Int) -> String {
    zeros(before: String(number), to: width)
  }

  private static func zeros(before digits: String, to width: Int) -> String {
    let missing = width - digits.utf8.count
    return missing > 0 ? String(repeating: "0", count: missing) + digits : digits
  }

  /// A number of nanoseconds in seconds, with as many decimals as it takes to be exact, at least three: `0.800 s`.
  package static func exactSeconds(_ nanoseconds: Int64) -> String {
    let magnitude = nanoseconds.magnitude
    var fraction = padded(Int(magnitude % 1_000_000_000), to: 9)
    while fraction.utf8.count > 3 && fraction.last == "0" { fraction.removeLast() }
    return "\(nanoseconds < 0 ? "-" : "")\(magnitude / 1_000_000_000).\(fraction) s"
  }

  /// `text` as a JSON string, quotation marks included.
  package static func quoted(_ text: String) -> String {
    var json = ""
    appendQuoted(text, to: &json)
    return json
  }

  /// Appends `text` as a JSON string.
  package static func appendQuoted(_ text: String, to json: inout String) {
    json += "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": json += "\\\""
      case "\\": json += "\\\\"
      case "\n": json += "\\n"
      case "\t": json += "\\t"
      case "\r": json += "\\r"
      case "\u{0}"..<"\u{20}": json += "\\u" + hexadecimal(UInt64(scalar.value), digits: 4)
      case "\u{20}"..."\u{7E}": json.unicodeScalars.append(scalar)
      case _ where Escape.isHidden(scalar): json += "\\u" + hexadecimal(UInt64(scalar.value), digits: 4)
      default: json.unicodeScalars.append(scalar)
      }
    }
    json += "\""
  }
}

extension UInt8 {
  /// True for the ASCII codes of `0` to `9`.
  @inlinable package var isASCIIDigit: Bool { self &- 48 < 10 }
}
