package import LoadGen
package import Primitives

/// Figures of one case, or of many together: integers and histograms that add up exactly in any order.
package struct CaseMeasures: Sendable, Hashable, Codable {
  @Count package var cases = 0

  // Requests.
  @Count package var requests = 0
  /// Everything that was asked for.
  @Count package var ok = 0
  /// Partial plans.
  @Count package var degraded = 0
  /// No plan at all.
  @Count package var failed = 0
  /// The user left before there was an answer.
  @Count package var abandoned = 0

  // Bookings.
  @Count package var booked = 0
  @Count package var refunded = 0

  // Calls.
  /// Let through to a dependency.
  @Count package var attempts = 0
  /// First attempts of a call at a target.
  @Count package var firstTries = 0
  @Count package var retries = 0
  @Count package var hedges = 0
  @Count package var timeouts = 0
  @Count package var fallbacks = 0
  /// Turned away by a breaker, a bulkhead, a rate limiter or a budget.
  @Count package var refusals = 0
  @Count package var breakerOpenings = 0
  @Count package var breakerClosings = 0

  /// Answers of plans that ended, degraded ones too, in nanoseconds.
  package var latencies = Histogram()
  /// From the end of the last fault until the share of good answers was back, one a case that had both.
  package var recoveries = Histogram()

  /// The world's time, summed over cases.
  @Count package var simulatedNanoseconds: Int64 = 0
  /// Scheduling steps and timers, summed over cases.
  @Count package var events: UInt64 = 0
  @Count package var tasks: UInt64 = 0

  /// `gaveUp` is the name of `abandoned` in the sweep files of earlier versions.
  private enum CodingKeys: String, CodingKey {
    case cases, requests, ok, degraded, failed
    case abandoned = "gaveUp"
    case booked, refunded, attempts, firstTries, retries, hedges, timeouts, fallbacks, refusals
    case breakerOpenings, breakerClosings, latencies, recoveries, simulatedNanoseconds, events, tasks
  }

  package init() {}

  package mutating func merge(_ other: CaseMeasures) {
    cases.addSaturating(other.cases)
    requests.addSaturating(other.requests)
    ok.addSaturating(other.ok)
    degraded.addSaturating(other.degraded)
    failed.addSaturating(other.failed)
    abandoned.addSaturating(other.abandoned)
    booked.addSaturating(other.booked)
    refunded.addSaturating(other.refunded)
    attempts.addSaturating(other.attempts)
    firstTries.addSaturating(other.firstTries)
    retries.addSaturating(other.retries)
    hedges.addSaturating(other.hedges)
    timeouts.addSaturating(other.timeouts)
    fallbacks.addSaturating(other.fallbacks)
    refusals.addSaturating(other.refusals)
    breakerOpenings.addSaturating(other.breakerOpenings)
    breakerClosings.addSaturating(other.breakerClosings)
    latencies.merge(other.latencies)
    recoveries.merge(other.recoveries)
    simulatedNanoseconds.addSaturating(other.simulatedNanoseconds)
    events.addSaturating(other.events)
    tasks.addSaturating(other.tasks)
  }

  /// Attempts for each first try: 1 without retries; nil without a call.
  package var amplification: Double? {
    firstTries > 0 ? Double(attempts) / Double(firstTries) : nil
  }
}
