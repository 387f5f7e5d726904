import LoadGen
package import Primitives
package import SimCore

/// The result of a sweep or of a part of it: nothing in it depends on the machine, the number of threads, or how the
/// sweep was cut into shards.
package struct SweepResult: Sendable, Hashable, Codable {
  /// The name and version of the form.
  package static let schemaID = "bench.sweep/1"

  package var schema = SweepResult.schemaID
  /// The part of the sweep.
  package var shard: Shard
  /// True if each seed drew a swarm configuration.
  package var isSwarm: Bool
  /// The share of the seeds that was run twice to check determinism.
  package var recheckShare: Ratio
  /// A known-wrong variant of the code that was run in its place; nil for the code as it is.
  package var mutant: String?
  /// The references of the scenarios, in their order.
  package var recipes: [ScenarioReference]
  package var scenarios: [ScenarioTotals]

  private enum CodingKeys: String, CodingKey {
    case schema, shard, isSwarm
    case recheckShare = "twins"
    case mutant, recipes, scenarios
  }

  init(_ sweep: Sweep, _ tallies: [ScenarioTotals]) {
    shard = sweep.shard
    isSwarm = sweep.swarm != nil
    recheckShare = sweep.recheckShare
    recipes = sweep.parts.map(\.recipe)
    scenarios = tallies
  }

  /// Seeds that were run.
  package var cases: Int { sum(\.cases) }
  /// Seeds with a violation.
  package var failed: Int { sum(\.failed) }
  /// Seeds that this part should have run.
  package var planned: Int { sum { shard.share(of: $0.seeds.count) } }
  /// False for a sweep that was stopped.
  package var isComplete: Bool { cases == planned }

  private func sum(_ count: (ScenarioTotals) -> Int) -> Int {
    scenarios.reduce(into: 0) { $0.addSaturating(count($1)) }
  }

  /// The fingerprint of all cases.
  package var digest: Digest {
    var digest = Digest()
    for tally in scenarios {
      digest.mix(DrawSite(tally.scenario).hash)
      digest.mix(tally.digest.value)
    }
    return digest
  }
}

/// The reason for which results do not merge.
package enum MergeError: Error, Sendable, Hashable, CustomStringConvertible {
  case nothing
  /// Two results are of different sweeps; what differs.
  case different(String)
  /// The same shard twice.
  case twice(Shard)
  case missing([Shard])
  /// A shard that was stopped before its end.
  case incomplete(Shard)
  /// Figures that no sweep has.
  case impossible(String)

  package var description: String {
    switch self {
    case .nothing: "there is nothing to merge"
    case .different(let what): "these are shards of different sweeps: \(what)"
    case .twice(let shard): "shard \(shard) is there twice"
    case .missing(let shards):
      "\(shards.count == 1 ? "shard" : "shards") \(shards.map(\.description).joined(separator: ", ")) "
        + "\(shards.count == 1 ? "is" : "are") missing"
    case .incomplete(let shard): "shard \(shard) was stopped before its end"
    case .impossible(let what): "a sweep has no such figures: \(what)"
    }
  }
}

extension SweepResult {
  /// The result of the whole sweep from those of all its shards, in any order: equal to what one process would
  /// have given.
  package static func merged(_ shards: [SweepResult]) throws(MergeError) -> SweepResult {
    guard var whole = shards.first else { throw .nothing }
    let count = whole.shard.count
    var seen: [Shard] = []
    for part in shards {
      if part.shard.count != count {
        throw .different("one of \(count) shards, one of \(part.shard.count)")
      }
      if seen.contains(part.shard) { throw .twice(part.shard) }
      if !part.isComplete { throw .incomplete(part.shard) }
      for totals in part.scenarios
      where max(totals.measures.latencies.count, totals.measures.recoveries.count) > SweepResult.mostValues {
        throw .impossible("\(totals.scenario): a histogram of more than \(SweepResult.mostValues) values")
      }
      for totals in part.scenarios where totals.failed > totals.cases || totals.cases > totals.seeds.count {
        throw .impossible(
          "\(totals.scenario): \(totals.failed) of \(totals.cases) seeds failed, of \(totals.seeds.count)")
      }
      seen.append(part.shard)
      try whole.requireSameSweep(part)
    }
    let missing = (0..<count).map { Shard($0, of: count) }.filter { !seen.contains($0) }
    if !missing.isEmpty { throw .missing(missing) }
    for part in shards.dropFirst() {
      for index in whole.scenarios.indices { whole.scenarios[index].merge(part.scenarios[index]) }
    }
    whole.shard = .whole
    return whole
  }

  /// More values than any sweep measures, and few enough that a million shards merge without overflow.
  private static let mostValues: Int64 = 1 << 42

  private func requireSameSweep(_ other: SweepResult) throws(MergeError) {
    func require<Value: Equatable>(
      _ what: String, _ mine: Value, _ theirs: Value
    ) throws(MergeError) {
      if mine != theirs { throw .different("\(what) \(mine), \(what) \(theirs)") }
    }
    try require("twins", recheckShare, other.recheckShare)
    try require("swarm", isSwarm, other.isSwarm)
    try require("mutant", mutant ?? "none", other.mutant ?? "none")
    try require("scenarios", scenarios.map(\.scenario), other.scenarios.map(\.scenario))
    for (mine, theirs) in zip(recipes, other.recipes) where mine != theirs {
      throw .different("the scenario \(mine.name) is not the same in both")
    }
    for (mine, theirs) in zip(scenarios, other.scenarios) {
      try require("\(mine.scenario) seeds", mine.seeds, theirs.seeds)
      try require("latency histogram", mine.measures.latencies.shape, theirs.measures.latencies.shape)
      try require("recovery histogram", mine.measures.recoveries.shape, theirs.measures.recoveries.shape)
    }
  }
}
