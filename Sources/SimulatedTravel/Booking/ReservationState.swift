package import Primitives
import TravelPlanner

/// The rates at which a reservation provider refuses or reprices an item. Drawn per item, so an item always has the same outcome.
package struct ReservationBehavior: Hashable, Sendable {
  /// The share of items sold out when they are booked.
  package var soldOut: Ratio
  /// The share of items whose price check is already above the offer.
  package var dearer: Ratio
  /// The share of items whose price rises only at booking.
  package var dearerLate: Ratio

  package init(soldOut: Ratio = .never, dearer: Ratio = .never, dearerLate: Ratio = .never) {
    self.soldOut = soldOut
    self.dearer = dearer
    self.dearerLate = dearerLate
  }

  var isPlain: Bool { soldOut == .never && dearer == .never && dearerLate == .never }
}

/// The state of a simulated reservation provider as a value: reservations and keys.
struct ReservationState: IdempotentState {
  typealias Failure = ReservationError

  /// True for an active reservation, by number.
  private var reservations = IDTable<UInt64, Bool>()
  var keys: IdempotencyStore
  private let behaviour: ReservationBehavior
  private let random: RandomSource

  init(_ rules: IdempotencyRules, _ behaviour: ReservationBehavior, random: RandomSource) {
    keys = IdempotencyStore(rules)
    self.behaviour = behaviour
    self.random = random
  }

  /// The number of active reservations.
  var standing: Int { reservations.values.reduce(0) { $0 + ($1 ? 1 : 0) } }

  // MARK: Requests

  /// Returns the price that a price check reports.
  func price(_ item: BookingItem, _ currency: Currency) -> Money {
    Money(minorUnits: isDearer(item, late: false) ? raised(item) : item.offeredPrice, currency)
  }

  mutating func book(
    _ item: BookingItem, at price: Money, _ call: Arrival, _ ledger: ProviderLedger
  ) -> Result<TransactionID, ReservationError> {
    let payload = Fingerprint.of(item, at: price)
    switch find(call, payload, ledger) {
    case .failure(let error): return .failure(error)
    case .success(let known?):
      switch known.refused {
      case .soldOut: return .failure(.soldOut)
      case .priceChanged: return .failure(.priceChanged)
      case nil: return .success(TransactionID(number: known.subject))
      }
    case .success(nil): break
    }
    if let refusal = refusal(of: item, at: price) {
      note(call.entry(.bookingRefused, payload, 0, price, refused: refusal), ledger)
      return .failure(refusal == .soldOut ? .soldOut : .priceChanged)
    }
    var number = SplitMix64.mix(call.key.booking.rawValue ^ UInt64(call.key.effect.item) &<< 40 ^ payload)
    while reservations[number] != nil { number = SplitMix64.mix(number) }
    reservations[number] = true
    note(call.entry(.booked, payload, number, price), ledger)
    return .success(TransactionID(number: number))
  }

  mutating func cancel(
    _ reservation: TransactionID, _ call: Arrival, _ ledger: ProviderLedger
  ) -> Result<Bool, ReservationError> {
    guard let number = reservation.number, let stands = reservations[number] else {
      return .failure(.refused)
    }
    let payload = Fingerprint.of(number)
    switch find(call, payload, ledger) {
    case .failure(let error): return .failure(error)
    case .success(_?): return .success(true)
    case .success(nil): break
    }
    guard stands else { return .success(true) }
    reservations[number] = false
    note(call.entry(.bookingCancelled, payload, number), ledger)
    return .success(true)
  }

  // MARK: Outcome rates

  private static let soldOutSite: DrawSite = "desk.sold-out"
  private static let dearerSite: DrawSite = "desk.dearer"
  private static let lateSite: DrawSite = "desk.dearer-late"

  private func refusal(of item: BookingItem, at price: Money) -> LedgerEntry.DeskRefusal? {
    if behaviour.isPlain { return price.minorUnits == item.offeredPrice ? nil : .priceChanged }
    if happens(behaviour.soldOut, ReservationState.soldOutSite, item) { return .soldOut }
    let asked = isDearer(item, late: true) ? raised(item) : item.offeredPrice
    return price.minorUnits == asked ? nil : .priceChanged
  }

  private func isDearer(_ item: BookingItem, late: Bool) -> Bool {
    happens(behaviour.dearer, ReservationState.dearerSite, item)
      || (late && happens(behaviour.dearerLate, ReservationState.lateSite, item))
  }

  private func raised(_ item: BookingItem) -> Int64 { item.offeredPrice + max(1, item.offeredPrice / 20) }

  private func happens(_ ratio: Ratio, _ site: DrawSite, _ item: BookingItem) -> Bool {
    if ratio == .never { return false }
    let entity: UInt64 =
      switch item {
      case .flight(let item): UInt64(item.flight.id)
      case .hotel(let item): UInt64(item.hotel.id) | 1 << 40
      }
    var draws = random.draw(site, entity)
    return ratio.happens(in: &draws)
  }

  /// Restores the state from a ledger.
  init(
    _ rules: IdempotencyRules, _ behaviour: ReservationBehavior, random: RandomSource,
    replaying entries: [LedgerEntry]
  ) {
    self.init(rules, behaviour, random: random)
    for entry in entries {
      switch entry.act {
      case .booked: reservations[entry.subject] = true
      case .bookingCancelled: reservations[entry.subject] = false
      case .bookingRefused: break
      case .paymentCreated, .charged, .declined, .paymentCancelled, .refunded, .replayed, .keyRefused,
        .keyBusy:
        continue
      }
      keys.remember(entry)
    }
  }
}
