public import Primitives

/// Calls a dependency through its resilience policies:
/// `deadline → fallback( retry( hedge( rate limiter( bulkhead( breaker( timeout( call ) ) ) ) ) ) )`.
///
///     let flights = Pipeline(over: [primary, secondary], on: clock, random: world.random)
///     let served = try await flights.call(request: 42, deadline: deadline) {
///       attempt throws(ProviderError) in
///       try await providers[attempt.target].search(query, until: attempt.deadline)
///     }
///     served.value, served.target, served.attempts
///
/// The targets are alternatives, tried in order; each has its own policies. A breaker that refuses fails
/// the attempt without a retry (unless `retryOn` names it), so the next alternative takes over at once.
public struct Pipeline<Clock: NanosecondClock>: Sendable {
  /// The clock that deadlines, waits and timeouts are measured on.
  public let clock: Clock
  /// The alternatives, in the order in which they are tried.
  public let targets: [Target]
  @usableFromInline let random: RandomSource

  /// Creates a pipeline over one or more alternatives.
  ///
  /// Jitter is drawn from `random` by (request, target, attempt), so that the waits of a call do not
  /// depend on the calls beside it.
  public init(over targets: [Target], on clock: Clock, random: RandomSource) {
    precondition(!targets.isEmpty, "a pipeline needs a target")
    self.clock = clock
    self.targets = targets
    self.random = random
  }

  /// Makes the call.
  ///
  /// A value that is classified as a failure is retried; when no attempt and no alternative is left it is
  /// returned as it is. A value that arrives too late, of a hedge that lost or an attempt that had timed
  /// out, is passed to the operation's `compensate`.
  @inlinable @inline(__always)
  public func call<Call: PipelineCall>(
    _ operation: Call, request: UInt64, deadline: Deadline = .none
  ) async throws(CallFailure<Call.Failure>) -> Served<Call.Value> {
    var causes: [TargetFailure<Call.Failure>] = []
    var attempts = 0
    for index in targets.indices {
      let outcome = await callTarget(index, request: request, deadline: deadline, operation)
      switch outcome {
      case .served(let value, let made):
        return Served(value, target: index, attempts: attempts + made)
      case .unacceptable(let value, let made, let fallback):
        attempts += made
        guard fallback && index + 1 < targets.count else {
          return Served(value, target: index, attempts: attempts)
        }
      case .failed(let error, let made, let fallback):
        attempts += made
        causes.append(TargetFailure(index: index, error: error, attempts: made))
        if index + 1 == targets.count || !fallback || error.isTerminal {
          if index + 1 == targets.count && targets.count > 1 {
            report(.fallbackExhausted, request: request, at: index, detail: Int64(targets.count))
          }
          throw CallFailure(error: error, attempts: attempts, causes: causes)
        }
      }
      report(.fallbackTaken, request: request, at: index + 1, detail: Int64(index + 1))
    }
    preconditionFailure("the last of \(targets.count) targets neither served nor failed")
  }

  /// Makes the call; `judge` classifies its results, and `compensate` undoes a value that arrives too late.
  @inlinable @inline(__always)
  public func call<Value: Sendable, Failure: Error>(
    request: UInt64, deadline: Deadline = .none,
    judge: @escaping @Sendable (Result<Value, Failure>) throws -> Verdict,
    compensate: (@Sendable (Value) async -> Void)? = nil,
    _ operation: @escaping @Sendable (Attempt) async throws(Failure) -> Value
  ) async throws(CallFailure<Failure>) -> Served<Value> {
    try await call(
      JudgedCall(judge: judge, compensate: compensate, operation: operation), request: request,
      deadline: deadline)
  }

  /// Makes the call; its failures classify themselves.
  @inlinable @inline(__always)
  public func call<Value: Sendable, Failure: ClassifiedFailure>(
    request: UInt64, deadline: Deadline = .none,
    compensate: (@Sendable (Value) async -> Void)? = nil,
    _ operation: @escaping @Sendable (Attempt) async throws(Failure) -> Value
  ) async throws(CallFailure<Failure>) -> Served<Value> {
    try await call(
      ClassifiedCall(compensate: compensate, operation: operation), request: request, deadline: deadline)
  }

  /// Makes the call unless `cache` has its answer under `key`: `deadline → cache → fallback(…)`.
  @inlinable
  public func call<Key: Hashable & Sendable, Value: Sendable, Failure: ClassifiedFailure>(
    request: UInt64, deadline: Deadline = .none, cachedIn cache: Cache<Key, Value, Failure>, as key: Key,
    _ operation: @escaping @Sendable (Attempt) async throws(Failure) -> Value
  ) async throws(CallFailure<Failure>) -> Served<Value> {
    if deadline.hasPassed(at: clock.nanoseconds) {
      report(.deadlineExceeded, request: request, at: 0, detail: 0)
      throw CallFailure(error: .deadlineExceeded, attempts: 0, causes: [])
    }
    return try await cache.value(for: key, request: request, deadline: deadline, on: clock) {
      () async throws(CallFailure<Failure>) in
      try await call(request: request, deadline: deadline, operation)
    }
  }

  @usableFromInline
  func report(_ kind: ResilienceEvent.Kind, request: UInt64, at index: Int, detail: Int64) {
    guard targets[index].observer != nil else { return }
    targets[index].record(kind, at: clock.nanoseconds, request: request, detail: detail)
  }
}
