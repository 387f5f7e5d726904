import Mutation
public import Primitives
import Synchronization

/// A bulkhead that tasks can wait at, shared by all its callers.
///
/// A call that was admitted must `leave`. A call that is cancelled or runs out of time while it waits holds
/// no permit and leaves no timer.
public final class BulkheadGate: Sendable {
  private let state: Mutex<State>

  private struct State {
    var bulkhead: Bulkhead
    var queued: [UInt64: QueuedCall] = [:]
  }

  private enum QueuedCall {
    /// Queued, not yet suspended.
    case arriving
    case suspended(Waiter)
    case admitted(waited: Int64)
    case abandoned
  }

  /// Creates a gate without calls.
  public init(_ policy: BulkheadPolicy) { state = Mutex(State(bulkhead: Bulkhead(policy))) }

  /// A copy of the bulkhead.
  public var bulkhead: Bulkhead { state.withLock { $0.bulkhead } }

  /// Takes a permit if one is free; otherwise the call is queued or refused.
  public func enter(until deadline: Deadline = .none, at now: Int64) -> Bulkhead.Entry {
    state.withLock { state in
      let entry = state.bulkhead.enter(until: deadline.nanoseconds, at: now)
      if case .queued(let ticket, _, _) = entry { state.queued[ticket] = .arriving }
      return entry
    }
  }

  /// Takes a permit if one is free; false, with nothing changed, when there is none.
  func tryEnter() -> Bool { state.withLock { $0.bulkhead.tryEnter() } }

  /// Waits until a queued call is admitted; returns the time it waited, or nil when it was not admitted in
  /// time or the task was cancelled.
  @inlinable
  public func wait<Clock: NanosecondClock>(
    _ ticket: UInt64, until deadline: Int64, on clock: Clock
  ) async -> Int64? {
    let timer = deadline == .max ? nil : clock.schedule(atNanoseconds: deadline) { self.abandon(ticket) }
    await withTaskCancellationHandler {
      await unsafe withUnsafeContinuation { continuation in
        let waiter = unsafe Waiter(continuation)
        if !park(ticket, waiter) { waiter.resume() }
      }
    } onCancel: {
      abandon(ticket)
    }
    if let timer { clock.cancel(timer) }
    return takeResult(of: ticket)
  }

  /// Returns the permit of a call, and admits the next.
  public func leave(at now: Int64) {
    resume(
      state.withLock { state in
        state.bulkhead.leave()
        return BulkheadGate.admitNext(&state, at: now)
      })
  }

  /// Returns the permit of a call whose time moves an adaptive limit; returns the new limit if it changed.
  @discardableResult
  public func leave(time: Int64, dropped: Bool, at now: Int64) -> Int? {
    let (waiters, changed) = state.withLock { state in
      let changed = state.bulkhead.leave(time: time, dropped: dropped)
      return (BulkheadGate.admitNext(&state, at: now), changed ? state.bulkhead.limit : nil)
    }
    resume(waiters)
    return changed
  }

  private static func admitNext(_ state: inout State, at now: Int64) -> [Waiter] {
    var waiters: [Waiter] = []
    while let (ticket, waited) = state.bulkhead.next(at: now) {
      if case .suspended(let waiter)? = state.queued[ticket] { waiters.append(waiter) }
      state.queued[ticket] = .admitted(waited: waited)
    }
    return waiters
  }

  private func resume(_ waiters: [Waiter]) {
    for waiter in waiters { waiter.resume() }
  }

  /// Keeps the continuation of a suspended call; false when there is nothing to wait for any more.
  @usableFromInline
  func park(_ ticket: UInt64, _ waiter: Waiter) -> Bool {
    state.withLock { state in
      guard case .arriving? = state.queued[ticket] else { return false }
      state.queued[ticket] = .suspended(waiter)
      return true
    }
  }

  @usableFromInline
  func abandon(_ ticket: UInt64) {
    let waiter = state.withLock { state -> Waiter? in
      guard isMutated(.bulkheadLeaksCancelled) || state.bulkhead.withdraw(ticket) else { return nil }
      let call = state.queued.updateValue(.abandoned, forKey: ticket)
      if case .suspended(let waiter)? = call { return waiter }
      return nil
    }
    waiter?.resume()
  }

  @usableFromInline
  func takeResult(of ticket: UInt64) -> Int64? {
    state.withLock { state in
      guard case .admitted(let waited)? = state.queued.removeValue(forKey: ticket) else { return nil }
      return waited
    }
  }
}
