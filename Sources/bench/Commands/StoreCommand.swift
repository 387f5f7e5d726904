import Adapters
import Foundation
import Scenarios
import TravelPlanner

/// Looks after what is kept.
enum StoreCommand: Command {
  static let name = "store"
  static let summary = "reads what a store keeps and says whether it is sound; measures it"
  static let operands = "check|measure|work"
  static let discussion = """
    check reads every session and every booking of a store and says how many there are, what is not finished and
    what cannot be read. With --books it also holds the bookings against the books of the simulated providers,
    with --told against what travellers were told.

    measure saves one whole plan --saves times, loads it as often, and says how long each took. The session is
    deleted afterwards.

    work plans and books trip after trip, fifty times as fast as a traveller would, until it is killed or has
    booked --bookings trips. Started again it recovers what was left and goes on. scripts/kill-nine kills it at
    random moments and checks.

    examples:
      bench store check --store sqlite:trips.db
      bench store measure --store file:/var/tmp/trips
      bench store work --store sqlite:trips.db --books providers --bookings 20 > told
      bench store check --store sqlite:trips.db --books providers --told told --at-rest
    """

  static let place = Option("store", nil, "PLACE", "what is looked after: \(StoreLocation.forms)")
  static let books = Option("books", nil, "DIR", "the simulated providers' books")
  static let told = Option("told", nil, "FILE", "what work printed: what travellers were told")
  static let atRest = Option("at-rest", nil, nil, "check: nothing may be left to do")
  static let life = Option("life", nil, "N", "work: the number of this process in a series (default 1)")
  static let since = Option("since", nil, "SECONDS", "work: when the series began, since 1970 (default now)")
  static let bookings = Option("bookings", nil, "N", "work: ends after so many trips (default 1000000)")
  static let saves = Option("saves", nil, "N", "measure: how often (default 200)")
  static let options = [place, saves, books, told, atRest, life, since, bookings, .seed]

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
    let tasks: KeyValuePairs = ["check": check, "measure": measure, "work": work]
    guard arguments.operands.count == 1, let task = tasks.first(where: { $0.key == arguments.operands[0] })
    else { throw CommandError.usage("bench store takes one of: check, measure, work") }
    guard let text = arguments.text(place) else {
      throw CommandError.usage("bench store needs --store: \(StoreLocation.forms)")
    }
    let location: StoreLocation
    do {
      location = try StoreLocation(parsing: text)
    } catch {
      throw CommandError.usage("--store \(quoted(text)): \(error)")
    }
    do {
      let stores = try location.open()
      return try task.value(arguments, console, stores)
    } catch let error as StoreError {
      switch error {
      case .corrupt: throw CommandError.badInput("\(error)")
      case .stale, .unavailable: throw CommandError.cannotWrite("\(error)")
      }
    } catch let failure as StoreWork.Failure {
      throw CommandError(message: failure.description, code: .violation)
    }
  }

  private static func check(
    _ arguments: Arguments, _ console: Console, _ stores: OpenStores
  ) throws -> ExitCode {
    let (books, told) = (arguments.text(books), arguments.text(told))
    let isAtRest = arguments.has(atRest)
    let found = try runBlocking {
      try await StoreCheck(stores, ledgers: books, told: told, atRest: isAtRest)
    }
    let statuses = found.statuses.map { ", \($0.count) \($0.status)" }.joined()
    console.out("\(counted(found.sessions, "session")), \(counted(found.bookings, "booking"))\(statuses)\n")
    for id in found.unfinished { console.note("unfinished: \(id)") }
    for violation in found.violations { console.error("error: \(violation)") }
    for corruption in found.corruptions { console.error("error: \(corruption)") }
    if !found.violations.isEmpty { return .violation }
    return found.corruptions.isEmpty ? .pass : .badInput
  }

  private static func counted(_ count: Int, _ name: String) -> String {
    "\(count) \(name)" + (count == 1 ? "" : "s")
  }

  private static func measure(
    _ arguments: Arguments, _ console: Console, _ stores: OpenStores
  ) throws -> ExitCode {
    let count = try arguments.value(saves, default: 200, Value.count)
    let seed = try arguments.value(.seed, default: 42, Value.seed)
    console.out(try runBlocking { try await StoreMeasure(stores.sessions, saves: count, seed: seed) }.text)
    return .pass
  }

  private static func work(
    _ arguments: Arguments, _ console: Console, _ stores: OpenStores
  ) throws -> ExitCode {
    guard let books = arguments.text(books) else {
      throw CommandError.usage("bench store work needs --books DIR for the simulated providers")
    }
    let work = StoreWork(
      stores: stores, ledgers: books, life: UInt64(try arguments.value(life, default: 1, Value.count)),
      since: try arguments.value(since, default: Timestamp.now.nanosecondsSince1970 / 1_000_000_000) {
        text throws(ValueError) in
        guard let seconds = Int64(text), (0...4_000_000_000).contains(seconds) else {
          throw ValueError("a time is a whole number of seconds since 1970, up to 4000000000")
        }
        return seconds
      },
      seed: try arguments.value(.seed, default: 42, Value.seed),
      bookingsMax: try arguments.value(bookings, default: 1_000_000, Value.count))
    try FileManager.default.createDirectory(atPath: books, withIntermediateDirectories: true)
    try runBlocking { try await work.run() }
    return .pass
  }
}
