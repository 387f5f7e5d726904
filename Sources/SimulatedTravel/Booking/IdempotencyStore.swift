import TravelPlanner

/// The rules by which a provider treats an idempotency key that it has seen before.
package struct IdempotencyRules: Hashable, Sendable {
  /// True if a known key is answered with the first answer; false if every call has its effect.
  package var remembers: Bool
  /// True if a known key with a different payload is refused; false if it is answered as the first.
  package var comparesOrders: Bool
  /// True if a call is refused (409) while the first with its key is in flight; false if it waits and is
  /// answered as the first.
  package var refusesConcurrent: Bool
  /// Nanoseconds after which a key is forgotten.
  package var lifetime: Int64

  package init(
    remembers: Bool = true, comparesOrders: Bool = true, refusesConcurrent: Bool = true,
    lifetime: Int64 = .max
  ) {
    self.remembers = remembers
    self.comparesOrders = comparesOrders
    self.refusesConcurrent = refusesConcurrent
    self.lifetime = lifetime
  }

  /// All rules on, keys for a day: the documented behavior of Stripe.
  package static let standard = IdempotencyRules(lifetime: 86_400_000_000_000)
}

/// The first calls of a provider, by idempotency key.
struct IdempotencyStore: Sendable {
  enum Finding {
    case new
    case known(First)
    case reused
    case busy
  }

  /// The recorded outcome of the first call with a key.
  struct First {
    var payload, subject: UInt64
    var arrivedAt, time: Int64
    var declined: DeclineReason?
    var refused: LedgerEntry.DeskRefusal?
  }

  let rules: IdempotencyRules
  private var first = IDTable<IdempotencyKey, First>()

  init(_ rules: IdempotencyRules) { self.rules = rules }

  func find(_ key: IdempotencyKey, payload: UInt64, arrivedAt: Int64, at now: Int64) -> Finding {
    guard rules.remembers, let entry = first[key], now - entry.time < rules.lifetime else { return .new }
    if rules.comparesOrders, entry.payload != payload { return .reused }
    // The first was in flight when this one arrived.
    if rules.refusesConcurrent, arrivedAt < entry.time { return .busy }
    return .known(entry)
  }

  mutating func remember(_ entry: LedgerEntry) {
    first[entry.key] = First(
      payload: entry.payload, subject: entry.subject, arrivedAt: entry.arrivedAt, time: entry.time,
      declined: entry.declined, refused: entry.refused)
  }
}

/// A call with its times, as it enters a provider's state.
struct Arrival: Sendable {
  var key: IdempotencyKey
  var claim: UInt32
  var arrivedAt: Int64
  var time: Int64

  init(_ call: EffectCall, at arrivedAt: Int64, done time: Int64) {
    key = call.key
    claim = call.claim
    self.arrivedAt = arrivedAt
    self.time = time
  }

  func entry(
    _ act: LedgerEntry.Act, _ payload: UInt64, _ subject: UInt64, _ amount: Money? = nil,
    declined: DeclineReason? = nil, refused: LedgerEntry.DeskRefusal? = nil
  ) -> LedgerEntry {
    LedgerEntry(
      act: act, key: key, claim: claim, payload: payload, subject: subject,
      amount: amount?.minorUnits ?? 0, currency: amount?.currency ?? .usd, declined: declined,
      refused: refused, arrivedAt: arrivedAt, time: time)
  }
}
