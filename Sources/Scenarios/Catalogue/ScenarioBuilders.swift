import Primitives
import SimCore

// Short forms that the scenarios of the catalogue are written with. Times are nanoseconds.

func seconds(_ count: Int64) -> Int64 { count * 1_000_000_000 }
func milliseconds(_ count: Int64) -> Int64 { count * 1_000_000 }

extension FaultWindow {
  /// From one second of the world's time to another.
  static func seconds(_ start: Int64, to end: Int64) -> FaultWindow {
    FaultWindow(from: .seconds(start), until: .seconds(end))
  }
}

extension Expectation {
  static func atLeast(
    _ figure: Metric.Figure, _ value: Int64, of target: String? = nil, during window: TimeWindow? = nil
  ) -> Expectation {
    Expectation(.threshold(Metric(figure, of: target), .atLeast, value, during: window))
  }

  static func atMost(
    _ figure: Metric.Figure, _ value: Int64, of target: String? = nil, during window: TimeWindow? = nil
  ) -> Expectation {
    Expectation(.threshold(Metric(figure, of: target), .atMost, value, during: window))
  }

  static func exactly(
    _ figure: Metric.Figure, _ value: Int64, of target: String? = nil, during window: TimeWindow? = nil
  ) -> Expectation {
    Expectation(.threshold(Metric(figure, of: target), .exactly, value, during: window))
  }

  static func sometimes(_ state: CoverageGoal, _ share: Ratio) -> Expectation {
    Expectation(.sometimes(state, share: share))
  }

  static func recovers(to share: Ratio, within time: Duration, after moment: TimePoint = .healed)
    -> Expectation
  { Expectation(.recovers(to: share, within: time, after: moment)) }

  static func breaker(
    _ target: String, opensWithin opens: Duration? = nil, closesWithin closes: Duration? = nil,
    of fault: String
  ) -> Expectation {
    Expectation(.breaker(target: target, opensWithin: opens, closesWithin: closes, fault: fault))
  }

  /// The share as a figure has it: millionths.
  static func percent(_ value: Int64) -> Int64 { value * 10_000 }
}
