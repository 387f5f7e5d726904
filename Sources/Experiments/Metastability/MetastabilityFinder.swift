/// Finds out whether a configuration can be pushed into a failure that stays when its cause is gone.
///
///     let report = try MetastabilityFinder(configuration, seed: 42).run(jobs: 2)
///     report.verdict  // metastable at 70/s (vulnerable from 24/s)
///
/// Every question is put to several worlds, each with a seed of its own. A load is called vulnerable when in
/// more than half of them goodput does not return; the votes are in the report. That a higher load is at least
/// as vulnerable, and a longer or stronger trigger at least as bad, is taken for granted: loads, durations and
/// strengths are found by halving.
package struct MetastabilityFinder: Sendable {
  package var configuration: MetastabilityConfiguration
  package var seeds: Int
  package var seed: UInt64

  package init(_ configuration: MetastabilityConfiguration, seeds: Int = 5, seed: UInt64) {
    precondition(seeds > 0, "a question needs a world, was given \(seeds)")
    self.configuration = configuration
    self.seeds = seeds
    self.seed = seed
  }

  /// Requests come for so long before the trigger; the second half shows how it was before.
  static let warmUp: Int64 = 20_000_000_000

  /// Judges, with at most `jobs` worlds at a time; their number does not show in the report.
  package func run(jobs: Int = 1, progress: (String) throws -> Void = { _ in }) throws -> MetastabilityReport
  {
    precondition(jobs > 0, "there must be a job, was \(jobs)")
    let probe = MetastabilityProbe(configuration, seeds: seeds, seed: seed, jobs: jobs)
    let (name, triggers) = (configuration.name, configuration.triggers)
    try progress("\(name): \(configuration.load)/s")
    let evaluations = try probe.classify(configuration.load, triggers, all: true)
    var (vulnerableFrom, highest):
      (MetastabilityReport.LoadClassification?, MetastabilityReport.LoadClassification?)
    var upper = evaluations
    if !evaluations.isVulnerable {
      try progress("\(name): \(configuration.highestLoad)/s")
      upper = try probe.classify(configuration.highestLoad, triggers, all: true)
      highest = upper
    }
    if upper.isVulnerable { vulnerableFrom = try lowestVulnerable(probe, upper, progress) }

    var sustaining: [MetastabilityReport.Sustaining] = []
    var smallest: [MetastabilityReport.SmallestTriggers] = []
    // What was lost before has no trigger, and nothing that holds it but its load.
    let sufficient = evaluations.votes.filter { $0.isLost && !$0.wasLostBefore }.map(\.trigger)
    if !sufficient.isEmpty {
      for mechanism in configuration.mechanisms {
        try progress("\(name): without \(mechanism.rawValue)")
        sustaining.append(
          MetastabilityReport.Sustaining(
            mechanism: mechanism,
            vote: try probe.classify(configuration.load, sufficient, without: mechanism, all: true)))
      }
      for trigger in sufficient {
        try progress("\(name): smallest \(trigger.kind)")
        smallest.append(try smallestTriggers(probe, trigger))
      }
    }
    try progress("\(configuration.name): up and down")
    let hysteresis = try probe.hysteresis()
    let timeSeries = try probe.timeSeries()
    return MetastabilityReport(
      configuration, seeds: seeds, seed: seed, evaluations: evaluations, vulnerableFrom: vulnerableFrom,
      highest: highest, sustaining: sustaining, smallest: smallest, hysteresis: hysteresis,
      timeSeries: timeSeries,
      digest: probe.digest)
  }

  /// The lowest load that is vulnerable, to one per cent of the highest.
  private func lowestVulnerable(
    _ probe: MetastabilityProbe, _ known: MetastabilityReport.LoadClassification,
    _ progress: (String) throws -> Void
  ) throws -> MetastabilityReport.LoadClassification {
    var (low, high) = (0, known)
    let step = max(1, configuration.highestLoad / 100)
    while high.load - low > step {
      let middle = (low + high.load) / 2
      try progress("\(configuration.name): \(middle)/s")
      let vote = try probe.classify(middle, configuration.triggers)
      if vote.isVulnerable { high = vote } else { low = middle }
    }
    return high
  }

  /// The shortest trigger of full strength and the weakest of full length that still suffice, to a fortieth.
  private func smallestTriggers(
    _ probe: MetastabilityProbe, _ full: MetastabilityTrigger
  ) throws -> MetastabilityReport.SmallestTriggers {
    var (low, high) = (Int64(0), full.nanoseconds)
    // To a fortieth, in whole milliseconds.
    let step = max(1_000_000, full.nanoseconds / 40)
    while high - low > step {
      var trigger = full
      let middle = max(1_000_000, (low + high) / 2_000_000 * 1_000_000)
      trigger.duration = .nanoseconds(middle)
      if try probe.classify(configuration.load, [trigger]).isVulnerable {
        high = middle
      } else {
        low = middle
      }
    }
    var (weak, strong) = (0, full.strength)
    while strong - weak > max(1, full.strength / 40) {
      var trigger = full
      trigger.strength = (weak + strong) / 2
      if try probe.classify(configuration.load, [trigger]).isVulnerable {
        strong = trigger.strength
      } else {
        weak = trigger.strength
      }
    }
    return MetastabilityReport.SmallestTriggers(
      shortest: MetastabilityTrigger(full.kind, strength: full.strength, duration: .nanoseconds(high)),
      weakest: MetastabilityTrigger(full.kind, strength: strong, duration: full.duration))
  }
}
