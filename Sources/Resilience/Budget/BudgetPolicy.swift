/// The limit on the retries and hedges of all calls to a target, whatever the policy of each call allows.
public enum BudgetPolicy: Sendable, Hashable {
  /// A bucket that failures empty and successes fill.
  case tokens(Tokens)
  /// A quota that retries spend and successes refund.
  case quota(Quota)
  /// A ratio of the recent calls.
  case ratio(Ratio)
  /// A share of the calls in flight.
  case concurrency(Concurrency)

  /// A fifth of the calls, and ten a second besides.
  public static let standard = BudgetPolicy.ratio(Ratio())

  /// A bucket that failures empty and successes fill: retries while more than half is left (gRPC).
  public struct Tokens: Sendable, Hashable {
    /// The size of the bucket.
    public var maxTokens: Int
    /// The tokens that a success adds, cut to thousandths.
    public var tokenRatio: Double

    /// Creates a token policy.
    public init(maxTokens: Int = 10, tokenRatio: Double = 0.1) {
      self.maxTokens = maxTokens
      self.tokenRatio = tokenRatio
    }
  }

  /// A quota that retries spend by the kind of error; a success refunds its call's last cost, or the
  /// credit when it had none (AWS SDKs).
  public struct Quota: Sendable, Hashable {
    /// The size of the quota.
    public var capacity: Int
    /// The cost of a retry by kind of error; a kind that is not named costs as much as `transient`.
    public var costs: [String: Int]
    /// The refund of a success whose call made no retry.
    public var successCredit: Int

    /// Creates a quota policy.
    public init(
      capacity: Int = 500, costs: [String: Int] = ["transient": 14, "throttling": 5], successCredit: Int = 1
    ) {
      self.capacity = capacity
      self.costs = costs
      self.successCredit = successCredit
    }

    /// Returns the cost of a retry after an error of this kind.
    public func cost(of error: String) -> Int { costs[error] ?? costs["transient"] ?? 0 }
  }

  /// Retries as a ratio of the recent calls, and a minimum a second besides (Finagle, tower).
  public struct Ratio: Sendable, Hashable {
    /// The time for which a deposit lasts, 1 to 60 s.
    public var timeToLive: Duration
    /// The retries a second that are allowed in any case.
    public var minPerSecond: Int
    /// The retries that each call deposits.
    public var ratio: Double

    /// Creates a ratio policy; by default a fifth of the calls of the last 10 s, and ten a second.
    public init(timeToLive: Duration = .seconds(10), minPerSecond: Int = 10, ratio: Double = 0.2) {
      self.timeToLive = timeToLive
      self.minPerSecond = minPerSecond
      self.ratio = ratio
    }

    /// True if every value is within its range.
    public var isValid: Bool {
      timeToLive >= .seconds(1) && timeToLive <= .seconds(60) && minPerSecond >= 0 && ratio >= 0
        && ratio <= 1000
    }
  }

  /// A share of the calls in flight (failsafe-go, Envoy).
  public struct Concurrency: Sendable, Hashable {
    /// The ways to compare retries with calls.
    public enum Rule: String, Sendable, CaseIterable {
      /// Refused once there are `minConcurrency` retries and their share is above `maxRate`, both before
      /// this retry; a retry is an execution too.
      case share
      /// Allowed while there are fewer than `max(minConcurrency, floor(maxRate x executions))`.
      case cap
    }
    /// The way to compare.
    public var rule: Rule
    /// The largest share of retries.
    public var maxRate: Double
    /// The retries that are allowed in any case.
    public var minConcurrency: Int

    /// Creates a concurrency policy.
    public init(rule: Rule = .share, maxRate: Double = 0.2, minConcurrency: Int = 3) {
      self.rule = rule
      self.maxRate = maxRate
      self.minConcurrency = minConcurrency
    }
  }
}
