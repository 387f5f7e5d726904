/// The steps of one request and what may happen at once: where the bound of a parallel search comes
/// from.
public indirect enum WorkShape: Sendable, Hashable {
  case step(String, nanoseconds: Int64)
  case sequence([WorkShape])
  case parallel([WorkShape])

  /// All steps one after another.
  public var total: Int64 {
    switch self {
    case .step(_, let length): length
    case .sequence(let parts), .parallel(let parts): parts.reduce(0) { $0 + $1.total }
    }
  }

  /// The longest chain of steps that must wait for each other: no schedule is faster.
  public var criticalPath: Int64 {
    switch self {
    case .step(_, let length): length
    case .sequence(let parts): parts.reduce(0) { $0 + $1.criticalPath }
    case .parallel(let parts): parts.map(\.criticalPath).max() ?? 0
    }
  }

  /// The names of the steps on that chain, in order; the first of equals.
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
