package import Primitives
package import Resilience

/// Where prices come from.
package protocol PriceSource: Sendable {
  /// The lowest fare of a passenger now, in minor units of the query's currency; nil when nothing is on offer.
  func price(of query: FlightQuery, call: Attempt) async throws(ProviderError) -> Int64?
}

/// Polls prices on a schedule and tells when one is worth it.
///
///     let tracker = PriceTracker(source, clock: clock, epoch: epoch)
///     let log = try await tracker.watch(watches) { alert in print(alert) }
///
/// The n-th poll of a watch falls due n intervals after its start, however long the polls take; one that is overdue
/// because the one before took too long is made at once. A poll that fails is counted and not repeated: the
/// next one comes soon enough. A watch is a sleeping task between polls and costs nothing then.
package struct PriceTracker<Clock: NanosecondClock, Source: PriceSource>: Sendable {
  private let source: Source
  private let clock: Clock
  private let epoch: Timestamp
  private let timeout: Duration

  /// `epoch` is the calendar time at the clock's zero; `timeout` what a poll is told to end by.
  package init(_ source: Source, clock: Clock, epoch: Timestamp, timeout: Duration = .seconds(15)) {
    self.source = source
    self.clock = clock
    self.epoch = epoch
    self.timeout = timeout
  }

  /// What came of the watches, each list in the order of time and, at one time, of the watches' ids.
  package struct Log: Hashable, Sendable {
    package var alerts: [PriceAlert] = []
    package var polls = 0
    /// Polls that gave an error.
    package var failures = 0
    /// Polls that found nothing on offer.
    package var empty = 0
  }

  /// Runs all watches side by side until the last one ends. `alert` is called as alerts fall due. Throws
  /// `CancellationError` when the task is cancelled.
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
        // The key says which watch and which of its polls.
        let call = Attempt(
          request: watch.id &<< 32 ^ UInt64(bitPattern: poll), target: 0, number: 1,
          deadline: Deadline(timeout, after: now))
        guard let price = try await source.price(of: watch.query, call: call) else {
          log.empty += 1
          continue
        }
        let time = epoch.advanced(byNanoseconds: clock.nanoseconds)
        if let told = state.observe(price, at: time, watch: watch.id) {
          log.alerts.append(told)
          alert(told)
        }
      } catch {
        log.failures += 1
      }
    }
    return log
  }
}
