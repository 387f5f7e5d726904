import Resilience
import Synchronization
import TravelPlanner

/// A payment gateway behind a network: keys as Stripe has them, declines by token, books that can be checked.
///
/// Faults know it as `payments`, with the operations `create`, `confirm`, `payment`, `cancel` and `refund`.
final class SimulatedGateway<Clock: ServiceClock>: PaymentGateway {
  let ledger: ProviderLedger
  private let service: SimulatedService<Clock>
  private let clock: Clock
  private let books: Mutex<GatewayBooks>

  static var operations: [String] { ["create", "confirm", "payment", "cancel", "refund"] }

  init(
    _ service: SimulatedService<Clock>, clock: Clock, ledger: ProviderLedger,
    rules: IdempotencyRules = .standard
  ) {
    self.service = service
    self.clock = clock
    self.ledger = ledger
    books = Mutex(GatewayBooks(rules, replaying: ledger.entries))
  }

  func create(_ order: PaymentOrder, call: EffectCall) async throws(PaymentError) -> Payment {
    try await act("create", call) { books, call, ledger in books.create(order, call, ledger) }
  }

  func confirm(_ id: TransactionID, call: EffectCall) async throws(PaymentError) -> Payment {
    try await act("confirm", call) { books, call, ledger in books.confirm(id, call, ledger) }
  }

  func payment(_ id: TransactionID, call: Attempt) async throws(PaymentError) -> Payment {
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

  func cancel(_ id: TransactionID, call: EffectCall) async throws(PaymentError) -> Payment {
    try await act("cancel", call) { books, call, ledger in books.cancel(id, call, ledger) }
  }

  func refund(_ amount: Money, of id: TransactionID, call: EffectCall) async throws(PaymentError) -> Refund {
    try await act("refund", call) { books, call, ledger in books.refund(amount, of: id, call, ledger) }
  }

  @inline(__always)
  private func act<Reply: Sendable>(
    _ operation: String, _ call: EffectCall,
    _ effect: @escaping @Sendable (inout GatewayBooks, Arrival, ProviderLedger) -> Result<Reply, PaymentError>
  ) async throws(PaymentError) -> Reply {
    let arrivedAt = clock.nanoseconds
    let reply: Result<Reply, PaymentError>
    do throws(ProviderError) {
      reply = try await service.act(call.attempt, operation: operation) { [self] in
        let arrival = Arrival(
          key: call.key, claim: call.claim, arrivedAt: arrivedAt, time: clock.nanoseconds)
        return books.withLock { effect(&$0, arrival, ledger) }
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
