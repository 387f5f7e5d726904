import Primitives

extension BookingRecord: Codable {
  private enum Key: String, CodingKey {
    case id, requestKey, session, quote, contact, method, lock
    case revision, claim, holder, updatedAt, timeline, paymentStatus, effects, failure
  }

  @usableFromInline package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    terms = BookingTerms(
      id: try container.decode(BookingID.self, forKey: .id),
      requestKey: try container.decode(UInt64.self, forKey: .requestKey),
      session: try container.decodeIfPresent(SessionID.self, forKey: .session),
      quote: try container.decode(ConfirmedQuote.self, forKey: .quote),
      contact: try container.decode(TravellerContact.self, forKey: .contact),
      method: try container.decode(PaymentMethod.self, forKey: .method),
      lock: try container.decode(BudgetLock.self, forKey: .lock))
    revision = try container.decode(UInt32.self, forKey: .revision)
    claim = try container.decode(UInt32.self, forKey: .claim)
    holder = try container.decode(UInt64.self, forKey: .holder)
    updatedAt = try container.decode(Timestamp.self, forKey: .updatedAt)
    timeline = try container.decode(BookingTimeline.self, forKey: .timeline)
    paymentStatus = try container.decodeIfPresent(PaymentStatus.self, forKey: .paymentStatus)
    effects = try container.decode(EffectLog.self, forKey: .effects)
    failure = try container.decodeIfPresent(BookingFailure.self, forKey: .failure)
  }

  @usableFromInline package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(id, forKey: .id)
    try container.encode(requestKey, forKey: .requestKey)
    try container.encodeIfPresent(session, forKey: .session)
    try container.encode(quote, forKey: .quote)
    try container.encode(contact, forKey: .contact)
    try container.encode(method, forKey: .method)
    try container.encode(lock, forKey: .lock)
    try container.encode(revision, forKey: .revision)
    try container.encode(claim, forKey: .claim)
    try container.encode(holder, forKey: .holder)
    try container.encode(updatedAt, forKey: .updatedAt)
    try container.encode(timeline, forKey: .timeline)
    try container.encodeIfPresent(paymentStatus, forKey: .paymentStatus)
    try container.encode(effects, forKey: .effects)
    try container.encodeIfPresent(failure, forKey: .failure)
  }
}
