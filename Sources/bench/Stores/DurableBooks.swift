import Adapters
import Foundation
import Scenarios
import Synchronization
import TravelPlanner

/// The books of the simulated providers in files of their own: what a provider did stays done when our process
/// dies.
///
/// Each entry is on the disk before its effect is answered, as a real provider would have it.
struct DurableBooks {
  static let providers = ["payments", "flights", "hotels"]

  let ledgers: BookingParties<HostClock>.Ledgers

  /// Opens the books in `folder`, with what earlier processes left there. `hasIntent` is asked at each effect.
  init(_ folder: String, hasIntent: @escaping @Sendable (IdempotencyKey) -> Bool) throws {
    func ledger(_ provider: String) throws -> ProviderLedger {
      let path = DurableBooks.path(folder, provider)
      let file = try LineFile(path)
      return ProviderLedger(try DurableBooks.entries(file.lines, in: path), hasIntent: hasIntent) { entry in
        do {
          let encoder = JSONEncoder()
          encoder.outputFormatting = [.sortedKeys]
          try file.append(String(decoding: try encoder.encode(entry), as: UTF8.self))
        } catch {
          // The provider has lost its books: nothing true could be said from here on.
          Console().error("error: \(error)")
          _exit(ExitCode.cannotWrite.rawValue)
        }
      }
    }
    ledgers = BookingParties.Ledgers(
      payments: try ledger("payments"), flights: try ledger("flights"), hotels: try ledger("hotels"))
  }

  /// The entries of all providers, without opening the books for writing.
  static func entries(_ folder: String) throws -> (payments: [LedgerEntry], desks: [LedgerEntry]) {
    func entries(_ provider: String) throws -> [LedgerEntry] {
      let path = path(folder, provider)
      return try self.entries(LineFile.lines(of: path), in: path)
    }
    return (try entries("payments"), try entries("flights") + entries("hotels"))
  }

  private static func entries(_ lines: [String], in path: String) throws -> [LedgerEntry] {
    try lines.enumerated().map { index, line in
      do {
        return try JSONDecoder().decode(LedgerEntry.self, from: Data(line.utf8))
      } catch {
        throw CommandError.badInput("\(path), line \(index + 1): not an entry of a provider's books")
      }
    }
  }

  private static func path(_ folder: String, _ provider: String) -> String { "\(folder)/\(provider).jsonl" }
}

/// A journal that knows which intents it has kept, to be asked by a provider at the moment of an effect.
final class IntentWatch: BookingJournal {
  private let base: any BookingJournal
  private let kept = Mutex<[BookingID: BookingRecord]>([:])

  init(_ base: any BookingJournal) { self.base = base }

  /// Whether an effect was intended, in the journal, when it is asked for.
  func hasIntent(_ key: IdempotencyKey) -> Bool {
    switch kept.withLock({ $0[key.booking] })?.effects.state(of: key.effect) {
    case .intended, .done, .refused: true
    case .registered, .dropped, nil: false
    }
  }

  func save(_ record: BookingRecord) async throws(StoreError) -> UInt32 {
    let revision = try await base.save(record)
    kept.withLock { $0[record.id] = record }
    return revision
  }

  func load(_ id: BookingID) async throws(StoreError) -> BookingRecord? {
    let record = try await base.load(id)
    if let record { kept.withLock { $0[id] = record } }
    return record
  }

  func unfinished() async throws(StoreError) -> [BookingID] { try await base.unfinished() }
  func bookings() async throws(StoreError) -> [BookingID] { try await base.bookings() }
}
