import Primitives
public import Resilience

/// Why a provider did not answer.
@frozen
@usableFromInline
package enum ProviderError: Error, Hashable, Sendable {
  /// The service is down or broke off; another try may do.
  case unavailable
  /// Too many calls; try again after so long.
  case rateLimited(retryAfter: Duration)
  /// The service refuses this query; another try would be refused as well.
  case refused
  /// An answer came that makes no sense.
  case malformed
}

extension ProviderError: ClassifiedFailure {
  /// All but a refusal may be tried again; a refusal is not held against the provider.
  @usableFromInline package var verdict: Verdict {
    switch self {
    case .unavailable, .malformed: .transient
    case .rateLimited(let retryAfter): .throttled(retryAfter: retryAfter.wholeNanoseconds)
    case .refused: Verdict(.ignored)
    }
  }
}
