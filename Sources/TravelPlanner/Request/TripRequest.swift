public import Primitives

/// What a traveller asks for: free text, fields, or both. A field wins over what the text says.
///
/// Nothing here is trusted; `validated(today:)` says what is wrong with it, all at once.
public struct TripRequest: Hashable, Sendable, Codable {
  /// 1…2,000 characters.
  public var text: String?
  /// A city or airport, 2…100 characters.
  public var origin: String?
  /// A city or airport, 2…100 characters.
  public var destination: String?
  /// ISO 8601 day, not before today.
  public var departure: String?
  /// ISO 8601 day after departure, by at most 365 days.
  public var returning: String?
  /// 1…50; one when neither field nor text says.
  public var passengers: Int?
  /// Minor units of `currency`; above 0 and at most 1,000,000.00.
  public var budgetMinorUnits: Int64?
  /// ISO 4217 code of the budget and of the prices in the answer; USD when nobody says.
  public var currency: String?
  /// At most 10,000 characters when written as JSON.
  public var preferences: Preferences?

  public init(text: String? = nil) { self.text = text }

  public init(
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
public struct TripFields: Hashable, Sendable {
  public internal(set) var origin: City?
  public internal(set) var destination: City?
  public internal(set) var departure: CalendarDay?
  public internal(set) var returning: CalendarDay?
  public internal(set) var passengers: UInt8?
  public internal(set) var budget: Money?
  public internal(set) var currency: Currency?
  public internal(set) var preferences: Preferences?

  public init() {}
}
