public import Primitives
public import Synchronization

/// A call in a separate task against a deadline: whichever is first decides, the other changes nothing.
///
/// The call starts on the caller's thread, so one that does not suspend needs no timer and no hop.
/// After the decision no timer is left, and the task ends when the call does.
@usableFromInline
final class AttemptRace<Value: Sendable, Failure: Error>: Sendable {
  @usableFromInline
  enum Phase: Sendable {
    case running
    case awaited(Waiter)
    case finished(Result<Value, Failure>)
    case expired
  }
  @usableFromInline let phase = Mutex(Phase.running)

  @usableFromInline init() {}

  /// Records the end of the call or its deadline; true for the first of the two.
  @inlinable @discardableResult
  func decide(_ decision: Phase) -> Bool {
    let (decided, waiting) = phase.withLock { phase -> (Bool, Waiter?) in
      switch phase {
      case .running:
        phase = decision
        return (true, nil)
      case .awaited(let waiter):
        phase = decision
        return (true, waiter)
      case .finished, .expired:
        return (false, nil)
      }
    }
    waiting?.resume()
    return decided
  }

  /// Keeps the continuation of the caller; false when the race is decided, and the caller must resume it.
  @inlinable func await(_ waiter: Waiter) -> Bool {
    phase.withLock { phase in
      switch phase {
      case .running:
        phase = .awaited(waiter)
        return true
      case .finished, .expired:
        return false
      case .awaited:
        preconditionFailure("a race is awaited once")
      }
    }
  }

  @inlinable var outcome: RaceOutcome<Value, Failure>? {
    phase.withLock { phase in
      switch phase {
      case .running, .awaited: nil
      case .finished(let result): .finished(result)
      case .expired: .expired
      }
    }
  }
}

/// A suspended task, resumed by the code that removes this value from the state that holds it.
@usableFromInline @safe
struct Waiter: Sendable {
  @usableFromInline let continuation: UnsafeContinuation<Void, Never>

  @inlinable @unsafe init(_ continuation: UnsafeContinuation<Void, Never>) {
    unsafe self.continuation = continuation
  }

  /// Resumes the task. Called once: a waiter is only reached by removing it from a locked state.
  @inlinable func resume() { unsafe continuation.resume() }
}

/// The outcome of a call against a deadline.
@usableFromInline
enum RaceOutcome<Value, Failure: Error> {
  case finished(Result<Value, Failure>)
  case expired
}

extension RaceOutcome: Sendable where Value: Sendable {}

/// Runs `operation` until it ends or the clock reaches `deadline`, whichever is first.
///
/// The caller's cancellation is passed on, and the operation still has until the deadline to end. A
/// value that comes too late is passed to `late`.
@inlinable
func race<Clock: NanosecondClock, Input: Sendable, Value: Sendable, Failure: Error>(
  _ input: Input, until deadline: Int64, on clock: Clock, late: (@Sendable (Value) async -> Void)? = nil,
  _ operation: @escaping @Sendable (Input) async throws(Failure) -> Value
) async -> RaceOutcome<Value, Failure> {
  let race = AttemptRace<Value, Failure>()
  // Typed as throwing: that is the form the runtime starts, without a conversion in between.
  let task: Task<Void, any Error> = Task.immediate {
    do throws(Failure) {
      let value = try await operation(input)
      if !race.decide(.finished(.success(value))), let late { await late(value) }
    } catch {
      race.decide(.finished(.failure(error)))
    }
  }
  if let outcome = race.outcome { return outcome }
  let timer = clock.schedule(atNanoseconds: deadline) {
    if race.decide(.expired) { task.cancel() }
  }
  await withTaskCancellationHandler {
    await unsafe withUnsafeContinuation { continuation in
      let waiter = unsafe Waiter(continuation)
      if !race.await(waiter) { waiter.resume() }
    }
  } onCancel: {
    task.cancel()
  }
  clock.cancel(timer)
  guard let outcome = race.outcome else { preconditionFailure("a race resumed undecided") }
  return outcome
}

/// Runs `operation` for at most `span`: at the deadline the caller gets `timedOut`, even if the operation
/// ignores its cancellation. A late result is dropped.
///
/// An operation that ends at exactly the deadline may go either way: the clock decides which of the
/// two comes first.
@inlinable
public func withTimeout<Clock: NanosecondClock, Value: Sendable, Failure: Error>(
  _ span: Duration, on clock: Clock,
  _ operation: @escaping @Sendable () async throws(Failure) -> Value
) async throws(CallError<Failure>) -> Value {
  if Task.isCancelled { throw .cancelled }
  let nanoseconds = span.wholeNanoseconds
  let deadline = clock.nanoseconds.addingSaturating(nanoseconds)
  let outcome = await race((), until: deadline, on: clock) { (_: Void) async throws(Failure) in
    try await operation()
  }
  switch outcome {
  case .finished(.success(let value)): return value
  case .finished(.failure(let error)): throw Task.isCancelled ? .cancelled : .failed(error)
  case .expired: throw .timedOut(after: nanoseconds)
  }
}
