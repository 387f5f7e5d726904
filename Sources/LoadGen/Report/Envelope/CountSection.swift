/// How many requests ended how.
public struct CountSection: Sendable, Hashable, Codable {
  public var succeeded: Int
  public var degraded: Int
  public var failed: Int
  public var dropped: Int
  public var late: Int
  /// Failures by reason.
  public var errors: [String: Int]

  public init(
    succeeded: Int, degraded: Int = 0, failed: Int = 0, dropped: Int = 0, late: Int = 0,
    errors: [String: Int] = [:]
  ) {
    self.succeeded = succeeded
    self.degraded = degraded
    self.failed = failed
    self.dropped = dropped
    self.late = late
    self.errors = errors
  }

  public init(_ counts: RunSummary.Counts, errorNames: (ErrorKind) -> String) {
    self.init(
      succeeded: counts.succeeded, degraded: counts.degraded, failed: counts.failed,
      dropped: counts.dropped, late: counts.late,
      errors: Dictionary(counts.failures.map { (errorNames($0.kind), $0.count) }, uniquingKeysWith: +))
  }
}
