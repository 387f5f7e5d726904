import Scenarios

/// The seeds that `--seeds` and `--seed` ask for.
enum ChosenSeeds {
  /// So many from the scenario's own first seed on.
  case count(Int)
  /// These.
  case range(SeedRange)

  static let option = Option(
    "seeds", nil, "N|A..B", "how many seeds of each scenario, or which (default: a standard number of each)")

  /// The seeds of each scenario, in the order given.
  static func of(_ scenarios: [ChaosScenario], _ arguments: Arguments) throws(CommandError) -> [SeedRange] {
    let chosen: ChosenSeeds? =
      arguments.has(option) ? try arguments.value(option, default: .count(1), Value.seeds) : nil
    let first: UInt64? = arguments.has(.seed) ? try arguments.value(.seed, default: 1, Value.seed) : nil
    var ranges: [SeedRange] = []
    for scenario in scenarios {
      let begin = first ?? scenario.seed
      switch chosen {
      case nil: ranges.append(try range(from: begin, scenario.standardSeeds))
      case .count(let count): ranges.append(try range(from: begin, count))
      case .range(let range):
        guard first == nil else { throw .usage("--seeds A..B says where to begin: leave out --seed") }
        ranges.append(range)
      }
    }
    return ranges
  }

  private static func range(from first: UInt64, _ count: Int) throws(CommandError) -> SeedRange {
    guard UInt64(count - 1) <= UInt64.max - first else {
      throw .usage("--seed \(first): \(count) seeds from there end beyond 2^64")
    }
    return SeedRange(from: first, count: count)
  }
}
