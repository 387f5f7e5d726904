package import Primitives
package import Resilience
import Synchronization
package import TravelPlanner

/// A payment gateway behind a network: keys as Stripe has them, declines by token, books that can be checked.
///
/// Faults know it as `payments`, with the operations `create`, `confirm`, `payment`, `cancel` and `refund`.
package final class SimulatedGateway<Clock: NanosecondClock>: PaymentGateway {
  let ledger: ProviderLedger
  private let service: SimulatedService<Clock>
  private let clock: Clock
  private let books: Mutex<GatewayBooks>

  package static var operations: [String] { ["create", "confirm", "payment", "cancel", "refund"] }

  init(
    _ service: SimulatedService<Clock>, clock: Clock, ledger: ProviderLedger,
    rules: IdempotencyRules = .standard
  ) {
    self.service = service
    self.clock = clock
    self.ledger = ledger
    books = Mutex(GatewayBooks(rules, replaying: ledger.entries))
  }

  @inline(__always)
  package func create(_ order: PaymentOrder, call: EffectCall) async throws(PaymentError) -> Payment {
    @Sendable func effect(_ books: inout GatewayBooks, _ call: Arrival) -> Result<Payment, PaymentError> {
      books.create(order, call, ledger)
    }
    return try await act("create", call, effect) { effect }
  }

  @inline(__always)
  package func confirm(_ id: TransactionID, call: EffectCall) async throws(PaymentError) -> Payment {
    @Sendable func effect(_ books: inout GatewayBooks, _ call: Arrival) -> Result<Payment, PaymentError> {
      books.confirm(id, call, ledger)
    }
    return try await act("confirm", call, effect) { effect }
  }

  package func payment(_ id: TransactionID, call: Attempt) async throws(PaymentError) -> Payment {
    let reply: LookedUp<Payment, PaymentError>
    do throws(ProviderError) {
      reply = try await service.answer(call, operation: "payment") {
        LookedUp(books.withLock { $0.payment(id, at: clock.nanoseconds) })
      }
    } catch {
      throw PaymentError(error)
    }
    return try reply.result.get()
  }

  package func cancel(_ id: TransactionID, call: EffectCall) async throws(PaymentError) -> Payment {
    @Sendable func effect(_ books: inout GatewayBooks, _ call: Arrival) -> Result<Payment, PaymentError> {
      books.cancel(id, call, ledger)
    }
    return try await act("cancel", call, effect) { effect }
  }

  package func refund(_ amount: Money, of id: TransactionID, call: EffectCall) async throws(PaymentError) -> Refund {
    @Sendable func effect(_ books: inout GatewayBooks, _ call: Arrival) -> Result<Refund, PaymentError> {
      books.refund(amount, of: id, call, ledger)
    }
    return try await act("refund", call, effect) { effect }
  }

  /// `later` gives the effect for when the caller has gone: made before, it would cost every call a place on the
  /// heap.
  @inline(__always)
  private func act<Reply: Sendable>(
    _ operation: String, _ call: EffectCall,
    _ effect: (inout GatewayBooks, Arrival) -> Result<Reply, PaymentError>,
    later: () -> @Sendable (inout GatewayBooks, Arrival) -> Result<Reply, PaymentError>
  ) async throws(PaymentError) -> Reply {
    let arrivedAt = clock.nanoseconds
    let reply: Result<Reply, PaymentError>
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
      throw PaymentError(error)
    }
    return try reply.get()
  }
}

extension PaymentError {
  /// An error page says nothing about whether the effect has happened.
  init(_ error: ProviderError) {
    switch error {
    case .unavailable, .refused: self = .unavailable
    case .malformed: self = .malformed
    case .rateLimited(let retryAfter): self = .rateLimited(retryAfter: retryAfter)
    }
  }
}
