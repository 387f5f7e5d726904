import Primitives

/// The reason why a value is refused: a phrase that says what is allowed.
struct ValueError: Error {
  var message: String
  init(_ message: String) { self.message = message }
}

/// Parsers of option values.
enum ValueParser {
  /// `42` or `0x5eed`.
  static func seed(_ text: String) throws(ValueError) -> UInt64 {
    let isHexadecimal = text.hasPrefix("0x")
    let digits = isHexadecimal ? text.dropFirst(2) : text[...]
    guard digits.utf8.allSatisfy({ $0 != UInt8(ascii: "+") }),
      let value = UInt64(digits, radix: isHexadecimal ? 16 : 10)
    else {
      throw ValueError("a seed is a whole number from 0 to 2^64 - 1, decimal or hexadecimal as 0x5eed")
    }
    return value
  }

  /// `5%`, `1/20`, `0.05`; `0` for none and `1` for all.
  static func share(_ text: String) throws(ValueError) -> Ratio {
    guard let ratio = Ratio(text) else {
      throw ValueError("must be a share from 0 to 1, as 5%, 1/20 or 0.05")
    }
    return ratio
  }

  /// `500`, `10k`, `2M`: a whole number in `range`.
  static func count(_ text: String, in range: ClosedRange<Int>) throws(ValueError) -> Int {
    var digits = text[...]
    var unit = 1
    if let last = digits.last, let factor = ["k": 1_000, "K": 1_000, "m": 1_000_000, "M": 1_000_000][last] {
      unit = factor
      digits = digits.dropLast()
    }
    guard let value = whole(digits)?.multiplied(by: unit), range.contains(value) else {
      let suffixes = range.upperBound < 1_000 ? "" : "; a suffix k or M means thousands or millions"
      throw ValueError("must be a whole number, \(ValueParser.text(of: range))\(suffixes)")
    }
    return value
  }

  /// `1,3,10`: whole numbers in `range`, each once.
  static func counts(_ text: String, in range: ClosedRange<Int>) throws(ValueError) -> [Int] {
    var counts: [Int] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let count = try count(String(part), in: range)
      if counts.contains(count) { throw ValueError("names \(count) twice") }
      counts.append(count)
    }
    return counts
  }

  /// `1 to 1,000`.
  static func text(of range: ClosedRange<Int>) -> String {
    "\(Text.grouped(range.lowerBound)) to \(Text.grouped(range.upperBound))"
  }

  /// `30s`, `250ms`, `1m30s`, in nanoseconds; at most a year.
  static func duration(_ text: String) throws(ValueError) -> Int64 {
    if decimal(text) != nil { throw ValueError("a duration needs a unit: \(text)s, \(text)ms, ...") }
    guard let nanoseconds = DurationText.nanoseconds(text) else {
      throw ValueError("a duration is a number with a unit, as 250ms, 30s, 1m30s, 1h or 2d")
    }
    guard nanoseconds <= longest else { throw ValueError("must be at most 366d") }
    return nanoseconds
  }

  private static let longest: Int64 = 366 * 86_400 * 1_000_000_000

  /// The names of units of time in a rate, with their seconds.
  private static let rateUnits: KeyValuePairs = [
    "s": 1.0, "sec": 1, "m": 60, "min": 60, "h": 3_600, "d": 86_400,
  ]

  /// Rates without a slash.
  private static let rateSuffixes: KeyValuePairs = ["rps": 1.0, "rpm": 60, "rph": 3_600]

  /// `500/s`, `30/min`, `2k/s`, `50rps`, in events per second; at least one a day, at most a million a second.
  static func rate(_ text: String) throws(ValueError) -> Double {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    var (amount, seconds) = (parts[0][...], 1.0)
    if parts.count == 1 {
      guard let suffix = rateSuffixes.first(where: { text.hasSuffix($0.key) }) else {
        guard number(amount) != nil else {
          throw ValueError("a rate is a number per unit of time, as 500/s, 30/min, 1000/h or 50rps")
        }
        throw ValueError("a rate needs a unit of time: \(text)/s, \(text)/min or \(text)/h")
      }
      amount = amount.dropLast(suffix.key.count)
      seconds = suffix.value
    } else {
      guard parts.count == 2, let unit = rateUnits.first(where: { $0.key == parts[1] }) else {
        throw ValueError(
          "a rate is per s, m, min, h or d, was per \(parts.dropFirst().joined(separator: "/"))")
      }
      seconds = unit.value
    }
    guard let number = number(amount) else {
      throw ValueError("a rate is a number per unit of time, as 500/s, 30/min, 1000/h or 50rps")
    }
    guard number > 0 else { throw ValueError("a rate must be positive, was \(amount)") }
    let rate = number / seconds
    guard rate >= 1 / 86_400, rate <= 1_000_000 else {
      throw ValueError("a rate must be 1/d to 1,000,000/s")
    }
    return rate
  }

  /// A factor from a millionth to 1.
  static func scale(_ text: String) throws(ValueError) -> Double {
    guard let value = decimal(text), value >= 0.000_001, value <= 1 else {
      throw ValueError("a time scale is 0.000001 to 1; 0.1 is ten times as fast")
    }
    return value
  }

  /// A decimal number with a suffix k or M, as `1.5k`.
  private static func number(_ text: Substring) -> Double? {
    guard let factor = text.last.flatMap({ ["k": 1e3, "K": 1e3, "M": 1e6][$0] }) else { return decimal(text) }
    return decimal(text.dropLast()).map { $0 * factor }
  }

  /// A number of digits with at most one point among them: no sign, exponent or hexadecimal form.
  static func decimal(_ text: some StringProtocol) -> Double? {
    let isPlain = text.utf8.allSatisfy { $0.isASCIIDigit || $0 == UInt8(ascii: ".") }
    guard isPlain, !text.hasPrefix("."), !text.hasSuffix(".") else { return nil }
    return Double(text)
  }

  /// A whole number of digits alone.
  static func whole(_ text: some StringProtocol) -> Int? {
    text.utf8.allSatisfy(\.isASCIIDigit) ? Int(text) : nil
  }
}

extension Int {
  fileprivate func multiplied(by other: Int) -> Int? {
    let (product, overflow) = multipliedReportingOverflow(by: other)
    return overflow ? nil : product
  }
}
