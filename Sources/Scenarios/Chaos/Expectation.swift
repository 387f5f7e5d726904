package import Primitives
import SimCore

/// A condition that a scenario demands, beyond what must hold always.
package struct Expectation: Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    /// A metric of the whole run, or of the requests and calls that began in a window.
    case threshold(Metric, Bound, Int64, during: TimeWindow?)
    /// The condition holds at every time of a window, or of the whole run.
    case always(Condition, during: TimeWindow?)
    /// The condition holds at some time within a duration after a time point.
    case eventually(Condition, within: Duration, after: TimePoint)
    /// The condition holds at no time after a time point.
    case never(Condition, after: TimePoint)
    /// This share of the requests that arrive the duration after the time point or later is answered in full.
    case recovers(to: Ratio, within: Duration, after: TimePoint)
    /// The breaker of a target opens within a duration of a fault's start, and closes within one of its end.
    case breaker(target: String, opensWithin: Duration?, closesWithin: Duration?, fault: String)
    /// This share of a sweep's cases sees the state; a sweep that never does fails.
    case sometimes(CoverageGoal, share: Ratio)
    /// At most this percentage of the value of the same seed without faults, plus a margin.
    case comparedWithControl(Metric, atMostPercent: Int64, plus: Int64)
  }

  package var kind: Kind

  package init(_ kind: Kind) { self.kind = kind }
}

package enum Bound: String, Sendable, Hashable, CaseIterable, Codable {
  case atLeast, atMost, exactly

  func holds(_ value: Int64, _ limit: Int64) -> Bool {
    switch self {
    case .atLeast: value >= limit
    case .atMost: value <= limit
    case .exactly: value == limit
    }
  }
}

/// An interval of the world's time; the end is not part of it.
package struct TimeSpan: Sendable, Hashable, Codable {
  package var start: Duration
  /// `endless` for an interval that lasts to the end of the run.
  package var end: Duration

  /// Traps unless `start` comes before `end`.
  package init(from start: Duration, until end: Duration) {
    precondition(start < end, "an interval must have a length, was \(start) ..< \(end)")
    self.start = start
    self.end = end
  }

  /// The end of an interval that lasts.
  package static let endless = FaultWindow.endless

  /// Returns true if `time`, in nanoseconds of the world's time, lies in the interval.
  package func contains(_ time: Int64) -> Bool {
    start.wholeNanoseconds <= time && time < end.wholeNanoseconds
  }
}

/// A part of a run that an expectation is about.
package enum TimeWindow: Sendable, Hashable {
  case span(TimeSpan)
  /// The window of a fault. In a case without the fault there is nothing to judge.
  case window(of: String)
}

/// A moment of a run that an expectation counts from.
package enum TimePoint: Sendable, Hashable {
  /// The world's beginning.
  case start
  /// A time after it.
  case at(Duration)
  /// The first moment of a fault's window.
  case startOf(fault: String)
  /// The end of a fault's window.
  case endOf(fault: String)
  /// The end of the last fault's window.
  case healed
}

/// A condition that is true or false at each time of a run.
package enum Condition: Sendable, Hashable {
  /// The breaker of the target is in that state.
  case breaker(target: String, BreakerState)
  /// The number of requests in flight is within the bound.
  case inFlight(Bound, Int64)

  package enum BreakerState: String, Sendable, Hashable, CaseIterable, Codable {
    case closed, open, halfOpen
  }
}

/// A figure of a run: a whole number in a unit of its own.
package struct Metric: Sendable, Hashable {
  package enum Figure: String, Sendable, Hashable, CaseIterable {
    case requests, ok, degraded, failed
    case abandoned = "gaveUp"
    /// Millionths of the requests whose user stayed: those that got all they asked for; those that got a plan.
    case success, served
    /// Nanoseconds, of requests that were answered.
    case latencyP50 = "latency.p50"
    case latencyP90 = "latency.p90"
    case latencyP99 = "latency.p99"
    case latencyMax = "latency.max"
    case attempts, firstTries, retries, hedges, timeouts, fallbacks, refusals
    /// Millionths of attempts a first try.
    case amplification
    case breakerOpens = "openings"
    case breakerCloses = "closings"
    case booked, refunded
    /// The longest queue at a service.
    case queuePeak
    /// Calls that a service began to work on; those a cache answers are not among them.
    case serviceCalls = "loads"
  }

  /// The unit of a metric, in which its limits are written.
  package enum Unit: Sendable, Hashable { case count, share, factor, time }

  package var figure: Figure
  /// For figures of calls: of this target alone, `flights.primary`; nil for all together.
  package var target: String?

  package init(_ figure: Figure, of target: String? = nil) {
    self.figure = figure
    self.target = target
  }

  package var unit: Unit {
    switch figure {
    case .success, .served: .share
    case .amplification: .factor
    case .latencyP50, .latencyP90, .latencyP99, .latencyMax: .time
    case .requests, .ok, .degraded, .failed, .abandoned, .attempts, .firstTries, .retries, .hedges, .timeouts,
      .fallbacks, .refusals, .breakerOpens, .breakerCloses, .booked, .refunded, .queuePeak,
      .serviceCalls:
      .count
    }
  }

  /// True if the metric can be restricted to one target.
  package var isOfCalls: Bool {
    switch figure {
    case .attempts, .firstTries, .retries, .hedges, .timeouts, .fallbacks, .refusals, .amplification,
      .breakerOpens, .breakerCloses, .queuePeak, .serviceCalls:
      true
    case .requests, .ok, .degraded, .failed, .abandoned, .success, .served, .latencyP50, .latencyP90,
      .latencyP99, .latencyMax, .booked, .refunded:
      false
    }
  }
}
