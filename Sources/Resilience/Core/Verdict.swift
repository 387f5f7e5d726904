/// The classification of a result: may it be retried, may another alternative be called, and what does
/// the breaker count.
@frozen
public struct Verdict: Sendable, Hashable {
  /// The outcome that breaker and budget count.
  public var outcome: Outcome
  /// True if another attempt at the same target makes sense.
  public var retry: Bool
  /// True if the next alternative should be called.
  public var fallback: Bool
  /// The server's request for the wait before the next attempt, in nanoseconds. Negative is invalid and
  /// handled as the policy's hint rule says.
  public var retryAfter: Int64?

  /// Creates a verdict.
  @inlinable public init(
    _ outcome: Outcome, retry: Bool = false, fallback: Bool = true, retryAfter: Int64? = nil
  ) {
    self.outcome = outcome
    self.retry = retry
    self.fallback = fallback
    self.retryAfter = retryAfter
  }

  /// The detail of the event of a failed attempt.
  @inlinable var failureDetail: Int64 { retry ? (outcome == .failure ? 1 : 2) : 0 }

  /// A good result.
  @inlinable public static var success: Verdict { Verdict(.success) }
  /// A failure worth another attempt; counts against the target.
  @inlinable public static var transient: Verdict { Verdict(.failure, retry: true) }
  /// A transient failure of a server that said how long to wait.
  @inlinable public static func throttled(retryAfter: Int64) -> Verdict {
    Verdict(.failure, retry: true, retryAfter: retryAfter)
  }
  /// A failure of the target that another attempt would repeat; another target may serve.
  @inlinable public static var permanent: Verdict { Verdict(.failure) }
  /// A faulty request: no further attempt at any target, and it does not count against this one.
  @inlinable public static var final: Verdict { Verdict(.ignored, fallback: false) }
}

/// The outcome of a finished call, as breaker and budget count it.
@frozen
public enum Outcome: UInt8, Sendable, Hashable, CaseIterable {
  /// The target served the call.
  case success
  /// The target failed.
  case failure
  /// Not attributable to the target: the request was wrong.
  case ignored
  /// The caller went away.
  case cancelled
  /// Unknown, because the classification threw: the permit is returned, nothing counts.
  case unclassified
}

/// An error that classifies itself.
public protocol ClassifiedFailure: Error {
  /// The classification of a call that failed with this error.
  var verdict: Verdict { get }
}
