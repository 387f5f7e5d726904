import Adapters
import Foundation
import Primitives
import Scenarios
import SimulatedTravel
import TravelPlanner

/// Checks, measures and soak-tests a store.
enum StoreCommand: Command {
  static let name = "store"
  static let summary = "checks a store, measures it, or runs a soak test on it"
  static let operands = "check|measure|soak"
  static let discussion = """
    check reads every session and every booking of a store and prints their number, the unfinished bookings and what
    cannot be read. With --ledgers it also compares the bookings with the ledgers of the simulated providers, with
    --acknowledged with the results that soak reported to travellers.

    measure saves one complete plan --saves times, loads it as often, and prints the time of each. The session is
    deleted afterwards.

    soak plans and books trips, fifty times faster than real time, until it is killed or has booked --bookings trips.
    It prints a line for every acknowledged result. Started again it recovers the bookings of earlier processes and
    continues. scripts/crash-test kills it at random moments and checks the store.

    examples:
      bench store check --store sqlite:trips.db
      bench store measure --store file:/var/tmp/trips
      bench store soak --store sqlite:trips.db --ledgers providers --bookings 20 > acknowledged
      bench store check --store sqlite:trips.db --ledgers providers --acknowledged acknowledged --quiescent
    """

  static let place = Option("store", nil, "PLACE", "the store: \(StoreLocation.forms)")
  static let ledgers = Option("ledgers", nil, "DIR", "the folder of the simulated providers' ledgers")
  static let acknowledged = Option("acknowledged", nil, "FILE", "check: the output of soak")
  static let quiescent = Option("quiescent", nil, nil, "check: no booking may be unfinished")
  static let generation = Option(
    "generation", nil, "N", "soak: the number of this process in a series of restarts (default 1)",
    in: 1...1_000_000_000)
  static let seriesStart = Option(
    "series-start", nil, "SECONDS", "soak: the start of the series, in seconds since 1970 (default now)",
    in: 0...4_000_000_000)
  static let bookings = Option(
    "bookings", nil, "N", "soak: end after this number of trips (default 1000000)", in: 1...1_000_000_000)
  static let saves = Option(
    "saves", nil, "N", "measure: the number of saves (default 200)", in: 1...1_000_000)
  static let options = [
    place, saves, ledgers, acknowledged, quiescent, generation, seriesStart, bookings, .seed,
  ]

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
    let tasks: KeyValuePairs = ["check": check, "measure": measure, "soak": soak]
    let name = arguments.operands.first ?? ""
    guard arguments.operands.count == 1, let task = tasks.first(where: { $0.key == name })?.value else {
      if let current = FormerNames.storeTasks[name] {
        throw CommandError.usage("bench store \(name) is now bench store \(current)")
      }
      throw CommandError.usage("bench store takes one of: check, measure, soak")
    }
    guard let location = try SessionOptions.location(arguments, place) else {
      throw CommandError.usage("bench store needs --store: \(StoreLocation.forms)")
    }
    do {
      return try task(arguments, console) {
        try arguments.refuseUnused()
        Interrupt.startPolling()
        // A check only looks.
        return try location.open(onCorruption: name == "check" ? .inspect : .refuse)
      }
    } catch let error as StoreError {
      throw CommandError(error)
    } catch let error as StoreCheck.UnreadableLine {
      throw CommandError.badInput("\(error)")
    } catch let failure as StoreFailure {
      throw CommandError(message: "\(failure)", code: .violation)
    }
  }

  private static func check(
    _ arguments: Arguments, _ console: Console, _ open: () throws -> OpenStores
  ) throws -> ExitCode {
    for option in [ledgers, acknowledged] {
      guard let path = arguments.text(option), path != "-", !FileManager.default.fileExists(atPath: path)
      else {
        continue
      }
      throw CommandError.badInput(
        "--\(option.name) \(quoted(path)): there is no such \(option.value == "DIR" ? "folder" : "file")")
    }
    let books = try arguments.text(ledgers).map { try DurableLedgers.entries(in: $0) }
    let lines = try arguments.text(acknowledged).map { try InputFile.lines(of: $0) } ?? []
    let isQuiescent = arguments.has(quiescent)
    let stores = try open()
    let report = try runBlocking {
      try await StoreCheck.run(
        sessions: stores.sessions, journal: stores.bookings, ledgers: books, acknowledged: lines,
        quiescent: isQuiescent)
    }
    let statuses = report.statuses.map { ", \($0.count) \($0.status)" }.joined()
    console.out(
      "\(Text.count(report.sessions, "session")), \(Text.count(report.bookings, "booking"))\(statuses)\n")
    for id in report.unfinished { console.note("unfinished: \(id)") }
    for violation in report.violations { console.error("error: \(violation)") }
    let corruptions = stores.corruptions
    for corruption in corruptions { console.error("error: \(corruption)") }
    if !report.violations.isEmpty { return .violation }
    return corruptions.isEmpty ? .pass : .badInput
  }

  private static func measure(
    _ arguments: Arguments, _ console: Console, _ open: () throws -> OpenStores
  ) throws -> ExitCode {
    let count = try arguments.count(saves, default: 200)
    let seed = try arguments.value(.seed, default: 42, ValueParser.seed)
    let stores = try open()
    let clock = HostClock()
    let now = Timestamp.now
    let latency = try runBlocking(heedsInterrupt: false) {
      try await StoreLatency.measure(
        stores.sessions, saves: count, seed: seed, now: now, clock: clock, shouldStop: { Interrupt.hasCome }
      ) { try JSONEncoder().encode($0).count }
    }
    console.out(latency.text)
    if latency.count == count { return .pass }
    return console.interrupted(
      after: "\(latency.count) of \(Text.count(count, "save"))", again: arguments.repeatCommand())
  }

  private static func soak(
    _ arguments: Arguments, _ console: Console, _ open: () throws -> OpenStores
  ) throws -> ExitCode {
    guard let folder = arguments.text(ledgers) else {
      throw CommandError.usage("bench store soak needs --ledgers DIR for the simulated providers")
    }
    let start =
      try arguments.count(seriesStart).map(Int64.init) ?? Timestamp.now.nanosecondsSince1970 / 1_000_000_000
    let number = try arguments.count(generation, default: 1)
    let seed = try arguments.value(.seed, default: 42, ValueParser.seed)
    let most = try arguments.count(bookings, default: 1_000_000)
    let stores = try open()
    let soak = StoreSoak(
      sessions: stores.sessions, journal: stores.bookings, generation: UInt64(number),
      seed: seed, bookingsMax: most
    ) { console.out($0 + "\n") }
    let passed = Double(Timestamp.now.nanosecondsSince1970 - start * 1_000_000_000) / StoreSoak.timeScale
    let clock = HostClock(scale: StoreSoak.timeScale, startingAt: max(0, Int64(saturating: passed)))
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try runBlocking(heedsInterrupt: false) {
      try await soak.run(on: clock, shouldStop: { Interrupt.hasCome || Console.isLost }) { hasIntent in
        try DurableLedgers.open(in: folder, hasIntent: hasIntent)
      }
    }
    guard Interrupt.hasCome else { return .pass }
    return console.interrupted(
      after: nil, saved: ["every acknowledged result, in \(arguments.text(place) ?? "") and \(folder)"],
      again: arguments.repeatCommand(ending: [
        (generation, "\(number + 1)"), (seriesStart, "\(start)"),
      ]))
  }
}
