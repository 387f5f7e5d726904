/// An attempt before it is admitted.
@usableFromInline
struct PendingAttempt: Sendable {
  /// The reason why an attempt is made.
  @usableFromInline
  enum Reason: Sendable {
    case first
    case retry(throttled: Bool)
    case hedge

    /// True if the retry budget paid for the attempt.
    var isExtra: Bool { if case .first = self { false } else { true } }
    /// True if the server answered the attempt before with a retry-after.
    var isThrottled: Bool { if case .retry(throttled: true) = self { true } else { false } }
  }

  @usableFromInline let request: UInt64
  @usableFromInline let number: UInt32
  @usableFromInline let reason: Reason
  /// The index among the calls of a hedged attempt; 0 for the first.
  @usableFromInline let hedgeIndex: UInt32

  @inlinable init(request: UInt64, number: UInt32, reason: Reason, hedgeIndex: UInt32 = 0) {
    self.request = request
    self.number = number
    self.reason = reason
    self.hedgeIndex = hedgeIndex
  }

  /// True for the first attempt of the call at this target.
  @inlinable var isFirst: Bool { if case .first = reason { true } else { false } }

  @inlinable func hedge(_ index: Int) -> PendingAttempt {
    PendingAttempt(request: request, number: number, reason: reason, hedgeIndex: UInt32(index))
  }
}

/// The reason why an attempt was not admitted.
@usableFromInline
enum Refusal: Sendable {
  case bulkheadFull
  case rateLimited(retryAfter: Int64?)
  case cancelled
  case deadlineExceeded
}

/// An admitted attempt, and what it holds until it ends.
@usableFromInline
struct InFlightAttempt: Sendable {
  @usableFromInline let pending: PendingAttempt
  @usableFromInline let permit: CircuitBreaker.Permit?
  @usableFromInline let startedAt: Int64
  @usableFromInline let deadline: Deadline
  /// True if the deadline is the target's timeout, false if it is the caller's deadline.
  @usableFromInline let ownTimeout: Bool

  @inlinable init(
    pending: PendingAttempt, permit: CircuitBreaker.Permit?, startedAt: Int64, deadline: Deadline,
    ownTimeout: Bool
  ) {
    self.pending = pending
    self.permit = permit
    self.startedAt = startedAt
    self.deadline = deadline
    self.ownTimeout = ownTimeout
  }
}

/// The classified result of one attempt.
@usableFromInline
enum AttemptResult<Value, Failure: Error> {
  case served(Value)
  case failed(FailedAttempt<Value, Failure>)

  /// True if an adaptive limit should fall: the target did not answer in time.
  @inlinable var isDrop: Bool {
    if case .failed(let attempt) = self { attempt.retryCause == .timeout } else { false }
  }

  /// True if the time it took is a sample of the target's latency: the caller did not break it off.
  @inlinable var isSample: Bool {
    if case .failed(let attempt) = self { attempt.error?.isTerminal != true } else { true }
  }
}

extension AttemptResult: Sendable where Value: Sendable {}
extension FailedAttempt: Sendable where Value: Sendable {}
extension FailedAttempt.Cause: Sendable where Value: Sendable {}

/// An attempt that ended with an error, or with a value that was classified as a failure.
@usableFromInline
struct FailedAttempt<Value, Failure: Error> {
  @usableFromInline enum Cause {
    case error(CallError<Failure>)
    case value(Value)
  }
  @usableFromInline let cause: Cause
  /// The kind of failure that a retry policy may allow; empty when a retry makes no sense.
  @usableFromInline let retryCause: RetryPolicy.Causes
  /// The time at which it failed.
  @usableFromInline let end: Int64
  /// True if the next alternative may be called.
  @usableFromInline let fallback: Bool
  @usableFromInline let hint: DelaySequence.HintValue

  @inlinable init(
    _ retryCause: RetryPolicy.Causes, _ error: CallError<Failure>, at end: Int64, fallback: Bool = true
  ) {
    self.retryCause = retryCause
    cause = .error(error)
    self.end = end
    self.fallback = fallback
    hint = .none
  }

  @inlinable init(_ refusal: Refusal, at end: Int64) {
    switch refusal {
    case .bulkheadFull: self.init(.bulkheadFull, .bulkheadFull, at: end)
    case .rateLimited(let retryAfter):
      self.init(.rateLimited, .rateLimited(retryAfter: retryAfter), at: end)
    case .cancelled: self.init([], .cancelled, at: end, fallback: false)
    case .deadlineExceeded: self.init([], .deadlineExceeded, at: end, fallback: false)
    }
  }

  @inlinable init(
    _ retryCause: RetryPolicy.Causes, _ error: CallError<Failure>, at end: Int64, _ verdict: Verdict
  ) {
    self.retryCause = retryCause
    cause = .error(error)
    self.end = end
    fallback = verdict.fallback
    hint = verdict.retryAfter.map { .wait($0) } ?? .none
  }

  @inlinable init(_ retryCause: RetryPolicy.Causes, _ value: Value, at end: Int64, _ verdict: Verdict) {
    self.retryCause = retryCause
    cause = .value(value)
    self.end = end
    fallback = verdict.fallback
    hint = verdict.retryAfter.map { .wait($0) } ?? .none
  }

  @inlinable var error: CallError<Failure>? { if case .error(let error) = cause { error } else { nil } }
  @inlinable var isThrottled: Bool { if case .wait = hint { true } else { false } }

  /// Returns the outcome of the alternative when this was its last attempt.
  @inlinable func outcome(attempts: Int, wrapsLastError: Bool) -> TargetOutcome<Value, Failure> {
    switch cause {
    case .error(let error):
      .failed(wrapsLastError ? .retriesExceeded(last: error) : error, attempts: attempts, fallback: fallback)
    case .value(let value):
      wrapsLastError
        ? .failed(.retriesExceeded(last: nil), attempts: attempts, fallback: fallback)
        : .unacceptable(value, attempts: attempts, fallback: fallback)
    }
  }
}

/// The outcome of all attempts at one alternative.
@usableFromInline
enum TargetOutcome<Value, Failure: Error> {
  case served(Value, attempts: Int)
  /// A value that was classified as a failure.
  case unacceptable(Value, attempts: Int, fallback: Bool)
  case failed(CallError<Failure>, attempts: Int, fallback: Bool)
}
