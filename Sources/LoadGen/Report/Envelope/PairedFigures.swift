/// Two modes compared request by request.
public struct PairedFigures: Sendable, Hashable, Codable {
  public struct Hurt: Sendable, Hashable, Codable {
    public var request: Int
    public var beforeNanoseconds: Int64
    public var afterNanoseconds: Int64
    public var changeNanoseconds: Int64

    public init(request: Int, beforeNanoseconds: Int64, afterNanoseconds: Int64) {
      self.request = request
      self.beforeNanoseconds = beforeNanoseconds
      self.afterNanoseconds = afterNanoseconds
      changeNanoseconds = afterNanoseconds - beforeNanoseconds
    }

    enum CodingKeys: String, CodingKey {
      case request
      case beforeNanoseconds = "before_ns"
      case afterNanoseconds = "after_ns"
      case changeNanoseconds = "change_ns"
    }
  }

  public var profile: String
  /// What was compared: `sequential`, `concurrent, 30 users`.
  public var before: String
  public var after: String
  /// From the planned or from the actual start.
  public var measure: PairedComparison.Measure
  public var pairs: Int
  public var onlyBefore: Int
  public var onlyAfter: Int
  public var faster: Int
  public var slower: Int
  public var equal: Int
  public var meanChangeNanoseconds: Int64
  /// 95 % around the mean change: low, high; null without pairs.
  public var meanChangeInterval: [Int64]?
  public var medianChangeNanoseconds: Int64
  public var medianRatio: Figure
  /// Wilcoxon's signed ranks, two-sided.
  public var p: Figure
  public var worstHurt: [Hurt]

  public init(
    profile: String, before: String, after: String, measure: PairedComparison.Measure, pairs: Int,
    onlyBefore: Int, onlyAfter: Int,
    faster: Int, slower: Int, equal: Int, meanChangeNanoseconds: Int64, meanChangeInterval: [Int64]?,
    medianChangeNanoseconds: Int64, medianRatio: Figure, p: Figure, worstHurt: [Hurt]
  ) {
    self.profile = profile
    self.before = before
    self.after = after
    self.measure = measure
    self.pairs = pairs
    self.onlyBefore = onlyBefore
    self.onlyAfter = onlyAfter
    self.faster = faster
    self.slower = slower
    self.equal = equal
    self.meanChangeNanoseconds = meanChangeNanoseconds
    self.meanChangeInterval = meanChangeInterval
    self.medianChangeNanoseconds = medianChangeNanoseconds
    self.medianRatio = medianRatio
    self.p = p
    self.worstHurt = worstHurt
  }

  public init(
    profile: String, before: String, after: String, _ comparison: PairedComparison, worst: Int = 5
  ) {
    self.init(
      profile: profile, before: before, after: after, measure: comparison.measure,
      pairs: comparison.pairs.count,
      onlyBefore: comparison.onlyBefore, onlyAfter: comparison.onlyAfter, faster: comparison.faster,
      slower: comparison.slower, equal: comparison.equal, meanChangeNanoseconds: comparison.meanChange,
      meanChangeInterval: comparison.interval.map { [Int64($0.low.rounded()), Int64($0.high.rounded())] },
      medianChangeNanoseconds: comparison.medianChange, medianRatio: Figure(comparison.medianRatio),
      p: Figure(comparison.test.p),
      worstHurt: comparison.worstHurt(worst).map {
        Hurt(request: $0.index, beforeNanoseconds: $0.before, afterNanoseconds: $0.after)
      })
  }

  enum CodingKeys: String, CodingKey {
    case profile, before, after, measure, pairs, onlyBefore, onlyAfter, faster, slower, equal
    case meanChangeNanoseconds = "meanChange_ns"
    case meanChangeInterval = "meanChange_ci95_ns"
    case medianChangeNanoseconds = "medianChange_ns"
    case medianRatio, p, worstHurt
  }
}
