public import Primitives

extension BookingService {
  /// Takes over the unfinished bookings, one after another in ascending order, and brings them to a terminal state.
  ///
  /// Skips bookings that changed less than `span` ago; a process that is alone with its journal passes zero at its start.
  /// A booking that cannot be finished now is reported with its obligations; the next call tries it again.
  @inlinable
  package func recover(idleFor span: Duration = .zero) async throws(StoreError) -> RecoveryReport {
    var report = RecoveryReport()
    for id in try await journal.unfinished() {
      do throws(StoreError) {
        guard let record = try await journal.load(id), !record.isFinished else { continue }
        guard record.updatedAt.age(at: timestamp) >= span.wholeNanoseconds else {
          report.pending += record.obligations
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
    var work = BookingInProgress(record)
    do throws(BookingError) {
      report.finished.append(try await resume(&work))
    } catch {
      switch error {
      case .superseded: report.superseded.append(record.id)
      case .notSaved(_, let problem): throw problem
      case .pending, .cancelled: report.pending += work.record.obligations
      case .invalid, .priceChanged, .quoteExpired, .pricesUnavailable, .keyReused, .unknown:
        preconditionFailure("the recovery of a booking ended in \(error)")
      }
    }
  }

  /// Returns the obligations of all unfinished bookings, in ascending order.
  @inlinable
  package func obligations() async throws(StoreError) -> [Obligation] {
    var obligations: [Obligation] = []
    for id in try await journal.unfinished() {
      if let record = try await journal.load(id) { obligations += record.obligations }
    }
    return obligations
  }
}

extension Timestamp {
  /// Returns the nanoseconds until `now`, negative if `now` is earlier. Saturates.
  @usableFromInline
  func age(at now: Timestamp) -> Int64 {
    let (age, overflow) = now.nanosecondsSince1970.subtractingReportingOverflow(nanosecondsSince1970)
    return overflow ? (now < self ? .min : .max) : age
  }
}
