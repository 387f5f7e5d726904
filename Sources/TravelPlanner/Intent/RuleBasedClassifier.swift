package import Primitives
package import Resilience

/// A classifier of English sentences about travel by rules and tables, without a model.
///
/// Reads the built-in cities and their airports, dates (`2026-06-15`, `June 15`, `15-20 June`,
/// `next weekend`, `in three weeks`), lengths (`5 nights`, `a week`; n days are n − 1 nights), headcounts
/// (`for two`, `2 adults and a child`, `family of four`), budgets (`$3000`, `under 900 EUR`, `2.5k each`),
/// and the wanted searches. Two cities joined by an arrow are origin and destination; three or more are all stops. A
/// length that is named once for several cities is for all of them together.
///
/// Less obvious rules: a weekend is Friday to Sunday, two nights; weeks begin on
/// Monday, so `next Friday` is the Friday of the week after this one; a month alone means its first day,
/// or tomorrow if it has begun; a date without a year is the next one in the future. An amount per night is
/// not the budget of the trip. A text without any known word is refused.
///
/// Accounts for every number, date, place and amount: what no rule reads, and what has several meanings, is in the
/// `reading` of the intent, and a booking waits until it is settled.
package struct RuleBasedClassifier: IntentClassifier {
  package init() {}

  package func classify(
    _ text: String, today: CalendarDay, call: Attempt
  ) async throws(ProviderError) -> Classification {
    classify(text, today: today)
  }

  /// Returns the intent of a text, synchronously.
  package func classify(_ text: String, today: CalendarDay) -> Classification {
    let bytes = text.utf8.span
    var reader = SentenceReader(today: today)
    reader.read(bytes)
    var accounts = TextReader(text, today: today)
    accounts.read()
    guard reader.isRecognised || accounts.hasRead else {
      return .refused(ValidationError([ValidationIssue(.text, text, .understandable)]))
    }
    do throws(ValidationError) {
      return .understood(try reader.intent(accounts))
    } catch {
      return .refused(error)
    }
  }
}
