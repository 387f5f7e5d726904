package import Primitives

/// A watch of the price of a flight query.
package struct PriceWatch: Hashable, Sendable {
  /// The id of the watch. Draws of its polls are keyed by it.
  package var id: UInt64
  package var query: FlightQuery
  package var rule: AlertRule
  /// The time between polls.
  package var interval: Duration
  /// The duration of the watch. The first poll is made at its start.
  package var duration: Duration

  package init(id: UInt64, query: FlightQuery, rule: AlertRule, interval: Duration, duration: Duration) {
    precondition(interval > .zero, "the interval must be positive, was \(interval)")
    precondition(duration >= .zero, "the duration must not be negative, was \(duration)")
    self.id = id
    self.query = query
    self.rule = rule
    self.interval = interval
    self.duration = duration
  }
}

/// The conditions for an alert.
package struct AlertRule: Hashable, Sendable {
  /// The price to reach, in minor units of the query's currency.
  package var target: Int64?
  /// The drop to reach, in percent, 1…99, of the highest price since the last alert for a drop.
  package var dropPercent: Int?
  /// The shortest time between two alerts of a watch.
  package var coolDown: Duration

  package init(target: Int64? = nil, dropPercent: Int? = nil, coolDown: Duration = .seconds(24 * 3600)) {
    precondition(target != nil || dropPercent != nil, "a rule needs a target or a drop")
    if let dropPercent {
      precondition((1...99).contains(dropPercent), "a drop is 1 to 99 %, was \(dropPercent)")
    }
    precondition(coolDown >= .zero, "a cool-down must not be negative, was \(coolDown)")
    self.target = target
    self.dropPercent = dropPercent
    self.coolDown = coolDown
  }
}

/// An alert of a price watch.
package struct PriceAlert: Hashable, Sendable, Codable {
  package enum Reason: String, Hashable, Sendable, Codable {
    /// The price reached the target.
    case target
    /// The price dropped by the percentage.
    case drop
    /// Both conditions hold.
    case both
  }

  package var watch: UInt64
  package var at: Timestamp
  /// The price in minor units.
  package var price: Int64
  /// The highest price since the last alert for a drop, from which a drop is measured.
  package var high: Int64
  package var reason: Reason

  package init(watch: UInt64, at: Timestamp, price: Int64, high: Int64, reason: Reason) {
    self.watch = watch
    self.at = at
    self.price = price
    self.high = high
    self.reason = reason
  }
}
