import LoadGen
import Primitives
import SimCore
import SimulatedServices

/// Puts questions to worlds and remembers the digest of all of them.
final class MetastabilityProbe {
  private let configuration: MetastabilityConfiguration
  private let seeds: [UInt64]
  private let jobs: Int
  private(set) var digest = Digest()

  init(_ configuration: MetastabilityConfiguration, seeds: Int, seed: UInt64, jobs: Int) {
    self.configuration = configuration
    let random = RandomSource(seed: seed).child("metastability.worlds")
    self.seeds = (0..<seeds).map { random.child("metastability.world", UInt64($0)).seed }
    self.jobs = jobs
  }

  /// Returns, for each trigger at a load, the votes on whether goodput returns. Unless `all` are asked, voting ends
  /// when so many worlds agree that the others could not outvote them.
  func classify(
    _ load: Int, _ triggers: [MetastabilityTrigger],
    without: MetastabilityConfiguration.Mechanism? = nil, all: Bool = false
  ) throws -> MetastabilityReport.LoadClassification {
    let most = seeds.count / 2 + 1
    var votes: [MetastabilityReport.Vote] = []
    for trigger in triggers {
      func ask(_ seeds: ArraySlice<UInt64>) throws -> [MetastabilityWorld.Run] {
        try self.ask(Array(seeds)) { self.world($0, load, trigger, without: without) }
      }
      var runs = try ask(all ? seeds[...] : seeds.prefix(most))
      let lost = runs.count { $0.returnedAfter == nil }
      if !all, lost > 0, lost < most { runs += try ask(seeds.dropFirst(most)) }
      votes.append(MetastabilityReport.Vote(trigger, runs))
      // One that suffices decides; the others are only looked at when all is to be told.
      if !all, votes.contains(where: \.isLost) { break }
    }
    return MetastabilityReport.LoadClassification(load: load, votes: votes)
  }

  /// Load up a staircase and down again, each step held for three quarters of a minute.
  func hysteresis() throws -> [MetastabilityReport.HysteresisPoint] {
    let top = Double(max(configuration.highestLoad, Int(saturating: configuration.capacity))) * 1.2
    let steps = 12
    let hold: Int64 = 45_000_000_000
    let loads = (1...steps).map { top * Double($0) / Double(steps) }
    let both = loads + loads.dropLast().reversed()
    let profile = RateProfile(
      both.map { RateProfile.Piece(length: hold, from: $0, to: $0) }, summary: "up and down")
    let configuration = configuration
    let runs = try ask(Array(seeds.prefix(3))) { seed in
      MetastabilityWorld(
        configuration: configuration, seed: seed, profile: profile, length: hold * Int64(both.count))
    }
    return both.enumerated().map { place, load in
      // The last third of a step shows where it settles.
      let end = (place + 1) * Int(hold / 1_000_000_000)
      let seen = runs.map { $0.seconds.prefix(end).dropFirst(end - 15).total }.total
      let time = Double(15 * runs.count)
      return MetastabilityReport.HysteresisPoint(
        rising: place < steps, load: load, arrived: Double(seen.arrived) / time,
        good: Double(seen.good) / time, calls: Double(seen.calls) / time)
    }
  }

  /// One world, second by second, with the first trigger and without it.
  func timeSeries() throws -> [MetastabilityReport.TimeSeriesPoint] {
    let load = configuration.load
    let trigger = configuration.triggers[0]
    let length = MetastabilityFinder.warmUp + trigger.nanoseconds + 60_000_000_000
    var pushed = world(seeds[0], load, trigger, without: nil)
    pushed.untilRecovery = nil
    pushed.length = length
    var calm = pushed
    calm.capacity = []
    calm.profile = .constant(Double(load))
    let worlds = [pushed, calm]
    let runs = try ask([0, 1]) { worlds[Int($0)] }
    return runs[0].seconds.indices.map { second in
      let (with, without) = (runs[0].seconds[second], runs[1].seconds.dropFirst(second).first)
      return MetastabilityReport.TimeSeriesPoint(
        second: second, arrived: with.arrived, good: with.good, calls: with.calls,
        goodWithoutTrigger: without?.good ?? 0)
    }
  }

  private func world(
    _ seed: UInt64, _ load: Int, _ trigger: MetastabilityTrigger,
    without: MetastabilityConfiguration.Mechanism?
  ) -> MetastabilityWorld {
    let start = MetastabilityFinder.warmUp
    let from = start + trigger.nanoseconds
    let servers = configuration.service.servers ?? 1
    let left = trigger.serversLeft(of: servers)
    let usual = Double(load)
    return MetastabilityWorld(
      configuration: configuration, seed: seed,
      profile: .spike(
        base: usual, peak: trigger.load(usual), at: .nanoseconds(start),
        for: .nanoseconds(trigger.nanoseconds)),
      length: from + configuration.settleTimeout(at: load, after: trigger),
      capacity: left < servers ? [(start, left), (from, servers)] : [],
      without: without.map { ($0, from) },
      untilRecovery: MetastabilityWorld.RecoveryCriterion(
        from: from, before: Int(start / 2_000_000_000)..<Int(start / 1_000_000_000)))
  }

  /// The runs of `seeds`, in their order, on as many threads as there are jobs.
  private func ask(
    _ seeds: [UInt64], _ world: (UInt64) -> MetastabilityWorld
  ) throws -> [MetastabilityWorld.Run] {
    let runs = try ParallelRuns(threads: jobs).results(of: seeds.map(world)) { try $0.run() }
    for run in runs { digest.mix(run.digest.value) }
    return runs
  }
}

extension MetastabilityReport.Vote {
  init(_ trigger: MetastabilityTrigger, _ runs: [MetastabilityWorld.Run]) {
    let lost = runs.filter { $0.returnedAfter == nil }
    let tail = lost.map { $0.seconds.suffix(10).total }.total
    self.init(
      trigger: trigger, worlds: runs.count, lost: lost.count, lostBefore: lost.count { !$0.wasWell },
      returnedAfterNanoseconds: runs.compactMap(\.returnedAfter).max(),
      callsPerRequest: tail.arrived > 0 ? Double(tail.calls) / Double(tail.arrived) : nil,
      wastedShare: tail.served > 0 ? Double(tail.wasted) / Double(tail.served) : nil)
  }
}
