/// The steps of one request and their order, from which the critical path follows.
public indirect enum WorkShape: Sendable, Hashable {
  /// A step with its name and duration.
  case step(String, nanoseconds: Int64)
  /// Parts that run one after another.
  case sequence([WorkShape])
  /// Parts that run at once.
  case parallel([WorkShape])

  /// The duration of all steps one after another.
  public var total: Int64 {
    switch self {
    case .step(_, let length): length
    case .sequence(let parts), .parallel(let parts): parts.reduce(0) { $0 + $1.total }
    }
  }

  /// The duration of the longest chain of dependent steps; no schedule is faster.
  public var criticalPath: Int64 {
    switch self {
    case .step(_, let length): length
    case .sequence(let parts): parts.reduce(0) { $0 + $1.criticalPath }
    case .parallel(let parts): parts.map(\.criticalPath).max() ?? 0
    }
  }

  /// The names of the steps on the longest chain, in order; the first chain of equals.
  public var criticalSteps: [String] {
    switch self {
    case .step(let name, _): [name]
    case .sequence(let parts): parts.flatMap(\.criticalSteps)
    case .parallel(let parts):
      parts.max { $0.criticalPath < $1.criticalPath }.map { longest in
        (parts.first { $0.criticalPath == longest.criticalPath } ?? longest).criticalSteps
      } ?? []
    }
  }
}
