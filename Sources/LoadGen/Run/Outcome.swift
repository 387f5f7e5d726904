/// How a request ended.
@frozen
public enum Outcome: Sendable, Hashable {
  case success
  /// Answered, but from a fallback or only in part.
  case degraded
  /// Failed, for a reason that the caller numbers.
  case failure(ErrorKind)
}

/// A reason for failure. The caller gives out the numbers and names them in the report.
@frozen
public struct ErrorKind: RawRepresentable, Sendable, Hashable {
  public let rawValue: UInt8
  @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }
}

/// What is known about one request: 32 bytes.
@frozen
public struct RequestRecord: Sendable, Hashable {
  public enum Status: Sendable, Hashable {
    /// Planned, and not over when the run ended.
    case unfinished
    /// Never sent: the in-flight limit was reached.
    case dropped
    case finished(Outcome)
  }

  /// When it should have started, was started, and was over: nanoseconds of the run's clock.
  public var planned: Int64
  public var started: Int64
  public var finished: Int64
  public var status: Status

  @inlinable public init(
    planned: Int64, started: Int64 = 0, finished: Int64 = 0, status: Status = .unfinished
  ) {
    self.planned = planned
    self.started = started
    self.finished = finished
    self.status = status
  }

  /// What the user waited, from the planned start.
  @inlinable public var latency: Int64 { finished - planned }
  /// What the request took once it was sent.
  @inlinable public var service: Int64 { finished - started }

  @inlinable public var outcome: Outcome? {
    if case .finished(let outcome) = status { outcome } else { nil }
  }
}
