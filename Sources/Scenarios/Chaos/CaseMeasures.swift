package import LoadGen

/// Figures of one case, or of many together: integers and histograms that add up exactly in any order.
package struct CaseMeasures: Sendable, Hashable, Codable {
  package var cases = 0

  // Requests.
  package var requests = 0
  /// Everything that was asked for.
  package var ok = 0
  /// Partial plans.
  package var degraded = 0
  /// No plan at all.
  package var failed = 0
  /// The user left before there was an answer.
  package var abandoned = 0

  // Bookings.
  package var booked = 0
  package var refunded = 0

  // Calls.
  /// Let through to a dependency.
  package var attempts = 0
  /// First attempts of a call at a target.
  package var firstTries = 0
  package var retries = 0
  package var hedges = 0
  package var timeouts = 0
  package var fallbacks = 0
  /// Turned away by a breaker, a bulkhead, a rate limiter or a budget.
  package var refusals = 0
  package var breakerOpenings = 0
  package var breakerClosings = 0

  /// Answers of plans that ended, degraded ones too, in nanoseconds.
  package var latencies = Histogram()
  /// From the end of the last fault until the share of good answers was back, one a case that had both.
  package var recoveries = Histogram()

  /// The world's time, summed over cases.
  package var simulatedNanoseconds: Int64 = 0
  /// Scheduling steps and timers, summed over cases.
  package var events: UInt64 = 0
  package var tasks: UInt64 = 0

  /// `gaveUp` is the name of `abandoned` in the sweep files of earlier versions.
  private enum CodingKeys: String, CodingKey {
    case cases, requests, ok, degraded, failed
    case abandoned = "gaveUp"
    case booked, refunded, attempts, firstTries, retries, hedges, timeouts, fallbacks, refusals
    case breakerOpenings, breakerClosings, latencies, recoveries, simulatedNanoseconds, events, tasks
  }

  package init() {}

  package mutating func merge(_ other: CaseMeasures) {
    cases += other.cases
    requests += other.requests
    ok += other.ok
    degraded += other.degraded
    failed += other.failed
    abandoned += other.abandoned
    booked += other.booked
    refunded += other.refunded
    attempts += other.attempts
    firstTries += other.firstTries
    retries += other.retries
    hedges += other.hedges
    timeouts += other.timeouts
    fallbacks += other.fallbacks
    refusals += other.refusals
    breakerOpenings += other.breakerOpenings
    breakerClosings += other.breakerClosings
    latencies.merge(other.latencies)
    recoveries.merge(other.recoveries)
    simulatedNanoseconds += other.simulatedNanoseconds
    events += other.events
    tasks += other.tasks
  }

  /// Attempts for each first try: 1 without retries; nil without a call.
  package var amplification: Double? {
    firstTries > 0 ? Double(attempts) / Double(firstTries) : nil
  }
}
