import Experiments
import Primitives
import SimCore
import SimulatedServices
import SimulatedTravel
import Testing
import TravelPlanner

@Suite("Price tracking")
struct PriceWatchTests {
  @Test(
    "watches over 30 days alert exactly when their own prices say so",
    arguments: [(UInt64(42), 100), (1, 10), (99, 10)])
  func bruteForce(seed: UInt64, watches: Int) throws {
    let run = try PriceWatchRun.run(
      PriceWatchRun.Setup(watches: watches), seed: seed, keepsObservations: true)
    #expect(run.watches.count == watches && run.polls == watches * 721 && run.failures == 0)
    #expect(run.observations.count == run.polls)
    #expect(run.alerts.count > watches)
    let byWatch = Dictionary(grouping: run.observations, by: \.watch)
    for watch in run.watches {
      let series = byWatch[watch.id] ?? []
      let expected = alerts(watch, series)
      let told = run.alerts.filter { $0.watch == watch.id }
      #expect(told == expected, "watch \(watch.id)")
    }
  }

  /// The rules read off the whole series: for each price looks back over all before it.
  private func alerts(_ watch: PriceWatch, _ series: [PriceWatchRun.Observation]) -> [PriceAlert] {
    let cool = watch.rule.coolDown.components.seconds * 1_000_000_000
    var told: [(index: Int, alert: PriceAlert)] = []
    for (index, seen) in series.enumerated() {
      // The highest since, and with, the price of the last drop that was told.
      let since = told.last { $0.alert.reason != .target }?.index ?? 0
      var high: Int64 = 0
      for place in since...index { high = max(high, series[place].price) }
      let isDrop =
        watch.rule.dropPercent.map { Double(seen.price) <= Double(high) * (1 - Double($0) / 100) + 1e-9 }
        ?? false
      var isNewTarget = false
      if let target = watch.rule.target, seen.price <= target {
        var reached = index
        while reached > 0, series[reached - 1].price <= target { reached -= 1 }
        isNewTarget = !told.contains { $0.index >= reached }
      }
      guard isDrop || isNewTarget else { continue }
      if let last = told.last,
        seen.at.nanosecondsSince1970 - series[last.index].at.nanosecondsSince1970 < cool
      {
        continue
      }
      told.append(
        (
          index,
          PriceAlert(
            watch: watch.id, at: seen.at, price: seen.price, high: high,
            reason: isDrop && isNewTarget ? .both : isDrop ? .drop : .target)
        ))
    }
    return told.map(\.alert)
  }

  @Test("no two alerts of a watch are nearer than the cool-down, and a target that holds is told once")
  func coolDown() throws {
    let run = try PriceWatchRun.run(
      PriceWatchRun.Setup(watches: 40, days: 60, coolDown: .seconds(5 * 3600)), seed: 3)
    for watch in run.watches {
      let times = run.alerts.filter { $0.watch == watch.id }.map(\.at.nanosecondsSince1970)
      for (left, right) in zip(times, times.dropFirst()) { #expect(right - left >= 5 * 3600 * 1_000_000_000) }
    }
  }

  @Test("is the same for the same seed and other for another; keeping prices changes nothing")
  func twins() throws {
    let setup = PriceWatchRun.Setup(watches: 20, days: 10)
    let run = try PriceWatchRun.run(setup, seed: 5)
    let again = try PriceWatchRun.run(setup, seed: 5, keepsObservations: true)
    #expect(run.digest == again.digest && run.alerts == again.alerts)
    #expect(try PriceWatchRun.run(setup, seed: 6).digest != run.digest)
  }

  @Test("polls that fail are counted, and the watch goes on")
  func failures() throws {
    var profile = ServiceProfile.reference
    profile.flights.errors = Ratio(1, outOf: 10)
    let run = try PriceWatchRun.run(
      PriceWatchRun.Setup(watches: 20, days: 10, profile: profile), seed: 5, keepsObservations: true)
    #expect((300...700).contains(run.failures))
    #expect(run.polls == 20 * 241 && run.observations.count == run.polls - run.failures)
    for watch in run.watches {
      #expect(
        run.alerts.filter { $0.watch == watch.id }
          == alerts(watch, run.observations.filter { $0.watch == watch.id }))
    }
  }

  @Test("prices wander about their mean and come back to it")
  func walk() {
    let walk = PriceWalk(random: RandomSource(seed: 8))
    var sum: Int64 = 0
    var square: Int64 = 0
    var apart = 0
    let (mean, hours) = (Int64(10_000), Int64(20_000))
    for hour in 0..<hours {
      let distance = walk.price(of: 1, mean: mean, at: hour * 3_600_000_000_000) - mean
      sum += distance
      square += distance * distance
      if abs(distance) > 500 { apart += 1 }
    }
    // A standard deviation near 750 by the formula; the mean of some 400 independent stretches.
    #expect(abs(sum / hours) < 150, "\(sum / hours)")
    let deviation = Double(square / hours).squareRoot()
    #expect((600...900).contains(deviation), "\(deviation)")
    #expect(apart > 5000)
  }

  @Test("a price depends on route, seed and hour alone, in whatever order one asks")
  func order() {
    let (a, b) = (PriceWalk(random: RandomSource(seed: 8)), PriceWalk(random: RandomSource(seed: 8)))
    let hour: Int64 = 3_600_000_000_000
    let forward = (0..<200).map { a.price(of: 3, mean: 9000, at: $0 * hour) }
    let backward = (0..<200).reversed().map { b.price(of: 3, mean: 9000, at: $0 * hour + 17) }
    #expect(forward == backward.reversed())
    #expect(forward != (0..<200).map { a.price(of: 4, mean: 9000, at: $0 * hour) })
  }
}
