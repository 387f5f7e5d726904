import Synchronization

/// The outcome of a call, set once: when the call ends or when the caller is cancelled, whichever is first.
final class PendingResponse: Sendable {
  typealias Outcome = Result<HTTPResponse, HTTPFailure>

  private enum State {
    case open
    case waiting(CheckedContinuation<Outcome, Never>)
    case settled(Outcome)
  }
  private let state = Mutex(State.open)

  var isSettled: Bool {
    state.withLock { if case .settled = $0 { true } else { false } }
  }

  /// Resumes `continuation` when the outcome is set. False if it is set already; the continuation is resumed then.
  func wait(_ continuation: CheckedContinuation<Outcome, Never>) -> Bool {
    let settled: Outcome? = state.withLock { state in
      if case .settled(let outcome) = state { return outcome }
      state = .waiting(continuation)
      return nil
    }
    if let settled { continuation.resume(returning: settled) }
    return settled == nil
  }

  /// Sets the outcome. False if it was set before.
  @discardableResult
  func settle(_ outcome: Outcome) -> Bool {
    let (first, waiting) = state.withLock {
      state -> (Bool, CheckedContinuation<Outcome, Never>?) in
      switch state {
      case .settled: return (false, nil)
      case .open:
        state = .settled(outcome)
        return (true, nil)
      case .waiting(let continuation):
        state = .settled(outcome)
        return (true, continuation)
      }
    }
    waiting?.resume(returning: outcome)
    return first
  }
}
