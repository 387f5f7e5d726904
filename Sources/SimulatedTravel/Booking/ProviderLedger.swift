import Primitives
import Synchronization
package import TravelPlanner

/// One thing that a provider did, refused, or was asked again: an entry of its ledger.
///
/// The ledgers are the truth that checks read; what our side believes is not asked.
package struct LedgerEntry: Hashable, Sendable, Codable {
  package enum Act: String, Hashable, Sendable, Codable, CaseIterable {
    // Effects.
    case paymentCreated, charged, declined, paymentCancelled, refunded
    case booked, bookingCancelled
    /// The provider will not book it, now or later under this key.
    case bookingRefused
    // No effects.
    /// The key was known: the first answer was given again.
    case replayed
    /// The key was known with another order: refused.
    case keyRefused
    /// A call with the key was under way: refused.
    case keyBusy
  }

  package var act: Act
  package var key: IdempotencyKey
  /// The process that acted, by the claim in its call.
  package var claim: UInt32
  /// The order in one number: the same order, the same number.
  package var payload: UInt64
  /// The payment or the reservation.
  package var subject: UInt64
  /// The amount moved or agreed on, in minor units; 0 for acts without an amount.
  package var amount: Int64
  package var currency: Currency
  package var declined: DeclineReason?
  package var refused: DeskRefusal?
  /// When the call came, and when this was done, in nanoseconds of the provider's clock.
  package var arrivedAt: Int64
  package var time: Int64
  /// True if the booking's journal had recorded the intent when the effect happened; nil when it was not checked.
  package var hadIntent: Bool?

  package enum DeskRefusal: String, Hashable, Sendable, Codable { case soldOut, priceChanged }
}

extension LedgerEntry: CustomStringConvertible {
  /// `1.500 s charged BK_20260101_0000002A-confirm-payment €1,234.00 (claim 1)`
  package var description: String {
    let money = amount == 0 ? "" : " \(Money(minorUnits: amount, currency))"
    return "\(time) ns \(act.rawValue) \(key)\(money) (claim \(claim))"
  }
}

/// The ledgers of one provider: what it did, in order.
package final class ProviderLedger: Sendable {
  private struct State {
    var entries: [LedgerEntry]
  }

  private let stored: Mutex<State>
  private let keepsEntries: Bool
  private let hasIntent: (@Sendable (IdempotencyKey) -> Bool)?
  private let keep: (@Sendable (LedgerEntry) -> Void)?

  /// Starts with `entries`, the ledgers of an earlier life.
  ///
  /// Without `keepsEntries` the ledgers stay empty, and only what hears of them knows them. `hasIntent` is asked at each effect whether it stood in the journal before. `keep` is given each entry
  /// before its effect is answered: to write it where it survives.
  package init(
    _ entries: [LedgerEntry] = [], keepsEntries: Bool = true,
    hasIntent: (@Sendable (IdempotencyKey) -> Bool)? = nil,
    keep: (@Sendable (LedgerEntry) -> Void)? = nil
  ) {
    stored = Mutex(State(entries: entries))
    self.keepsEntries = keepsEntries
    self.hasIntent = hasIntent
    self.keep = keep
  }

  package var entries: [LedgerEntry] { stored.withLock { $0.entries } }

  func append(_ entry: LedgerEntry) {
    if !keepsEntries, hasIntent == nil, keep == nil { return }
    var entry = entry
    if let hasIntent, entry.act.isEffect { entry.hadIntent = hasIntent(entry.key) }
    if keepsEntries { stored.withLock { $0.entries.append(entry) } }
    keep?(entry)
  }
}

extension LedgerEntry.Act {
  /// True if the act had an effect.
  package var isEffect: Bool {
    switch self {
    case .paymentCreated, .charged, .declined, .paymentCancelled, .refunded, .booked, .bookingCancelled: true
    case .bookingRefused, .replayed, .keyRefused, .keyBusy: false
    }
  }
}

/// Orders as one number each, without hashing that differs from run to run.
struct Fingerprint {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func mix(_ word: UInt64) { value = (value ^ word) &* 0x0000_0100_0000_01B3 ^ value &>> 29 }
  mutating func mix(_ number: Int64) { mix(UInt64(bitPattern: number)) }
  mutating func mix(_ text: String) {
    let bytes = text.utf8.span
    for place in bytes.indices { value = (value ^ UInt64(bytes[place])) &* 0x0000_0100_0000_01B3 }
  }

  static func of(_ order: PaymentOrder) -> UInt64 {
    var print = Fingerprint()
    print.mix(order.amount.minorUnits)
    print.mix(UInt64(order.amount.currency.rawValue))
    print.mix(order.booking.rawValue)
    print.mix(order.method.token)
    return print.value
  }

  static func of(_ item: BookingItem, at price: Money) -> UInt64 {
    var print = Fingerprint()
    print.mix(price.minorUnits)
    print.mix(UInt64(price.currency.rawValue))
    switch item {
    case .flight(let item):
      print.mix(UInt64(item.flight.id) << 8 | UInt64(item.passengers))
      print.mix(UInt64(item.origin.index) << 16 | UInt64(item.destination.index))
      print.mix(Int64(item.flight.outbound.day.daysSince1970))
    case .hotel(let item):
      print.mix(UInt64(item.hotel.id) << 8 | UInt64(item.guests))
      print.mix(UInt64(item.city.index) << 16 | UInt64(UInt16(bitPattern: item.nights)))
      print.mix(Int64(item.checkIn.daysSince1970))
    }
    return print.value
  }

  static func of(_ subject: UInt64, amount: Int64 = 0) -> UInt64 {
    var print = Fingerprint()
    print.mix(subject)
    print.mix(amount)
    return print.value
  }
}
