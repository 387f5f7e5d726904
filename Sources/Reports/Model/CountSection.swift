package import LoadGen

/// The number of requests by outcome.
package struct CountSection: Sendable, Hashable, Codable {
  package var succeeded: Int
  package var degraded: Int
  package var failed: Int
  package var dropped: Int
  package var late: Int
  /// The number of failures by reason.
  package var errors: [String: Int]

  package init(
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

  package init(_ counts: RunSummary.Counts, errorNames: (ErrorKind) -> String) {
    self.init(
      succeeded: counts.succeeded, degraded: counts.degraded, failed: counts.failed,
      dropped: counts.dropped, late: counts.late,
      errors: Dictionary(counts.failures.map { (errorNames($0.kind), $0.count) }, uniquingKeysWith: +))
  }
}
