import Resilience

/// The errors of a provider in these tests, one for each verdict.
enum ProviderError: ClassifiedFailure, Hashable {
  case unavailable
  case busy(retryAfter: Int64)
  case wrongRequest, gone

  var verdict: Verdict {
    switch self {
    case .unavailable: .transient
    case .busy(let retryAfter): .throttled(retryAfter: retryAfter)
    case .wrongRequest: .final
    case .gone: .permanent
    }
  }
}

let second: Int64 = 1_000_000_000
let millisecond: Int64 = 1_000_000
