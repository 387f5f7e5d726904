/// How many retries and hedges a target allows, whatever each call's own policy says.
public enum BudgetPolicy: Sendable, Hashable {
  case tokens(Tokens)
  case quota(Quota)
  case ratio(Share)
  case concurrency(Concurrency)

  /// A fifth of the calls, and ten a second besides.
  public static let standard = BudgetPolicy.ratio(Share())

  /// A bucket that failures empty and successes fill: retries while more than half is left (gRPC).
  public struct Tokens: Sendable, Hashable {
    public var maxTokens: Int
    /// What a success adds, cut to thousandths.
    public var tokenRatio: Double
    public init(maxTokens: Int = 10, tokenRatio: Double = 0.1) {
      self.maxTokens = maxTokens
      self.tokenRatio = tokenRatio
    }
  }

  /// A quota that retries spend by the kind of error; a success gives back its call's last cost, or the
  /// credit when it had none (AWS SDKs).
  public struct Quota: Sendable, Hashable {
    public var capacity: Int
    /// By kind of error; a kind that is not named costs as much as `transient`.
    public var costs: [String: Int]
    public var successCredit: Int
    public init(
      capacity: Int = 500, costs: [String: Int] = ["transient": 14, "throttling": 5], successCredit: Int = 1
    ) {
      self.capacity = capacity
      self.costs = costs
      self.successCredit = successCredit
    }
    /// What a retry after an error of this kind costs.
    public func cost(of error: String) -> Int { costs[error] ?? costs["transient"] ?? 0 }
  }

  /// A share of the calls of the last while, and so many a second in any case (Finagle, tower).
  public struct Share: Sendable, Hashable {
    /// How long a deposit lasts, 1 to 60 s.
    public var timeToLive: Duration
    public var minPerSecond: Int
    public var ratio: Double
    public init(timeToLive: Duration = .seconds(10), minPerSecond: Int = 10, ratio: Double = 0.2) {
      self.timeToLive = timeToLive
      self.minPerSecond = minPerSecond
      self.ratio = ratio
    }
    public var isValid: Bool {
      timeToLive >= .seconds(1) && timeToLive <= .seconds(60) && minPerSecond >= 0 && ratio >= 0
        && ratio <= 1000
    }
  }

  /// A share of what is in flight (failsafe-go, Envoy).
  public struct Concurrency: Sendable, Hashable {
    public enum Rule: String, Sendable, CaseIterable {
      /// Refused once there are `minConcurrency` retries and their share is above `maxRate`, both before
      /// this retry; a retry is an execution too.
      case share
      /// Allowed while there are fewer than `max(minConcurrency, floor(maxRate x executions))`.
      case cap
    }
    public var rule: Rule
    public var maxRate: Double
    public var minConcurrency: Int
    public init(rule: Rule = .share, maxRate: Double = 0.2, minConcurrency: Int = 3) {
      self.rule = rule
      self.maxRate = maxRate
      self.minConcurrency = minConcurrency
    }
  }
}
