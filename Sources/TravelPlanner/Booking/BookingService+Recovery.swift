public import Primitives

extension BookingService {
  /// Brings every booking that was left to its end, in ascending order, one after another.
  ///
  /// Leaves alone those that somebody touched less than `span` ago; zero takes on all, as the only process
  /// does when it starts. One that cannot be finished now is reported with what it owes, and is tried again
  /// by the next call.
  @inlinable
  package func recover(idleFor span: Duration = .zero) async throws(StoreError) -> RecoveryReport {
    var report = RecoveryReport()
    for id in try await journal.unfinished() {
      do throws(StoreError) {
        guard let record = try await journal.load(id), !record.isFinished else { continue }
        guard record.updatedAt.age(at: timestamp) >= span.wholeNanoseconds else {
          report.pending += record.owed
          continue
        }
        try await recover(record, &report)
      } catch {
        guard case .corrupt = error else { throw error }
        report.unreadable.append(id)
      }
    }
    return report
  }

  @inlinable
  func recover(_ record: BookingRecord, _ report: inout RecoveryReport) async throws(StoreError) {
    var run = BookingRun(record)
    do throws(BookingError) {
      report.finished.append(try await resume(&run))
    } catch {
      switch error {
      case .superseded: report.superseded.append(record.id)
      case .notSaved(_, let problem): throw problem
      case .pending, .cancelled: report.pending += run.record.owed
      case .invalid, .priceChanged, .quoteExpired, .pricesUnavailable, .keyReused, .unknown:
        preconditionFailure("a booking that exists ended in \(error)")
      }
    }
  }

  /// What all bookings that are not finished owe, in ascending order.
  @inlinable
  package func owed() async throws(StoreError) -> [Owed] {
    var owed: [Owed] = []
    for id in try await journal.unfinished() {
      if let record = try await journal.load(id) { owed += record.owed }
    }
    return owed
  }
}

extension Timestamp {
  /// Nanoseconds from here to `now`, negative when it lies ahead; stops at the end of the range.
  @usableFromInline
  func age(at now: Timestamp) -> Int64 {
    let (age, overflow) = now.nanosecondsSince1970.subtractingReportingOverflow(nanosecondsSince1970)
    return overflow ? (now < self ? .min : .max) : age
  }
}
