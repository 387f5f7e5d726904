/// What a result means to the policies: may it be retried, may another alternative try, and what does
/// the breaker count.
@frozen
public struct Verdict: Sendable, Hashable {
  /// What the breaker is told.
  public var outcome: Outcome
  /// Whether another attempt at the same target makes sense.
  public var retry: Bool
  /// Whether the next alternative should be asked.
  public var fallback: Bool
  /// What the server asked for: nanoseconds to wait before the next attempt. Negative is invalid and
  /// handled as the policy's hint rule says.
  public var retryAfter: Int64?

  @inlinable public init(
    _ outcome: Outcome, retry: Bool = false, fallback: Bool = true, retryAfter: Int64? = nil
  ) {
    self.outcome = outcome
    self.retry = retry
    self.fallback = fallback
    self.retryAfter = retryAfter
  }

  /// What the event of a failed attempt says of it.
  @inlinable var failureDetail: Int64 { retry ? (outcome == .failure ? 1 : 2) : 0 }

  @inlinable public static var success: Verdict { Verdict(.success) }
  /// Worth another attempt; counts against the target.
  @inlinable public static var transient: Verdict { Verdict(.failure, retry: true) }
  /// As transient, and the server said when to come back.
  @inlinable public static func throttled(retryAfter: Int64) -> Verdict {
    Verdict(.failure, retry: true, retryAfter: retryAfter)
  }
  /// The target is at fault and would be again; another one may serve.
  @inlinable public static var permanent: Verdict { Verdict(.failure) }
  /// The request is at fault: nobody is asked again, and the target is not blamed.
  @inlinable public static var final: Verdict { Verdict(.ignored, fallback: false) }
}

/// What a finished call was, as a breaker sees it.
@frozen
public enum Outcome: UInt8, Sendable, Hashable, CaseIterable {
  case success
  case failure
  /// Says nothing about the target: a request that was wrong.
  case ignored
  /// The caller went away.
  case cancelled
  /// Unknown, because the predicate that judges results threw: a permit is given back, nothing counts.
  case unclassified
}

/// An error that knows what it means to the policies.
public protocol ClassifiedFailure: Error {
  var verdict: Verdict { get }
}
