import Foundation
import Scenarios
import TravelPlanner

/// Weeks of price watching in a moment.
enum PricesCommand: Command {
  static let name = "prices"
  static let summary = "price watches over virtual weeks, and what they told"
  static let discussion = """
    Watches the fares of drawn routes on the virtual clock. Fares wander about what the route is worth and are drawn
    back to it; by turns a watch has a target 12 % below that, wants to hear of a drop of 15 %, or both. Prints the
    alerts, or their number and kinds with many watches.

    examples:
      bench prices
      bench prices --watches 3 --days 14 --alerts
      bench prices --watches 1000 --days 90 --interval 6h --json
    """

  static let watches = Option("watches", nil, "N", "watches, 1 to 100k (default 100)")
  static let days = Option("days", nil, "N", "days to watch, 1 to 365 (default 30)")
  static let interval = Option("interval", nil, "TIME", "from one poll to the next, 1m or more (default 1h)")
  static let coolDown = Option(
    "cool-down", nil, "TIME", "no two alerts of a watch nearer than this (default 24h)")
  static let listing = Option("alerts", nil, nil, "print every alert")
  static let options = [watches, days, interval, coolDown, listing, .seed, .json]

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
    guard arguments.operands.isEmpty else {
      throw CommandError.usage("bench prices takes no operand, was given \(quoted(arguments.operands[0]))")
    }
    let watches = try arguments.value(watches, default: 100, Value.count)
    let days = try arguments.value(days, default: 30, Value.count)
    let interval = try arguments.value(interval, default: 3600 * 1_000_000_000, Value.duration)
    let coolDown = try arguments.value(coolDown, default: 24 * 3600 * 1_000_000_000, Value.duration)
    if watches > 100_000 { throw CommandError.usage("--watches: must be at most 100,000, was \(watches)") }
    if days > 365 { throw CommandError.usage("--days: must be at most 365, was \(days)") }
    if interval < 60 * 1_000_000_000 { throw CommandError.usage("--interval: must be at least 1m") }
    if coolDown < 0 { throw CommandError.usage("--cool-down: must not be negative") }
    let seed = try arguments.value(.seed, default: 42, Value.seed)
    let run = try PriceWatchRun(
      PriceWatchRun.Setup(
        watches: watches, days: days, interval: .nanoseconds(interval), coolDown: .nanoseconds(coolDown)),
      seed: seed)
    if arguments.has(.json) {
      console.out(try json(run))
    } else {
      if arguments.has(listing) { console.out(list(run)) }
      console.out(summary(run))
    }
    console.note("seed=\(seed) digest=\(run.digest)")
    console.note("repeat: bench prices --watches \(watches) --days \(days) --seed \(seed)")
    return .pass
  }

  /// A line for each alert, in the order of time.
  static func list(_ run: PriceWatchRun) -> String {
    run.alerts.map { alert in
      let watch = run.watches[Int(alert.watch) - 1]
      func money(_ amount: Int64) -> String { "\(Money(minorUnits: amount, watch.query.currency))" }
      let why: String
      switch alert.reason {
      case .target: why = "at the target of \(money(watch.rule.target ?? 0))"
      case .drop: why = "\(percent(alert)) % below \(money(alert.high))"
      case .both:
        why =
          "at the target of \(money(watch.rule.target ?? 0)), \(percent(alert)) % below \(money(alert.high))"
      }
      return "\(alert.at)  watch \(alert.watch), \(watch.query.origin) to \(watch.query.destination): "
        + "\(money(alert.price)), \(why)\n"
    }.joined()
  }

  static func summary(_ run: PriceWatchRun) -> String {
    func count(_ reason: PriceAlert.Reason) -> Int { run.alerts.count { $0.reason == reason } }
    let silent = run.watches.count - Set(run.alerts.map(\.watch)).count
    return """
      \(run.watches.count) watches over \(run.setup.days) days: \(run.polls) polls, \(run.failures) failed
      \(run.alerts.count) alerts: \(count(.target)) at the target, \(count(.drop)) for a drop, \(count(.both)) for both; \
      \(silent) watches had nothing to tell

      """
  }

  private static func percent(_ alert: PriceAlert) -> Int64 {
    (alert.high - alert.price) * 100 / max(1, alert.high)
  }

  private struct Report: Encodable {
    var seed: UInt64
    var digest: String
    var watches: Int
    var days: Int
    var polls: Int
    var failures: Int
    var alerts: [PriceAlert]
  }

  private static func json(_ run: PriceWatchRun) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let report = Report(
      seed: run.seed, digest: "\(run.digest)", watches: run.watches.count, days: run.setup.days,
      polls: run.polls,
      failures: run.failures, alerts: run.alerts)
    return String(decoding: try encoder.encode(report), as: UTF8.self) + "\n"
  }
}
