package import Primitives
import TravelPlanner

/// What can go wrong with an item although nothing is broken, drawn by the item: the same item, the same luck.
package struct DeskBehaviour: Hashable, Sendable {
  /// Nothing is left when it is booked.
  package var soldOut: Ratio
  /// It costs more from the first look on than was offered.
  package var dearer: Ratio
  /// It costs more only when it is booked.
  package var dearerLate: Ratio

  package init(soldOut: Ratio = .never, dearer: Ratio = .never, dearerLate: Ratio = .never) {
    self.soldOut = soldOut
    self.dearer = dearer
    self.dearerLate = dearerLate
  }

  var isPlain: Bool { soldOut == .never && dearer == .never && dearerLate == .never }
}

/// What a simulated desk knows, as a value: reservations and keys.
struct DeskBooks: Sendable {
  /// Whether a reservation stands.
  private var reservations = IDTable<UInt64, Bool>()
  private var keys: KeyTable
  private let behaviour: DeskBehaviour
  private let random: RandomSource

  init(_ rules: IdempotencyRules, _ behaviour: DeskBehaviour, random: RandomSource) {
    keys = KeyTable(rules)
    self.behaviour = behaviour
    self.random = random
  }

  /// Reservations that stand.
  var standing: Int { reservations.values.reduce(0) { $0 + ($1 ? 1 : 0) } }

  // MARK: Requests

  /// What it costs for everybody at a look.
  func price(_ item: BookingItem, _ currency: Currency) -> Money {
    Money(minorUnits: isDearer(item, late: false) ? raised(item) : item.offeredPrice, currency)
  }

  mutating func book(
    _ item: BookingItem, at price: Money, _ call: Arrival, _ ledger: ProviderLedger
  ) -> Result<TransactionID, DeskError> {
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
  ) -> Result<Bool, DeskError> {
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

  // MARK: Luck

  private static let soldOutSite: DrawSite = "desk.sold-out"
  private static let dearerSite: DrawSite = "desk.dearer"
  private static let lateSite: DrawSite = "desk.dearer-late"

  private func refusal(of item: BookingItem, at price: Money) -> LedgerEntry.DeskRefusal? {
    if behaviour.isPlain { return price.minorUnits == item.offeredPrice ? nil : .priceChanged }
    if happens(behaviour.soldOut, DeskBooks.soldOutSite, item) { return .soldOut }
    let asked = isDearer(item, late: true) ? raised(item) : item.offeredPrice
    return price.minorUnits == asked ? nil : .priceChanged
  }

  private func isDearer(_ item: BookingItem, late: Bool) -> Bool {
    happens(behaviour.dearer, DeskBooks.dearerSite, item)
      || (late && happens(behaviour.dearerLate, DeskBooks.lateSite, item))
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

  // MARK: Keys

  private func find(
    _ call: Arrival, _ payload: UInt64, _ ledger: ProviderLedger
  ) -> Result<KeyTable.First?, DeskError> {
    switch keys.find(call.key, payload: payload, arrivedAt: call.arrivedAt, at: call.time) {
    case .new: return .success(nil)
    case .known(let entry):
      ledger.append(call.entry(.replayed, payload, entry.subject))
      return .success(entry)
    case .reused:
      ledger.append(call.entry(.keyRefused, payload, 0))
      return .failure(.keyReused)
    case .busy:
      ledger.append(call.entry(.keyBusy, payload, 0))
      return .failure(.keyInUse)
    }
  }

  private mutating func note(_ entry: LedgerEntry, _ ledger: ProviderLedger) {
    keys.remember(entry)
    ledger.append(entry)
  }

  /// The books of an earlier life.
  init(
    _ rules: IdempotencyRules, _ behaviour: DeskBehaviour, random: RandomSource,
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
