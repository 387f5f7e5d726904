/// The reason why an attempt, or the last of several, returned no value.
public enum CallError<Failure: Error>: Error {
  /// The call itself failed.
  case failed(Failure)
  /// The attempt ran into its timeout, in nanoseconds.
  case timedOut(after: Int64)
  /// The deadline of the whole call passed, before or during an attempt.
  case deadlineExceeded
  /// The caller was cancelled.
  case cancelled
  /// The circuit breaker refused; nanoseconds until it may be asked again, if that is known.
  case circuitOpen(retryAfter: Int64?)
  /// The bulkhead had no permit, or none in time.
  case bulkheadFull
  /// The rate limiter refused; nanoseconds until a permit is free, if that is known.
  case rateLimited(retryAfter: Int64?)
  /// The retry budget refused another attempt after `last`.
  indirect case budgetExceeded(last: CallError?)
  /// Attempts ran out, and the policy asks for a separate error (`failAfterMaxAttempts`).
  indirect case retriesExceeded(last: CallError?)
  /// The classification of the result threw this error.
  case unclassified(any Error)
  /// The cache holds a failure for this key.
  case cachedFailure
}

extension CallError: Sendable where Failure: Sendable {}

extension CallError {
  /// True if the caller went away or ran out of time, so that no other alternative should be called.
  @inlinable public var isTerminal: Bool {
    switch self {
    case .cancelled, .deadlineExceeded: true
    case .failed, .timedOut, .circuitOpen, .bulkheadFull, .rateLimited, .budgetExceeded, .retriesExceeded,
      .unclassified, .cachedFailure:
      false
    }
  }
}

/// The failure of one alternative.
public struct TargetFailure<Failure: Error>: Error {
  /// The index in the list of alternatives.
  public let index: Int
  /// The error of its last attempt.
  public let error: CallError<Failure>
  /// The number of attempts made; one that breaker or bulkhead refused is an attempt too.
  public let attempts: Int

  /// Creates a failure.
  @inlinable public init(index: Int, error: CallError<Failure>, attempts: Int) {
    self.index = index
    self.error = error
    self.attempts = attempts
  }
}

/// The failure of a call that no alternative served, with every cause in the order they were tried.
public struct CallFailure<Failure: Error>: Error {
  /// The error of the last alternative that was tried.
  public let error: CallError<Failure>
  /// The number of attempts made, at all alternatives.
  public let attempts: Int
  /// One for each alternative that was tried; empty when the deadline had passed before the first.
  public let causes: [TargetFailure<Failure>]

  /// Creates a failure.
  @inlinable public init(error: CallError<Failure>, attempts: Int, causes: [TargetFailure<Failure>]) {
    self.error = error
    self.attempts = attempts
    self.causes = causes
  }
}
