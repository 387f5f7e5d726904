import Primitives

/// The rule for sending further calls beside a slow first one.
///
/// Source: Dean and Barroso, "The Tail at Scale", 2013.
public struct HedgePolicy: Sendable, Hashable {
  /// The reactions to a call that failed.
  public enum OnFailure: String, Sendable, CaseIterable {
    /// The next call starts at its time.
    case wait
    /// The next call starts as soon as one has failed.
    case next
  }
  /// The results that can count when every call failed.
  public enum AllFailed: String, Sendable, CaseIterable {
    /// The result that came last.
    case last
    /// The result of the first call.
    case primary
  }
  /// The time between calls: zero sends all at once, a negative one sends the next only after a failure.
  public var delay: Duration
  /// The largest number of calls beside the first.
  public var maxHedges: Int
  /// The reaction to a call that failed.
  public var onFailure: OnFailure
  /// The result that counts when every call failed.
  public var allFailed: AllFailed
  /// A quantile of the observed latencies that replaces `delay` once enough are known; nil for none.
  public var quantile: Double?

  /// Creates a hedge policy.
  public init(
    delay: Duration, maxHedges: Int = 1, onFailure: OnFailure = .wait, allFailed: AllFailed = .last,
    quantile: Double? = nil
  ) {
    precondition(maxHedges >= 0, "hedges must not be negative, were \(maxHedges)")
    self.delay = delay
    self.maxHedges = maxHedges
    self.onFailure = onFailure
    self.allFailed = allFailed
    self.quantile = quantile
  }
}

/// The latencies of the last calls, for a quantile of them.
package struct LatencySample: Sendable, Hashable {
  private var times: [Int64] = []
  private var next = 0
  private let size: Int

  /// Creates an empty sample that holds the last `size` latencies.
  package init(size: Int = 128) {
    precondition(size > 0, "size must be positive, was \(size)")
    self.size = size
  }

  /// Adds a latency in nanoseconds.
  package mutating func record(_ time: Int64) {
    if times.count < size {
      times.append(time)
    } else {
      times[next] = time
      next = next + 1 == size ? 0 : next + 1
    }
  }

  /// Returns the smallest latency that at least the share `q` of the sample does not exceed; nil before
  /// `minimum` are known.
  package func quantile(_ q: Double, minimum: Int = 20) -> Int64? {
    guard times.count >= max(1, minimum) else { return nil }
    let rank = Int(saturating: (q * Double(times.count)).rounded(.up))
    return times.sorted()[min(max(rank, 1), times.count) - 1]
  }
}
