package import Primitives

/// The state of a price watch, which decides whether a price causes an alert.
///
/// A target causes an alert when the price reaches it, and again only after the price has been above it. A drop is measured
/// from the highest price since the last alert for a drop, so each fall causes one alert. During the cool-down there is no
/// alert; the first poll after it causes one if the condition still holds. At exactly its end the cool-down is over.
package struct AlertState: Hashable, Sendable {
  private let rule: AlertRule
  /// The highest price since the last alert for a drop; nil before the first price.
  private var high: Int64?
  /// True if the target has caused an alert and the price has not been above it since.
  private var isAtTarget = false
  private var lastAlert: Timestamp?

  package init(_ rule: AlertRule) { self.rule = rule }

  /// Observes a price. Returns the alert to send, with the id `watch`; nil for none.
  package mutating func observe(_ price: Int64, at now: Timestamp, watch: UInt64) -> PriceAlert? {
    let high = max(self.high ?? price, price)
    self.high = high
    let reachesTarget = rule.target.map { price <= $0 } ?? false
    if !reachesTarget { isAtTarget = false }
    let isNewTarget = reachesTarget && !isAtTarget
    let isDrop = rule.dropPercent.map { Self.hasDropped(price, from: high, percent: $0) } ?? false
    guard isNewTarget || isDrop, !isCooling(at: now) else { return nil }
    // One alert reports both conditions.
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

  /// Returns true if `price · 100 ≤ high · (100 − percent)`, without rounding.
  private static func hasDropped(_ price: Int64, from high: Int64, percent: Int) -> Bool {
    let left = price.multipliedFullWidth(by: 100)
    let right = high.multipliedFullWidth(by: Int64(100 - percent))
    return left.high != right.high ? left.high < right.high : left.low <= right.low
  }
}
