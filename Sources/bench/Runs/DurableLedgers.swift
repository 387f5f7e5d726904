import Adapters
import Foundation
import Scenarios
import SimulatedTravel
import TravelPlanner

/// The ledgers of the simulated providers in files: effects at a provider outlive a crash of this process.
///
/// Each entry is on disk before its effect is acknowledged, as at a real provider.
enum DurableLedgers {
  /// Opens the ledgers in `folder` with the entries of earlier processes. `hasIntent` is called at each effect.
  static func open(
    in folder: String, hasIntent: @escaping @Sendable (IdempotencyKey) -> Bool
  ) throws -> SimulatedBookingProviders<HostClock>.Ledgers {
    func ledger(_ provider: String) throws -> ProviderLedger {
      let file = try LineFile(path(folder, provider))
      return ProviderLedger(try entries(file.lines, in: file.path), hasIntent: hasIntent) { entry in
        do {
          try file.append(try JSONText.line(entry))
        } catch {
          // A provider without its ledger cannot answer truthfully: end at once, like a crash.
          Console().error("error: \(error)")
          _exit(ExitCode.cannotWrite.rawValue)
        }
      }
    }
    return SimulatedBookingProviders.Ledgers(
      payments: try ledger("payments"), flights: try ledger("flights"), hotels: try ledger("hotels"))
  }

  /// Reads the entries of all ledgers without opening them for writing.
  static func entries(in folder: String) throws -> StoreCheck.Ledgers {
    func entries(_ provider: String) throws -> [LedgerEntry] {
      let path = path(folder, provider)
      return try self.entries(LineFile.lines(of: path), in: path)
    }
    return StoreCheck.Ledgers(
      payments: try entries("payments"), reservations: try entries("flights") + entries("hotels"))
  }

  private static func entries(_ lines: [String], in path: String) throws -> [LedgerEntry] {
    try lines.enumerated().map { index, line in
      do {
        return try JSONDecoder().decode(LedgerEntry.self, from: Data(line.utf8))
      } catch {
        throw CommandError.badInput("\(path), line \(index + 1): not an entry of a provider's ledger")
      }
    }
  }

  private static func path(_ folder: String, _ provider: String) -> String { "\(folder)/\(provider).jsonl" }
}
