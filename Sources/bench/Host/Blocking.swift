import Dispatch
import Synchronization

/// Runs asynchronous work on the platform's threads and waits for it.
func blocking<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) throws -> Value {
  let done = DispatchSemaphore(value: 0)
  let box = Box<Value>()
  Task.detached {
    let outcome: Result<Value, any Error>
    do { outcome = .success(try await body()) } catch { outcome = .failure(error) }
    box.set(outcome)
    done.signal()
  }
  done.wait()
  return try box.get()
}

/// Where the work leaves its result.
private final class Box<Value: Sendable>: Sendable {
  private let result = Mutex<Result<Value, any Error>?>(nil)

  func set(_ value: Result<Value, any Error>) { result.withLock { $0 = value } }

  func get() throws -> Value {
    guard let result = result.withLock({ $0 }) else { preconditionFailure("the work ended without a result") }
    return try result.get()
  }
}
