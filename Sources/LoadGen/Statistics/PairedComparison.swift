public import Primitives

/// Two runs of the same requests, compared request by request.
///
/// Only fair when both saw the same arrivals and the same draws per request; then what differs is the
/// mode, and a difference means something even where the distributions overlap.
public struct PairedComparison: Sendable, Hashable {
  /// One request in both runs.
  public struct Pair: Sendable, Hashable {
    public let index: RequestIndex
    /// Nanoseconds of what was compared.
    public let before: Int64
    public let after: Int64
    /// Positive: it waited longer in the second run.
    public var change: Int64 { after - before }
  }

  /// Which wait is compared.
  public enum Measure: String, Sendable, Hashable, Codable {
    /// From the planned start: with requests that arrive together, doing more at once hardly ever hurts.
    case latency
    /// From the actual start: shows which requests pay for the company.
    case service
  }

  public let measure: Measure
  /// Requests that were answered in both runs, by index.
  public let pairs: [Pair]
  /// Answered in one run and not in the other.
  public let onlyBefore: Int
  public let onlyAfter: Int
  public let faster: Int
  public let slower: Int
  public let equal: Int
  /// Of the changes, in nanoseconds.
  public let meanChange: Int64
  public let medianChange: Int64
  /// Of after/before over pairs where both are positive; nil without any.
  public let medianRatio: Double?
  /// The mean change with 95 % confidence, in nanoseconds; nil without pairs.
  public let interval: Interval?
  /// Whether the changes lie around zero.
  public let test: SignificanceTest

  /// `random` gives the resamples of the confidence interval.
  public init(
    _ before: LoadRun, _ after: LoadRun, of measure: Measure = .latency, random: RandomSource,
    resamples: Int = 1_000
  ) {
    let count = max(before.records.count, after.records.count)
    var pairs: [Pair] = []
    var onlyBefore = 0
    var onlyAfter = 0
    for index in 0..<count {
      switch (before.answered(index, measure), after.answered(index, measure)) {
      case (let a?, let b?): pairs.append(Pair(index: index, before: a, after: b))
      case (.some, nil): onlyBefore += 1
      case (nil, .some): onlyAfter += 1
      case (nil, nil): break
      }
    }
    self.measure = measure
    self.pairs = pairs
    self.onlyBefore = onlyBefore
    self.onlyAfter = onlyAfter
    faster = pairs.count { $0.change < 0 }
    slower = pairs.count { $0.change > 0 }
    equal = pairs.count { $0.change == 0 }
    let changes = pairs.map { Double($0.change) }
    meanChange = Int64(Sample.mean(changes).rounded())
    medianChange = Int64(Sample.median(changes).rounded())
    let ratios = pairs.filter { $0.before > 0 && $0.after > 0 }.map { Double($0.after) / Double($0.before) }
    medianRatio = ratios.isEmpty ? nil : Sample.median(ratios)
    if changes.isEmpty {
      interval = nil
    } else {
      var draws = random.stream("loadgen.paired.bootstrap")
      interval = .bootstrap(changes, resamples: resamples, using: &draws, Sample.mean)
    }
    test = .wilcoxon(changes)
  }

  /// The requests that lost most, the worst first; equal losses in order of index. Those that did not
  /// lose are not listed.
  public func worstHurt(_ most: Int = 5) -> [Pair] {
    let losers = pairs.filter { $0.change > 0 }
    return Array(losers.sorted { ($1.change, $0.index) < ($0.change, $1.index) }.prefix(most))
  }
}

extension LoadRun {
  /// The wait of a request that was answered, in full or in part.
  fileprivate func answered(_ index: RequestIndex, _ measure: PairedComparison.Measure) -> Int64? {
    guard index < records.count else { return nil }
    switch records[index].status {
    case .finished(.success), .finished(.degraded):
      return measure == .latency ? records[index].latency : records[index].service
    case .finished(.failure), .dropped, .unfinished: return nil
    }
  }
}
