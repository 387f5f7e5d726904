public import Primitives
public import Synchronization

/// The calls in flight of one hedged call, and the caller that waits for the first good result.
@usableFromInline
final class HedgeRace<Value: Sendable>: Sendable {
  @usableFromInline
  struct State: Sendable {
    @usableFromInline var hedge: Hedge
    @usableFromInline var results: [Value?] = []
    @usableFromInline var tasks: [Task<Void, any Error>] = []
    @usableFromInline var toSend: [Int] = []
    @usableFromInline var waiter: Waiter?
    /// True if something happened since the caller last asked for its next action.
    @usableFromInline var hasChanged = false

    @inlinable init(_ hedge: Hedge) { self.hedge = hedge }
  }
  @usableFromInline let state: Mutex<State>

  @inlinable init(_ hedge: Hedge) { state = Mutex(State(hedge)) }

  /// The action that the caller has to perform.
  @usableFromInline
  enum Action: Sendable {
    case send(Int)
    case wait(until: Int64?)
    case decided(Int)
  }

  @inlinable func nextAction(at now: Int64) -> Action {
    state.withLock { state in
      state.hasChanged = false
      if let winner = state.hedge.winner { return .decided(winner) }
      if !state.toSend.isEmpty { return .send(state.toSend.removeFirst()) }
      if let call = state.hedge.hedge(at: now) { return .send(call) }
      return .wait(until: state.hedge.nextDue)
    }
  }

  /// Records the result of a call; false when it comes too late to count.
  @inlinable func finished(_ call: Int, _ value: Value, final: Bool, at now: Int64) -> Bool {
    let (waiter, counts) = state.withLock { state -> (Waiter?, Bool) in
      while state.results.count <= call { state.results.append(nil) }
      state.results[call] = value
      switch state.hedge.finished(call, final: final, at: now) {
      case .dropped: return (nil, false)
      case .send(let next): state.toSend.append(next)
      case .decided, .wait: break
      }
      return (state.takeWaiter(), true)
    }
    waiter?.resume()
    return counts
  }

  /// Takes back `call`, which the budget refused.
  @inlinable func refused(_ call: Int) {
    state.withLock { state in
      state.hedge.stop(call)
      let last = state.results.lastIndex { $0 != nil } ?? 0
      _ = state.hedge.decide(last: last)
    }
  }

  @inlinable func wake() { state.withLock { $0.takeWaiter() }?.resume() }

  /// Keeps the continuation of the caller; false when it has something to do already.
  @inlinable func park(_ waiter: Waiter) -> Bool {
    state.withLock { state in
      if state.hasChanged { return false }
      state.waiter = waiter
      return true
    }
  }

  @inlinable func add(_ task: Task<Void, any Error>) { state.withLock { $0.tasks.append(task) } }

  @inlinable func cancelAll() {
    let tasks = state.withLock { $0.tasks }
    for task in tasks { task.cancel() }
  }

  @inlinable func result(of call: Int) -> Value? { state.withLock { $0.results[call] } }
}

extension HedgeRace.State {
  @inlinable mutating func takeWaiter() -> Waiter? {
    hasChanged = true
    defer { waiter = nil }
    return waiter
  }
}

/// Sends `call` once, and again beside it as the policy says; returns the value that counts and the index
/// of its call.
///
/// Every call runs in a separate task. The losers are cancelled, not waited for; a good result of a loser is
/// passed to `discard`, to be undone. No timer and no waiting task is left.
@inlinable
public func hedged<Clock: NanosecondClock, Value: Sendable>(
  _ policy: HedgePolicy, delay: Int64? = nil, on clock: Clock,
  isFinal: @escaping @Sendable (Value) -> Bool,
  mayHedge: (Int) -> Bool = { _ in true },
  discard: @escaping @Sendable (Value) async -> Void = { _ in },
  _ call: @escaping @Sendable (Int) async -> Value
) async -> (value: Value, call: Int) {
  let race = HedgeRace<Value>(Hedge(policy, delay: delay, at: clock.nanoseconds))
  func send(_ number: Int) {
    let task: Task<Void, any Error> = Task.immediate {
      let value = await call(number)
      let final = isFinal(value)
      if !race.finished(number, value, final: final, at: clock.nanoseconds), final {
        await discard(value)
      }
    }
    race.add(task)
  }
  send(0)
  return await withTaskCancellationHandler {
    while true {
      switch race.nextAction(at: clock.nanoseconds) {
      case .decided(let winner):
        race.cancelAll()
        guard let value = race.result(of: winner) else {
          preconditionFailure("call \(winner) won without a result")
        }
        return (value, winner)
      case .send(let number):
        if !Task.isCancelled && mayHedge(number) { send(number) } else { race.refused(number) }
      case .wait(let due):
        let timer = due.map { due in clock.schedule(atNanoseconds: due) { race.wake() } }
        await unsafe withUnsafeContinuation { continuation in
          let waiter = unsafe Waiter(continuation)
          if !race.park(waiter) { waiter.resume() }
        }
        if let timer { clock.cancel(timer) }
      }
    }
  } onCancel: {
    race.cancelAll()
  }
}
