import TravelPlanner

/// How a provider treats a key that it has seen.
package struct IdempotencyRules: Hashable, Sendable {
  /// Keys are looked at: a known one brings the first answer again. Without, every call has its effect.
  package var remembers: Bool
  /// A known key with another order is refused; without, it is answered as if the order were the same.
  package var comparesOrders: Bool
  /// A call that comes while the first with its key is under way is refused (409); without, it waits and is
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

  /// All of it, and keys for a day: as Stripe has it.
  package static let standard = IdempotencyRules(lifetime: 86_400_000_000_000)
}

/// What a provider remembers by key.
struct KeyTable: Sendable {
  enum Finding {
    case new
    case known(First)
    case reused
    case busy
  }

  /// What came of the first call with a key.
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
    // The first was under way when this one came.
    if rules.refusesConcurrent, arrivedAt < entry.time { return .busy }
    return .known(entry)
  }

  mutating func remember(_ entry: LedgerEntry) {
    first[entry.key] = First(
      payload: entry.payload, subject: entry.subject, arrivedAt: entry.arrivedAt, time: entry.time,
      declined: entry.declined, refused: entry.refused)
  }
}

/// A call as a provider's books see it.
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
