package import SimulatedTravel
package import TravelPlanner

/// Checks the records of a store against each other, the providers' ledgers and the acknowledged results.
package struct StoreCheck: Sendable {
  package private(set) var sessions = 0
  package private(set) var bookings = 0
  /// Bookings by status, in the order of the statuses.
  package private(set) var statuses: [(status: BookingStatus, count: Int)] = []
  package private(set) var unfinished: [BookingID] = []
  package private(set) var violations: [String] = []

  /// The entries of the providers' ledgers.
  package struct Ledgers: Sendable {
    var payments: [LedgerEntry]
    var reservations: [LedgerEntry]

    package init(payments: [LedgerEntry], reservations: [LedgerEntry]) {
      self.payments = payments
      self.reservations = reservations
    }
  }

  /// Reads every record of a store and returns the result.
  ///
  /// `acknowledged` are the lines of `StoreSoak`. With `quiescent`, no booking may be unfinished. Records that the
  /// store reports as corrupt are left out.
  package static func run(
    sessions: any StateStore, journal: any BookingJournal, ledgers: Ledgers? = nil,
    acknowledged lines: [String] = [], quiescent: Bool = false
  ) async throws -> StoreCheck {
    var check = StoreCheck()
    let results = try AcknowledgedResults(lines)
    try await check.readSessions(sessions, results)
    let records = try await check.readBookings(journal, ledgers, results)
    if quiescent && !check.unfinished.isEmpty {
      check.violations.append("\(check.unfinished.count) bookings are unfinished")
    }
    if let ledgers {
      check.violations += BookingLedgers(
        payments: ledgers.payments, reservations: ledgers.reservations, records: records
      ).violations(isQuiescent: quiescent).map { "\($0)" }
    }
    return check
  }

  private mutating func readSessions(_ store: any StateStore, _ results: AcknowledgedResults) async throws {
    let ids = try await store.sessions(at: StoreSoak.epoch)
    for id in ids {
      try Task.checkCancellation()
      do throws(StoreError) {
        guard case .found(let state) = try await store.load(id, at: StoreSoak.epoch) else { continue }
        sessions += 1
        if let problem = StoreCheck.problem(of: state) { violations.append("session \(id): \(problem)") }
        if let revision = results.sessions[id], state.revision < revision {
          violations.append("session \(id) has revision \(state.revision), but \(revision) was acknowledged")
        }
      } catch {
        guard case .corrupt = error else { throw error }
      }
    }
    for id in results.sessions.keys.sorted(by: { $0.rawValue < $1.rawValue }) where !ids.contains(id) {
      violations.append("session \(id) was acknowledged and is missing")
    }
  }

  private mutating func readBookings(
    _ journal: any BookingJournal, _ ledgers: Ledgers?, _ results: AcknowledgedResults
  ) async throws -> [BookingRecord] {
    unfinished = try await journal.unfinished()
    var known = Set(try await journal.bookings()).union(results.bookings.keys)
    if let ledgers { known.formUnion((ledgers.payments + ledgers.reservations).map(\.key.booking)) }
    var records: [BookingRecord] = []
    for id in known.sorted() {
      try Task.checkCancellation()
      do throws(StoreError) {
        if let record = try await journal.load(id) {
          records.append(record)
        } else {
          violations.append("booking \(id) is missing")
        }
      } catch {
        guard case .corrupt = error else { throw error }
      }
    }
    for record in records {
      if let status = results.bookings[record.id], record.status != status {
        violations.append("booking \(record.id) is \(record.status), but \(status) was acknowledged")
      }
    }
    bookings = records.count
    statuses = BookingStatus.allCases.map { status in
      (status, records.count { $0.status == status })
    }.filter { $0.count > 0 }
    return records
  }

  /// A line that `StoreSoak` does not write.
  package struct UnreadableLine: Error, CustomStringConvertible {
    var line: String
    package var description: String { "not a line of a soak test: \(line.prefix(60))" }
  }

  /// The acknowledged results, the last of each session and booking.
  private struct AcknowledgedResults {
    var sessions: [SessionID: UInt32] = [:]
    var bookings: [BookingID: BookingStatus] = [:]

    init(_ lines: [String]) throws {
      for line in lines {
        let words = line.split(separator: " ").map(String.init)
        switch words.first {
        case "saved":
          guard words.count == 3, let id = SessionID(words[1]), let revision = UInt32(words[2]) else {
            throw UnreadableLine(line: line)
          }
          sessions[id] = revision
        case "booked":
          guard words.count == 3, let id = BookingID(words[1]), let status = BookingStatus(words[2]) else {
            throw UnreadableLine(line: line)
          }
          bookings[id] = status
        default: continue
        }
      }
    }
  }

  /// Returns the problem of a session, which may have been saved between two steps; nil for none.
  private static func problem(of state: SessionState) -> String? {
    if state.revision == 0 { return "it has no revision" }
    if state.updatedAt < state.createdAt { return "its last save is before its creation" }
    let steps = state.completedSteps
    if steps.contains(.response), steps.last != .response {
      return "steps follow the response: \(steps.map(\.name))"
    }
    if steps.contains(.itinerary), state.itinerary == nil, state.tour == nil {
      return "its itinerary is missing"
    }
    for kind in SearchKind.allCases where state.searches[kind].status == .completed {
      let hasResult =
        switch kind {
        case .flights: !state.flights.options.isEmpty
        case .hotels: !state.hotels.options.isEmpty
        case .weather: !state.forecast.days.isEmpty
        case .activities: !state.activities.options.isEmpty
        }
      if !hasResult { return "its \(kind) are missing" }
    }
    return nil
  }
}
