/// A traveller's request to book a trip.
@usableFromInline
package struct BookingRequest: Hashable, Sendable {
  /// The identity of the request. A request sent again with the same key is for the same booking.
  @usableFromInline package var key: UInt64
  package var session: SessionID?
  /// The agreed items and prices. Nothing is booked at any other total.
  @usableFromInline package var quote: ConfirmedQuote
  package var contact: TravellerContact
  package var method: PaymentMethod

  package init(
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

/// The contact of the person a booking is for.
@usableFromInline
package struct TravellerContact: Hashable, Sendable, Codable {
  /// 1…100 characters.
  package var name: String
  /// `name@host.domain`, at most 254 characters.
  package var email: String
  /// 5…15 digits, with `+`, spaces, `-`, `.`, `(` and `)` between them.
  package var phone: String

  package init(name: String, email: String, phone: String) {
    self.name = name
    self.email = email
    self.phone = phone
  }
}
