package import Primitives

/// A price somebody wants to be told about.
package struct PriceWatch: Hashable, Sendable {
  /// Tells watches apart; draws of a poll are keyed by it.
  package var id: UInt64
  package var query: FlightQuery
  package var rule: AlertRule
  /// From one poll to the next.
  package var interval: Duration
  /// Polls are made until this much has passed since the watch began, the first one at once.
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

/// When a price is worth an alert.
package struct AlertRule: Hashable, Sendable {
  /// At this price or below, in minor units of the watch's currency.
  package var target: Int64?
  /// When the price is this many percent, 1…99, below the highest since the last alert of this kind.
  package var dropPercent: Int?
  /// No two alerts of a watch are nearer to each other than this.
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

/// A price fell as far as somebody had asked for.
package struct PriceAlert: Hashable, Sendable, Codable {
  package enum Reason: String, Hashable, Sendable, Codable {
    /// At the target or below.
    case target
    /// So many percent below what it was.
    case drop
    /// Both at once.
    case both
  }

  package var watch: UInt64
  package var at: Timestamp
  /// In minor units.
  package var price: Int64
  /// The highest price since the last drop that was told; what a drop is measured from.
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
