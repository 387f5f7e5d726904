/// Why an attempt, or the last of several, did not give a value.
public enum CallError<Failure: Error>: Error {
  /// The call itself failed.
  case failed(Failure)
  /// The attempt ran into its timeout, in nanoseconds.
  case timedOut(after: Int64)
  /// The deadline of the whole call passed, before or during an attempt.
  case deadlineExceeded
  /// The caller was cancelled.
  case cancelled
  /// The breaker let nothing through; nanoseconds until it may be asked again, if that is known.
  case open(retryAfter: Int64?)
  /// The bulkhead had no place, or none in time.
  case full
  /// The rate limiter refused; nanoseconds until a permit is free, if that is known.
  case rateLimited(retryAfter: Int64?)
  /// The retry budget refused another attempt after `last`.
  indirect case budgetExceeded(last: CallError?)
  /// Attempts ran out and the policy asks for an error of its own (`failAfterMaxAttempts`).
  indirect case retriesExceeded(last: CallError?)
  /// The predicate that judges results threw.
  case unclassified(any Error)
  /// The cache remembers that this key failed.
  case remembered
}

extension CallError: Sendable where Failure: Sendable {}

extension CallError {
  /// Whether the caller's patience ended rather than the target failed: nobody else should be asked.
  @inlinable public var endsCall: Bool {
    switch self {
    case .cancelled, .deadlineExceeded: true
    case .failed, .timedOut, .open, .full, .rateLimited, .budgetExceeded, .retriesExceeded, .unclassified,
      .remembered:
      false
    }
  }
}

/// How one alternative failed.
public struct TargetFailure<Failure: Error>: Error {
  /// Its place in the list of alternatives.
  public let index: Int
  public let error: CallError<Failure>
  /// How many attempts it was given; one refused by breaker or bulkhead is an attempt too.
  public let attempts: Int

  @inlinable public init(index: Int, error: CallError<Failure>, attempts: Int) {
    self.index = index
    self.error = error
    self.attempts = attempts
  }
}

/// A call that no alternative served, with every cause in the order they were tried.
public struct CallFailure<Failure: Error>: Error {
  /// Why the call ended: the error of the last alternative that was tried.
  public let error: CallError<Failure>
  /// Attempts made in all.
  public let attempts: Int
  /// One for each alternative that was tried; empty when the deadline had passed before the first.
  public let causes: [TargetFailure<Failure>]

  @inlinable public init(error: CallError<Failure>, attempts: Int, causes: [TargetFailure<Failure>]) {
    self.error = error
    self.attempts = attempts
    self.causes = causes
  }
}
