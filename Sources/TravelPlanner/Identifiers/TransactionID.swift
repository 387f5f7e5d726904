import Primitives

/// A provider's id of a payment, a refund or a reservation. Opaque; never card data.
///
/// A number of eight bytes, or a text for providers without numbers.
@usableFromInline
package struct TransactionID: Hashable, Sendable {
  @usableFromInline enum Form: Hashable, Sendable {
    case number(UInt64)
    case text(String)
  }
  @usableFromInline let form: Form

  @inlinable package init(number: UInt64) { form = .number(number) }

  /// Creates an id from the form of `description` or from a provider's text, as `pi_3MtwBwLkdIwHu7ix28a3tqPa`.
  package init(_ text: String) {
    form = TransactionID.number(in: text).map { .number($0) } ?? .text(text)
  }

  /// The number; nil for an id that is a text.
  @inlinable package var number: UInt64? { if case .number(let number) = form { number } else { nil } }

  private static func number(in text: String) -> UInt64? {
    guard text.utf8.count == 20, text.hasPrefix("TXN_") else { return nil }
    var value: UInt64 = 0
    for byte in text.utf8.dropFirst(4) {
      switch byte {
      case 48...57: value = value << 4 | UInt64(byte - 48)
      case 65...70: value = value << 4 | UInt64(byte - 55)
      default: return nil
      }
    }
    return value
  }
}

extension TransactionID: CustomStringConvertible {
  /// The form `TXN_1D69C27D535943F3` of a number, or the provider's text.
  @usableFromInline package var description: String {
    switch form {
    case .number(let number): "TXN_" + Text.hexadecimal(number, uppercase: true)
    case .text(let text): text
    }
  }
}

extension TransactionID: Codable {
  @usableFromInline package init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode(String.self))
  }

  @usableFromInline package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
