import Adapters
import Foundation
import Scenarios
import TravelPlanner

/// What a store holds, and whether it fits together with what providers did and travellers were told.
struct StoreCheck {
  var sessions = 0
  var bookings = 0
  /// Bookings by status, in the order of the statuses.
  var statuses: [(status: BookingStatus, count: Int)] = []
  var unfinished: [BookingID] = []
  /// What cannot be read.
  var corruptions: [StoreCorruption] = []
  /// What does not fit together.
  var violations: [String] = []

  /// Reads everything. `ledgers` is the folder of the providers' books, `told` the file of lines that travellers
  /// were told. `atRest`: nothing may be left to do.
  init(_ stores: OpenStores, ledgers: String?, told: String?, atRest: Bool) async throws {
    let books = try ledgers.map { try DurableBooks.entries($0) }
    let lines = try told.map { try LineFile.lines(of: $0) } ?? []
    let promises = try Promises(lines)

    let ids = try await stores.sessions.sessions(at: StoreWork.epoch)
    for id in ids {
      do throws(StoreError) {
        guard case .found(let state) = try await stores.sessions.load(id, at: StoreWork.epoch) else {
          continue
        }
        sessions += 1
        if let problem = StoreCheck.problem(of: state) { violations.append("session \(id): \(problem)") }
        if let revision = promises.sessions[id], state.revision < revision {
          violations.append("session \(id) is at revision \(state.revision), and \(revision) was saved")
        }
      } catch {
        guard case .corrupt = error else { throw error }
      }
    }
    for id in promises.sessions.keys.sorted(by: { $0.rawValue < $1.rawValue }) where !ids.contains(id) {
      violations.append("session \(id) was saved and is gone")
    }

    unfinished = try await stores.bookings.unfinished()
    var known = Set(try await stores.bookings.bookings()).union(promises.bookings.keys)
    if let books { known.formUnion((books.payments + books.desks).map(\.key.booking)) }
    var records: [BookingRecord] = []
    for id in known.sorted() {
      do throws(StoreError) {
        if let record = try await stores.bookings.load(id) {
          records.append(record)
        } else {
          violations.append("booking \(id) is gone")
        }
      } catch {
        guard case .corrupt = error else { throw error }
      }
    }
    bookings = records.count
    for record in records {
      if let status = promises.bookings[record.id], record.status != status {
        violations.append("booking \(record.id) is \(record.status), and \(status) was told")
      }
    }
    statuses = BookingStatus.allCases.map { status in
      (status, records.filter { $0.status == status }.count)
    }.filter { $0.count > 0 }
    if atRest && !unfinished.isEmpty { violations.append("\(unfinished.count) bookings are unfinished") }
    if let books {
      violations += BookingBooks(payments: books.payments, desks: books.desks, records: records)
        .violations(atRest: atRest).map { "\($0)" }
    }
    corruptions = stores.corruptions
  }

  /// What travellers were told: the last of each.
  private struct Promises {
    var sessions: [SessionID: UInt32] = [:]
    var bookings: [BookingID: BookingStatus] = [:]

    init(_ lines: [String]) throws {
      for line in lines {
        let words = line.split(separator: " ").map(String.init)
        switch words.first {
        case "saved":
          guard words.count == 3, let id = SessionID(words[1]), let revision = UInt32(words[2]) else {
            throw CommandError.badInput("no line of this program: \(quoted(line))")
          }
          sessions[id] = revision
        case "booked":
          guard words.count == 3, let id = BookingID(words[1]), let status = BookingStatus(words[2]) else {
            throw CommandError.badInput("no line of this program: \(quoted(line))")
          }
          bookings[id] = status
        default: continue
        }
      }
    }
  }

  /// What is wrong in a session that was saved between two steps.
  private static func problem(of state: SessionState) -> String? {
    if state.revision == 0 { return "it was never saved" }
    if state.updatedAt < state.createdAt { return "it was saved before it was made" }
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
