import Mutation
import Synchronization

/// A bulkhead that calls can wait at; shared by all who go through it.
///
/// Whoever was let in must `leave`. A call that is cancelled or runs out of time while it waits leaves
/// no place and no timer behind.
public final class BulkheadGate: Sendable {
  private let state: Mutex<State>

  private struct State {
    var bulkhead: Bulkhead
    var visitors: [UInt64: Visitor] = [:]
  }

  private enum Visitor {
    /// Queued, not yet suspended.
    case coming
    case waiting(Waiter)
    case admitted(waited: Int64)
    case gone
  }

  public init(_ policy: BulkheadPolicy) { state = Mutex(State(bulkhead: Bulkhead(policy))) }

  /// The bulkhead as it is.
  public var bulkhead: Bulkhead { state.withLock { $0.bulkhead } }

  /// Comes in if there is a place, else is queued or refused.
  public func enter(until deadline: Deadline = .none, at now: Int64) -> Bulkhead.Entry {
    state.withLock { state in
      let entry = state.bulkhead.enter(until: deadline.nanoseconds, at: now)
      if case .queued(let ticket, _, _) = entry { state.visitors[ticket] = .coming }
      return entry
    }
  }

  /// Comes in if there is a place; false, with nothing changed, when there is none.
  func enterAtOnce() -> Bool { state.withLock { $0.bulkhead.enterAtOnce() } }

  /// Waits for the place of a queued call: how long it took, or nil when it was not given one in time
  /// or the task was cancelled.
  @inlinable
  public func wait<Clock: ServiceClock>(
    _ ticket: UInt64, until deadline: Int64, on clock: Clock
  ) async -> Int64? {
    let timer = deadline == .max ? nil : clock.schedule(at: deadline) { self.giveUp(ticket) }
    await withTaskCancellationHandler {
      await unsafe withUnsafeContinuation { continuation in
        let waiter = unsafe Waiter(continuation)
        if !park(ticket, waiter) { waiter.resume() }
      }
    } onCancel: {
      giveUp(ticket)
    }
    if let timer { clock.cancel(timer) }
    return collect(ticket)
  }

  /// A place is free again.
  public func leave(at now: Int64) {
    resume(
      state.withLock { state in
        state.bulkhead.leave()
        return BulkheadGate.admitNext(&state, at: now)
      })
  }

  /// A place is free again, and its call's time moves an adaptive limit: the new one, if it changed.
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
      if case .waiting(let waiter)? = state.visitors[ticket] { waiters.append(waiter) }
      state.visitors[ticket] = .admitted(waited: waited)
    }
    return waiters
  }

  private func resume(_ waiters: [Waiter]) {
    for waiter in waiters { waiter.resume() }
  }

  /// False when there is nothing to wait for any more.
  @usableFromInline
  func park(_ ticket: UInt64, _ waiter: Waiter) -> Bool {
    state.withLock { state in
      guard case .coming? = state.visitors[ticket] else { return false }
      state.visitors[ticket] = .waiting(waiter)
      return true
    }
  }

  @usableFromInline
  func giveUp(_ ticket: UInt64) {
    let waiter = state.withLock { state -> Waiter? in
      guard isMutated(.bulkheadLeaksCancelled) || state.bulkhead.withdraw(ticket) else { return nil }
      let visitor = state.visitors.updateValue(.gone, forKey: ticket)
      if case .waiting(let waiter)? = visitor { return waiter }
      return nil
    }
    waiter?.resume()
  }

  @usableFromInline
  func collect(_ ticket: UInt64) -> Int64? {
    state.withLock { state in
      guard case .admitted(let waited)? = state.visitors.removeValue(forKey: ticket) else { return nil }
      return waited
    }
  }
}
