import Resilience
import SimCore
import SimulatedServices
import Synchronization

/// One call on its way to a server and back.
final class RemoteCall: Sendable {
  let request: UInt64
  /// Which call of its request this is, from 1.
  let ordinal: UInt64
  private let deadline: Int64
  private let phase = Mutex(Phase.travelling)

  private enum Phase {
    case travelling
    case awaited(Waiter)
    case over(Result<Void, RemoteError>)
  }

  init(request: UInt64, ordinal: UInt64, deadline: Int64) {
    self.request = request
    self.ordinal = ordinal
    self.deadline = deadline
  }

  /// True once the sender has abandoned the call.
  func isOver(at now: Int64) -> Bool {
    now >= deadline || phase.withLock { if case .over = $0 { true } else { false } }
  }

  /// The answer, or the end of the sender's patience; true for the first of them.
  @discardableResult
  func finish(_ result: Result<Void, RemoteError>) -> Bool {
    let (isFirst, turn) = phase.withLock { phase -> (Bool, Waiter?) in
      switch phase {
      case .travelling:
        phase = .over(result)
        return (true, nil)
      case .awaited(let turn):
        phase = .over(result)
        return (true, turn)
      case .over: return (false, nil)
      }
    }
    turn?.resume(true)
    return isFirst
  }

  /// Waits for the answer, until the deadline or the task's cancellation.
  func answer(on clock: SimClock) async throws(RemoteError) {
    let timer =
      deadline == .max
      ? nil : clock.schedule(atNanoseconds: deadline) { self.finish(.failure(.gaveUp)) }
    await withTaskCancellationHandler {
      _ = await unsafe withUnsafeContinuation { continuation in
        let turn = unsafe Waiter(continuation)
        let waits = phase.withLock { phase -> Bool in
          guard case .travelling = phase else { return false }
          phase = .awaited(turn)
          return true
        }
        if !waits { turn.resume(false) }
      }
    } onCancel: {
      finish(.failure(.gaveUp))
    }
    if let timer { clock.cancel(timer) }
    let result = phase.withLock { phase -> Result<Void, RemoteError> in
      guard case .over(let result) = phase else { preconditionFailure("a call resumed unanswered") }
      return result
    }
    try result.get()
  }
}

/// The reason for which a call to the server failed.
enum RemoteError: ClassifiedFailure, Hashable {
  /// Turned away: the queue was full, or the sender had given up before it was served.
  case rejected
  case throttled(retryAfter: Int64)
  case failed
  /// The sender's patience ended.
  case gaveUp

  var verdict: Verdict {
    switch self {
    case .rejected, .failed, .gaveUp: .transient
    case .throttled(let retryAfter): .throttled(retryAfter: retryAfter)
    }
  }
}
