import Experiments
import LoadGen
import Primitives
import SimCore
import TravelPlanner

/// Price watches over virtual weeks.
enum PricesCommand: Command {
  static let name = "prices"
  static let summary = "price watches over virtual weeks, and their alerts"
  static let discussion = """
    Watches the fares of random routes on the virtual clock. A fare follows a mean-reverting random walk around the
    price of its route. In turn a watch alerts at a target 12 % below that price, at a drop of 15 %, or at both.
    Prints the number and kinds of the alerts; --alerts prints each.

    examples:
      bench prices
      bench prices --watches 3 --days 14 --alerts
      bench prices --watches 1000 --days 90 --interval 6h --json
    """

  static let watches = Option("watches", nil, "N", "watches (default 100)", in: 1...100_000)
  static let days = Option("days", nil, "N", "days to watch (default 30)", in: 1...365)
  static let interval = Option(
    "interval", nil, "TIME", "the time between two polls, at least 1m (default 1h)")
  static let coolDown = Option(
    "cool-down", nil, "TIME", "the least time between two alerts of a watch (default 24h)")
  static let listing = Option("alerts", nil, nil, "print every alert", changesResult: false)
  static let options = [watches, days, interval, coolDown, listing, .seed, .json]

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
    try arguments.refuseOperands()
    let watches = try arguments.count(watches, default: 100)
    let days = try arguments.count(days, default: 30)
    let interval = try arguments.value(interval, default: 3600 * 1_000_000_000, ValueParser.duration)
    let coolDown = try arguments.value(coolDown, default: 24 * 3600 * 1_000_000_000, ValueParser.duration)
    if interval < 60 * 1_000_000_000 { throw CommandError.usage("--interval: must be at least 1m") }
    let seed = try arguments.value(.seed, default: 42, ValueParser.seed)
    // In JSON every alert is listed.
    try arguments.refuseUnused(exceptLater: listing, .json)
    Interrupt.startPolling()
    let run = try PriceWatchRun.run(
      PriceWatchRun.Setup(
        watches: watches, days: days, interval: .nanoseconds(interval), coolDown: .nanoseconds(coolDown)),
      seed: seed)
    if arguments.has(.json) {
      console.out(try JSONText.pretty(Report(run)))
    } else {
      if arguments.has(listing) { console.out(run.alertList) }
      console.out(run.summary)
    }
    console.note("seed=\(seed) digest=\(run.digest)")
    let command = arguments.repeatCommand(ending: [
      (Self.watches, "\(watches)"), (Self.days, "\(days)"), (.seed, "\(seed)"),
    ])
    if let time = run.interruptedAt {
      let done = time.nanoseconds / (86_400 * 1_000_000_000)
      return console.interrupted(after: "\(done) of \(Text.count(days, "day"))", again: command)
    }
    console.note("repeat: \(command)")
    return .pass
  }

  private struct Report: Encodable {
    var seed: UInt64
    var digest: String
    var watches: Int
    var days: Int
    var polls: Int
    var failures: Int
    var alerts: [PriceAlert]
    var interrupted: Bool?

    init(_ run: PriceWatchRun) {
      seed = run.seed
      digest = "\(run.digest)"
      watches = run.watches.count
      days = run.setup.days
      polls = run.polls
      failures = run.failures
      alerts = run.alerts
      interrupted = run.interruptedAt == nil ? nil : true
    }
  }
}
