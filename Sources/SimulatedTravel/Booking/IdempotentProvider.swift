import Primitives
import Resilience
import TravelPlanner

/// A simulated provider whose effects are guarded by idempotency keys: a service behind a network, a state under a
/// lock, and a ledger.
protocol IdempotentProvider<State>: AnyObject, Sendable {
  associatedtype Clock: NanosecondClock
  associatedtype State: IdempotentState

  var service: SimulatedService<Clock> { get }
  var clock: Clock { get }
  func withState<Result>(_ body: (inout State) -> Result) -> Result
}

extension IdempotentProvider {
  /// Performs `effect` when the request arrives and returns its answer, as long as the caller waits.
  ///
  /// `later` gives the effect for a request whose caller has gone: made beforehand, it would cost every call an
  /// allocation.
  @inline(__always)
  func act<Reply: Sendable>(
    _ operation: String, _ call: EffectCall,
    _ effect: (inout State, Arrival) -> Result<Reply, State.Failure>,
    later: () -> @Sendable (inout State, Arrival) -> Result<Reply, State.Failure>
  ) async throws(State.Failure) -> Reply {
    let arrivedAt = clock.nanoseconds
    let reply: Result<Reply, State.Failure>
    do throws(ProviderError) {
      reply = try await service.act(call.attempt, operation: operation) {
        withState { effect(&$0, Arrival(call, at: arrivedAt, done: clock.nanoseconds)) }
      } later: {
        let effect = later()
        return { [self] in
          withState { effect(&$0, Arrival(call, at: arrivedAt, done: clock.nanoseconds)) }
        }
      }
    } catch {
      throw State.Failure(error)
    }
    return try reply.get()
  }
}

/// The state of a simulated provider that remembers idempotency keys.
protocol IdempotentState: Sendable {
  associatedtype Failure: IdempotentProviderError
  var keys: IdempotencyStore { get set }
}

extension IdempotentState {
  /// Returns the first call with the same key, nil for a new key; notes replays and refusals in the ledger.
  func find(
    _ call: Arrival, _ payload: UInt64, _ ledger: ProviderLedger
  ) -> Result<IdempotencyStore.First?, Failure> {
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

  /// Remembers the effect under its key and writes it into the ledger.
  mutating func note(_ entry: LedgerEntry, _ ledger: ProviderLedger) {
    keys.remember(entry)
    ledger.append(entry)
  }
}

/// The errors that payment and reservation providers have in common.
protocol IdempotentProviderError: Error {
  static var unavailable: Self { get }
  static var malformed: Self { get }
  static func rateLimited(retryAfter: Duration) -> Self
  static var keyReused: Self { get }
  static var keyInUse: Self { get }
}

extension IdempotentProviderError {
  /// A transport error does not say whether the effect has happened; `refused` counts as unavailable for the same
  /// reason.
  init(_ error: ProviderError) {
    self =
      switch error {
      case .unavailable, .refused: .unavailable
      case .malformed: .malformed
      case .rateLimited(let retryAfter): .rateLimited(retryAfter: retryAfter)
      }
  }
}

extension PaymentError: IdempotentProviderError {}
extension ReservationError: IdempotentProviderError {}
