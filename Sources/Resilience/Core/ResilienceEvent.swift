/// One decision of one policy: what, for whom, when.
///
/// Integers only, so recording one costs a copy; `description` makes the text when somebody reads it.
@frozen
public struct ResilienceEvent: Sendable, Hashable {
  /// When it happened, in nanoseconds of the clock the policy was given.
  public var time: Int64
  /// The call it belongs to; 0 for what a policy does by itself.
  public var request: UInt64
  /// What the kind says it is; 0 where the kind says nothing.
  public var detail: Int64
  /// The id of the target.
  public var target: UInt32
  /// The attempt of the call at this target, from 1; 0 outside an attempt.
  public var attempt: UInt32
  public var kind: Kind

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

  public enum Kind: UInt8, Sendable, Hashable, CaseIterable {
    /// An attempt was let through to the call.
    case attemptStarted
    /// The attempt's result was good.
    case attemptSucceeded
    /// The attempt failed. Detail: 1 when the failure may be retried, 2 when it may and blames nobody, 0 when not.
    case attemptFailed
    /// The attempt ran into its timeout. Detail: the timeout in nanoseconds.
    case attemptTimedOut
    /// The caller gave up, or its deadline passed, while the attempt ran.
    case attemptCancelled
    /// The result could not be classified: the predicate threw.
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
    /// Detail of the next six: how long the wait is for `open`, else 0.
    case breakerClosed
    case breakerOpened
    case breakerHalfOpened
    case breakerForcedOpen
    case breakerDisabled
    case breakerMetricsOnly
    case breakerReset
    /// A threshold was reached. Detail: the rate in millionths where there is one.
    case breakerFailureRateExceeded
    case breakerSlowRateExceeded
    case breakerTripped

    /// The bulkhead let the attempt in after a wait. Detail: the wait.
    case bulkheadDequeued
    /// The attempt waits for a place. Detail: its position, from 1.
    case bulkheadQueued
    /// No place, or none within the longest wait.
    case bulkheadRefused
    /// The adaptive limit moved. Detail: the new limit.
    case limitChanged

    /// The rate limiter makes the attempt wait. Detail: the wait.
    case rateDelayed
    /// The rate limiter refused. Detail: nanoseconds until a permit is free, -1 if unknown.
    case rateRefused

    /// Another call was started beside the running ones. Detail: its number, from 1.
    case hedgeStarted
    /// A hedged call was decided. Detail: the number of the call that won, 0 the first.
    case hedgeWon

    /// The next alternative takes over. Detail: its index.
    case fallbackTaken
    /// Every alternative failed. Detail: how many there were.
    case fallbackExhausted

    case cacheHit
    /// Found, but a remembered failure.
    case cacheNegativeHit
    case cacheMissed
    /// The caller waits for another's load of the same key.
    case cacheJoined
    case cacheStored
    case cacheEvicted
    case cacheExpired
    /// A kept value past its time was served because the load failed. Detail: its age.
    case cacheServedStale
  }
}

extension ResilienceEvent: CustomStringConvertible {
  /// `1500000000 ns target 1 request 42 attempt 2 retryScheduled 200000000`.
  public var description: String {
    "\(time) ns target \(target) request \(request) attempt \(attempt) \(kind) \(detail)"
  }
}

/// Is told of every decision, after it is made.
///
/// Changes nothing and is asked nothing. `record` may run while a policy's state is locked: it must be
/// short and must not call the policy back.
public protocol ResilienceObserver: Sendable {
  func record(_ event: ResilienceEvent)
}
