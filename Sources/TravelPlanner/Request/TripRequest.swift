package import Primitives

/// A traveller's request: a text, fields, or both. A field overrides the text.
///
/// Unvalidated input; `validated(today:)` returns typed fields or all errors at once.
package struct TripRequest: Hashable, Sendable, Codable {
  /// The text, 1…2,000 characters.
  package var text: String?
  /// The name of a city or airport, 2…100 characters.
  package var origin: String?
  /// The name of a city or airport, 2…100 characters.
  package var destination: String?
  /// The ISO 8601 day of departure, not before today.
  package var departure: String?
  /// The ISO 8601 day of return, 1…365 days after the departure.
  package var returning: String?
  /// The number of passengers, 1…50; by default one.
  package var passengers: Int?
  /// The budget in minor units of `currency`, above 0 and at most 1,000,000.00.
  package var budgetMinorUnits: Int64?
  /// The ISO 4217 code of the budget and of the prices in the response; by default USD.
  package var currency: String?
  /// The preferences, at most 10,000 characters as JSON.
  package var preferences: Preferences?

  package init(text: String? = nil) { self.text = text }

  package init(
    text: String? = nil, origin: String? = nil, destination: String? = nil, departure: String? = nil,
    returning: String? = nil, passengers: Int? = nil, budgetMinorUnits: Int64? = nil,
    currency: String? = nil, preferences: Preferences? = nil
  ) {
    self.text = text
    self.origin = origin
    self.destination = destination
    self.departure = departure
    self.returning = returning
    self.passengers = passengers
    self.budgetMinorUnits = budgetMinorUnits
    self.currency = currency
    self.preferences = preferences
  }
}

/// The fields of a request after validation; nil for fields that were not given.
package struct TripFields: Hashable, Sendable {
  package internal(set) var origin: City?
  package internal(set) var destination: City?
  package internal(set) var departure: CalendarDay?
  package internal(set) var returning: CalendarDay?
  package internal(set) var passengers: UInt8?
  package internal(set) var budget: Money?
  package internal(set) var currency: Currency?
  package internal(set) var preferences: Preferences?

  package init() {}
}
