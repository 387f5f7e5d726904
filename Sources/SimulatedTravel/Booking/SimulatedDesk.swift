package import Primitives
package import Resilience
import SimCore
import Synchronization
package import TravelPlanner

/// A booking desk behind a network, with keys and books that can be checked.
///
/// Faults know it as `bookings.flights` or `bookings.hotels`, with the operations `price`, `book` and `cancel`.
package final class SimulatedDesk<Clock: NanosecondClock>: BookingDesk {
  let ledger: ProviderLedger
  private let service: SimulatedService<Clock>
  private let clock: Clock
  private let books: Mutex<DeskBooks>

  package static var operations: [String] { ["price", "book", "cancel"] }

  init(
    _ service: SimulatedService<Clock>, clock: Clock, ledger: ProviderLedger, random: RandomSource,
    behaviour: DeskBehaviour = DeskBehaviour(), rules: IdempotencyRules = IdempotencyRules()
  ) {
    self.service = service
    self.clock = clock
    self.ledger = ledger
    books = Mutex(DeskBooks(rules, behaviour, random: random, replaying: ledger.entries))
  }

  @inline(__always)
  package func price(_ item: BookingItem, in currency: Currency, call: Attempt) async throws(DeskError) -> Money {
    do throws(ProviderError) {
      return try await service.answer(call, operation: "price") {
        books.withLock { $0.price(item, currency) }
      }
    } catch {
      throw DeskError(error)
    }
  }

  @inline(__always)
  package func book(
    _ item: BookingItem, at price: Money, call: EffectCall
  ) async throws(DeskError) -> TransactionID {
    @Sendable func effect(_ books: inout DeskBooks, _ call: Arrival) -> Result<TransactionID, DeskError> {
      books.book(item, at: price, call, ledger)
    }
    return try await act("book", call, effect) { effect }
  }

  package func cancel(_ reservation: TransactionID, call: EffectCall) async throws(DeskError) {
    @Sendable func effect(_ books: inout DeskBooks, _ call: Arrival) -> Result<Bool, DeskError> {
      books.cancel(reservation, call, ledger)
    }
    _ = try await act("cancel", call, effect) { effect }
  }

  /// `later` gives the effect for when the caller has gone: made before, it would cost every call a place on the
  /// heap.
  @inline(__always)
  private func act<Reply: Sendable>(
    _ operation: String, _ call: EffectCall, _ effect: (inout DeskBooks, Arrival) -> Result<Reply, DeskError>,
    later: () -> @Sendable (inout DeskBooks, Arrival) -> Result<Reply, DeskError>
  ) async throws(DeskError) -> Reply {
    let arrivedAt = clock.nanoseconds
    let reply: Result<Reply, DeskError>
    do throws(ProviderError) {
      reply = try await service.act(call.attempt, operation: operation) {
        books.withLock { effect(&$0, Arrival(call, at: arrivedAt, done: clock.nanoseconds)) }
      } later: {
        let effect = later()
        return { [self] in
          books.withLock { effect(&$0, Arrival(call, at: arrivedAt, done: clock.nanoseconds)) }
        }
      }
    } catch {
      throw DeskError(error)
    }
    return try reply.get()
  }
}

extension DeskError {
  /// An error page says nothing about whether the effect has happened.
  init(_ error: ProviderError) {
    switch error {
    case .unavailable, .refused: self = .unavailable
    case .malformed: self = .malformed
    case .rateLimited(let retryAfter): self = .rateLimited(retryAfter: retryAfter)
    }
  }
}

extension Money: Distortable {
  func keeping(_ share: Ratio) -> Money { self }

  func falsified(_ corruption: FaultKind.Corruption) -> Money? {
    switch corruption {
    case .wrongCurrency: Money(minorUnits: minorUnits, currency == .usd ? .eur : .usd)
    case .zeroPrice: Money(minorUnits: 0, currency)
    case .malformed, .truncated: nil
    }
  }
}

/// What a look brought. It has no amounts that a traveller would pay by.
struct LookedUp<Value: Sendable, Failure: Error>: Distortable, Sendable {
  let result: Result<Value, Failure>
  init(_ result: Result<Value, Failure>) { self.result = result }
  func keeping(_ share: Ratio) -> Self { self }
  func falsified(_ corruption: FaultKind.Corruption) -> Self? { nil }
}
