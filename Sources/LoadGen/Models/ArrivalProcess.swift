/// The distribution of arrivals around the rate.
public enum ArrivalProcess: Sendable, Hashable, Codable {
  /// Exponential gaps, as from independent users.
  case poisson
  /// Gaps distributed evenly from zero to twice the mean.
  case uniform
  /// Equal gaps; the first arrival is at the start.
  case constant
  /// All arrivals at the start.
  case together
  /// These instants in nanoseconds from the start, in order; the rate is not used.
  case trace([Int64])

  var name: String {
    switch self {
    case .poisson: "Poisson arrivals"
    case .uniform: "uniform arrivals"
    case .constant: "constant arrivals"
    case .together: "all arrive at once"
    case .trace: "arrivals from a trace"
    }
  }
}
