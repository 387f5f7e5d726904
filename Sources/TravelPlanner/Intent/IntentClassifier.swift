public import Primitives
public import Resilience

/// A classifier that reads the text of a request.
@usableFromInline
package protocol IntentClassifier: Sendable {
  /// Returns the intent of a text. Relative dates count from `today`.
  ///
  /// A text that asks for something impossible, as `June 31` or `for 60 people`, is refused with all the rules it breaks.
  func classify(_ text: String, today: CalendarDay, call: Attempt) async throws(ProviderError)
    -> Classification
}

/// The result of reading a text.
@usableFromInline
package enum Classification: Hashable, Sendable {
  case understood(Intent)
  case refused(ValidationError)
}
