/// Formats numbers and pads text, the same on every machine and in every locale.
package enum Text {
  /// `value` with exactly `digits` decimals (0...15), rounded to nearest, ties to even.
  package static func fixed(_ value: Double, _ digits: Int) -> String {
    precondition((0...15).contains(digits), "digits must be 0...15, was \(digits)")
    guard value.isFinite else { return "n/a" }
    // Without decimals a tie is evaluations by the whole part.
    let value = digits == 0 ? value.rounded(.toNearestOrEven) : value
    var scale: UInt64 = 1
    for _ in 0..<digits { scale *= 10 }
    let magnitude = value.magnitude
    let whole = magnitude.rounded(.towardZero)
    guard whole < 0x1p63 else { return value.description }
    var units = UInt64(saturating: whole)
    // The fraction is scaled alone: with the whole part it would lose its last digits.
    var parts = UInt64(saturating: ((magnitude - whole) * Double(scale)).rounded(.toNearestOrEven))
    if parts == scale {
      units += 1
      parts = 0
    }
    let sign = value < 0 && (units > 0 || parts > 0) ? "-" : ""
    return digits == 0 ? "\(sign)\(units)" : "\(sign)\(units).\(padLeft("\(parts)", digits, fill: "0"))"
  }

  /// `value` with `digits` significant digits and no exponent: 6.33, 0.0218, 1234.
  package static func significant(_ value: Double, _ digits: Int = 3) -> String {
    guard value.isFinite else { return "n/a" }
    var decimals = digits - 1
    var magnitude = value.magnitude
    if magnitude == 0 { return "0" }
    while magnitude >= 10, decimals > 0 {
      magnitude /= 10
      decimals -= 1
    }
    while magnitude < 1, decimals < 12 {
      magnitude *= 10
      decimals += 1
    }
    let text = fixed(value, decimals)
    // 9.999 rounds to 10.00: one digit too many.
    let shown = text.filter(\.isNumber).drop { $0 == "0" }.count
    return shown > digits && decimals > 0 ? fixed(value, decimals - 1) : text
  }

  /// A time in the unit that suits it: `2,110 s`, `6.33 s`, `210 ms`, `37.5 µs`, `12 ns`.
  package static func duration(_ nanoseconds: Int64, digits: Int = 3) -> String {
    let value = Double(nanoseconds)
    switch nanoseconds.magnitude {
    case 0: return "0 s"
    case ..<1_000: return "\(nanoseconds) ns"
    case ..<999_500: return significant(value / 1e3, digits) + " µs"
    case ..<999_500_000: return significant(value / 1e6, digits) + " ms"
    case ..<999_500_000_000: return significant(value / 1e9, digits) + " s"
    default: return grouped(Int(saturating: (value / 1e9).rounded())) + " s"
    }
  }

  /// A share as a percentage: `99.8%`.
  package static func percent(_ share: Double, _ digits: Int = 1) -> String {
    share.isFinite ? fixed(share * 100, digits) + "%" : "n/a"
  }

  /// Thousands apart: `1,234,567`.
  package static func grouped(_ value: Int) -> String {
    let digits = Array(String(value.magnitude))
    var text = value < 0 ? "-" : ""
    for (position, digit) in digits.enumerated() {
      if position > 0, (digits.count - position) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return text
  }

  /// `1 user`, `1,000 users`.
  package static func count(_ count: Int, _ noun: String) -> String {
    "\(grouped(count)) \(noun)\(count == 1 ? "" : "s")"
  }

  /// `12.3 MiB`.
  package static func bytes(_ count: Int64) -> String {
    let units = ["B", "KiB", "MiB", "GiB", "TiB"]
    var value = Double(count)
    var unit = 0
    while value.magnitude >= 1024, unit < units.count - 1 {
      value /= 1024
      unit += 1
    }
    return unit == 0 ? "\(count) B" : "\(significant(value)) \(units[unit])"
  }

  /// `decimal` without the zeros that end its fraction: `500`, `0.5`.
  package static func trimmingZeros(_ decimal: String) -> String {
    guard decimal.contains(".") else { return decimal }
    var text = decimal[...]
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return String(text)
  }

  /// `text` with `fill` in front, up to `width` characters: aligned right.
  package static func padLeft(_ text: String, _ width: Int, fill: Character = " ") -> String {
    String(repeating: fill, count: max(0, width - text.count)) + text
  }

  /// `text` with blanks behind, up to `width` characters: aligned left.
  package static func padRight(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  /// Lines of at most `width` characters, broken at blanks.
  package static func wrapped(_ text: String, _ width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    if !line.isEmpty { lines.append(line) }
    return lines
  }
}
