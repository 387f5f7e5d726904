public import Primitives
public import Resilience
import SimCore
import Synchronization

/// The reason for which a station rejected or failed a request.
@usableFromInline
package enum StationError: Error, Hashable, Sendable {
  /// All servers busy and the queue at its limit.
  case queueFull
  /// Status 429; the next window opens after so many nanoseconds.
  case quotaExceeded(retryAfter: Int64)
  /// The service was done and ended in a transient error.
  case failed
  /// The caller's task was cancelled.
  case cancelled
  /// The caller gave up at its deadline.
  case timedOut
}

/// A service with a latency that rises with load: servers, a queue before them, errors, a quota.
///
///     let hotels = ServiceStation("hotels", model, clock: world.clock, random: world.random)
///     try await hotels.serve(request, attempt: 2)
///
/// Latency and error of a call are drawn by its key, so the same call meets the same whatever else goes on,
/// and a call with a longer queue before it is served no slower. Without a bound on servers and a quota, a
/// call is one sleep on the clock.
@usableFromInline
package final class ServiceStation<Clock: NanosecondClock>: Sendable {
  package let name: String
  package let model: ServiceModel
  @usableFromInline package let clock: Clock
  /// The parts of the model that every call needs.
  @usableFromInline let latency: LatencyDistribution
  @usableFromInline let errorRate: Ratio
  @usableFromInline let latencies: SiteGenerator
  @usableFromInline let errors: SiteGenerator
  @usableFromInline let queues: Bool
  private let state: Mutex<State>

  private struct State {
    var queue: StationQueue
    var turns = WaiterTable()
  }

  package init(_ name: String, _ model: ServiceModel, clock: Clock, random: RandomSource) {
    self.name = name
    self.model = model
    self.clock = clock
    latency = model.latency
    errorRate = model.errors
    latencies = random.draws(at: DrawSite("\(name).latency"))
    errors = random.draws(at: DrawSite("\(name).error"))
    queues = model.servers != nil || model.quota != nil
    state = Mutex(
      State(
        queue: StationQueue(
          servers: model.servers, queueLimit: model.queueLimit, classes: model.classes, quota: model.quota,
          at: clock.nanoseconds)))
  }

  /// Serves a call and returns how long it waited before, in nanoseconds.
  ///
  /// A caller that is cancelled while it waits gives its place back; while it is served, `model.abandonment`
  /// says when the server is free again. Either way the call ends at once.
  ///
  /// A caller that gives up at `deadline`, as a client with a timeout of its own does, gets `timedOut` then.
  /// While it waits for a server nobody watches its deadline: that needs a caller that can be cancelled.
  @discardableResult @inlinable @inline(__always)
  package func serve(_ entity: UInt64, attempt: UInt64 = 0, priority: Int = 0, until deadline: Int64 = .max)
    async throws(StationError) -> Int64
  {
    try await serve(entity, attempt, priority, until: deadline) { nil }
  }

  /// As `serve`; a caller that gives up leaves `unattended` to be done when the work is, where the server
  /// finishes it.
  @inlinable @inline(__always)
  package func serve<Reply>(
    _ call: Attempt, unattended: () -> @Sendable () -> Reply
  ) async throws(StationError) {
    _ = try await serve(call.request, call.drawKey, 0, until: call.deadline.nanoseconds) {
      let action = unattended()
      return { _ = action() }
    }
  }

  /// The common station pays for its sleep and one count; a call deeper would be felt, and so would
  /// `unattended`, if it were made before somebody has given up.
  @inlinable @inline(__always)
  func serve(
    _ entity: UInt64, _ attempt: UInt64, _ priority: Int, until deadline: Int64,
    _ unattended: () -> (@Sendable () -> Void)?
  ) async throws(StationError) -> Int64 {
    var draws = latencies.draw(entity, attempt)
    let latency = latency.draw(using: &draws)
    var fails = false
    if errorRate != .never {
      var errorDraws = errors.draw(entity, attempt)
      fails = errorRate.happens(in: &errorDraws)
    }
    if queues {
      return try await hold(
        for: latency, priority: priority, fails: fails, until: deadline,
        unattended: fails ? nil : unattended())
    }
    let end = clock.nanoseconds &+ latency
    do {
      try await clock.sleep(untilNanoseconds: min(end, deadline))
    } catch {
      abandon(until: end, fails ? nil : unattended())
      throw .cancelled
    }
    if end > deadline {
      abandon(until: end, fails ? nil : unattended())
      throw .timedOut
    }
    count(fails ? .failed : .served, busyFor: latency)
    if fails { throw .failed }
    return 0
  }

  /// Counts a call of a station without a bound on servers.
  @specialized(where Clock == SimClock)
  @usableFromInline
  func count(_ ending: StationMeasures.Ending, busyFor time: Int64) {
    state.withLock { $0.queue.countUnbounded(ending, busyFor: time) }
  }

  /// As `serve`, with the latency changed by what goes wrong; a caller that gives up leaves `unattended` to be
  /// done when the work is, where the server finishes it.
  @specialized(where Clock == SimClock)
  package func serve(
    _ call: Attempt, changing change: (Int64) -> Int64, unattended: (@Sendable () -> Void)? = nil
  ) async throws(StationError) {
    let attempt = call.drawKey
    var draws = latencies.draw(call.request, attempt)
    let latency = max(0, change(model.latency.draw(using: &draws)))
    var fails = false
    if model.errors != .never {
      var errorDraws = errors.draw(call.request, attempt)
      fails = model.errors.happens(in: &errorDraws)
    }
    try await hold(
      for: latency, fails: fails, until: call.deadline.nanoseconds, unattended: fails ? nil : unattended)
  }

  /// Returns the latency of a call's `delivery`-th delivery.
  package func latency(of call: Attempt, delivery: UInt64) -> Int64 {
    var draws = latencies.draw(call.request, call.drawKey | delivery << 32)
    return model.latency.draw(using: &draws)
  }

  /// Calls `action` after so many nanoseconds.
  package func after(_ delay: Int64, _ action: @escaping @Sendable () -> Void) {
    _ = clock.schedule(atNanoseconds: clock.nanoseconds.addingSaturating(delay), action)
  }

  /// Occupies a server for so many nanoseconds, after waiting for it; ends in an error when `fails`.
  /// Returns the wait. `unattended` is called at the end of work whose caller has gone.
  @specialized(where Clock == SimClock)
  @discardableResult @usableFromInline
  package func hold(
    for latency: Int64, priority: Int = 0, fails: Bool = false, until deadline: Int64 = .max,
    unattended: (@Sendable () -> Void)? = nil
  ) async throws(StationError) -> Int64 {
    let arrived = clock.nanoseconds
    let started = queues ? try await enter(priority, arrived) : arrived
    let end = started &+ latency
    do {
      try await clock.sleep(untilNanoseconds: min(end, deadline))
    } catch {
      abandon(until: end, unattended)
      throw .cancelled
    }
    if end > deadline {
      abandon(until: end, unattended)
      throw .timedOut
    }
    // Nobody had to wait for it, so a station without queue counts a request when it is over.
    if queues {
      leave(fails ? .failed : .served)
    } else {
      count(fails ? .failed : .served, busyFor: latency)
    }
    if fails { throw .failed }
    return started &- arrived
  }

  /// Takes a server without saying for how long; the caller gives it back with `release`. Returns the wait.
  /// For connections and other permits.
  @discardableResult
  package func acquire(priority: Int = 0) async throws(StationError) -> Int64 {
    let arrived = clock.nanoseconds
    precondition(queues, "\(name) has no bound on servers: there is nothing to acquire")
    return try await enter(priority, arrived) &- arrived
  }

  /// Gives back what `acquire` took.
  package func release() { leave(.served) }

  /// From now on so many servers: a fault takes some away, a repair gives them back. Those at work finish.
  /// Only for a station that was made with a bound.
  package func setServers(_ count: Int) {
    precondition(queues, "\(name) was made without a bound on servers")
    let now = clock.nanoseconds
    let turns = state.withLock { state in
      state.queue.setServers(count, at: now).compactMap { ticket in
        let turn = state.turns.grant(ticket)
        if turn != nil { state.queue.forget(ticket) }
        return turn
      }
    }
    for turn in turns { turn.resume(true) }
  }

  /// The measures up to now.
  package var measures: StationMeasures {
    let now = clock.nanoseconds
    return state.withLock { $0.queue.measures(at: now) }
  }

  /// Starts the measures anew: the end of a warm-up.
  package func restartMeasures() {
    let now = clock.nanoseconds
    state.withLock { $0.queue.restartMeasures(at: now) }
  }

  /// Requests waiting now.
  package var queued: Int { state.withLock { $0.queue.queued } }
  /// Servers there are now; nil for no bound.
  package var servers: Int? { state.withLock { $0.queue.servers } }
  /// Requests being served now; 0 for a station without a bound.
  package var busy: Int { state.withLock { $0.queue.busy } }

  /// Returns when a server has been taken: the instant.
  private func enter(_ priority: Int, _ now: Int64) async throws(StationError) -> Int64 {
    let arrival = state.withLock { state in
      let arrival = state.queue.arrive(priority: priority, at: now)
      if case .queue(let ticket) = arrival { state.turns.expect(ticket) }
      return arrival
    }
    switch arrival {
    case .start: return now
    case .rejectFull: throw .queueFull
    case .rejectQuota(let retryAfter): throw .quotaExceeded(retryAfter: retryAfter)
    case .queue(let ticket):
      guard await turn(of: ticket) else { throw .cancelled }
      return clock.nanoseconds
    }
  }

  /// False when the task was cancelled before its turn.
  private func turn(of ticket: StationQueue.Ticket) async -> Bool {
    await withTaskCancellationHandler {
      await unsafe withUnsafeContinuation { continuation in
        let turn = unsafe Waiter(continuation)
        let decided = state.withLock { state in
          let decided = state.turns.park(ticket, turn)
          if decided != nil { state.queue.forget(ticket) }
          return decided
        }
        if let decided { turn.resume(decided) }
      }
    } onCancel: {
      let now = clock.nanoseconds
      let turn = state.withLock { state in
        let (turn, leaves) = state.turns.cancel(ticket)
        if leaves { state.queue.leave(ticket, at: now) }
        if turn != nil { state.queue.forget(ticket) }
        return turn
      }
      turn?.resume(false)
    }
  }

  private func leave(_ ending: StationMeasures.Ending) {
    let now = clock.nanoseconds
    let turn: Waiter? = state.withLock { state in
      guard let ticket = state.queue.finish(ending, at: now) else { return nil }
      let turn = state.turns.grant(ticket)
      if turn != nil { state.queue.forget(ticket) }
      return turn
    }
    turn?.resume(true)
  }

  @specialized(where Clock == SimClock)
  @usableFromInline
  func abandon(until end: Int64, _ unattended: (@Sendable () -> Void)? = nil) {
    if !queues {
      count(.abandoned, busyFor: 0)
      guard let unattended, model.abandonment == .finishesWork else { return }
      _ = clock.schedule(atNanoseconds: end, unattended)
      return
    }
    switch model.abandonment {
    case .stopsWork: leave(.abandoned)
    case .finishesWork:
      _ = clock.schedule(atNanoseconds: end) { [self] in
        unattended?()
        leave(.abandoned)
      }
    }
  }
}
