/// Escapes text for HTML.
enum HTML {
  /// Returns `text` escaped for text and for attribute values in double quotes.
  static func escaped(_ text: String) -> String {
    var out = ""
    out.reserveCapacity(text.utf8.count)
    for character in text {
      switch character {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      default: out.append(character)
      }
    }
    return out
  }

  /// Returns `json` escaped for a script element: without `<`, it cannot close the element.
  static func scriptJSON(_ json: String) -> String {
    String(json.flatMap { $0 == "<" ? Array("\\u003c") : [$0] })
  }
}

/// Escapes text for XML 1.0.
package enum XML {
  /// Returns `text` escaped for text and attribute values. Control characters, which XML cannot hold, become
  /// `�`.
  package static func escaped(_ text: String) -> String {
    var out = ""
    for scalar in HTML.escaped(text).unicodeScalars {
      let allowed = scalar.value >= 0x20 && scalar.value != 0xFFFE && scalar.value != 0xFFFF
      switch scalar {
      case "\n", "\t", "\r": out += "&#\(scalar.value);"
      default: out.unicodeScalars.append(allowed ? scalar : "\u{FFFD}")
      }
    }
    return out
  }
}
