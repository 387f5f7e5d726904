import Primitives
import SimCore

// The words the scenarios of the catalogue are written in. Times are nanoseconds.

func seconds(_ count: Int64) -> Int64 { count * 1_000_000_000 }
func milliseconds(_ count: Int64) -> Int64 { count * 1_000_000 }

extension FaultWindow {
  /// From one second of the world's time to another.
  static func seconds(_ start: Int64, to end: Int64) -> FaultWindow {
    FaultWindow(from: start * 1_000_000_000, until: end * 1_000_000_000)
  }
}

extension Expectation {
  static func atLeast(
    _ figure: Metric.Figure, _ value: Int64, of target: String? = nil, during stretch: Stretch? = nil
  ) -> Expectation {
    Expectation(.threshold(Metric(figure, of: target), .atLeast, value, during: stretch))
  }

  static func atMost(
    _ figure: Metric.Figure, _ value: Int64, of target: String? = nil, during stretch: Stretch? = nil
  ) -> Expectation {
    Expectation(.threshold(Metric(figure, of: target), .atMost, value, during: stretch))
  }

  static func exactly(
    _ figure: Metric.Figure, _ value: Int64, of target: String? = nil, during stretch: Stretch? = nil
  ) -> Expectation {
    Expectation(.threshold(Metric(figure, of: target), .exactly, value, during: stretch))
  }

  static func sometimes(_ state: RareState, _ share: Ratio) -> Expectation {
    Expectation(.sometimes(state, share: share))
  }

  static func recovers(to share: Ratio, within nanoseconds: Int64, after moment: Moment = .healed)
    -> Expectation
  { Expectation(.recovers(to: share, within: nanoseconds, after: moment)) }

  static func breaker(
    _ target: String, opensWithin opens: Int64? = nil, closesWithin closes: Int64? = nil, of fault: String
  ) -> Expectation {
    Expectation(.breaker(target: target, opensWithin: opens, closesWithin: closes, fault: fault))
  }

  /// The share as a figure has it: millionths.
  static func percent(_ value: Int64) -> Int64 { value * 10_000 }
}
