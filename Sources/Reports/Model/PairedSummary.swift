package import LoadGen
import Primitives

/// Two modes compared request by request (`PairedComparison`).
package struct PairedSummary: Sendable, Hashable, Codable {
  /// A request that took longer in the second mode.
  package struct Regression: Sendable, Hashable, Codable {
    package var request: Int
    package var beforeNanoseconds: Int64
    package var afterNanoseconds: Int64
    package var changeNanoseconds: Int64

    package init(request: Int, beforeNanoseconds: Int64, afterNanoseconds: Int64) {
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

  package var profile: String
  /// The first mode, as `sequential`.
  package var before: String
  /// The second mode, as `concurrent, 30 users`.
  package var after: String
  /// The wait that is compared: from the planned or from the actual start.
  package var measure: PairedComparison.Measure
  package var pairs: Int
  package var onlyBefore: Int
  package var onlyAfter: Int
  package var faster: Int
  package var slower: Int
  package var equal: Int
  package var meanChangeNanoseconds: Int64
  /// The 95 % confidence interval of the mean change: low, high; nil without pairs.
  package var meanChangeInterval: [Int64]?
  package var medianChangeNanoseconds: Int64
  package var medianRatio: Figure
  /// The two-sided p of Wilcoxon's signed-rank test.
  package var p: Figure
  package var worstRegressions: [Regression]

  package init(
    profile: String, before: String, after: String, measure: PairedComparison.Measure, pairs: Int,
    onlyBefore: Int, onlyAfter: Int, faster: Int, slower: Int, equal: Int, meanChangeNanoseconds: Int64,
    meanChangeInterval: [Int64]?,
    medianChangeNanoseconds: Int64, medianRatio: Figure, p: Figure, worstRegressions: [Regression]
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
    self.worstRegressions = worstRegressions
  }

  package init(
    profile: String, before: String, after: String, _ comparison: PairedComparison, worst: Int = 5
  ) {
    self.init(
      profile: profile, before: before, after: after, measure: comparison.measure,
      pairs: comparison.pairs.count,
      onlyBefore: comparison.onlyBefore, onlyAfter: comparison.onlyAfter, faster: comparison.faster,
      slower: comparison.slower, equal: comparison.equal, meanChangeNanoseconds: comparison.meanChange,
      meanChangeInterval: comparison.interval.map {
        [Int64(saturating: $0.low.rounded()), Int64(saturating: $0.high.rounded())]
      },
      medianChangeNanoseconds: comparison.medianChange, medianRatio: Figure(comparison.medianRatio),
      p: Figure(comparison.test.p),
      worstRegressions: comparison.worstRegressions(worst).map {
        Regression(request: $0.index, beforeNanoseconds: $0.before, afterNanoseconds: $0.after)
      })
  }

  enum CodingKeys: String, CodingKey {
    case profile, before, after, measure, pairs, onlyBefore, onlyAfter, faster, slower, equal
    case meanChangeNanoseconds = "meanChange_ns"
    case meanChangeInterval = "meanChange_ci95_ns"
    case medianChangeNanoseconds = "medianChange_ns"
    case medianRatio, p
    case worstRegressions = "worstHurt"
  }
}
