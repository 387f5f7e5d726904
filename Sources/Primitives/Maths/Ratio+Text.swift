extension Ratio: LosslessStringConvertible {
  /// Reads `3/100`, `0.2%` or `0.002`: digits with at most one point, up to 18 of them.
  ///
  /// Nil for anything else: a sign, an exponent, a value above one, a whole of zero.
  public init?(_ text: String) {
    if let slash = text.firstIndex(of: "/") {
      guard let parts = Self.digits(text[..<slash]),
        let whole = Self.digits(text[text.index(after: slash)...]),
        whole > 0, parts <= whole
      else { return nil }
      self.init(parts, outOf: whole, .fraction)
      return
    }
    let isPercent = text.last == "%"
    guard let (parts, places) = Self.decimal(isPercent ? text.dropLast() : text[...]),
      let whole = Self.powerOfTen(isPercent ? places + 2 : places), parts <= whole
    else { return nil }
    self.init(parts, outOf: whole, isPercent ? .percent : .decimal)
  }

  public var description: String {
    switch notation {
    case .fraction: "\(parts)/\(whole)"
    case .percent: Self.decimalText(parts, over: whole / 100) + "%"
    case .decimal: Self.decimalText(parts, over: whole)
    }
  }

  /// The value in per cent without its sign: `99.9` for 999/1000. Nil when it has no short decimal form.
  var percentText: String? {
    switch notation {
    case .percent: return Self.decimalText(parts, over: whole / 100)
    case .fraction, .decimal:
      for places in 0...9 {
        guard let scale = Self.powerOfTen(places + 2) else { return nil }
        let (high, low) = parts.multipliedFullWidth(by: scale)
        guard high < whole else { continue }
        let (quotient, remainder) = whole.dividingFullWidth((high, low))
        if remainder == 0 { return Self.decimalText(quotient, over: scale / 100) }
      }
      return nil
    }
  }

  private static func digits(_ text: Substring) -> UInt64? {
    guard !text.isEmpty, text.utf8.allSatisfy(\.isASCIIDigit) else { return nil }
    return UInt64(text)
  }

  /// The digits of a number without its point, and how many stood behind it.
  private static func decimal(_ text: Substring) -> (digits: UInt64, places: Int)? {
    guard let point = text.firstIndex(of: ".") else { return digits(text).map { ($0, 0) } }
    let places = text[text.index(after: point)...]
    guard !places.isEmpty, point > text.startIndex, let number = digits(text[..<point] + places) else {
      return nil
    }
    return (number, places.count)
  }

  private static func decimalText(_ parts: UInt64, over whole: UInt64) -> String {
    var text = "\(parts / whole)"
    if whole > 1 { text += "." }
    var rest = parts % whole
    var place = whole / 10
    while place > 0 {
      text += "\(rest / place)"
      rest %= place
      place /= 10
    }
    return text
  }

  private static func powerOfTen(_ exponent: Int) -> UInt64? {
    guard exponent <= 18 else { return nil }
    var power: UInt64 = 1
    for _ in 0..<exponent { power *= 10 }
    return power
  }
}

extension Ratio: ExpressibleByStringLiteral {
  /// A constant as it would be typed: `let errors: Ratio = "0.2%"`. Traps where `init(_:)` gives nil.
  public init(stringLiteral text: String) {
    guard let ratio = Ratio(text as String) else {
      preconditionFailure("a share reads 3/100, 3% or 0.03 and is at most one, was \"\(text)\"")
    }
    self = ratio
  }
}

extension Ratio: Codable {
  /// Reads a text as `init(_:)` does, or a plain number from 0 to 1 with up to 9 decimals.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Double.self) {
      guard let ratio = Ratio(decimal: number) else {
        throw DecodingError.dataCorruptedError(
          in: container, debugDescription: "a share is from 0 to 1 with up to 9 decimals, was \(number)")
      }
      self = ratio
      return
    }
    let text = try container.decode(String.self)
    guard let ratio = Ratio(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "a share reads 3/100, 3% or 0.03 and is at most one, was \"\(text)\""
      )
    }
    self = ratio
  }

  /// Writes the text it was typed as.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }

  /// The decimal that `number` is the nearest double of, when it has up to 9 decimals.
  private init?(decimal number: Double) {
    guard number >= 0, number <= 1 else { return nil }
    var whole: UInt64 = 1
    for _ in 0...9 {
      let parts = UInt64(saturating: number * Double(whole) + 0.5)
      if Double(parts) / Double(whole) == number {
        self.init(parts, outOf: whole, .decimal)
        return
      }
      whole *= 10
    }
    return nil
  }
}
