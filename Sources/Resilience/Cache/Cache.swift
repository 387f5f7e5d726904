import Mutation
import Synchronization

/// Answers kept by key before a pipeline, loaded once however many ask at a time.
///
/// While one caller loads a key, others who ask for it wait for its answer: the value, or the failure.
/// A loader that was cancelled or ran out of its own time does not fail the others: one of them loads.
public final class Cache<Key: Hashable & Sendable, Value: Sendable, Failure: Error>: Sendable {
  @usableFromInline let id: UInt32
  @usableFromInline let observer: (any ResilienceObserver)?
  private let state: Mutex<State>

  private struct State {
    var table: CacheTable<Key, Served<Value>>
    var flights: [Key: Flight] = [:]
  }

  /// Those who wait for a load.
  private struct Flight {
    var followers: [Follower] = []
  }

  /// One who waits: resumed with an answer, or to look again.
  @usableFromInline
  final class Follower: Sendable {
    @usableFromInline
    enum Phase: Sendable {
      case coming
      case waiting(Waiter)
      case answered(Answer)
    }
    @usableFromInline
    enum Answer: Sendable {
      case value(Served<Value>)
      case failure(CallFailure<Failure>)
      /// The loader gave up for reasons of its own.
      case lookAgain
      /// The follower's own cancellation or deadline.
      case gaveUp
    }
    private let phase = Mutex(Phase.coming)

    @usableFromInline init() {}

    @usableFromInline func answer(_ answer: Answer) {
      let waiter = phase.withLock { phase -> Waiter? in
        switch phase {
        case .coming:
          phase = .answered(answer)
          return nil
        case .waiting(let waiter):
          phase = .answered(answer)
          return waiter
        case .answered: return nil
        }
      }
      waiter?.resume()
    }

    @usableFromInline func park(_ waiter: Waiter) -> Bool {
      phase.withLock { phase in
        guard case .coming = phase else { return false }
        phase = .waiting(waiter)
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
    case remembered
    case leader
    case follower(Follower)
  }

  /// `id` names the cache in events.
  public init(_ policy: CachePolicy, id: UInt32 = 0, observer: (any ResilienceObserver)? = nil) {
    self.id = id
    self.observer = observer
    state = Mutex(State(table: CacheTable(policy)))
  }

  /// Keys kept.
  public var count: Int { state.withLock { $0.table.count } }

  /// Forgets a key; a load under way is not touched.
  public func remove(_ key: Key) { state.withLock { $0.table.remove(key) } }

  /// The kept answer, or that of `load`.
  ///
  /// A kept one counts no attempts. A failed load is answered with a value past its time where the
  /// policy allows it.
  @inlinable
  public func value<Clock: ServiceClock>(
    for key: Key, request: UInt64, deadline: Deadline = .none, on clock: Clock,
    load: () async throws(CallFailure<Failure>) -> Served<Value>
  ) async throws(CallFailure<Failure>) -> Served<Value> {
    while true {
      switch role(of: key, request: request, at: clock.nanoseconds) {
      case .hit(let served): return served
      case .remembered: throw CallFailure(error: .remembered, attempts: 0, causes: [])
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
        case .gaveUp:
          throw CallFailure(
            error: Task.isCancelled ? .cancelled : .deadlineExceeded, attempts: 0, causes: [])
        }
      }
    }
  }

  @inlinable
  func wait<Clock: ServiceClock>(_ follower: Follower, until deadline: Deadline, on clock: Clock) async {
    let timer =
      deadline == .none
      ? nil : clock.schedule(at: deadline.nanoseconds) { follower.answer(.gaveUp) }
    await withTaskCancellationHandler {
      await unsafe withUnsafeContinuation { continuation in
        let waiter = unsafe Waiter(continuation)
        if !follower.park(waiter) { waiter.resume() }
      }
    } onCancel: {
      follower.answer(.gaveUp)
    }
    if let timer { clock.cancel(timer) }
  }

  @usableFromInline
  func role(of key: Key, request: UInt64, at now: Int64) -> Role {
    let role = state.withLock { state -> Role in
      switch state.table.find(key, at: now) {
      case .fresh(let served): return .hit(Served(served.value, target: served.target, attempts: 0))
      case .failed: return .remembered
      case .missing: break
      }
      guard var flight = state.flights[key], !isMutated(.cacheLoadsForEach) else {
        state.flights[key] = Flight()
        return .leader
      }
      let follower = Follower()
      flight.followers.append(follower)
      state.flights[key] = flight
      return .follower(follower)
    }
    switch role {
    case .hit: record(.cacheHit, request, now)
    case .remembered: record(.cacheNegativeHit, request, now)
    case .leader: record(.cacheMissed, request, now)
    case .follower: record(.cacheJoined, request, now)
    }
    return role
  }

  @usableFromInline
  func finish(_ key: Key, _ served: Served<Value>, request: UInt64, at now: Int64) {
    let (flight, evicted) = state.withLock { state in
      (state.flights.removeValue(forKey: key), state.table.store(served, for: key, at: now) != nil)
    }
    record(.cacheStored, request, now)
    if evicted { record(.cacheEvicted, request, now) }
    if isMutated(.cacheForgetsFollowers) { return }
    for follower in flight?.followers ?? [] {
      follower.answer(.value(Served(served.value, target: served.target, attempts: 0)))
    }
  }

  /// The stale value that is served instead, if there is one.
  @usableFromInline
  func fail(_ key: Key, _ failure: CallFailure<Failure>, request: UInt64, at now: Int64) -> Served<Value>? {
    // A caller whose own patience ended says nothing about the key: one of those who wait loads it.
    let says = !failure.error.endsCall
    let (flight, stale) = state.withLock { state in
      let stale = says ? state.table.staleValue(key, at: now) : nil
      if says, stale == nil, case .failed = failure.error { state.table.storeFailure(for: key, at: now) }
      return (state.flights.removeValue(forKey: key), stale)
    }
    let answer: Follower.Answer
    if let stale {
      record(.cacheServedStale, request, now, stale.age)
      answer = .value(Served(stale.value.value, target: stale.value.target, attempts: 0))
    } else {
      answer = says ? .failure(failure) : .lookAgain
    }
    for follower in flight?.followers ?? [] { follower.answer(answer) }
    return stale.map { Served($0.value.value, target: $0.value.target, attempts: failure.attempts) }
  }

  private func record(_ kind: ResilienceEvent.Kind, _ request: UInt64, _ now: Int64, _ detail: Int64 = 0) {
    observer?.record(ResilienceEvent(kind, at: now, request: request, target: id, detail: detail))
  }
}
