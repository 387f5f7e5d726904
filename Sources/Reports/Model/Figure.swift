/// A measured number with six significant digits, or an unknown one.
///
/// Encoded as a JSON number or null, never as NaN or infinity. Six digits exceed the precision of any
/// measurement here, and hide last-place differences between ways of computing it.
package struct Figure: Sendable, Hashable {
  package let value: Double?

  /// Rounds `value` to six significant digits; nil, NaN and infinities become unknown.
  package init(_ value: Double?) { self.value = value.flatMap(Figure.rounded) }

  /// A figure without a value.
  package static let unknown = Figure(nil)

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
  package init(floatLiteral value: Double) { self.init(value) }
  package init(integerLiteral value: Int) { self.init(Double(value)) }
}

extension Figure: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    self.init(container.decodeNil() ? nil : try container.decode(Double.self))
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let value { try container.encode(value) } else { try container.encodeNil() }
  }
}
