/// A measured number in a result: six significant digits, or unknown.
///
/// Written as a JSON number or null, never as NaN or infinity. Six digits are more than any figure here
/// means, and few enough to read the same after a last-place difference in how it was computed.
public struct Figure: Sendable, Hashable {
  public let value: Double?

  /// Rounds to six significant digits; nil, NaN and infinities are unknown.
  public init(_ value: Double?) { self.value = value.flatMap(Figure.rounded) }

  public static let unknown = Figure(nil)

  private static func rounded(_ value: Double) -> Double? {
    guard value.isFinite else { return nil }
    if value == 0 { return 0 }
    if value.rounded() == value, value.magnitude < 1e6 { return value }
    var scale = 1.0
    var magnitude = value.magnitude
    while magnitude >= 1e6 {
      magnitude /= 10
      scale *= 10
    }
    if scale > 1 { return (value / scale).rounded() * scale }
    while magnitude < 1e5, scale < 1e18 {
      magnitude *= 10
      scale *= 10
    }
    return (value * scale).rounded() / scale
  }
}

extension Figure: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  public init(floatLiteral value: Double) { self.init(value) }
  public init(integerLiteral value: Int) { self.init(Double(value)) }
}

extension Figure: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    self.init(container.decodeNil() ? nil : try container.decode(Double.self))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let value { try container.encode(value) } else { try container.encodeNil() }
  }
}
