public import Primitives

/// A comparison of two runs of the same requests, request by request.
///
/// Valid only if both runs had the same arrivals and the same draws per request. Then the mode is the only
/// difference, and a change is significant even where the distributions overlap.
public struct PairedComparison: Sendable, Hashable {
  /// One request in both runs.
  public struct Pair: Sendable, Hashable {
    /// The index of the request in both runs.
    public let index: RequestIndex
    /// The wait in the first run, in nanoseconds.
    public let before: Int64
    /// The wait in the second run, in nanoseconds.
    public let after: Int64
    /// The change of the wait; positive if it was longer in the second run.
    public var change: Int64 { after - before }
  }

  /// The wait that is compared.
  public enum Measure: String, Sendable, Hashable, Codable {
    /// The time from the planned start, which includes the wait for a permit. Where requests arrive
    /// together, more concurrency hardly ever increases it.
    case latency
    /// The time from the actual start, which shows the requests that concurrency slows down.
    case service
  }

  /// The wait that is compared.
  public let measure: Measure
  /// The requests that were answered in both runs, by index.
  public let pairs: [Pair]
  /// The number of requests answered in the first run only.
  public let onlyBefore: Int
  /// The number of requests answered in the second run only.
  public let onlyAfter: Int
  /// The number of pairs that were faster in the second run.
  public let faster: Int
  /// The number of pairs that were slower in the second run.
  public let slower: Int
  /// The number of pairs without a change.
  public let equal: Int
  /// The mean change in nanoseconds.
  public let meanChange: Int64
  /// The median change in nanoseconds.
  public let medianChange: Int64
  /// The median of after/before over pairs in which both are positive; nil if there are none.
  public let medianRatio: Double?
  /// The 95 % confidence interval of the mean change in nanoseconds; nil without pairs.
  public let interval: Interval?
  /// The test whether the changes are symmetric around zero.
  public let test: SignificanceTest

  /// Compares two runs. `random` draws the resamples of the confidence interval.
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
    meanChange = Int64(saturating: Sample.mean(changes).rounded())
    medianChange = Int64(saturating: Sample.median(changes).rounded())
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

  /// Returns the requests that slowed down most, the worst first and equal changes in order of index. Requests
  /// that did not slow down are left out.
  public func worstRegressions(_ most: Int = 5) -> [Pair] {
    let slower = pairs.filter { $0.change > 0 }
    return Array(slower.sorted { ($1.change, $0.index) < ($0.change, $1.index) }.prefix(most))
  }
}

extension LoadRun {
  /// Returns the wait of a request that was answered in full or in part, else nil.
  fileprivate func answered(_ index: RequestIndex, _ measure: PairedComparison.Measure) -> Int64? {
    guard index < records.count else { return nil }
    switch records[index].status {
    case .finished(.success), .finished(.degraded):
      return measure == .latency ? records[index].latency : records[index].service
    case .finished(.failure), .dropped, .unfinished: return nil
    }
  }
}
