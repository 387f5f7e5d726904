package import Primitives
package import Resilience
import Synchronization
package import TravelPlanner

/// A simulated payment gateway behind a network: idempotency keys as Stripe has them, declines by token, a ledger for audits.
///
/// Its fault target is `payments`; the operations are `create`, `confirm`, `payment`, `cancel` and `refund`.
package final class SimulatedGateway<Clock: NanosecondClock>: PaymentGateway, IdempotentProvider {
  let ledger: ProviderLedger
  let service: SimulatedService<Clock>
  let clock: Clock
  private let state: Mutex<GatewayState>

  @inline(__always)
  func withState<Result>(_ body: (inout GatewayState) -> Result) -> Result { state.withLock { body(&$0) } }

  package static var operations: [String] { ["create", "confirm", "payment", "cancel", "refund"] }

  init(
    _ service: SimulatedService<Clock>, clock: Clock, ledger: ProviderLedger,
    rules: IdempotencyRules = .standard
  ) {
    self.service = service
    self.clock = clock
    self.ledger = ledger
    state = Mutex(GatewayState(rules, replaying: ledger.entries))
  }

  @inline(__always)
  package func create(_ order: PaymentOrder, call: EffectCall) async throws(PaymentError) -> Payment {
    @Sendable func effect(_ state: inout GatewayState, _ call: Arrival) -> Result<Payment, PaymentError> {
      state.create(order, call, ledger)
    }
    return try await act("create", call, effect) { effect }
  }

  @inline(__always)
  package func confirm(_ id: TransactionID, call: EffectCall) async throws(PaymentError) -> Payment {
    @Sendable func effect(_ state: inout GatewayState, _ call: Arrival) -> Result<Payment, PaymentError> {
      state.confirm(id, call, ledger)
    }
    return try await act("confirm", call, effect) { effect }
  }

  package func payment(_ id: TransactionID, call: Attempt) async throws(PaymentError) -> Payment {
    let reply: LookedUp<Payment, PaymentError>
    do throws(ProviderError) {
      reply = try await service.answer(call, operation: "payment") {
        LookedUp(state.withLock { $0.payment(id, at: clock.nanoseconds) })
      }
    } catch {
      throw PaymentError(error)
    }
    return try reply.result.get()
  }

  package func cancel(_ id: TransactionID, call: EffectCall) async throws(PaymentError) -> Payment {
    @Sendable func effect(_ state: inout GatewayState, _ call: Arrival) -> Result<Payment, PaymentError> {
      state.cancel(id, call, ledger)
    }
    return try await act("cancel", call, effect) { effect }
  }

  package func refund(_ amount: Money, of id: TransactionID, call: EffectCall) async throws(PaymentError)
    -> Refund
  {
    @Sendable func effect(_ state: inout GatewayState, _ call: Arrival) -> Result<Refund, PaymentError> {
      state.refund(amount, of: id, call, ledger)
    }
    return try await act("refund", call, effect) { effect }
  }
}
