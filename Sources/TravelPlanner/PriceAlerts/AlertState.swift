package import Primitives

/// What a watch has seen so far, and what follows from the next price.
///
/// A target alerts when the price comes to it; a price that stays there, or goes lower, is not told again until it
/// has been above. A drop is measured from the highest price since the last drop that was told, so each fall is
/// told once. What falls due in the cool-down waits: the first poll after it alerts if the price is still there.
/// At exactly the end of the cool-down an alert may go out.
package struct AlertState: Hashable, Sendable {
  private let rule: AlertRule
  /// The highest price since the last drop that was told; nil before the first price.
  private var high: Int64?
  /// The target was told, and the price has not been above since.
  private var isAtTarget = false
  private var lastAlert: Timestamp?

  package init(_ rule: AlertRule) { self.rule = rule }

  /// Takes in a price. The alert to send, if it is worth one; `watch` is the id to put on it.
  package mutating func observe(_ price: Int64, at now: Timestamp, watch: UInt64) -> PriceAlert? {
    let high = max(self.high ?? price, price)
    self.high = high
    let reachesTarget = rule.target.map { price <= $0 } ?? false
    if !reachesTarget { isAtTarget = false }
    let isNewTarget = reachesTarget && !isAtTarget
    let isDrop = rule.dropPercent.map { Self.hasDropped(price, from: high, percent: $0) } ?? false
    guard isNewTarget || isDrop, !isCooling(at: now) else { return nil }
    // One alert tells everything that is true of the price.
    isAtTarget = reachesTarget
    if isDrop { self.high = price }
    lastAlert = now
    return PriceAlert(
      watch: watch, at: now, price: price, high: high,
      reason: isNewTarget && isDrop ? .both : isDrop ? .drop : .target)
  }

  private func isCooling(at now: Timestamp) -> Bool {
    guard let lastAlert else { return false }
    return .nanoseconds(now.nanosecondsSince1970 - lastAlert.nanosecondsSince1970) < rule.coolDown
  }

  /// `price · 100 ≤ high · (100 − percent)`, without rounding.
  private static func hasDropped(_ price: Int64, from high: Int64, percent: Int) -> Bool {
    let left = price.multipliedFullWidth(by: 100)
    let right = high.multipliedFullWidth(by: Int64(100 - percent))
    return left.high != right.high ? left.high < right.high : left.low <= right.low
  }
}
