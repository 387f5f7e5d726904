package import Primitives
package import Resilience

/// A source of current prices.
package protocol PriceSource: Sendable {
  /// Returns the current lowest fare of one passenger, in minor units of the query's currency; nil without offers.
  func price(of query: FlightQuery, call: Attempt) async throws(ProviderError) -> Int64?
}

/// A poller of prices that emits alerts.
///
///     let tracker = PriceTracker(source, clock: clock, epoch: epoch)
///     let log = try await tracker.watch(watches) { alert in print(alert) }
///
/// The n-th poll of a watch is due n intervals after its start, regardless of the duration of polls; an overdue poll is made
/// at once. A failed poll is counted and not repeated, because the next one follows. Between polls a watch is a sleeping
/// task without cost.
package struct PriceTracker<Clock: NanosecondClock, Source: PriceSource>: Sendable {
  private let source: Source
  private let clock: Clock
  private let epoch: Timestamp
  private let timeout: Duration

  /// Creates a tracker. `epoch` is the calendar time at the clock's zero, `timeout` the deadline of a poll after its start.
  package init(_ source: Source, clock: Clock, epoch: Timestamp, timeout: Duration = .seconds(15)) {
    self.source = source
    self.clock = clock
    self.epoch = epoch
    self.timeout = timeout
  }

  /// The results of the watches. Alerts are ordered by time and, at one time, by the id of the watch.
  package struct Log: Hashable, Sendable {
    package var alerts: [PriceAlert] = []
    package var polls = 0
    /// The number of polls that failed.
    package var failures = 0
    /// The number of polls without offers.
    package var empty = 0
  }

  /// Runs all watches concurrently until the last one ends. Calls `alert` for each alert. Throws `CancellationError` if the
  /// task is cancelled.
  package func watch(
    _ watches: [PriceWatch], alert: @escaping @Sendable (PriceAlert) -> Void = { _ in }
  ) async throws -> Log {
    try await withThrowingTaskGroup(of: Log.self) { group in
      for watch in watches { group.addTask { try await self.run(watch, alert) } }
      var log = Log()
      for try await one in group {
        log.alerts += one.alerts
        log.polls += one.polls
        log.failures += one.failures
        log.empty += one.empty
      }
      log.alerts.sort { ($0.at, $0.watch) < ($1.at, $1.watch) }
      return log
    }
  }

  private func run(_ watch: PriceWatch, _ alert: @Sendable (PriceAlert) -> Void) async throws -> Log {
    let start = clock.nanoseconds
    let interval = watch.interval.wholeNanoseconds
    let polls = watch.duration.wholeNanoseconds / interval + 1
    var state = AlertState(watch.rule)
    var log = Log()
    for poll in 0..<polls {
      let due = start.addingSaturating(interval.multipliedReportingOverflow(by: poll).partialValue)
      if clock.nanoseconds < due { try await clock.sleep(untilNanoseconds: due) }
      try Task.checkCancellation()
      let now = clock.nanoseconds
      log.polls += 1
      do throws(ProviderError) {
        // The key identifies the watch and the poll.
        let call = Attempt(
          request: watch.id &<< 32 ^ UInt64(bitPattern: poll), target: 0, number: 1,
          deadline: Deadline(timeout, after: now))
        guard let price = try await source.price(of: watch.query, call: call) else {
          log.empty += 1
          continue
        }
        let time = epoch.advanced(byNanoseconds: clock.nanoseconds)
        if let due = state.observe(price, at: time, watch: watch.id) {
          log.alerts.append(due)
          alert(due)
        }
      } catch {
        log.failures += 1
      }
    }
    return log
  }
}
