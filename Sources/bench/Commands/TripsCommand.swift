import Adapters
import Foundation
import Scenarios
import TravelPlanner

/// The four sample trips, with everything they leave behind.
enum TripsCommand: Command {
  static let name = "trips"
  static let summary = "the four sample trips: planned, booked, and written as records"
  static let discussion = """
    Plans and books four trips in India on the virtual clock (Varanasi, Hampta Pass, Goa, Manali; amounts in INR)
    and prints what came of them. With -o it writes the seven records of each trip: what was asked for, the
    predicted budget, the research, the candidates, the final itinerary, the booking and the confirmation.

    Records are never changed: a second run into the same folder with another seed adds its trips, with the same
    seed it finds them there.

    examples:
      bench trips
      bench trips -o trips --seed 7
      bench trips --store sqlite:trips.db
      bench trips --confirmations
    """

  static let output = Option("output", "o", "DIR", "write the records into this folder")
  static let store = Option("store", nil, "PLACE", "keep the records there as well: file:DIR or sqlite:FILE")
  static let confirmations = Option("confirmations", nil, nil, "print the confirmations a customer sees")
  static let profile = Option("profile", nil, "NAME", "services to plan with (default reference)")
  static let options = [output, store, confirmations, profile, .seed, .json]

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
    guard arguments.operands.isEmpty else {
      throw CommandError.usage("bench trips takes no operand, was given \(quoted(arguments.operands[0]))")
    }
    let seed = try arguments.value(.seed, default: 42, Value.seed)
    let profile = try RunCommand.serviceProfile(arguments.text(profile) ?? "reference")
    let folder = try arguments.text(output).map { path throws(CommandError) in try OutputFolder(path).path }
    let run: SampleTripRun
    do {
      run = try SampleTripRun(profile: profile, seed: seed)
    } catch let failure as SampleTripRun.Failure {
      throw CommandError(message: "\(failure)", code: .internalError)
    }
    if let folder {
      try write(run, into: folder) { path throws(RecordStoreError) in try FileRecordStore(path) }
    }
    try keep(run, arguments)
    if arguments.has(.json) {
      console.out(try json(run))
    } else if arguments.has(confirmations) {
      console.out(run.results.compactMap { $0.records.confirmation?.text }.joined(separator: "\n\n\n") + "\n")
    } else {
      console.out(table(run))
    }
    if let folder { console.note("records: \(folder)/{intents,budgets,research,itineraries,bookings}") }
    let seconds = String(format: "%.3f", Double(run.duration) / 1e9)
    console.note(
      "\(run.results.count) trips in \(seconds) s of virtual time; seed=\(seed) digest=\(run.digest)")
    console.note("repeat: bench trips --seed \(seed) --profile \(profile.name)")
    return .pass
  }

  /// Writes the records where `--store` says.
  private static func keep(_ run: SampleTripRun, _ arguments: Arguments) throws {
    guard let text = arguments.text(store) else { return }
    let location: StoreLocation
    do throws(StoreLocation.Mistake) {
      location = try StoreLocation(parsing: text)
    } catch {
      throw CommandError.usage("--store \(quoted(text)): \(error.description)")
    }
    switch location {
    case .file(let folder):
      try write(run, into: folder) { path throws(RecordStoreError) in try FileRecordStore(path) }
    case .sqlite(let file):
      try write(run, into: file) { path throws(RecordStoreError) in try SQLiteRecordStore(path) }
    case .memory, .redis:
      throw CommandError.usage("--store \(quoted(text)): records are kept in file:DIR or sqlite:FILE")
    }
  }

  private static func write(
    _ run: SampleTripRun, into place: String, _ open: (String) throws(RecordStoreError) -> any RecordStore
  ) throws {
    do {
      let store = try open(place)
      let all = run.results.map(\.records.all)
      try blocking { for records in all { try await store.save(records) } }
    } catch let error as RecordStoreError {
      if case .unavailable = error { throw CommandError.cannotWrite("\(error)") }
      throw CommandError.badInput("\(place): \(error)")
    }
  }

  private static func json(_ run: SampleTripRun) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(run.results.map(\.records.all)), as: UTF8.self) + "\n"
  }

  /// A line for each trip.
  static func table(_ run: SampleTripRun) -> String {
    var rows = [
      ["trip", "id", "days", "people", "predicted stay", "locked price", "score", "booking", "state"]
    ]
    for result in run.results {
      guard let intent = result.records.intent, let budget = result.records.budget,
        let final = result.records.final, let booking = result.records.booking
      else { continue }
      rows.append([
        result.trip.title, "\(intent.tripId)", "\(intent.tripDuration.days)", "\(intent.tripDuration.people)",
        "\(budget.predictedBudget.total)", "\(booking.lockedBudget.total)", "\(final.score) %",
        "\(booking.bookingId)", "\(booking.bookingState.current)",
      ])
    }
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      var line = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }.joined(
        separator: "  ")
      while line.last == " " { line.removeLast() }
      return line + "\n"
    }.joined()
  }
}
