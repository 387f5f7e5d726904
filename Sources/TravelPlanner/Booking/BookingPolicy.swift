public import Resilience

/// How bookings are guarded, and how long they are waited for.
@usableFromInline
package struct BookingPolicy: Sendable {
  /// Guards of the gateway. Retries are safe: every attempt carries the same key.
  @usableFromInline package var payments: TargetPolicy
  /// Guards of each desk.
  @usableFromInline package var desks: TargetPolicy
  /// From asking for one effect to giving up on this round of attempts.
  @usableFromInline package var callDeadline: Duration
  /// How long an outcome that is not known is asked for, in further rounds, before the booking is left to
  /// `recover`. Also how long a second caller waits for the first.
  @usableFromInline package var patience: Duration
  /// Between rounds, and between looks at a payment that is processed; doubles each time, with equal jitter.
  @usableFromInline package var roundDelay: Duration
  @usableFromInline package var roundDelayMax: Duration
  /// How often a save is tried before the booking stops.
  @usableFromInline package var saveAttempts: Int
  /// A booking that nobody has touched for so long may be taken over by a second caller.
  @usableFromInline package var lease: Duration
  /// No money moves for a quote that was confirmed longer ago.
  @usableFromInline package var quoteValidity: Duration

  /// 3 attempts of 5 s a round, 60 s of patience, 5 saves, a lease of 30 s, quotes for a day.
  @usableFromInline package init() {
    payments = .provider
    desks = .provider
    callDeadline = .seconds(15)
    patience = .seconds(60)
    roundDelay = .milliseconds(500)
    roundDelayMax = .seconds(10)
    saveAttempts = 5
    lease = .seconds(30)
    quoteValidity = .seconds(86_400)
  }
}
