package import Primitives

/// What a traveller asks for: free text, fields, or both. A field wins over what the text says.
///
/// Nothing here is trusted; `validated(today:)` says what is wrong with it, all at once.
package struct TripRequest: Hashable, Sendable, Codable {
  /// 1…2,000 characters.
  package var text: String?
  /// A city or airport, 2…100 characters.
  package var origin: String?
  /// A city or airport, 2…100 characters.
  package var destination: String?
  /// ISO 8601 day, not before today.
  package var departure: String?
  /// ISO 8601 day after departure, by at most 365 days.
  package var returning: String?
  /// 1…50; one when neither field nor text says.
  package var passengers: Int?
  /// Minor units of `currency`; above 0 and at most 1,000,000.00.
  package var budgetMinorUnits: Int64?
  /// ISO 4217 code of the budget and of the prices in the answer; USD when nobody says.
  package var currency: String?
  /// At most 10,000 characters when written as JSON.
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

/// The fields of a request after validation; what was not given is nil.
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
