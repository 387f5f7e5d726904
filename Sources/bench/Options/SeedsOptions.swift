import Scenarios

/// The seeds of a sweep: `--seeds` and `--seed`.
enum SeedsOptions {
  /// The value of `--seeds`.
  enum Selection {
    /// This many, beginning with the scenario's own first seed or with `--seed`.
    case count(Int)
    case range(SeedRange)
  }

  static let seeds = Option(
    "seeds", nil, "N|A..B",
    "seeds of each scenario, or a range (default: the scenario's own number)", in: most)
  private static let most = 1...1_000_000_000

  /// Returns the seeds of each scenario, in the order given.
  static func ranges(
    of scenarios: [ChaosScenario], _ arguments: Arguments
  ) throws(CommandError) -> [SeedRange] {
    let selection: Selection? = try arguments.value(seeds, default: nil, selection)
    let first: UInt64? = try arguments.value(.seed, default: nil, ValueParser.seed)
    var ranges: [SeedRange] = []
    for scenario in scenarios {
      let begin = first ?? scenario.seed
      switch selection {
      case nil: ranges.append(try range(from: begin, scenario.standardSeeds))
      case .count(let count): ranges.append(try range(from: begin, count))
      case .range(let range):
        guard first == nil else { throw .usage("--seeds A..B sets the first seed: leave out --seed") }
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

  /// `1000` for a number of seeds, `17..42` for a range that includes both ends.
  private static func selection(_ text: String) throws(ValueError) -> Selection {
    guard let dot = text.firstIndex(of: ".") else { return .count(try ValueParser.count(text, in: most)) }
    guard text[dot...].hasPrefix("..") else {
      throw ValueError("must be a number of seeds, as 1000, or a range, as 17..42")
    }
    let low = try ValueParser.seed(String(text[..<dot]))
    let high = try ValueParser.seed(String(text[dot...].dropFirst(2)))
    guard low <= high else { throw ValueError("must ascend, as \(high)..\(low)") }
    guard high - low < 1_000_000_000 else { throw ValueError("must be at most 1,000,000,000 seeds") }
    return .range(SeedRange(from: low, count: Int(high - low) + 1))
  }
}
