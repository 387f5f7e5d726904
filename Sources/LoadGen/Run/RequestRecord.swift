/// The outcome of a request.
@frozen
public enum RequestOutcome: Sendable, Hashable {
  /// The request was answered in full.
  case success
  /// The request was answered from a fallback, or only in part.
  case degraded
  /// The request failed, for a reason that the caller numbers.
  case failure(ErrorKind)
}

/// A reason for failure. The caller assigns the numbers and names them in its report.
@frozen
public struct ErrorKind: RawRepresentable, Sendable, Hashable {
  /// The number of the reason.
  public let rawValue: UInt8
  /// Makes the reason with the number `rawValue`.
  @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }
}

/// The times and the status of one request, in 32 bytes.
@frozen
public struct RequestRecord: Sendable, Hashable {
  /// The state of a request at the end of the run.
  public enum Status: Sendable, Hashable {
    /// The request was planned but had not ended when the run was interrupted.
    case unfinished
    /// The request was never sent, because the in-flight limit was reached.
    case dropped
    /// The request ended.
    case finished(RequestOutcome)
  }

  /// The planned start in nanoseconds of the run's clock.
  public var planned: Int64
  /// The actual start, on the same clock; 0 if the request was not sent.
  public var started: Int64
  /// The end, on the same clock; 0 if the request has not ended.
  public var finished: Int64
  /// The state of the request at the end of the run.
  public var status: Status

  /// Makes a record; times are nanoseconds of the run's clock.
  @inlinable public init(
    planned: Int64, started: Int64 = 0, finished: Int64 = 0, status: Status = .unfinished
  ) {
    self.planned = planned
    self.started = started
    self.finished = finished
    self.status = status
  }

  /// The time from the planned start to the end: the wait of the user.
  @inlinable public var latency: Int64 { finished - planned }
  /// The time from the actual start to the end: the duration of the request itself.
  @inlinable public var service: Int64 { finished - started }

  /// The outcome; nil if the request was dropped or has not ended.
  @inlinable public var outcome: RequestOutcome? {
    if case .finished(let outcome) = status { outcome } else { nil }
  }
}
