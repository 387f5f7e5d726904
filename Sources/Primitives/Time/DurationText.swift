/// The text form of times: `210ms`, `1.5s`, `80us`.
public enum DurationText {
  private static let units: [(name: String, nanoseconds: Int64)] = [
    ("ns", 1), ("us", 1_000), ("µs", 1_000), ("ms", 1_000_000), ("s", 1_000_000_000),
    ("m", 60_000_000_000), ("min", 60_000_000_000), ("h", 3_600_000_000_000), ("d", 86_400_000_000_000),
  ]

  /// Returns the nanoseconds of a text such as `210ms`, `1.5 s` or `1m30s`.
  ///
  /// Units: `ns`, `us` (or `µs`), `ms`, `s`, `m` (or `min`), `h`, `d`. Several parts descend in their units, and only
  /// the last may have a fraction. Nil for a text without a unit, with a sign, with more digits than whole nanoseconds
  /// have, or beyond 292 years.
  public static func nanoseconds(_ text: some StringProtocol) -> Int64? {
    var rest = Substring(text)
    var total: Int64 = 0
    var unit = Int64.max
    repeat {
      let number = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
      rest = rest[number.endIndex...].drop { $0 == " " }
      let name = rest.prefix { !($0.isASCII && $0.isNumber) && $0 != " " && $0 != "." }
      rest = rest[name.endIndex...]
      guard let part = units.first(where: { $0.name == name })?.nanoseconds, part < unit,
        rest.isEmpty || !number.contains("."), let value = nanoseconds(of: number, unit: part)
      else { return nil }
      unit = part
      let (sum, overflow) = total.addingReportingOverflow(value)
      if overflow { return nil }
      total = sum
      if !rest.isEmpty {
        rest = rest.drop { $0 == " " }
        if rest.isEmpty { return nil }
      }
    } while !rest.isEmpty
    return total
  }

  /// Returns the nanoseconds of a decimal number of units.
  private static func nanoseconds(of number: Substring, unit: Int64) -> Int64? {
    let parts = number.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, let first = parts.first, let whole = Int64(first) else { return nil }
    let (scaled, overflow) = whole.multipliedReportingOverflow(by: unit)
    if overflow { return nil }
    guard parts.count == 2 else { return scaled }
    var place = unit
    var fraction: Int64 = 0
    if parts[1].isEmpty { return nil }
    for digit in parts[1] {
      guard let value = digit.wholeNumberValue else { return nil }
      if place % 10 != 0 {
        if value == 0 { continue }
        return nil
      }
      place /= 10
      fraction += Int64(value) * place
    }
    let (sum, tooMuch) = scaled.addingReportingOverflow(fraction)
    return tooMuch ? nil : sum
  }

  /// Returns the exact text of a number of nanoseconds, in the largest unit up to seconds that leaves a whole
  /// part: `1500000000` is `1.5s`, `0` is `0s`.
  public static func text(_ nanoseconds: Int64) -> String {
    if nanoseconds == 0 { return "0s" }
    let magnitude = nanoseconds.magnitude
    let (name, unit): (String, UInt64) =
      if magnitude >= 1_000_000_000 { ("s", 1_000_000_000) } else if magnitude >= 1_000_000 {
        ("ms", 1_000_000)
      } else if magnitude >= 1_000 { ("us", 1_000) } else { ("ns", 1) }
    var text = nanoseconds < 0 ? "-" : ""
    text += "\(magnitude / unit)"
    var rest = magnitude % unit
    if rest > 0 {
      text += "."
      var place = unit / 10
      while rest > 0 {
        text += "\(rest / place)"
        rest %= place
        place /= 10
      }
    }
    return text + name
  }
}
