import LoadGen
import Primitives
import Resilience
import SimCore

/// Requests that come by themselves, the shipped guards around each, and a server that does not know who waits.
struct MetastabilityWorld: Sendable {
  var configuration: MetastabilityConfiguration
  var seed: UInt64
  /// Requests per second, from the end of the cache's filling on.
  var profile: RateProfile
  /// The time in nanoseconds during which requests arrive.
  var length: Int64
  /// Servers at work from an instant on, in order.
  var capacity: [(at: Int64, servers: Int)] = []
  /// A mechanism that is off from an instant on.
  var without: (mechanism: MetastabilityConfiguration.Mechanism, from: Int64)?
  /// Requests stop coming once goodput has returned after this.
  var untilRecovery: RecoveryCriterion?

  /// The criterion of recovery: this share of the requests of five seconds is answered well.
  struct RecoveryCriterion: Sendable {
    var from: Int64
    /// Requests of these seconds show how it was before.
    var before: Range<Int>

    static let window = 5
    static let percent = 95
  }

  struct Run: Sendable {
    var seconds: [GoodputRecord.Second]
    /// Nanoseconds from `untilRecovery` to the first five good seconds; nil when there were none.
    var returnedAfter: Int64?
    /// True if the run was healthy before the trigger: nine in ten requests were answered well.
    var wasWell: Bool
    var digest: Digest
  }

  /// The time for which a cache is filled before the first request arrives; all times of this type count from then.
  private var filling: Int64 {
    configuration.cache.map { Int64(saturating: $0.policy.timeToLive / .nanoseconds(1)) } ?? 0
  }

  func run() throws -> Run {
    let world = self
    let outcome = try Simulation(seed: seed).interruptible.run { await world.body($0) }
    var digest = Digest()
    digest.mix(outcome.digest.value)
    for second in outcome.value.seconds {
      digest.mix(Int64(second.arrived))
      digest.mix(Int64(second.good))
      digest.mix(Int64(second.calls))
      digest.mix(second.wasted)
    }
    let seconds = outcome.value.seconds
    return Run(
      seconds: seconds, returnedAfter: outcome.value.returnedAfter,
      wasWell: untilRecovery.map { before(seconds, $0.before).isWell } ?? true, digest: digest)
  }

  private func body(_ world: World) async -> (seconds: [GoodputRecord.Second], returnedAfter: Int64?) {
    let (clock, origin) = (world.clock, filling)
    let record = GoodputRecord()
    let server = RemoteServer(
      configuration.service, shedsExpired: configuration.shedsExpired, clock: clock, random: world.random,
      record: record)
    for (at, servers) in capacity {
      _ = clock.schedule(atNanoseconds: origin + at) { server.setServers(servers) }
    }
    if let without, without.mechanism == .expiredWork {
      _ = clock.schedule(atNanoseconds: origin + without.from) { server.shedExpired() }
    }
    let client = MetastabilityClient(configuration.policy, cache: configuration.cache, server, world, id: 0)
    let changed = without.map {
      MetastabilityClient(
        configuration.policy(without: $0.mechanism), cache: configuration.cache, server, world, id: 1,
        sharing: $0.mechanism == .cacheMisses ? nil : client)
    }
    return await withDiscardingTaskGroup { group in
      if let cache = configuration.cache {
        group.addTask { await fill(cache, client, changed, on: clock, origin) }
        try? await clock.sleep(untilNanoseconds: origin)
      }
      var checked = 0
      for (number, instant) in ArrivalTimes(.poisson, profile, random: world.random, until: length)
        .enumerated()
      {
        try? await clock.sleep(untilNanoseconds: origin + instant)
        if let wanted = untilRecovery, Int(instant / 1_000_000_000) > checked {
          checked = Int(instant / 1_000_000_000)
          if let back = returned(record.seconds, wanted, origin) {
            group.cancelAll()
            return (trimmed(record.seconds, origin), back)
          }
        }
        let request = UInt64(number)
        let chosen = without.flatMap { instant >= $0.from ? changed : nil } ?? client
        group.addTask { await chosen.request(request, record) }
      }
      // The last requests end, so that the last seconds are known too.
      while record.seconds.contains(where: { $0.open > 0 }) {
        try? await clock.sleep(for: .seconds(1))
      }
      group.cancelAll()
      let seconds = record.seconds
      return (trimmed(seconds, origin), untilRecovery.flatMap { returned(seconds, $0, origin) })
    }
  }

  /// The seconds in which requests came.
  private func trimmed(_ seconds: [GoodputRecord.Second], _ origin: Int64) -> [GoodputRecord.Second] {
    let first = Int(origin / 1_000_000_000)
    let end = min(seconds.count, first + Int((length + 999_999_999) / 1_000_000_000))
    return first < end ? Array(seconds[first..<end]) : []
  }

  /// From the wanted instant to the first window of seconds that are over and good.
  private func returned(_ seconds: [GoodputRecord.Second], _ wanted: RecoveryCriterion, _ origin: Int64)
    -> Int64?
  {
    let offset = Int(origin / 1_000_000_000)
    let before = before(seconds.dropFirst(offset), wanted.before)
    // What was not well before cannot be seen to come back.
    guard before.isWell else { return nil }
    var start = offset + Int((wanted.from + 999_999_999) / 1_000_000_000)
    while start + RecoveryCriterion.window <= seconds.count {
      let window = seconds[start..<start + RecoveryCriterion.window].total
      if window.open > 0 { return nil }
      // good / arrived >= 95 % of before.good / before.arrived.
      let needed = before.good * window.arrived * RecoveryCriterion.percent
      if window.good * before.arrived * 100 >= needed, window.arrived > 0 {
        return Int64(start - offset) * 1_000_000_000 - wanted.from
      }
      start += 1
    }
    return nil
  }

  private func before(_ seconds: some Sequence<GoodputRecord.Second>, _ range: Range<Int>)
    -> GoodputRecord.Second
  {
    seconds.dropFirst(range.lowerBound).prefix(range.count).total
  }

  /// Fills the callers' cache once, each key at its place in the time to live, so that keys do not run out
  /// together; and goes on for a cache that takes its place later.
  private func fill(
    _ cache: MetastabilityConfiguration.CachedKeys, _ client: MetastabilityClient,
    _ changed: MetastabilityClient?, on clock: SimClock,
    _ origin: Int64
  ) async {
    let goesOn = without?.mechanism == .cacheMisses
    let last = goesOn ? origin + (without?.from ?? 0) : origin
    let gap = max(1, origin / Int64(cache.keys))
    var step: Int64 = 0
    while step * gap < last {
      do { try await clock.sleep(untilNanoseconds: step * gap) } catch { return }
      let key = Int(step % Int64(cache.keys))
      if step < Int64(cache.keys) { await client.warm(key) }
      if goesOn { await changed?.warm(key) }
      step += 1
    }
  }
}
