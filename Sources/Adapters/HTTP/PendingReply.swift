import Synchronization

/// What a call waits for: settled once, by its end or by the caller's cancellation, whichever is first.
final class PendingReply: Sendable {
  typealias Outcome = Result<HTTPReply, HTTPFailure>

  private enum State {
    case open
    case waiting(CheckedContinuation<Outcome, Never>)
    case settled(Outcome)
  }
  private let state = Mutex(State.open)

  var isSettled: Bool {
    state.withLock { if case .settled = $0 { true } else { false } }
  }

  /// False when it is settled already: the continuation has gone on.
  func wait(_ continuation: CheckedContinuation<Outcome, Never>) -> Bool {
    let settled: Outcome? = state.withLock { state in
      if case .settled(let outcome) = state { return outcome }
      state = .waiting(continuation)
      return nil
    }
    if let settled { continuation.resume(returning: settled) }
    return settled == nil
  }

  /// False when somebody was quicker.
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
