import Adapters
import Experiments
import Primitives
import SimulatedTravel
import TravelPlanner

/// The four sample trips and their trip documents.
enum TripsCommand: Command {
  static let name = "trips"
  static let summary = "the four sample trips: planned, booked, and written as trip documents"
  static let discussion = """
    Plans and books four trips in India on the virtual clock (Varanasi, Hampta Pass, Goa, Manali; amounts in INR)
    and prints a line for each. With -o it writes the seven documents of each trip: intent, predicted budget,
    research, candidates, final itinerary, booking and confirmation.

    Documents are never changed: a second run into the same folder with another seed adds its trips; with the same
    seed it finds them there.

    examples:
      bench trips
      bench trips -o trips --seed 7
      bench trips --store sqlite:trips.db
      bench trips --confirmations
    """

  static let output = Option("output", "o", "DIR", "write the documents to this folder", changesResult: false)
  static let store = Option(
    "store", nil, "PLACE", "also store the documents in file:DIR or sqlite:FILE", changesResult: false)
  static let confirmations = Option(
    "confirmations", nil, nil, "print the confirmations that customers get", changesResult: false)
  static let options = [output, store, confirmations, ProfileOptions.profile, .seed, .json]

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
    try arguments.refuseOperands()
    let seed = try arguments.value(.seed, default: 42, ValueParser.seed)
    let profile = try ProfileOptions.chosen(arguments)
    let folder = try arguments.text(output).map { path throws(CommandError) in try OutputFolder(path).path }
    let showsConfirmations = arguments.has(.json) ? false : arguments.has(confirmations)
    try arguments.refuseUnused(exceptLater: store)
    Interrupt.startPolling()
    let run: SampleTripRun
    do {
      run = try SampleTripRun.run(profile: profile, seed: seed)
    } catch let failure as SampleTripRun.Failure {
      throw CommandError(message: "\(failure)", code: .internalError)
    }
    if let folder {
      try write(run, into: folder) { path throws(TripRecordStoreError) in try FileTripRecordStore(path) }
    }
    try writeToStore(run, arguments)
    if arguments.has(.json) {
      console.out(try JSONText.pretty(run.results.map(\.records.all)))
    } else if showsConfirmations {
      console.out(run.results.compactMap { $0.records.confirmation?.text }.joined(separator: "\n\n\n") + "\n")
    } else {
      console.out(run.table)
    }
    if let folder { console.note("documents: \(folder)/{intents,budgets,research,itineraries,bookings}") }
    let seconds = Text.fixed(Double(run.duration) / 1e9, 3)
    console.note(
      "\(run.results.count) trips in \(seconds) s of virtual time; seed=\(seed) digest=\(run.digest)")
    console.note(
      "repeat: "
        + arguments.repeatCommand(ending: [(.seed, "\(seed)"), (ProfileOptions.profile, profile.name)]))
    return .pass
  }

  /// Writes the documents to the place of `--store`.
  private static func writeToStore(_ run: SampleTripRun, _ arguments: Arguments) throws {
    guard let location = try SessionOptions.location(arguments, store) else { return }
    switch location {
    case .file(let folder):
      try write(run, into: folder) { path throws(TripRecordStoreError) in try FileTripRecordStore(path) }
    case .sqlite(let file):
      try write(run, into: file) { path throws(TripRecordStoreError) in try SQLiteTripRecordStore(path) }
    case .memory, .redis:
      throw CommandError.usage(
        "--store \(quoted("\(location)")): documents are stored in file:DIR or sqlite:FILE")
    }
  }

  private static func write(
    _ run: SampleTripRun, into path: String,
    _ open: (String) throws(TripRecordStoreError) -> any TripRecordStore
  ) throws {
    do {
      let store = try open(path)
      let all = run.results.map(\.records.all)
      try runBlocking(heedsInterrupt: false) { for records in all { try await store.save(records) } }
    } catch let error as TripRecordStoreError {
      if case .unavailable = error { throw CommandError.cannotWrite("\(error)") }
      throw CommandError.badInput("\(path): \(error)")
    }
  }
}
