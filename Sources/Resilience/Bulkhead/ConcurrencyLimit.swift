import Primitives

/// How many calls may run at once, when that is found out from how long they take.
public enum ConcurrencyLimitPolicy: Sendable, Hashable {
  case vegas(Vegas)
  case aimd(Aimd)
  case gradient(Gradient)

  /// By the queue that the growth of the times over the best one suggests.
  public struct Vegas: Sendable, Hashable {
    public enum Decrease: String, Sendable, CaseIterable { case step, half }
    public var initial = 20
    public var maximum = 1000
    /// `3 L` and `6 L` unless given, where `L = max(1, floor(log10(limit)))`.
    public var alpha: Int?
    public var beta: Int?
    public var smoothing = 1.0
    public var decrease = Decrease.step
    public init(initial: Int = 20, maximum: Int = 1000) {
      self.initial = initial
      self.maximum = maximum
    }
  }

  /// One more for a good sample under load, a fraction for a drop or a time over the timeout.
  public struct Aimd: Sendable, Hashable {
    public var initial = 20
    public var minimum = 20
    public var maximum = 200
    public var backoffRatio = 0.9
    public var timeout = Duration.seconds(5)
    public init(initial: Int = 20, minimum: Int = 20, maximum: Int = 200) {
      self.initial = initial
      self.minimum = minimum
      self.maximum = maximum
    }
  }

  /// By the ratio of a long average of the times to the present one (Gradient2 of Netflix).
  public struct Gradient: Sendable, Hashable {
    public var initial = 20
    public var minimum = 20
    public var maximum = 200
    public var smoothing = 0.2
    /// Samples the long average spans.
    public var longWindow = 600
    public var tolerance = 1.5
    public var queue = 4
    public init(initial: Int = 20, minimum: Int = 20, maximum: Int = 200) {
      self.initial = initial
      self.minimum = minimum
      self.maximum = maximum
    }
  }
}

/// A limit that moves with the samples it is given.
public struct ConcurrencyLimit: Sendable, Hashable {
  private let policy: ConcurrencyLimitPolicy
  private var estimate: Double
  /// `vegas`: the best time, 0 while unknown. `gradient`: the long average.
  private var reference = 0.0
  private var samples = 0

  public init(_ policy: ConcurrencyLimitPolicy) {
    self.policy = policy
    switch policy {
    case .vegas(let policy): estimate = Double(policy.initial)
    case .aimd(let policy): estimate = Double(policy.initial)
    case .gradient(let policy): estimate = Double(policy.initial)
    }
  }

  /// How many may run at once.
  public var limit: Int { Int(estimate) }

  /// A call ended after `time` nanoseconds, while `inFlight` ran, itself included.
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
    // The first ten samples are averaged plainly, so that one of them does not set the tone.
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
