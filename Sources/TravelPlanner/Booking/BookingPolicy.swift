public import Resilience

/// The resilience policies and time limits of a booking service.
@usableFromInline
package struct BookingPolicy: Sendable {
  /// The policies of the payment gateway. Retries are safe, because every attempt carries the same key.
  @usableFromInline package var payments: TargetPolicy
  /// The policies of each reservation provider.
  @usableFromInline package var reservations: TargetPolicy
  /// The longest duration of one round of attempts for an effect.
  @usableFromInline package var callDeadline: Duration
  /// The time to repeat rounds for an effect whose outcome is unknown, before the booking is left to `recover`. Also
  /// the time that a second caller waits for the first.
  @usableFromInline package var settleTimeout: Duration
  /// The wait between rounds, and between queries of a payment in process. Doubles each time, with equal jitter.
  @usableFromInline package var roundDelay: Duration
  @usableFromInline package var roundDelayMax: Duration
  /// The attempts to save a record before the booking stops.
  @usableFromInline package var saveAttempts: Int
  /// The time without a change after which a second caller may take over a booking.
  @usableFromInline package var lease: Duration
  /// The validity of a confirmed quote. No money moves for an older one.
  @usableFromInline package var quoteValidity: Duration

  /// Creates the default policy: 3 attempts of 5 s a round, a settle timeout of 60 s, 5 attempts to save, a lease of 30 s,
  /// quotes valid for a day.
  @usableFromInline package init() {
    payments = .provider
    reservations = .provider
    callDeadline = .seconds(15)
    settleTimeout = .seconds(60)
    roundDelay = .milliseconds(500)
    roundDelayMax = .seconds(10)
    saveAttempts = 5
    lease = .seconds(30)
    quoteValidity = .seconds(86_400)
  }
}
