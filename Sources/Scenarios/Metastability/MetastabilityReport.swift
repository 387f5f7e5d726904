import SimCore

/// What the finder found out about one configuration.
public struct MetastabilityReport: Sendable, Codable {
  public var name: String
  public var summary: String
  public var seed: String
  public var digest: String
  /// Worlds asked for each answer.
  public var seeds: Int
  /// The service in words.
  public var service: String
  /// Calls a second the servers can serve.
  public var capacity: Double
  public var triggers: [MetastabilityTrigger]
  public var verdict: Verdict
  /// In words, as it is printed.
  public var conclusion: String
  /// The load the configuration is meant for.
  public var judged: LoadVote
  /// The lowest load from which goodput does not return; nil when there is none up to the highest.
  public var vulnerableFrom: LoadVote?
  /// The highest load tried; nil when the judged one is vulnerable already.
  public var highest: LoadVote?
  /// What happened at the judged load when something was switched off as the trigger ended.
  public var sustaining: [Sustaining]
  /// For each trigger that suffices at the judged load.
  public var smallest: [SmallestTriggers]
  /// Load up and down again.
  public var loop: [LoopPoint]
  /// Second by second at the judged load.
  public var course: [CoursePoint]

  public enum Verdict: String, Sendable, Codable, CaseIterable {
    /// At the judged load the trigger causes a failure that stays.
    case metastable
    /// At the judged load goodput returns, at a higher one it does not.
    case stable
    /// Goodput returns at every load tried.
    case stableToCapacity = "stable up to capacity"
    /// At the judged load there is too little goodput without any trigger.
    case overloaded

    public var isStable: Bool { self == .stable || self == .stableToCapacity }
  }

  /// What every trigger did at one load.
  public struct LoadVote: Sendable, Codable, Hashable {
    public var load: Int
    public var votes: [Vote]

    public var isVulnerable: Bool { votes.contains(where: \.isLost) }
  }

  /// The worlds' votes on one trigger.
  public struct Vote: Sendable, Codable, Hashable {
    public var trigger: MetastabilityTrigger
    /// Worlds asked, and those of them in which goodput did not return in time.
    public var worlds: Int
    public var lost: Int
    /// Of the lost, those in which less than nine in ten requests were answered well before the trigger.
    public var lostBefore: Int
    /// The slowest return; nil when there was none.
    public var returnedAfterNanoseconds: Int64?
    /// In the last ten seconds of the worlds that were lost: calls for each request, and the share of server
    /// time spent on calls nobody waited for.
    public var callsPerRequest: Double?
    public var wastedShare: Double?

    public var isLost: Bool { lost * 2 > worlds }
    public var wasLostBefore: Bool { lostBefore * 2 > worlds }

    enum CodingKeys: String, CodingKey {
      case trigger, worlds, lost
      case lostBefore = "lost_before"
      case returnedAfterNanoseconds = "returned_after_ns"
      case callsPerRequest = "calls_per_request"
      case wastedShare = "wasted_share"
    }
  }

  public struct Sustaining: Sendable, Codable, Hashable {
    public var mechanism: MetastabilityConfiguration.Mechanism
    /// Of the triggers that suffice with it.
    public var vote: LoadVote
    /// Whether goodput returns without it, after each of them.
    public var sustains: Bool { !vote.isVulnerable }
  }

  /// Of one kind that suffices at the judged load.
  public struct SmallestTriggers: Sendable, Codable, Hashable {
    /// At full strength.
    public var shortest: MetastabilityTrigger
    /// For the full time.
    public var weakest: MetastabilityTrigger
  }

  /// One step of the staircase, per second.
  public struct LoopPoint: Sendable, Codable, Hashable {
    public var rising: Bool
    public var load: Double
    public var arrived: Double
    public var good: Double
    public var calls: Double
  }

  public struct CoursePoint: Sendable, Codable, Hashable {
    public var second: Int
    public var arrived: Int
    /// Requests of this second that were answered well.
    public var good: Int
    public var calls: Int
    public var goodWithoutTrigger: Int

    enum CodingKeys: String, CodingKey {
      case second, arrived, good, calls
      case goodWithoutTrigger = "good_without_trigger"
    }
  }

  enum CodingKeys: String, CodingKey {
    case name, summary, seed, digest, seeds, service, capacity, triggers, verdict, conclusion, judged
    case vulnerableFrom = "vulnerable_from"
    case highest, sustaining, smallest, loop, course
  }

  init(
    _ configuration: MetastabilityConfiguration, seeds: Int, seed: UInt64, judged: LoadVote,
    vulnerableFrom: LoadVote?, highest: LoadVote?, sustaining: [Sustaining], smallest: [SmallestTriggers],
    loop: [LoopPoint], course: [CoursePoint], digest: Digest
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
    self.judged = judged
    self.vulnerableFrom = vulnerableFrom
    self.highest = highest
    self.sustaining = sustaining
    self.smallest = smallest
    self.loop = loop
    self.course = course
    if judged.votes.contains(where: \.wasLostBefore) {
      verdict = .overloaded
      conclusion = "overloaded at \(judged.load)/s without any trigger"
    } else if judged.isVulnerable, let from = vulnerableFrom {
      verdict = .metastable
      conclusion = "metastable at \(judged.load)/s (vulnerable from \(from.load)/s)"
    } else if let from = vulnerableFrom {
      verdict = .stable
      conclusion = "stable at \(judged.load)/s (vulnerable from \(from.load)/s)"
    } else {
      verdict = .stableToCapacity
      conclusion = "stable up to capacity (\(highest?.load ?? judged.load)/s tried)"
    }
  }
}
