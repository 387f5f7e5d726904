/// Text made safe for markup.
enum HTML {
  /// For text and for attribute values in double quotes.
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

  /// JSON that can stand inside a script element: no `<` is left to close it.
  static func scriptJSON(_ json: String) -> String {
    String(json.flatMap { $0 == "<" ? Array("\\u003c") : [$0] })
  }
}
