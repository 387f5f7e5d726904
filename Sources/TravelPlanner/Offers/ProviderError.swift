import Primitives
public import Resilience

/// The reason a call of a provider failed.
@frozen
@usableFromInline
package enum ProviderError: Error, Hashable, Sendable {
  /// The service is down or closed the connection. A retry may succeed.
  case unavailable
  /// Too many calls. A retry may succeed after the given time.
  case rateLimited(retryAfter: Duration)
  /// The service refuses the query, and would refuse a retry.
  case refused
  /// The response is invalid.
  case malformed
}

extension ProviderError: ClassifiedFailure {
  /// Every failure except a refusal may be retried. A refusal does not count as a failure of the provider.
  @usableFromInline package var verdict: Verdict {
    switch self {
    case .unavailable, .malformed: .transient
    case .rateLimited(let retryAfter): .throttled(retryAfter: retryAfter.wholeNanoseconds)
    case .refused: Verdict(.ignored)
    }
  }
}
