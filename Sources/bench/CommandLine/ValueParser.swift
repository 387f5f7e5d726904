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
    let value = text.hasPrefix("0x") ? UInt64(text.dropFirst(2), radix: 16) : UInt64(text)
    guard let value else {
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

  /// `500`, `10k`, `2M`: a positive whole number.
  static func count(_ text: String) throws(ValueError) -> Int {
    let form = "a positive whole number; a suffix k or M means thousands or millions"
    var digits = text[...]
    var unit = 1
    if let last = digits.last, let factor = ["k": 1_000, "K": 1_000, "m": 1_000_000, "M": 1_000_000][last] {
      unit = factor
      digits = digits.dropLast()
    }
    guard let number = Int(digits), let value = number.multiplied(by: unit) else {
      throw ValueError("must be \(form)")
    }
    guard value > 0 else { throw ValueError("must be \(form), was \(value)") }
    guard value <= 1_000_000_000 else { throw ValueError("must be at most 1,000,000,000, was \(text)") }
    return value
  }

  /// `1,3,10`: positive whole numbers.
  static func counts(_ text: String) throws(ValueError) -> [Int] {
    var counts: [Int] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let count = try count(String(part))
      if counts.contains(count) { throw ValueError("names \(count) twice") }
      counts.append(count)
    }
    return counts
  }

  /// `30s`, `250ms`, in nanoseconds.
  static func duration(_ text: String) throws(ValueError) -> Int64 {
    if Double(text) != nil { throw ValueError("a duration needs a unit: \(text)s, \(text)ms, ...") }
    guard let nanoseconds = DurationText.nanoseconds(text) else {
      throw ValueError("a duration is a number with a unit, as 250ms, 30s, 5m or 1h")
    }
    return nanoseconds
  }

  /// `500/s`, `30/m`, in events per second.
  static func rate(_ text: String) throws(ValueError) -> Double {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard let number = parts.first.flatMap({ Double($0) }) else {
      throw ValueError("a rate is a number per unit of time, as 500/s, 30/m or 1000/h")
    }
    guard parts.count == 2 else {
      throw ValueError("a rate needs a unit of time: \(text)/s, \(text)/m or \(text)/h")
    }
    guard let seconds = ["s": 1.0, "m": 60.0, "h": 3_600.0][String(parts[1])] else {
      throw ValueError("a rate is per s, m or h, was per \(parts[1])")
    }
    guard number > 0, number.isFinite else { throw ValueError("a rate must be positive, was \(parts[0])") }
    return number / seconds
  }

  /// A factor above 0 and at most 1.
  static func scale(_ text: String) throws(ValueError) -> Double {
    guard let value = Double(text), value > 0, value <= 1 else {
      throw ValueError("a time scale is above 0 and at most 1; 0.1 is ten times as fast")
    }
    return value
  }
}

extension Int {
  fileprivate func multiplied(by other: Int) -> Int? {
    let (product, overflow) = multipliedReportingOverflow(by: other)
    return overflow ? nil : product
  }
}
