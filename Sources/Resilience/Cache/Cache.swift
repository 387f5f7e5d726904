import Mutation
public import Primitives
import Synchronization

/// Answers cached by key in front of a pipeline, with one load at a time for each key.
///
/// While one caller loads a key, others that ask for it wait for its answer: the value, or the failure.
/// A loader that was cancelled or ran out of its own time does not fail the others: one of them loads.
public final class Cache<Key: Hashable & Sendable, Value: Sendable, Failure: Error>: Sendable {
  @usableFromInline let id: UInt32
  @usableFromInline let observer: (any ResilienceObserver)?
  private let state: Mutex<State>

  private struct State {
    var table: CacheTable<Key, Served<Value>>
    var loads: [Key: Load] = [:]
  }

  /// The callers that wait for a load.
  private struct Load {
    var followers: [Follower] = []
  }

  /// A caller that waits: resumed with an answer, or to look up the key again.
  @usableFromInline
  final class Follower: Sendable {
    @usableFromInline
    enum Phase: Sendable {
      case arriving
      case suspended(Waiter)
      case answered(Answer)
    }
    @usableFromInline
    enum Answer: Sendable {
      case value(Served<Value>)
      case failure(CallFailure<Failure>)
      /// The loader was cancelled or ran out of time.
      case lookAgain
      /// The follower was cancelled or ran out of time.
      case abandoned
    }
    private let phase = Mutex(Phase.arriving)

    @usableFromInline init() {}

    @usableFromInline func answer(_ answer: Answer) {
      let waiter = phase.withLock { phase -> Waiter? in
        switch phase {
        case .arriving:
          phase = .answered(answer)
          return nil
        case .suspended(let waiter):
          phase = .answered(answer)
          return waiter
        case .answered: return nil
        }
      }
      waiter?.resume()
    }

    @usableFromInline func park(_ waiter: Waiter) -> Bool {
      phase.withLock { phase in
        guard case .arriving = phase else { return false }
        phase = .suspended(waiter)
        return true
      }
    }

    @usableFromInline var answer: Answer {
      phase.withLock { if case .answered(let answer) = $0 { answer } else { .lookAgain } }
    }
  }

  @usableFromInline
  enum Role: Sendable {
    case hit(Served<Value>)
    case cachedFailure
    case leader
    case follower(Follower)
  }

  /// Creates an empty cache; `id` names it in events.
  public init(_ policy: CachePolicy, id: UInt32 = 0, observer: (any ResilienceObserver)? = nil) {
    self.id = id
    self.observer = observer
    state = Mutex(State(table: CacheTable(policy)))
  }

  /// The number of keys.
  public var count: Int { state.withLock { $0.table.count } }

  /// Removes a key; a load in flight is not affected.
  public func remove(_ key: Key) { state.withLock { $0.table.remove(key) } }

  /// Returns the cached answer, or that of `load`.
  ///
  /// A cached one counts no attempts. A failed load is answered with a value past its time where the
  /// policy allows it.
  @inlinable
  public func value<Clock: NanosecondClock>(
    for key: Key, request: UInt64, deadline: Deadline = .none, on clock: Clock,
    load: () async throws(CallFailure<Failure>) -> Served<Value>
  ) async throws(CallFailure<Failure>) -> Served<Value> {
    while true {
      switch role(of: key, request: request, at: clock.nanoseconds) {
      case .hit(let served): return served
      case .cachedFailure: throw CallFailure(error: .cachedFailure, attempts: 0, causes: [])
      case .leader:
        do throws(CallFailure<Failure>) {
          let served = try await load()
          finish(key, served, request: request, at: clock.nanoseconds)
          return served
        } catch {
          if let stale = fail(key, error, request: request, at: clock.nanoseconds) { return stale }
          throw error
        }
      case .follower(let follower):
        await wait(follower, until: deadline, on: clock)
        switch follower.answer {
        case .value(let served): return served
        case .failure(let failure): throw failure
        case .lookAgain: continue
        case .abandoned:
          throw CallFailure(
            error: Task.isCancelled ? .cancelled : .deadlineExceeded, attempts: 0, causes: [])
        }
      }
    }
  }

  @inlinable
  func wait<Clock: NanosecondClock>(_ follower: Follower, until deadline: Deadline, on clock: Clock) async {
    let timer =
      deadline == .none
      ? nil : clock.schedule(atNanoseconds: deadline.nanoseconds) { follower.answer(.abandoned) }
    await withTaskCancellationHandler {
      await unsafe withUnsafeContinuation { continuation in
        let waiter = unsafe Waiter(continuation)
        if !follower.park(waiter) { waiter.resume() }
      }
    } onCancel: {
      follower.answer(.abandoned)
    }
    if let timer { clock.cancel(timer) }
  }

  @usableFromInline
  func role(of key: Key, request: UInt64, at now: Int64) -> Role {
    let role = state.withLock { state -> Role in
      switch state.table.find(key, at: now) {
      case .fresh(let served): return .hit(Served(served.value, target: served.target, attempts: 0))
      case .failed: return .cachedFailure
      case .missing: break
      }
      guard var load = state.loads[key], !isMutated(.cacheLoadsForEach) else {
        state.loads[key] = Load()
        return .leader
      }
      let follower = Follower()
      load.followers.append(follower)
      state.loads[key] = load
      return .follower(follower)
    }
    switch role {
    case .hit: record(.cacheHit, request, now)
    case .cachedFailure: record(.cacheNegativeHit, request, now)
    case .leader: record(.cacheMissed, request, now)
    case .follower: record(.cacheJoined, request, now)
    }
    return role
  }

  @usableFromInline
  func finish(_ key: Key, _ served: Served<Value>, request: UInt64, at now: Int64) {
    let (load, evicted) = state.withLock { state in
      (state.loads.removeValue(forKey: key), state.table.store(served, for: key, at: now) != nil)
    }
    record(.cacheStored, request, now)
    if evicted { record(.cacheEvicted, request, now) }
    if isMutated(.cacheForgetsFollowers) { return }
    for follower in load?.followers ?? [] {
      follower.answer(.value(Served(served.value, target: served.target, attempts: 0)))
    }
  }

  /// Ends a load that failed; returns the stale value that is served instead, if there is one.
  @usableFromInline
  func fail(_ key: Key, _ failure: CallFailure<Failure>, request: UInt64, at now: Int64) -> Served<Value>? {
    // A loader that went away says nothing about the key: one of the followers loads it.
    let isAnswer = !failure.error.isTerminal
    let (load, stale) = state.withLock { state in
      let stale = isAnswer ? state.table.staleValue(key, at: now) : nil
      if isAnswer, stale == nil, case .failed = failure.error { state.table.storeFailure(for: key, at: now) }
      return (state.loads.removeValue(forKey: key), stale)
    }
    let answer: Follower.Answer
    if let stale {
      record(.cacheServedStale, request, now, stale.age)
      answer = .value(Served(stale.value.value, target: stale.value.target, attempts: 0))
    } else {
      answer = isAnswer ? .failure(failure) : .lookAgain
    }
    for follower in load?.followers ?? [] { follower.answer(answer) }
    return stale.map { Served($0.value.value, target: $0.value.target, attempts: failure.attempts) }
  }

  private func record(_ kind: ResilienceEvent.Kind, _ request: UInt64, _ now: Int64, _ detail: Int64 = 0) {
    observer?.record(ResilienceEvent(kind, at: now, request: request, target: id, detail: detail))
  }
}
