public import Primitives
public import Resilience

/// Turns a sentence into an intent.
///
/// Relative dates count from `today`. A sentence that says something impossible, like `June 31` or
/// `for 60 people`, is an answer too: `.refused`, with every rule it breaks.
@usableFromInline
package protocol IntentClassifier: Sendable {
  func classify(_ text: String, today: CalendarDay, call: Attempt) async throws(ProviderError)
    -> Classification
}

/// What a classifier makes of a sentence.
@usableFromInline
package enum Classification: Hashable, Sendable {
  case understood(Intent)
  case refused(ValidationError)
}
