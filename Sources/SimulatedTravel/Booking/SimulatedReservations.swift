package import Primitives
package import Resilience
import SimCore
import Synchronization
package import TravelPlanner

/// A simulated reservation provider behind a network, with idempotency keys and a ledger for audits.
///
/// Its fault target is `bookings.flights` or `bookings.hotels`; the operations are `price`, `book` and `cancel`.
package final class SimulatedReservations<Clock: NanosecondClock>: ReservationProvider, IdempotentProvider {
  let ledger: ProviderLedger
  let service: SimulatedService<Clock>
  let clock: Clock
  private let state: Mutex<ReservationState>

  @inline(__always)
  func withState<Result>(_ body: (inout ReservationState) -> Result) -> Result {
    state.withLock { body(&$0) }
  }

  package static var operations: [String] { ["price", "book", "cancel"] }

  init(
    _ service: SimulatedService<Clock>, clock: Clock, ledger: ProviderLedger, random: RandomSource,
    behaviour: ReservationBehavior = ReservationBehavior(), rules: IdempotencyRules = IdempotencyRules()
  ) {
    self.service = service
    self.clock = clock
    self.ledger = ledger
    state = Mutex(ReservationState(rules, behaviour, random: random, replaying: ledger.entries))
  }

  @inline(__always)
  package func price(_ item: BookingItem, in currency: Currency, call: Attempt) async throws(ReservationError)
    -> Money
  {
    do throws(ProviderError) {
      return try await service.answer(call, operation: "price") {
        state.withLock { $0.price(item, currency) }
      }
    } catch {
      throw ReservationError(error)
    }
  }

  @inline(__always)
  package func book(
    _ item: BookingItem, at price: Money, call: EffectCall
  ) async throws(ReservationError) -> TransactionID {
    @Sendable func effect(_ state: inout ReservationState, _ call: Arrival) -> Result<
      TransactionID, ReservationError
    > {
      state.book(item, at: price, call, ledger)
    }
    return try await act("book", call, effect) { effect }
  }

  package func cancel(_ reservation: TransactionID, call: EffectCall) async throws(ReservationError) {
    @Sendable func effect(_ state: inout ReservationState, _ call: Arrival) -> Result<Bool, ReservationError>
    {
      state.cancel(reservation, call, ledger)
    }
    _ = try await act("cancel", call, effect) { effect }
  }
}

extension Money: Corruptible {
  func keeping(_ share: Ratio) -> Money { self }

  func corrupted(_ corruption: FaultKind.Corruption) -> Money? {
    switch corruption {
    case .wrongCurrency: Money(minorUnits: minorUnits, currency == .usd ? .eur : .usd)
    case .zeroPrice: Money(minorUnits: 0, currency)
    case .malformed, .truncated: nil
    }
  }
}

/// The result of a status query. Corruption makes it unreadable, because it holds no amount to falsify.
struct LookedUp<Value: Sendable, Failure: Error>: Corruptible, Sendable {
  let result: Result<Value, Failure>
  init(_ result: Result<Value, Failure>) { self.result = result }
  func keeping(_ share: Ratio) -> Self { self }
  func corrupted(_ corruption: FaultKind.Corruption) -> Self? { nil }
}
