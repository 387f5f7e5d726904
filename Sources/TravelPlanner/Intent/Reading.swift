import Primitives

/// The parts of a reading that a traveller has to see before a booking: what no rule read, what has several meanings,
/// and the details that an `Intent` has no property for.
@usableFromInline
package struct Reading: Hashable, Sendable, Codable {
  /// A property of the trip that a text can leave open.
  package enum Field: String, Hashable, Sendable, Codable, CaseIterable {
    case origin, destination, departure, `return`, nights, travellers, budget
  }

  /// The unit that an amount is for.
  package enum Unit: String, Hashable, Sendable, Codable { case trip, person, night }

  /// The spans of the text that no rule read.
  package var notUnderstood: [String] = []
  /// The properties with several possible values.
  package var ambiguous: [Field] = []
  package var children: Int?
  package var infants: Int?
  /// The amount as written. `Intent.budget` is for the whole trip.
  package var amount: Money?
  package var per = Unit.trip
  package var isOneWay = false

  package init() {}

  /// True if nothing is left to ask.
  package var isSettled: Bool { notUnderstood.isEmpty && ambiguous.isEmpty }

  /// The open questions, one line each; nil if there are none.
  package var openText: String? {
    guard !isSettled else { return nil }
    var lines: [String] = []
    if !notUnderstood.isEmpty {
      lines.append(
        "Not understood: \(notUnderstood.map { "\"\(CardNumber.removed(from: $0))\"" }.joined(separator: ", "))."
      )
    }
    if !ambiguous.isEmpty {
      lines.append(
        "Can be read in several ways: \(ambiguous.map(\.rawValue).joined(separator: ", ")). Say which.")
    }
    return lines.joined(separator: "\n")
  }
}
