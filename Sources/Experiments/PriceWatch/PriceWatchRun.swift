package import Primitives
import Resilience
package import SimCore
package import SimulatedTravel
import Synchronization
package import TravelPlanner

/// Price watches over weeks in a world of their own.
package struct PriceWatchRun: Sendable {
  package struct Setup: Hashable, Sendable {
    package var watches: Int
    package var days: Int
    package var interval: Duration
    package var coolDown: Duration
    package var walk: PriceWalk.Model
    package var profile: ServiceProfile

    package init(
      watches: Int = 100, days: Int = 30, interval: Duration = .seconds(3600),
      coolDown: Duration = .seconds(24 * 3600), walk: PriceWalk.Model = PriceWalk.Model(),
      profile: ServiceProfile = .reference
    ) {
      precondition(watches > 0, "there must be a watch, were \(watches)")
      precondition(days > 0, "there must be a day, were \(days)")
      self.watches = watches
      self.days = days
      self.interval = interval
      self.coolDown = coolDown
      self.walk = walk
      self.profile = profile
    }
  }

  /// A price as a poll saw it.
  package struct Observation: Hashable, Sendable {
    package var watch: UInt64
    package var at: Timestamp
    package var price: Int64
  }

  package let setup: Setup
  package let seed: UInt64
  package let watches: [PriceWatch]
  package let alerts: [PriceAlert]
  package let polls: Int
  package let failures: Int
  /// Every price that was seen, in order; empty unless asked for.
  package let observations: [Observation]
  package let digest: Digest
  /// The world's time at which an interrupt ended the run; nil for a run that was complete.
  package let interruptedAt: SimInstant?

  /// Runs the watches. A run that is interrupted has the polls and alerts until then.
  package static func run(
    _ setup: Setup = Setup(), seed: UInt64, keepsObservations: Bool = false
  ) throws -> PriceWatchRun {
    let watches = watches(setup, RandomSource(seed: seed))
    let partial = PartialLog()
    let attempt = Simulation(seed: seed).interruptible.attempt { world in
      let prices = RecordingSource(
        source: SimulatedPrices(
          setup.profile.flights, clock: world.clock, random: world.random, walk: setup.walk),
        clock: world.clock, keeps: keepsObservations,
        epoch: world.calendar, partial: partial)
      let tracker = PriceTracker(prices, clock: world.clock, epoch: prices.epoch)
      let log = try await tracker.watch(watches) { alert in
        world.record(.priceAlert, Int64(bitPattern: alert.watch), alert.price, alert.high)
        partial.add(alert)
      }
      return (log, prices.observations.withLock(\.self))
    }
    let result: (log: (alerts: [PriceAlert], polls: Int, failures: Int), observations: [Observation])
    var interruptedAt: SimInstant?
    do {
      let (log, observations) = try attempt.result.get().value
      result = ((log.alerts, log.polls, log.failures), observations)
    } catch SimulationError.interrupted(let time) {
      result = (partial.log, [])
      interruptedAt = time
    }
    return PriceWatchRun(
      setup: setup, seed: seed, watches: watches, alerts: result.log.alerts, polls: result.log.polls,
      failures: result.log.failures, observations: result.observations, digest: attempt.digest,
      interruptedAt: interruptedAt)
  }

  /// Routes between cities at least 500 km apart; by turns a target 12 % below the mean, a drop of 15 %, and both.
  static func watches(_ setup: Setup, _ random: RandomSource) -> [PriceWatch] {
    let catalogue = FlightCatalogue(random: random.child("prices.catalogue"))
    let cities = City.all
    let departure = Timestamp.simulationEpoch.day
      .advanced(by: setup.days + 30)
    return (0..<setup.watches).map { index in
      var draws = random.draw("prices.watch", UInt64(index))
      var query: FlightQuery
      repeat {
        query = FlightQuery(
          origin: cities[draws.next(in: 0...cities.count - 1)],
          destination: cities[draws.next(in: 0...cities.count - 1)],
          departure: departure.advanced(by: draws.next(in: 0...60)))
      } while query.origin.kilometres(to: query.destination) < 500
      let mean = Int64(catalogue.flights(for: query).options.first?.price ?? 0)
      return PriceWatch(
        id: UInt64(index + 1), query: query,
        rule: AlertRule(
          target: index % 3 == 1 ? nil : mean * 88 / 100, dropPercent: index % 3 == 0 ? nil : 15,
          coolDown: setup.coolDown),
        interval: setup.interval, duration: .seconds(setup.days * 86_400))
    }
  }
}

/// The polls and alerts of a run so far.
private final class PartialLog: Sendable {
  private let state = Mutex<(alerts: [PriceAlert], polls: Int, failures: Int)>(([], 0, 0))

  func add(_ alert: PriceAlert) { state.withLock { $0.alerts.append(alert) } }

  func addPoll(failed: Bool) {
    state.withLock { state in
      state.polls += 1
      if failed { state.failures += 1 }
    }
  }

  var log: (alerts: [PriceAlert], polls: Int, failures: Int) { state.withLock { $0 } }
}

/// Notes down every price that passes.
private final class RecordingSource<Clock: NanosecondClock>: PriceSource {
  let source: SimulatedPrices<Clock>
  let clock: Clock
  let keeps: Bool
  let epoch: Timestamp
  let partial: PartialLog
  let observations = Mutex<[PriceWatchRun.Observation]>([])

  init(source: SimulatedPrices<Clock>, clock: Clock, keeps: Bool, epoch: Timestamp, partial: PartialLog) {
    self.partial = partial
    self.source = source
    self.clock = clock
    self.keeps = keeps
    self.epoch = epoch
  }

  func price(of query: FlightQuery, call: Attempt) async throws(ProviderError) -> Int64? {
    let price: Int64?
    do throws(ProviderError) {
      price = try await source.price(of: query, call: call)
    } catch {
      partial.addPoll(failed: true)
      throw error
    }
    partial.addPoll(failed: false)
    if keeps, let price {
      let seen = PriceWatchRun.Observation(
        watch: call.request &>> 32, at: epoch.advanced(byNanoseconds: clock.nanoseconds), price: price)
      observations.withLock { $0.append(seen) }
    }
    return price
  }
}

extension PriceWatchRun {
  /// The number of watches, polls and alerts.
  package var summary: String {
    func count(_ reason: PriceAlert.Reason) -> Int { alerts.count { $0.reason == reason } }
    let silent = watches.count - Set(alerts.map(\.watch)).count
    return """
      \(watches.count) watches over \(setup.days) days: \(polls) polls, \(failures) failed
      \(alerts.count) alerts: \(count(.target)) at the target, \(count(.drop)) for a drop, \(count(.both)) for both; \
      \(silent) watches without an alert

      """
  }

  /// A line for each alert, in the order of time.
  package var alertList: String {
    alerts.map { alert in
      let watch = watches[Int(alert.watch) - 1]
      func money(_ amount: Int64) -> String { "\(Money(minorUnits: amount, watch.query.currency))" }
      let target = "at the target of \(money(watch.rule.target ?? 0))"
      let percent = (alert.high - alert.price) * 100 / max(1, alert.high)
      let reason =
        switch alert.reason {
        case .target: target
        case .drop: "\(percent) % below \(money(alert.high))"
        case .both: "\(target), \(percent) % below \(money(alert.high))"
        }
      return "\(alert.at)  watch \(alert.watch), \(watch.query.origin) to \(watch.query.destination): "
        + "\(money(alert.price)), \(reason)\n"
    }.joined()
  }
}

extension TraceKind {
  package static let priceAlert = TraceKind("price.alert", "watch", "price", "high")
}
