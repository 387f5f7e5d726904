import Primitives
import Resilience
import SimCore
import Synchronization
import Testing

/// A call that returns the number of its attempt, after some time, or fails.
private struct NumberedCall: PipelineCall {
  let clock: SimClock
  var takes: Duration = .zero
  var failures: [ProviderError] = []
  var compensate: (@Sendable (Int) async -> Void)?

  func attempt(_ attempt: Attempt) async throws(ProviderError) -> Int {
    let end = clock.nanoseconds + takes.wholeNanoseconds
    // Ignores its cancellation.
    await withCheckedContinuation { done in
      _ = clock.schedule(atNanoseconds: end) { done.resume() }
    }
    if attempt.number <= failures.count { throw failures[attempt.number - 1] }
    return attempt.number
  }
}

/// A call that returns at once, and classifies values below its limit as failures.
private struct LimitedCall: PipelineCall {
  let limit: Int

  func attempt(_ attempt: Attempt) async throws(ProviderError) -> Int { attempt.number }

  func judge(_ result: Result<Int, ProviderError>) -> Verdict {
    (try? result.get()).map { $0 < limit ? .transient : .success } ?? .permanent
  }
}

@Suite("Calls that are types")
struct PipelineCallTests {
  static let quick = RetryPolicy(delay: .none)

  private func call<Call: PipelineCall>(
    _ policy: TargetPolicy, _ operation: @escaping @Sendable (SimClock) -> Call,
    afterwards: @escaping @Sendable (SimClock) async throws -> Void = { _ in }
  ) throws -> Result<Served<Call.Value>, CallFailure<Call.Failure>> {
    let outcome = try Simulation(seed: 1).run { world in
      let pipeline = Pipeline(over: [Target(id: 0, policy)], on: world.clock, random: world.random)
      var result: Result<Served<Call.Value>, CallFailure<Call.Failure>>
      do throws(CallFailure<Call.Failure>) {
        result = .success(try await pipeline.call(operation(world.clock), request: 1))
      } catch {
        result = .failure(error)
      }
      try await afterwards(world.clock)
      return result
    }
    #expect(outcome.certificate.leftoverTimers == 0)
    return outcome.value
  }

  @Test(
    "failures classify themselves",
    arguments: [
      ([ProviderError](), 1, true), ([.unavailable, .unavailable], 3, true), ([.gone], 1, false),
      ([.unavailable, .gone], 2, false),
    ])
  private func failuresClassifyThemselves(failures: [ProviderError], attempts: Int, isServed: Bool) throws {
    let result = try call(TargetPolicy(retry: Self.quick)) { NumberedCall(clock: $0, failures: failures) }
    switch result {
    case .success(let served):
      #expect(isServed)
      #expect(served == Served(attempts, target: 0, attempts: attempts))
    case .failure(let failure):
      #expect(!isServed)
      #expect(failure.attempts == attempts)
    }
  }

  @Test(
    "a value that the call classifies as a failure is asked for again", arguments: [(1, 1), (3, 3), (9, 3)])
  func judgesItsValues(limit: Int, value: Int) throws {
    let served = try call(TargetPolicy(retry: Self.quick)) { _ in LimitedCall(limit: limit) }.get()
    #expect(served == Served(value, target: 0, attempts: value))
  }

  @Test("a value that comes after the timeout is passed to the call's compensation")
  func compensatesLateValues() throws {
    let undone = UndoneValues()
    let policy = TargetPolicy(timeout: TimeoutPolicy(after: .seconds(1)))
    let result = try call(policy) { clock in
      NumberedCall(clock: clock, takes: .seconds(3), compensate: { undone.add($0) })
    } afterwards: { clock in
      #expect(clock.nanoseconds == 1_000_000_000)
      #expect(undone.values == [])
      try await clock.sleep(untilNanoseconds: 4_000_000_000)
    }
    guard case .failure(let failure) = result, case .timedOut = failure.error else {
      Issue.record("the call did not time out: \(result)")
      return
    }
    #expect(undone.values == [1])
  }
}

private final class UndoneValues: Sendable {
  private let list = Mutex<[Int]>([])
  var values: [Int] { list.withLock { $0 } }
  func add(_ value: Int) { list.withLock { $0.append(value) } }
}
