/// One decision of one policy.
///
/// Integers only, so recording one costs a copy; `description` makes the text on demand.
@frozen
public struct ResilienceEvent: Sendable, Hashable {
  /// The time of the decision, in nanoseconds of the clock that the policy was given.
  public var time: Int64
  /// The key of the call it belongs to; 0 for a decision without a call.
  public var request: UInt64
  /// A number whose meaning the kind defines; 0 where it defines none.
  public var detail: Int64
  /// The id of the target.
  public var target: UInt32
  /// The attempt of the call at this target, from 1; 0 outside an attempt.
  public var attempt: UInt32
  /// The kind of decision.
  public var kind: Kind

  /// Creates an event.
  @inlinable public init(
    _ kind: Kind, at time: Int64, request: UInt64 = 0, target: UInt32 = 0, attempt: UInt32 = 0,
    detail: Int64 = 0
  ) {
    self.time = time
    self.request = request
    self.detail = detail
    self.target = target
    self.attempt = attempt
    self.kind = kind
  }

  /// The kinds of decisions.
  ///
  /// The case names are the trace kinds of simulated runs.
  public enum Kind: UInt8, Sendable, Hashable, CaseIterable {
    /// An attempt was admitted.
    case attemptStarted
    /// The attempt's result was good.
    case attemptSucceeded
    /// The attempt failed. Detail: 1 when the failure may be retried, 2 when it may and does not
    /// count against the target, 0 when it may not.
    case attemptFailed
    /// The attempt ran into its timeout. Detail: the timeout in nanoseconds.
    case attemptTimedOut
    /// The caller was cancelled, or its deadline passed, while the attempt was in flight.
    case attemptCancelled
    /// The result could not be classified: the classification threw.
    case attemptUnclassified
    /// The call's deadline had passed before an attempt was made.
    case deadlineExceeded

    /// Another attempt will be made. Detail: the delay before it.
    case retryScheduled
    /// No further attempt. Detail: the raw value of a `RetryStop`.
    case retryStopped
    /// The retry budget refused a retry or a hedge.
    case budgetRefused

    /// The breaker refused the attempt. Detail: nanoseconds until it may be asked again, -1 if unknown.
    case breakerRefused
    /// The breaker closed. Detail of this and the next five: the wait for `breakerOpened`, else 0.
    case breakerClosed
    /// The breaker opened.
    case breakerOpened
    /// The breaker became half-open.
    case breakerHalfOpened
    /// The breaker was forced open by hand.
    case breakerForcedOpen
    /// The breaker was disabled by hand.
    case breakerDisabled
    /// The breaker was set by hand to metrics only.
    case breakerMetricsOnly
    /// The breaker was reset by hand.
    case breakerReset
    /// The threshold of the failure rate was reached. Detail: the rate in millionths.
    case breakerFailureRateExceeded
    /// The threshold of the slow rate was reached. Detail: the rate in millionths.
    case breakerSlowRateExceeded
    /// A threshold was reached that opens the breaker.
    case breakerTripped

    /// The bulkhead admitted the attempt after a wait. Detail: the wait.
    case bulkheadDequeued
    /// The attempt waits for a permit. Detail: its position, from 1.
    case bulkheadQueued
    /// The bulkhead had no permit, or none within the longest wait.
    case bulkheadRefused
    /// The adaptive limit moved. Detail: the new limit.
    case limitChanged

    /// The rate limiter makes the attempt wait. Detail: the wait.
    case rateDelayed
    /// The rate limiter refused. Detail: nanoseconds until a permit is free, -1 if unknown.
    case rateRefused

    /// Another call was started beside those in flight. Detail: its number, from 1.
    case hedgeStarted
    /// A hedged call was decided. Detail: the number of the call that won, 0 the first.
    case hedgeWon

    /// The next alternative takes over. Detail: its index.
    case fallbackTaken
    /// Every alternative failed. Detail: how many there were.
    case fallbackExhausted

    /// The cache had a fresh value.
    case cacheHit
    /// The cache had a failure.
    case cacheNegativeHit
    /// The cache had nothing: the caller loads.
    case cacheMissed
    /// The caller waits for another caller's load of the same key.
    case cacheJoined
    /// A loaded value was stored.
    case cacheStored
    /// The least recently used key was evicted.
    case cacheEvicted
    /// Not emitted at present: an expired value is reported as `cacheMissed`.
    case cacheExpired
    /// A value past its time was served because the load failed. Detail: its age.
    case cacheServedStale
  }
}

extension ResilienceEvent: CustomStringConvertible {
  /// A line of text: `1500000000 ns target 1 request 42 attempt 2 retryScheduled 200000000`.
  public var description: String {
    "\(time) ns target \(target) request \(request) attempt \(attempt) \(kind) \(detail)"
  }
}

/// An observer of every decision, after it is made.
///
/// Cannot change a decision. `record` may run while a policy's state is locked: it must be short and must
/// not call the policy back.
public protocol ResilienceObserver: Sendable {
  /// Records a decision.
  func record(_ event: ResilienceEvent)
}
