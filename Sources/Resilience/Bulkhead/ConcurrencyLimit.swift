import Primitives

/// An adaptive limit on the calls in flight, derived from their latencies.
///
/// Source of the formulas: Netflix concurrency-limits (`VegasLimit`, `AIMDLimit`, `Gradient2Limit`).
public enum ConcurrencyLimitPolicy: Sendable, Hashable {
  /// By the estimated queue.
  case vegas(Vegas)
  /// By additive increase and multiplicative decrease.
  case aimd(Aimd)
  /// By the ratio of long-term to present latency.
  case gradient(Gradient)

  /// A limit by the estimated queue `limit (1 - best / latency)`, with `L = max(1, floor(log10(limit)))`.
  ///
  /// | queue            | limit           |
  /// | ---------------- | --------------- |
  /// | at most L        | grows by beta   |
  /// | below alpha      | grows by L      |
  /// | alpha to beta    | stays           |
  /// | above beta, or a drop | falls by L, or to half |
  public struct Vegas: Sendable, Hashable {
    /// The amounts by which the limit can fall.
    public enum Decrease: String, Sendable, CaseIterable { case step, half }
    /// The limit at the start.
    public var initial = 20
    /// The largest limit.
    public var maximum = 1000
    /// The queue below which the limit grows; `3 L` unless given.
    public var alpha: Int?
    /// The queue above which the limit falls; `6 L` unless given.
    public var beta: Int?
    /// The weight of a new limit against the present one, 0 to 1.
    public var smoothing = 1.0
    /// The amount by which the limit falls.
    public var decrease = Decrease.step

    /// Creates a policy with the library's thresholds.
    public init(initial: Int = 20, maximum: Int = 1000) {
      self.initial = initial
      self.maximum = maximum
    }
  }

  /// A limit that grows by one with a sample under load, and falls to `backoffRatio` with a drop or a latency
  /// above `timeout`.
  public struct Aimd: Sendable, Hashable {
    /// The limit at the start.
    public var initial = 20
    /// The smallest limit.
    public var minimum = 20
    /// The largest limit.
    public var maximum = 200
    /// The factor of a decrease.
    public var backoffRatio = 0.9
    /// The latency above which a sample counts as a drop.
    public var timeout = Duration.seconds(5)

    /// Creates a policy with the library's factor and timeout.
    public init(initial: Int = 20, minimum: Int = 20, maximum: Int = 200) {
      self.initial = initial
      self.minimum = minimum
      self.maximum = maximum
    }
  }

  /// A limit of `limit x gradient + queue`, smoothed, with
  /// `gradient = max(0.5, min(1, tolerance x average / latency))`.
  public struct Gradient: Sendable, Hashable {
    /// The limit at the start.
    public var initial = 20
    /// The smallest limit.
    public var minimum = 20
    /// The largest limit.
    public var maximum = 200
    /// The weight of a new limit against the present one, 0 to 1.
    public var smoothing = 0.2
    /// The number of samples that the long average spans.
    public var longWindow = 600
    /// The factor by which latency may exceed the average before the limit falls.
    public var tolerance = 1.5
    /// The calls that may queue at the target.
    public var queue = 4

    /// Creates a policy with the library's constants.
    public init(initial: Int = 20, minimum: Int = 20, maximum: Int = 200) {
      self.initial = initial
      self.minimum = minimum
      self.maximum = maximum
    }
  }
}

/// A limit that adapts to the latencies it is given. A value without clock or lock.
public struct ConcurrencyLimit: Sendable, Hashable {
  private let policy: ConcurrencyLimitPolicy
  private var estimate: Double
  /// `vegas`: the best latency, 0 while unknown. `gradient`: the long average.
  private var reference = 0.0
  private var samples = 0

  /// Creates the initial limit of a policy.
  public init(_ policy: ConcurrencyLimitPolicy) {
    self.policy = policy
    switch policy {
    case .vegas(let policy): estimate = Double(policy.initial)
    case .aimd(let policy): estimate = Double(policy.initial)
    case .gradient(let policy): estimate = Double(policy.initial)
    }
  }

  /// The number of calls that may be in flight.
  public var limit: Int { Int(saturating: estimate) }

  /// Records a call of `time` nanoseconds, with `inFlight` calls at its end, itself included.
  public mutating func sample(time: Int64, inFlight: Int, dropped: Bool = false) {
    switch policy {
    case .vegas(let policy): vegas(policy, Double(time), inFlight, dropped)
    case .aimd(let policy): aimd(policy, time, inFlight, dropped)
    case .gradient(let policy): gradient(policy, Double(time), inFlight, dropped)
    }
  }

  private mutating func vegas(
    _ policy: ConcurrencyLimitPolicy.Vegas, _ time: Double, _ inFlight: Int, _ dropped: Bool
  ) {
    if reference == 0 || time < reference {
      reference = time
      return
    }
    let step = Double(max(1, PortableMath.floorLog10(estimate.rounded(.down))))
    let alpha = policy.alpha.map { Double($0) } ?? 3 * step
    let beta = policy.beta.map { Double($0) } ?? 6 * step
    let queue = (estimate * (1 - reference / time)).rounded(.up)
    let lower = policy.decrease == .half ? estimate / 2 : estimate - step
    let next: Double
    if dropped {
      next = lower
    } else if Double(inFlight) * 2 < estimate {
      return
    } else if queue <= step {
      next = estimate + beta
    } else if queue < alpha {
      next = estimate + step
    } else if queue > beta {
      next = lower
    } else {
      return
    }
    let bounded = max(1, min(Double(policy.maximum), next))
    estimate = (1 - policy.smoothing) * estimate + policy.smoothing * bounded
  }

  private mutating func aimd(
    _ policy: ConcurrencyLimitPolicy.Aimd, _ time: Int64, _ inFlight: Int, _ dropped: Bool
  ) {
    if dropped || time > policy.timeout.wholeNanoseconds {
      estimate = (estimate * policy.backoffRatio).rounded(.down)
    } else if Double(inFlight) * 2 >= estimate {
      estimate += 1
    }
    estimate = min(Double(policy.maximum), max(Double(policy.minimum), estimate))
  }

  private mutating func gradient(
    _ policy: ConcurrencyLimitPolicy.Gradient, _ time: Double, _ inFlight: Int, _ dropped: Bool
  ) {
    samples += 1
    let short = max(1, time)
    // The first ten samples are averaged with equal weights, so that none of them dominates.
    let weight = samples <= 10 ? 1 / Double(samples) : 2 / Double(policy.longWindow + 1)
    reference += (short - reference) * weight
    if reference / short > 2 { reference *= 0.95 }
    if !dropped && Double(inFlight) < estimate / 2 { return }
    let slope = dropped ? 0.5 : max(0.5, min(1, policy.tolerance * reference / short))
    let next = estimate * slope + Double(policy.queue)
    let smoothed = estimate * (1 - policy.smoothing) + next * policy.smoothing
    estimate = min(Double(policy.maximum), max(Double(policy.minimum), smoothed))
  }
}
