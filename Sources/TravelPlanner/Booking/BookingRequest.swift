/// What a traveller sends to have a trip booked.
public struct BookingRequest: Hashable, Sendable {
  /// The traveller's own key: a request sent again with the same key is the same booking.
  public var key: UInt64
  public var session: SessionID?
  /// What was agreed on. When it costs something else by now, nothing is booked.
  public var quote: ConfirmedQuote
  public var contact: TravellerContact
  public var method: PaymentMethod

  public init(
    key: UInt64, session: SessionID? = nil, quote: ConfirmedQuote, contact: TravellerContact,
    method: PaymentMethod
  ) {
    self.key = key
    self.session = session
    self.quote = quote
    self.contact = contact
    self.method = method
  }
}

/// Whom a booking is for.
public struct TravellerContact: Hashable, Sendable, Codable {
  /// 1…100 characters.
  public var name: String
  /// `name@host.domain`, at most 254 characters.
  public var email: String
  /// 5…15 digits, with `+`, spaces, `-`, `.`, `(` and `)` between them.
  public var phone: String

  public init(name: String, email: String, phone: String) {
    self.name = name
    self.email = email
    self.phone = phone
  }
}
