import Dispatch
import Synchronization

/// Runs asynchronous work on the platform's threads and waits for its result.
///
/// Everything that only the work references is released before this returns: a database is closed, with its log
/// merged into the file. The work is cancelled by an interrupt, unless `heedsInterrupt` is false.
func runBlocking<Value: Sendable>(
  heedsInterrupt: Bool = true, _ body: @escaping @Sendable () async throws -> Value
) throws -> Value {
  let done = DispatchSemaphore(value: 0)
  let work = Work(body)
  let task = Task.detached {
    await work.run()
    done.signal()
  }
  if heedsInterrupt {
    Interrupt.stopping(with: { task.cancel() }, during: { done.wait() })
  } else {
    done.wait()
  }
  return try work.result()
}

/// Work that runs once and then holds its result in place of the closure.
private final class Work<Value: Sendable>: Sendable {
  private enum State: Sendable {
    case waiting(@Sendable () async throws -> Value)
    case running
    case done(Result<Value, any Error>)
  }

  private let state: Mutex<State>

  init(_ body: @escaping @Sendable () async throws -> Value) { state = Mutex(.waiting(body)) }

  func run() async {
    let result: Result<Value, any Error>
    do { result = .success(try await take()()) } catch { result = .failure(error) }
    state.withLock { $0 = .done(result) }
  }

  private func take() -> @Sendable () async throws -> Value {
    state.withLock { state in
      guard case .waiting(let body) = state else { preconditionFailure("the work was run twice") }
      state = .running
      return body
    }
  }

  func result() throws -> Value {
    guard case .done(let result) = state.withLock({ $0 }) else {
      preconditionFailure("the work ended without a result")
    }
    return try result.get()
  }
}
