import SimCore
import SimulatedServices

/// The results of the finder for one configuration.
package struct MetastabilityReport: Sendable, Codable {
  package var name: String
  package var summary: String
  package var seed: String
  package var digest: String
  /// Worlds asked for each answer.
  package var seeds: Int
  /// The service in words.
  package var service: String
  /// Calls a second the servers can serve.
  package var capacity: Double
  package var triggers: [MetastabilityTrigger]
  package var verdict: Verdict
  /// In words, as it is printed.
  package var conclusion: String
  /// The load the configuration is meant for.
  package var evaluations: LoadClassification
  /// The lowest load from which goodput does not return; nil when there is none up to the highest.
  package var vulnerableFrom: LoadClassification?
  /// The highest load tried; nil when the evaluations one is vulnerable already.
  package var highest: LoadClassification?
  /// The outcome at the evaluated load when one mechanism was switched off as the trigger ended.
  package var sustaining: [Sustaining]
  /// For each trigger that suffices at the evaluations load.
  package var smallest: [SmallestTriggers]
  /// Load up and down again.
  package var hysteresis: [HysteresisPoint]
  /// Second by second at the evaluations load.
  package var timeSeries: [TimeSeriesPoint]

  package enum Verdict: String, Sendable, Codable, CaseIterable {
    /// At the evaluations load the trigger causes a failure that stays.
    case metastable
    /// At the evaluations load goodput returns, at a higher one it does not.
    case stable
    /// Goodput returns at every load tried.
    case stableToCapacity = "stable up to capacity"
    /// At the evaluations load there is too little goodput without any trigger.
    case overloaded

    package var isStable: Bool { self == .stable || self == .stableToCapacity }
  }

  /// The outcomes of all triggers at one load.
  package struct LoadClassification: Sendable, Codable, Hashable {
    package var load: Int
    package var votes: [Vote]

    package var isVulnerable: Bool { votes.contains(where: \.isLost) }
  }

  /// The worlds' votes on one trigger.
  package struct Vote: Sendable, Codable, Hashable {
    package var trigger: MetastabilityTrigger
    /// Worlds asked, and those of them in which goodput did not return in time.
    package var worlds: Int
    package var lost: Int
    /// Of the lost, those in which less than nine in ten requests were answered well before the trigger.
    package var lostBefore: Int
    /// The slowest return; nil when there was none.
    package var returnedAfterNanoseconds: Int64?
    /// In the last ten seconds of the worlds that were lost: calls for each request, and the share of server
    /// time spent on calls nobody waited for.
    package var callsPerRequest: Double?
    package var wastedShare: Double?

    package var isLost: Bool { lost * 2 > worlds }
    package var wasLostBefore: Bool { lostBefore * 2 > worlds }

    enum CodingKeys: String, CodingKey {
      case trigger, worlds, lost
      case lostBefore = "lost_before"
      case returnedAfterNanoseconds = "returned_after_ns"
      case callsPerRequest = "calls_per_request"
      case wastedShare = "wasted_share"
    }
  }

  package struct Sustaining: Sendable, Codable, Hashable {
    package var mechanism: MetastabilityConfiguration.Mechanism
    /// Of the triggers that suffice with it.
    package var vote: LoadClassification
    /// True, per trigger, if goodput returns without the mechanism.
    package var sustains: Bool { !vote.isVulnerable }
  }

  /// Of one kind that suffices at the evaluations load.
  package struct SmallestTriggers: Sendable, Codable, Hashable {
    /// At full strength.
    package var shortest: MetastabilityTrigger
    /// For the full time.
    package var weakest: MetastabilityTrigger
  }

  /// One step of the staircase, per second.
  package struct HysteresisPoint: Sendable, Codable, Hashable {
    package var rising: Bool
    package var load: Double
    package var arrived: Double
    package var good: Double
    package var calls: Double
  }

  package struct TimeSeriesPoint: Sendable, Codable, Hashable {
    package var second: Int
    package var arrived: Int
    /// Requests of this second that were answered well.
    package var good: Int
    package var calls: Int
    package var goodWithoutTrigger: Int

    enum CodingKeys: String, CodingKey {
      case second, arrived, good, calls
      case goodWithoutTrigger = "good_without_trigger"
    }
  }

  enum CodingKeys: String, CodingKey {
    case name, summary, seed, digest, seeds, service, capacity, triggers, verdict, conclusion
    case evaluations = "judged"
    case vulnerableFrom = "vulnerable_from"
    case highest, sustaining, smallest
    case hysteresis = "loop"
    case timeSeries = "course"
  }

  init(
    _ configuration: MetastabilityConfiguration, seeds: Int, seed: UInt64, evaluations: LoadClassification,
    vulnerableFrom: LoadClassification?, highest: LoadClassification?, sustaining: [Sustaining],
    smallest: [SmallestTriggers],
    hysteresis: [HysteresisPoint], timeSeries: [TimeSeriesPoint], digest: Digest
  ) {
    name = configuration.name
    summary = configuration.summary
    self.seed = "\(seed)"
    self.digest = digest.description
    self.seeds = seeds
    service =
      configuration.service.description + (configuration.shedsExpired ? ", sheds what has expired" : "")
    capacity = configuration.capacity
    triggers = configuration.triggers
    self.evaluations = evaluations
    self.vulnerableFrom = vulnerableFrom
    self.highest = highest
    self.sustaining = sustaining
    self.smallest = smallest
    self.hysteresis = hysteresis
    self.timeSeries = timeSeries
    if evaluations.votes.contains(where: \.wasLostBefore) {
      verdict = .overloaded
      conclusion = "overloaded at \(evaluations.load)/s without any trigger"
    } else if evaluations.isVulnerable, let from = vulnerableFrom {
      verdict = .metastable
      conclusion = "metastable at \(evaluations.load)/s (vulnerable from \(from.load)/s)"
    } else if let from = vulnerableFrom {
      verdict = .stable
      conclusion = "stable at \(evaluations.load)/s (vulnerable from \(from.load)/s)"
    } else {
      verdict = .stableToCapacity
      conclusion = "stable up to capacity (\(highest?.load ?? evaluations.load)/s tried)"
    }
  }
}
